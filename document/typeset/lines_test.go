package typeset

import (
	"slices"
	"strings"
	"testing"
	"tradedesk/model/text/bidi"

	"pgregory.net/rapid"
)

func newSetter(t testing.TB) *Setter {
	t.Helper()
	s, err := New()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func textOf(line Line) string {
	var out strings.Builder
	for _, g := range line.Glyphs {
		out.WriteString(g.Text)
	}
	return out.String()
}

func TestLinesBreakBetweenWords(t *testing.T) {
	s := newSetter(t)
	var got []string
	for _, line := range s.Lines("Prickly pear seed oil,\ncosmetic grade", Style{Size: 10 * Point}, 70*Point) {
		got = append(got, textOf(line))
	}
	if want := []string{"Prickly pear", "seed oil,", "cosmetic", "grade"}; !slices.Equal(got, want) {
		t.Errorf("lines %q, want %q", got, want)
	}
}

func TestAWordTooWideIsBroken(t *testing.T) {
	s := newSetter(t)
	lines := s.Lines("ab "+strings.Repeat("W", 31)+" cd", Style{Size: 10 * Point}, 50*Point)
	for _, line := range lines {
		if line.Width > 50*Point {
			t.Errorf("line %q is %d wide", textOf(line), line.Width)
		}
	}
	if len(lines) < 4 || textOf(lines[0]) != "ab" || textOf(lines[len(lines)-1]) != "W cd" {
		t.Errorf("%d lines, first %q, last %q", len(lines), textOf(lines[0]), textOf(lines[len(lines)-1]))
	}
}

// Arabic letters have other shapes within a word than alone, and a ligature has two places.
func TestArabicIsJoined(t *testing.T) {
	s := newSetter(t)
	style := Style{Size: 10 * Point, Base: bidi.RTL}
	joined, alone := s.Line("ببب", style), s.Line("ب", style)
	ids := map[uint16]bool{alone.Glyphs[0].ID: true}
	for _, g := range joined.Glyphs {
		ids[g.ID] = true
	}
	if len(joined.Glyphs) != 3 || len(ids) != 4 {
		t.Errorf("three letters are %d glyphs, %d shapes with that alone", len(joined.Glyphs), len(ids))
	}
	lamAlef := s.Line("لا", style)
	if len(lamAlef.Glyphs) != 2 || lamAlef.Glyphs[0].Text != "ا" || lamAlef.Glyphs[1].Text != "ل" || !lamAlef.Glyphs[1].Share {
		t.Errorf("lam alef is %+v", lamAlef.Glyphs)
	}
}

func TestMissingCharacters(t *testing.T) {
	s := newSetter(t)
	line := s.Line("深圳 Co", Style{Size: 10 * Point})
	if len(s.Missing()) != 2 || line.Glyphs[0].ID != 0 || line.Width <= 0 {
		t.Errorf("missing %v, first glyph %+v", s.Missing(), line.Glyphs[0])
	}
}

// Every letter of a text is set once, and no line is wider than it may be unless it holds
// one cluster.
func checkLines(t interface {
	Helper()
	Fatalf(string, ...any)
}, s *Setter, text string, base bidi.Base, width Length) {
	t.Helper()
	lines := s.Lines(text, Style{Size: 9 * Point, Base: base}, width)
	if len(lines) == 0 {
		t.Fatalf("%q has no line", text)
	}
	var got []rune
	for _, line := range lines {
		total := Length(0)
		for _, g := range line.Glyphs {
			total += g.Advance
		}
		if total != line.Width {
			t.Fatalf("%q: a line says it is %d wide and is %d", text, line.Width, total)
		}
		for _, r := range textOf(line) {
			if r != ' ' {
				got = append(got, r)
			}
		}
	}
	want := slices.DeleteFunc([]rune(text), func(r rune) bool { return r == ' ' || r == '\n' })
	slices.Sort(got)
	slices.Sort(want)
	if string(got) != string(want) {
		t.Fatalf("%q is set as %q", want, got)
	}
}

func TestLinesLaws(t *testing.T) {
	s := newSetter(t)
	letters := rapid.StringOfN(rapid.SampledFrom([]rune("abW1,.-+/()[] \nبلاأإىمحمّدةَِ٣،؟éß€深🙂")), 0, 80, -1)
	rapid.Check(t, func(t *rapid.T) {
		checkLines(t, s, letters.Draw(t, "text"), bidi.Base(rapid.IntRange(0, 3).Draw(t, "base")), Length(rapid.IntRange(0, 300_000).Draw(t, "width")))
	})
}

func FuzzLines(f *testing.F) {
	f.Add("Argan oil, شركة (Al Noor) +212 539-12-34-56", uint8(1), int64(60_000))
	f.Add("لا إلى [ب(a]", uint8(2), int64(1))
	f.Add("\u0301\u200d\u202e\x00🇲🇦", uint8(0), int64(9_000))
	s := newSetter(f)
	f.Fuzz(func(t *testing.T, text string, base uint8, width int64) {
		if len(text) > 1000 || width > 1_000_000_000 {
			t.Skip()
		}
		for _, line := range s.Lines(text, Style{Size: 9 * Point, Base: bidi.Base(base % 4)}, Length(width)) {
			if line.Width < 0 {
				t.Fatalf("%q: a line is %d wide", text, line.Width)
			}
		}
	})
}
