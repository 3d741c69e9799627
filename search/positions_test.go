package search

import (
	"testing"

	"tradedesk/model"
)

// The letters are marked where a person sees them, next to each other.
func TestPositions(t *testing.T) {
	for _, c := range []struct {
		pattern, title, detail, want string
	}{
		{"كرقوبي", "شركة الكرقوبي", "", "كرقوبي"},
		{"argan", "Great Argan Oils", "", "Argan"},
		{"tan", "Retan, Tanger", "", "Tan"},
		{"cafe", "Café Atlas", "", "Café"},
		{"argan", "Ara Gnawa", "argan oil", ""},
		{"krkb", "Karkoubi", "", "Krkb"},
		{"krk", "Kar", "k", "Kr"},
	} {
		marked := ""
		title := []rune(c.title)
		for _, at := range positions(c.pattern, model.Excerpt{Title: c.title, Detail: c.detail}) {
			marked += string(title[at])
		}
		if marked != c.want {
			t.Errorf("%s in %q: marked %q, want %q", c.pattern, c.title, marked, c.want)
		}
	}
}
