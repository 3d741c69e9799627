package model

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tradedesk/model/text"
)

var someText = rapid.StringOf(rapid.OneOf(rapid.RuneFrom([]rune("abeyAZ019 -.,'éßاويى٢")), rapid.Rune()))

func TestPlainWordsAreTheWordsOfTheFoldedText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := someText.Draw(t, "text")
		if got, want := plainWords(s), strings.Join(strings.FieldsFunc(text.Fold(s), notWordRune), " "); got != want {
			t.Fatalf("%q: %q, want %q", s, got, want)
		}
	})
}

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
