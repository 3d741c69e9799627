package value

import "testing"

func TestMarket(t *testing.T) {
	for typed, want := range map[string]Market{
		"FR": "FR", "France": "FR", "eu": "eu", "Union européenne": "eu", "the gulf": "", "GCC": "gulf", "الخليج": "gulf", "north_america": "north_america",
		"North America": "north_america", "Afrique": "africa", "": "", "Atlantis": "",
	} {
		got, err := ParseMarket(typed)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%q is %q, %v; want %q", typed, got, err, want)
		}
		if got == "" {
			continue
		}
		for _, lang := range []string{"en", "fr", "ar"} {
			if again, err := ParseMarket(got.Name(lang)); err != nil || again != got {
				t.Errorf("%q is called %q, which is %q, %v", got, got.Name(lang), again, err)
			}
		}
	}
	for _, test := range []struct {
		market  Market
		country Country
		has     bool
	}{
		{"FR", "FR", true}, {"FR", "DE", false}, {"eu", "FR", true}, {"eu", "MA", false}, {"africa", "MA", true}, {"gulf", "AE", true},
		{"", "FR", false}, {"eu", "", false}, {"other", "", false}, {"north_america", "CA", true},
	} {
		if got := test.market.Has(test.country); got != test.has {
			t.Errorf("%q has %q: %v", test.market, test.country, got)
		}
	}
}
