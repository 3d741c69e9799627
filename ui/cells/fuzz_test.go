package cells

import (
	"strings"
	"testing"
)

// FuzzPaint: whatever comes as data, a line keeps its cells and no code is left in it.
func FuzzPaint(f *testing.F) {
	for _, seed := range []string{"شركة (النور) 12", "\u2067ab\u2069", "\u202eabc", "لا\u200cلا \x1b[31m", "مُحَمَّد 🙂 世", "1\u0660,5 %"} {
		f.Add(seed, 12)
	}
	f.Fuzz(func(t *testing.T, s string, w int) {
		w = max(min(w, 200), -1)
		line := Fit(Safe(s), w) + "│" + FitEnd(Safe(s), w) + "│"
		for _, o := range []Order{ByDesk, ByTerminal, ByNobody} {
			painted := o.Paint(line)
			if Width(painted) != Width(line) {
				t.Fatalf("%q is %d cells wide, painted %q %d", line, Width(line), painted, Width(painted))
			}
			if strings.ContainsAny(painted, "\u2066\u2067\u2068\u2069\u202d\u202e\x1b\n") || o != ByTerminal && strings.ContainsAny(painted, "\u202a\u202b\u202c\u200e\u200f") {
				t.Fatalf("%q has codes", painted)
			}
		}
	})
}
