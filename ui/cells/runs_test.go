package cells

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestRuns(t *testing.T) {
	for _, c := range []struct {
		text   string
		w      int
		marked []int
		want   string
	}{
		{"Atlas", 10, []int{0, 1}, "[At]las"},
		{"Coopérative", 10, []int{4}, "Coop[é]rati…"},
		{"Cafe\u0301 x", 10, []int{4}, "Caf[e\u0301] x"},
		{"日本茶", 4, []int{0, 2}, "[日]…"},
		{"مُحَمَّد", 9, []int{2}, "مُ[حَ]مَّد"},
		{"abc", 0, []int{0}, ""},
		{"", 5, nil, ""},
	} {
		runs, width := Runs(ByLetters, c.text, c.w, func(at int) bool { return slices.Contains(c.marked, at) })
		var b strings.Builder
		for _, r := range runs {
			if r.Marked {
				b.WriteString("[" + r.Text + "]")
			} else {
				b.WriteString(r.Text)
			}
		}
		if unmarked(b.String()) != c.want || width != Width(strings.NewReplacer("[", "", "]", "").Replace(c.want)) {
			t.Errorf("%q in %d: got %q of %d cells, want %q", c.text, c.w, unmarked(b.String()), width, c.want)
		}
	}
}

// Runs are the text that Cut gives, in pieces that are marked in turn.
func TestRunsAreTheCutText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := Safe(rapid.String().Draw(t, "text"))
		w := rapid.IntRange(0, 30).Draw(t, "width")
		marks := rapid.SliceOf(rapid.IntRange(0, 20)).Draw(t, "marks")
		runs, width := Runs(ByLetters, s, w, func(at int) bool { return slices.Contains(marks, at) })
		all := ""
		for i, r := range runs {
			if r.Text == "" || i > 0 && r.Marked == runs[i-1].Marked {
				t.Fatalf("%q: %+v", s, runs)
			}
			all += r.Text
		}
		if unmarked(all) != unmarked(Cut(s, w)) || width != Width(all) || width > max(w, 0) {
			t.Fatalf("%q in %d: %q of %d cells", s, w, all, width)
		}
	})
}
