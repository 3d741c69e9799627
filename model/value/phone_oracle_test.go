package value

import (
	"strings"
	"testing"

	"github.com/nyaruka/phonenumbers"
	"pgregory.net/rapid"

	"tradedesk/model/reference"
)

// oracle reads a number with libphonenumber's port, and again what that gives
// until it stays the same: it may strip a second prefix.
func oracle(s string, home Country) (Phone, bool) {
	p, ok := oracleOnce(s, home)
	for range maxPrefixes {
		again, still := oracleOnce(string(p), "")
		if again == p {
			break
		}
		p, ok = again, ok && still
	}
	return p, ok
}

func oracleOnce(s string, home Country) (Phone, bool) {
	n, err := phonenumbers.Parse(s, string(home))
	if err != nil || phonenumbers.IsPossibleNumberWithReason(n) != phonenumbers.IS_POSSIBLE {
		return "", false
	}
	p := phonenumbers.Format(n, phonenumbers.E164)
	if ext := n.GetExtension(); ext != "" {
		p += phoneExtension + ext
	}
	return Phone(p), true
}

func agree(t interface{ Errorf(string, ...any) }, s string, home Country) {
	want, possible := oracle(s, home)
	if _, _, known := reference.SplitCallingCode(strings.TrimPrefix(s, "+")); s[0] == '+' && !known {
		// libphonenumber then tries what follows the + as dialled at home; a + is
		// never that here.
		want, possible = "", false
	}
	got, err := ParsePhone(s, home)
	if got != want || (err == nil) != possible {
		t.Errorf("ParsePhone(%q, %q) = %q, %v; libphonenumber reads %q, %v", s, home, got, err, want, possible)
		return
	}
	if possible {
		n, err := phonenumbers.Parse(got.E164(), "")
		if shown := phonenumbers.Format(n, phonenumbers.INTERNATIONAL); err != nil || got.Display() != shown && n.GetExtension() == "" && !hasExtension(got) {
			t.Errorf("%s is shown as %q, libphonenumber shows %q", got, got.Display(), shown)
		}
	}
}

func hasExtension(p Phone) bool { return p.E164() != string(p) }

// TestExampleNumbersAgree reads an example of each kind of number in each country
// as it is written there and abroad.
func TestExampleNumbersAgree(t *testing.T) {
	for region := range phonenumbers.GetSupportedRegions() {
		for _, kind := range []phonenumbers.PhoneNumberType{phonenumbers.FIXED_LINE, phonenumbers.MOBILE, phonenumbers.TOLL_FREE, phonenumbers.UAN} {
			n := phonenumbers.GetExampleNumberForType(region, kind)
			if n == nil {
				continue
			}
			for _, format := range []phonenumbers.PhoneNumberFormat{phonenumbers.E164, phonenumbers.INTERNATIONAL, phonenumbers.NATIONAL} {
				s := phonenumbers.Format(n, format)
				agree(t, s, Country(region))
				if format != phonenumbers.NATIONAL {
					agree(t, s, "")
					agree(t, s, "MA")
				}
			}
			agree(t, phonenumbers.GetNationalSignificantNumber(n), Country(region))
			agree(t, phonenumbers.Format(n, phonenumbers.E164)[1:], Country(region))
		}
	}
}

// TestAnyDigitsAgree: with any digits, from any country.
func TestAnyDigitsAgree(t *testing.T) {
	homes := []Country{"MA", "FR", "US", "JM", "IT", "DE", "AR", "BR", "MX", "CN", "RU", "KZ", "GB", "AE", "SN", "SG"}
	for _, c := range reference.Countries() {
		if _, ok := reference.DialPlanOf(c.Code); ok {
			homes = append(homes, Country(c.Code))
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		home := rapid.SampledFrom(homes).Draw(t, "home")
		s := rapid.StringMatching(`(\+|00|011|0|1|)[1-9][0-9]{3,14}`).Draw(t, "digits")
		if s[0] == '0' && s[1] == '0' {
			// Anywhere 00 begins a calling code here; libphonenumber dials it at home.
			s = "+" + s[2:]
		}
		agree(t, s, home)
		code, _ := reference.DialPlanOf(string(home))
		agree(t, "+"+code.Code+s[1:], home)
	})
}
