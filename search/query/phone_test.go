package query

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tradedesk/model/value"
)

func TestPhoneKeys(t *testing.T) {
	for p, want := range map[value.Phone]string{
		"+212539123456": "212539123456 539123456", "+212539123456;ext=12": "212539123456 539123456", "+390612345678": "390612345678 0612345678 612345678",
		"0539-12": "53912", "": "", "call me": "",
	} {
		if got := strings.Join(PhoneKeys(p), " "); got != want {
			t.Errorf("%q: %q, want %q", p, got, want)
		}
	}
}

func TestSeekPhone(t *testing.T) {
	for _, tt := range []struct{ typed, home, want string }{
		{"+212 539-12-34-56", "MA", "212539123456"}, {"00212 539 12", "MA", "21253912"}, {"0539.12.34", "MA", "5391234"},
		{"+212 (0)539 12", "", "21253912"}, {"٠٥٣٩١٢٣٤", "MA", "5391234"}, {"0539", "", "539"}, {"539123456", "MA", "539123456"},
		{"tel:+212539", "MA", "212539"}, {"+2", "MA", "2"}, {"011 212 539 1234", "US", "2125391234"}, {"(539) 123-4567", "US", "5391234567"},
		// No numbers of telephones.
		{"450", "MA", ""}, {"1509", "MA", ""}, {"150910", "MA", ""}, {"2026-12-01", "MA", ""}, {"053", "MA", ""}, {"", "MA", ""}, {"argan", "MA", ""},
		{"0", "MA", ""}, {"+", "MA", ""}, {"10,000,000", "MA", ""}, {"00", "MA", ""},
	} {
		got, ok := SeekPhone(tt.typed, value.Country(tt.home))
		if got != tt.want || ok != (tt.want != "") {
			t.Errorf("%q at home in %q: %q %t, want %q", tt.typed, tt.home, got, ok, tt.want)
		}
	}
}

// Any spelling of a number finds it, as soon as it looks like one.
func TestAnySpellingOfANumber(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		national := rapid.StringMatching(`5[2-9][0-9]{7}`).Draw(t, "national")
		before := rapid.SampledFrom([]string{"+212", "00212", "0", "+212 (0)", "", "tel:+212"}).Draw(t, "before")
		var typed strings.Builder
		typed.WriteString(before)
		for _, digit := range national[:rapid.IntRange(7, 9).Draw(t, "typed")] {
			typed.WriteString(rapid.SampledFrom([]string{"", "", " ", "-", "."}).Draw(t, "between"))
			typed.WriteRune(digit)
		}
		digits, ok := SeekPhone(typed.String(), "MA")
		found := slices.ContainsFunc(PhoneKeys(value.Phone("+212"+national)), func(key string) bool { return strings.HasPrefix(key, digits) })
		if !ok || !found {
			t.Fatalf("%q seeks %q, which does not find %s", typed.String(), digits, national)
		}
	})
}
