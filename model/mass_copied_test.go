package model

import (
	"strings"
	"testing"

	"tradedesk/model/text"

	"pgregory.net/rapid"
)

// TestPhrasesAreFoundAsOneLooksForEach: one walk over the words finds the phrase that a
// search for one after the other finds.
func TestPhrasesAreFoundAsOneLooksForEach(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.SampledFrom([]string{"dear", "sir", "sirs", "your", "price", "list", "السادة", "é"})
		texts := rapid.Map(rapid.SliceOfN(word, 1, 3), func(words []string) string { return strings.Join(words, " ") })
		list := rapid.SliceOfN(texts, 1, 6).Draw(t, "phrases")
		message := " " + strings.Join(rapid.SliceOfN(word, 0, 12).Draw(t, "text"), " ") + " "
		message = text.First(message, rapid.IntRange(1, 60).Draw(t, "cut"))
		phrases := phrases(list...)
		want := ""
		for _, phrase := range phrases.list {
			if strings.Contains(message, phrase) {
				want = strings.TrimSpace(phrase)
				break
			}
		}
		if got := phrases.in(message); got != want {
			t.Fatalf("in %q is found %q, want %q", message, got, want)
		}
	})
}
