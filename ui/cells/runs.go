package cells

import (
	"strings"

	"github.com/clipperhouse/uax29/v2/graphemes"
)

// Run is a stretch of text that is drawn in one way.
type Run struct {
	Text   string
	Marked bool
}

// Runs gives s in w cells at most, as Cut does, in runs of letters that are marked and
// that are not. marked is asked of each rune by its place in s, without isolates; a grapheme is marked
// whole when one of its runes is, so that no accent is drawn apart from its letter.
func Runs(base Base, s string, w int, marked func(rune int) bool) (runs []Run, width int) {
	s = Isolate(s, base)
	cut := Cut(s, w)
	text := len(cut)
	if cut != s {
		text = len(strings.TrimRight(cut, endIsolate)) - len(Ellipsis)
	}
	begin, in, n := 0, false, 0
	for g := graphemes.FromString(cut); g.Next(); {
		if _, isolates := mixes(g.Value()); isolates {
			continue // it is none of the letters
		}
		is := false
		for range Runes(g.Value()) {
			is = is || g.Start() < text && marked(n)
			n++
		}
		if is != in && g.Start() > begin {
			runs = append(runs, Run{cut[begin:g.Start()], in})
			begin = g.Start()
		}
		in = is
	}
	if begin < len(cut) {
		runs = append(runs, Run{cut[begin:], in})
	}
	return runs, Width(cut)
}
