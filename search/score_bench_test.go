package search

import (
	"slices"
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

// knownOf gives what columns know of texts, and the points of the hundredth best.
func knownOf(p *pattern, texts [][]byte) (known []holds, bar int) {
	var count pairCounter
	for _, text := range texts {
		count.add(text)
	}
	table := packPairs(&count.count)
	plan := newPlan(p, table)
	var all []int
	for _, text := range texts {
		var row bitRow
		row.set(text, 1, table)
		has := holds{led: row[ledAt] != 0}
		for i, is := range p.classes {
			if is == other || row[startAt+int(is)] != 0 {
				has.begins |= 1 << i
			}
		}
		for i, column := range plan.pairs {
			has.pairs |= row[column] << i
		}
		points, _ := p.score(text, anything)
		known, all = append(known, has), append(all, points)
	}
	slices.Sort(all)
	return known, all[len(all)-100]
}

// BenchmarkScore scores the texts of a demo desk that have the letters of what is typed:
// by a walk of every byte, by windows, with what the columns know, and as far as it can
// still be among the best hundred.
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
	known, bar := knownOf(&p, texts)
	for _, way := range []struct {
		name  string
		score func(i int) int
	}{
		{"bytes", func(i int) int { points, _ := p.byteByByte(texts[i]); return points }},
		{"windows", func(i int) int { points, _ := p.score(texts[i], anything); return points }},
		{"columns", func(i int) int { points, _ := p.score(texts[i], known[i]); return points }},
		{"hundredth", func(i int) int { points, _ := p.scoreFrom(texts[i], known[i], bar); return points }},
	} {
		b.Run(way.name, func(b *testing.B) {
			sum := 0
			for i := 0; b.Loop(); i++ {
				sum += way.score(i % len(texts))
			}
			b.ReportMetric(float64(len(texts)), "texts")
		})
	}
	for i, text := range texts {
		one, _ := p.score(text, known[i])
		if other, _ := p.byteByByte(text); one != other {
			b.Fatalf("%q: %d and %d", text, one, other)
		}
	}
}
