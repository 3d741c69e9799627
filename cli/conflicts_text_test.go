package cli

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// Values that differ never look alike on their lines, however long they are and wherever
// they differ, and none fills more than its line.
func TestExcerptsOfDifferentTextsDiffer(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		part := rapid.StringOfN(rapid.RuneFrom([]rune("abé ↵م")), 0, 300, -1)
		begin := strings.Repeat(part.Draw(t, "begin"), rapid.IntRange(0, 3).Draw(t, "times"))
		ends := rapid.SliceOfNDistinct(part, 2, 2, rapid.ID).Draw(t, "ends")
		a, b := begin+ends[0], begin+ends[1]
		from := sameUntil([]string{a, b})
		first, second := excerpt(a, from), excerpt(b, from)
		if first == second {
			t.Fatalf("%q and %q both look like %q", a, b, first)
		}
		for _, shown := range []string{first, second} {
			if n := utf8.RuneCountInString(shown); n > valueLetters+len("…… (100000 letters)") {
				t.Fatalf("%d letters are shown", n)
			}
		}
	})
}

func TestSameUntil(t *testing.T) {
	for _, tt := range []struct {
		texts []string
		want  int
	}{
		{[]string{"one"}, 3},
		{[]string{"one", "one"}, 3},
		{[]string{"one", "on"}, 2},
		{[]string{"été", "étage", "étude"}, 2},
		{[]string{"a", ""}, 0},
	} {
		if got := sameUntil(tt.texts); got != tt.want {
			t.Errorf("%q begin alike for %d letters, want %d", tt.texts, got, tt.want)
		}
	}
}
