package search

import (
	"testing"
	"time"

	"tradedesk/demo"
	"tradedesk/model"
)

// byteByByte scores as sahilm/fuzzy walks a text: every byte of it. It is what score is
// measured against.
func (p *pattern) byteByByte(text []byte) (points int, ok bool) {
	total, at, best, place, last, run, before := 0, 0, -1, -1, -1, 0, -1
	for i := 0; i < len(text); i++ {
		if text[i] == p.letters[at].last {
			gain := 0
			switch {
			case i == 0:
				gain = firstBonus
			case isSeparator[text[i-1]]:
				gain = separatorBonus
			}
			if at > 0 && last == before {
				bonus := 2*run + adjacentBonus
				gain += bonus
				run += bonus
			}
			if gain > best {
				best, place = gain, i
			}
		}
		if place >= 0 && (i+1 == len(text) || at+1 < len(p.letters) && text[i+1] == p.letters[at+1].last) {
			if at == 0 {
				best += max(place*leadPenalty, worstLead)
			}
			total += best
			last, best, place = place, -1, -1
			if at++; at == len(p.letters) {
				break
			}
		}
		before = i
	}
	return total + at - len(text), at == len(p.letters)
}

// BenchmarkScore scores the texts of a demo desk that have the letters of what is typed,
// both ways.
func BenchmarkScore(b *testing.B) {
	p := newPattern("argan oil")
	var texts [][]byte
	if err := demo.Generate(demo.Options{Seed: 1, Leads: 20_000, Now: time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)}, func(r model.Record) error {
		if text := []byte(textOf(model.ExcerptOf(r, model.ScoreContext{}))); p.fits(text) {
			texts = append(texts, text)
		}
		return nil
	}); err != nil {
		b.Fatal(err)
	}
	for name, score := range map[string]func([]byte) (int, bool){
		"windows": func(text []byte) (int, bool) { return p.score(text, anything) },
		"bytes":   p.byteByByte,
	} {
		b.Run(name, func(b *testing.B) {
			sum := 0
			for i := 0; b.Loop(); i++ {
				points, _ := score(texts[i%len(texts)])
				sum += points
			}
			b.ReportMetric(float64(len(texts)), "texts")
		})
	}
	for _, text := range texts {
		one, _ := p.score(text, anything)
		if other, _ := p.byteByByte(text); one != other {
			b.Fatalf("%q: %d and %d", text, one, other)
		}
	}
}
