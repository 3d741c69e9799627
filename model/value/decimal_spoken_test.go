package value

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestDecimalSpoken(t *testing.T) {
	for _, tt := range []struct {
		d              Decimal
		en, fr, others string
	}{
		{"1234.50", "1,234.50", "1\u00a0234,50", "1234.50"},
		{"0.5", "0.5", "0,5", "0.5"},
		{"-1000000", "-1,000,000", "-1\u00a0000\u00a0000", "-1000000"},
		{"-999", "-999", "-999", "-999"},
		{"", "", "", ""},
	} {
		for lang, want := range map[Language]string{"en": tt.en, "fr": tt.fr, "ar": tt.fr, "": tt.others, "de": tt.others} {
			if got := tt.d.Spoken(lang); got != want {
				t.Errorf("%s in %q: %q, want %q", tt.d, lang, got, want)
			}
		}
	}
}

// What is written loses no digit and no sign.
func TestDecimalSpokenKeepsTheNumber(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, err := ParseDecimal(rapid.StringMatching(`-?[1-9][0-9]{0,15}(\.[0-9]{1,6})?`).Draw(t, "number"))
		if err != nil {
			t.Fatal(err)
		}
		back := map[Language]*strings.Replacer{"en": strings.NewReplacer(",", ""), "fr": strings.NewReplacer(noBreak, "", ",", ".")}
		for lang, digits := range back {
			if got := digits.Replace(d.Spoken(lang)); got != string(d) {
				t.Fatalf("%s in %s reads as %s", d, lang, got)
			}
		}
	})
}
