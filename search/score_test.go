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
		points, ok := p.score([]byte(record), anything)
		want := fuzzy.FindNoSort(p.text, []string{record})
		if ok != (len(want) > 0) || ok && points != want[0].Score {
			t.Fatalf("%q in %q: %d, %v, fuzzy has %v", typed, record, points, ok, want)
		}
	})
}

// TestLongLinesAreHadWhole: the letters that do not count for the score must be there, too.
func TestLongLinesAreHadWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		typed := text.Fold(string(rapid.SliceOfN(rapid.SampledFrom(alphabet), maxLetters-2, maxLetters+12).Draw(t, "typed")))
		var record []rune
		for _, r := range typed {
			if rapid.IntRange(0, 60).Draw(t, "drop") > 0 {
				record = append(record, r)
			}
			record = append(record, []rune(drawText(t, "between", 1))...)
		}
		p := newPattern(typed)
		points, ok := p.score([]byte(string(record)), anything)
		if want := fuzzy.FindNoSort(typed, []string{string(record)}); ok != (len(want) > 0) || ok != p.fits([]byte(string(record))) {
			t.Fatalf("%q in %q: %d, %v, fuzzy has %v", typed, string(record), points, ok, want)
		}
	})
}

// TestScoreGivesUpOnlyBelow: a text that is given up has fewer points than were asked
// for, whatever the columns say beside what is true.
func TestScoreGivesUpOnlyBelow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		typed, record := drawText(t, "typed", 12), drawText(t, "record", 40)
		if typed == "" {
			return
		}
		p := newPattern(typed)
		table := new(pairTable)
		for pair := range table {
			table[pair] = uint16(pair * 31 % pairColumns)
		}
		var row bitRow
		row.set([]byte(record), 1, table)
		has := holds{begins: rapid.Uint64().Draw(t, "begins too"), pairs: rapid.Uint64().Draw(t, "pairs too")}
		for i, is := range p.classes {
			if is == other || row[startAt+int(is)] != 0 {
				has.begins |= 1 << i
			}
		}
		has.led = row[ledAt] != 0 || rapid.Bool().Draw(t, "led too")
		plan := newPlan(&p, table)
		for i, column := range plan.pairs {
			if row[column] != 0 {
				has.pairs |= 1 << i
			}
		}
		has.begins &= 1<<len(p.letters) - 1
		has.pairs &= 1<<len(plan.pairs) - 1
		least := rapid.IntRange(-40, 400).Draw(t, "least")
		points, how := p.scoreFrom([]byte(record), has, least)
		want, ok := p.score([]byte(record), anything)
		if most := p.most(has) - len(record); ok && want > most {
			t.Fatalf("%q in %q: %d points, bounded by %d", typed, record, want, most)
		}
		switch {
		case how == matches && (!ok || points != want), how == differs && ok, how == below && ok && want >= least:
			t.Fatalf("%q in %q: %d, %d, at least %d; it has %d, %v", typed, record, points, how, least, want, ok)
		}
	})
}
