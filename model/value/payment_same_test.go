package value

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestPaymentDiffers(t *testing.T) {
	for _, test := range []struct {
		a, b    PaymentTerms
		differs bool
	}{
		{"30% T/T deposit; 70% L/C at sight", "30 % advance, balance L/C à vue", false},
		{"30% T/T deposit; 70% L/C at sight", "30% deposit + 70% L/C", false},
		{"30% deposit; balance against copy of B/L", "30% deposit; balance before shipment", true},
		{"L/C at sight", "LC at sight", false},
		{"L/C at sight", "L/C 60 days after B/L", true},
		{"L/C at sight", "CAD", true},
		{"60 days net", "30 days net", true},
		{"60 days net", "open account 60 days", false},
		{"30% deposit; 70% L/C at sight", "50% deposit; 50% L/C at sight", true},
		{"L/C at sight", "30 % advance", true},
		{"30 % advance", "30% Advance", false},
		{"as agreed", "As agreed.", false},
		{"as agreed", "as always", true},
		{"", "L/C at sight", false},
		{"L/C at sight", "", false},
	} {
		if got := PaymentDiffers(test.a, test.b); got != test.differs {
			t.Errorf("%q and %q: differ %v", test.a, test.b, got)
		}
	}
}

func TestPaymentReading(t *testing.T) {
	for terms, want := range map[PaymentTerms]string{
		"30% T/T deposit; balance L/C at sight": "30 % T/T + 70 % L/C",
		"30 % advance":                          "make 30 %, not 100 %",
		"L/C at sight":                          "100 % L/C",
	} {
		if got := terms.Reading(); got != want {
			t.Errorf("%q reads %q, want %q", terms, got, want)
		}
	}
	for terms, want := range map[PaymentTerms][]string{
		"30% T/T deposit; balance L/C at sight":   {"30 % T/T deposit", "70 % balance L/C at sight"},
		"30 % advance; the rest as agreed later;": {"30 % advance", "70 % the rest as agreed later"},
		"20% now; 30% then":                       {"20% now", "30% then"},
		"":                                        nil,
	} {
		if got := terms.Lines(); !slices.Equal(got, want) {
			t.Errorf("%q is listed %q, want %q", terms, got, want)
		}
	}
}

func TestPaymentWritten(t *testing.T) {
	for terms, want := range map[PaymentTerms][]string{
		"30% now; 70% later;": {"30% now", "70% later"}, "30% مقدما؛ 70%": {"30% مقدما", "70%"}, "L/C at sight, 60 days": {"L/C at sight, 60 days"}, "": nil,
	} {
		if got := terms.Written(); !slices.Equal(got, want) {
			t.Errorf("%q: %q", terms, got)
		}
	}
}

// Terms never differ from themselves, and differing is mutual.
func TestPaymentDiffersLaws(t *testing.T) {
	terms := rapid.Custom(func(t *rapid.T) PaymentTerms {
		return PaymentTerms(rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"L/C at sight", "30% T/T; 70% CAD", "20 % advance, balance 30 days", "CAD"})).Draw(t, "terms"))
	})
	rapid.Check(t, func(t *rapid.T) {
		a, b := terms.Draw(t, "a"), terms.Draw(t, "b")
		if PaymentDiffers(a, a) {
			t.Fatalf("%q differs from itself", a)
		}
		if PaymentDiffers(a, b) != PaymentDiffers(b, a) {
			t.Fatalf("%q and %q differ one way", a, b)
		}
		_, _ = a.Reading(), a.Lines()
	})
}
