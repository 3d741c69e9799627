package search

import (
	"testing"

	"github.com/sahilm/fuzzy"
	"pgregory.net/rapid"

	"tradedesk/model/text"
)

// alphabet is small, so that letters repeat, follow each other and begin words.
var alphabet = []rune("aab-c . d/e_0é\\اﷺبβ")

func drawText(t *rapid.T, label string, most int) string {
	return text.Fold(string(rapid.SliceOfN(rapid.SampledFrom(alphabet), 0, most).Draw(t, label)))
}

func TestScoreIsThatOfFuzzy(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		typed, record := drawText(t, "typed", 8), drawText(t, "record", 40)
		if typed == "" {
			return
		}
		p := newPattern(typed)
		points, ok := p.score([]byte(record), ^uint64(0))
		want := fuzzy.FindNoSort(typed, []string{record})
		if ok != (len(want) > 0) || ok && points != want[0].Score {
			t.Fatalf("%q in %q: %d, %v, fuzzy has %v", typed, record, points, ok, want)
		}
	})
}
