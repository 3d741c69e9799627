package model

import (
	"strings"
	"testing"
)

func TestCertificateNames(t *testing.T) {
	for name, want := range map[string]string{
		"ISO22000:2018": "iso 22000 2018", "GlobalG.A.P.": "globalgap", "OEKO-TEX 100": "oeko tex 100", "Écocert": "ecocert", "": "", "::": "", "حلال": "حلال",
	} {
		if got := strings.Join(CertificateWords(name), " "); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
	for _, test := range []struct {
		held, asked string
		want        bool
	}{
		{"ISO 22000:2018", "iso22000", true}, {"EU organic (Ecocert)", "ecocert", true}, {"ISO 22000", "ISO 22000:2018", false},
		{"ISO 9001", "ISO 22000", false}, {"ISO 900", "ISO 9001", false}, {"Halal", "", false},
	} {
		if got := CertificateMeets(CertificateWords(test.held), CertificateWords(test.asked)); got != test.want {
			t.Errorf("%q for %q: %t", test.held, test.asked, got)
		}
	}
}

// What an older desk wrote is read as it is, and what a supplier holds is not touched by
// saying until when.
func TestCertificateDatesStandBesideTheNames(t *testing.T) {
	s := SchemaOf(KindSupplier)
	f, _ := s.Field("certificates_until")
	raw, err := ParseField(s, f, "Ecocert: 2027-03-31; ISO 22000: 2026-12-31", ParseContext{})
	if err != nil {
		t.Fatal(err)
	}
	r := &Supplier{Certificates: []string{"Ecocert", "HACCP"}}
	if err := f.Set(r, raw); err != nil {
		t.Fatal(err)
	}
	if len(r.Certificates) != 2 || r.CertificateUntil("ECOCERT") != "2027-03-31" || r.CertificateUntil("HACCP") != "" || r.CertificateUntil("iso22000") != "2026-12-31" {
		t.Errorf("%+v", r)
	}
	if text := FieldText(f, r); text != "Ecocert: 2027-03-31; ISO 22000: 2026-12-31" {
		t.Errorf("written as %q", text)
	}
	for _, wrong := range []string{"Ecocert", "Ecocert: soon", ": 2027-03-31", "Ecocert: 2027-02-30"} {
		if _, err := ParseField(s, f, wrong, ParseContext{}); err == nil {
			t.Errorf("%q is taken", wrong)
		}
	}
}
