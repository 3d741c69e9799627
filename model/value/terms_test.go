package value_test

import (
	"testing"

	"pgregory.net/rapid"

	"tradedesk/model/value"
)

func TestParseTerms(t *testing.T) {
	for typed, want := range map[string]value.Terms{
		"2.5%":                                 "2.5%",
		"2,5 %":                                "2.5%",
		"٢٫٥٪":                                 "2.5%",
		"Margin 5%":                            "margin 5%",
		"margin 5":                             "margin 5%",
		"0.10/unit":                            "0.10 per unit",
		"0.10 per unit; 1%":                    "1%, 0.10 per unit",
		"5% to 10000, 3% to 50000, 1.5%":       "5% to 10000, 3% to 50000, 1.5%",
		"5% to 10000; 3% to 50000; 1.5% above": "5% to 10000, 3% to 50000, 1.5%",
		"cap 4000, 2%, floor 250":              "2%, floor 250, cap 4000",
		"included, 2%":                         "2%, included",
		"floor 250":                            "floor 250",
	} {
		if got, err := value.ParseTerms(typed); err != nil || got != want {
			t.Errorf("%s: %q, %v, want %q", typed, got, err, want)
		}
	}
	for _, typed := range []string{
		"", "5", "abc", "2%, 3%", "margin 5%, 2%", "margin 100%", "-1%", "5% to 10000, 3% to 5000", "cap 10", "1%, floor 10, cap 5", "margin 5%, included", "1% of 3",
	} {
		if got, err := value.ParseTerms(typed); err == nil {
			t.Errorf("%q is taken for %q", typed, got)
		}
	}
}

// TestTermsReadBack holds that terms are written in the one form that reads back.
func TestTermsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		number := func() string { return rapid.StringMatching(`[1-9][0-9]?(\.[0-9]{1,3})?`).Draw(t, "number") }
		typed := rapid.SampledFrom([]string{number() + "%", "margin " + number() + "%", number() + " per unit", number() + "% to 1000, " + number() + "%"}).Draw(t, "terms")
		if rapid.Bool().Draw(t, "floor") {
			typed = "floor " + number() + ", " + typed
		}
		once, err := value.ParseTerms(typed)
		if err != nil {
			t.Fatalf("%q: %v", typed, err)
		}
		if twice, err := value.ParseTerms(once.String()); err != nil || twice != once {
			t.Fatalf("%q reads back as %q, %v", once, twice, err)
		}
		if _, err := once.Parts(); err != nil {
			t.Fatal(err)
		}
	})
}

func FuzzParseTerms(f *testing.F) {
	for _, seed := range []string{"2.5%", "margin 5%", "0.10 per unit", "5% to 10000, 3%", "floor 1, cap 2", "1%,,;", "%%", "٢٫٥٪"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		once, err := value.ParseTerms(typed)
		if err != nil {
			return
		}
		if twice, err := value.ParseTerms(once.String()); err != nil || twice != once {
			t.Errorf("%q is written as %q, which reads as %q, %v", typed, once, twice, err)
		}
	})
}
