package search

import (
	"slices"
	"testing"
)

// What was perhaps meant has words that records have; what has none says nothing.
func TestMeant(t *testing.T) {
	s := shelf{}
	for i, company := range []string{"Tanger Med Export", "شركة طنجة", "Cookie House"} {
		r := lead(i, company)
		s[r.ID] = r
	}
	x := newIndex(t, s)
	build(t, x, s)
	for line, want := range map[string][]string{
		"'k[m":   {"طنجة"},
		"tangre": {"tanger"},
		"جحخن":   nil, // [ p o k on the other layout, which is no word
		"tanger": nil,
	} {
		if got := find(t, x, typed(line)).Meant; !slices.Equal(got, want) {
			t.Errorf("%s: meant %q, want %q", line, got, want)
		}
	}
}
