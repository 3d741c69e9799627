package text

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestPlainWordsAreTheWordsOfTheFoldedText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOf(rapid.OneOf(rapid.RuneFrom([]rune("abeyAZ019 -.,'éßاويى٢")), rapid.Rune())).Draw(t, "text")
		if got, want := PlainWords(s), strings.Join(strings.FieldsFunc(Fold(s), BetweenWords), " "); got != want {
			t.Fatalf("%q: %q, want %q", s, got, want)
		}
	})
}
