package value

import "testing"

func TestSpoken(t *testing.T) {
	for _, test := range []struct {
		date Date
		lang Language
		want string
	}{
		{"2026-11-29", "en", "29 November 2026"}, {"2026-03-01", "fr", "1er mars 2026"}, {"2026-08-02", "fr", "2 août 2026"},
		{"2026-11-29", "ar", "29 نونبر 2026"}, {"2026-11-29", "de", "29 November 2026"}, {"2026-11-29", "", "29 November 2026"}, {"", "en", ""}, {"soon", "en", ""},
	} {
		if got := test.date.Spoken(test.lang, " "); got != test.want {
			t.Errorf("%q in %q is %q, want %q", test.date, test.lang, got, test.want)
		}
	}
}
