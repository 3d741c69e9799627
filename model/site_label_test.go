package model

import "testing"

func TestSiteLabel(t *testing.T) {
	for domain, want := range map[string]string{
		"nordfoods.com": "nordfoods", "mail.nordfoods.co.uk": "nordfoods", "nordfoods.ma": "nordfoods", "com.br": "com", "localhost": "localhost", "": "",
		"co.uk": "co", "a.b.example": "b", "x.co.example": "co",
	} {
		if got := siteLabel(domain); got != want {
			t.Errorf("%q: %q, want %q", domain, got, want)
		}
	}
}
