package model

import (
	"slices"
	"testing"
)

func TestRetag(t *testing.T) {
	for _, c := range []struct{ tags, add, drop, want []string }{
		{nil, []string{"fair"}, nil, []string{"fair"}},
		{[]string{"fair", "bio"}, []string{"bio", "new"}, []string{"fair"}, []string{"bio", "new"}},
		{[]string{"fair"}, nil, []string{"fair"}, []string{}},
		{[]string{"fair"}, []string{"cold"}, []string{"cold"}, []string{"fair"}},
	} {
		before := slices.Clone(c.tags)
		got := Retag(c.tags, c.add, c.drop)
		if !slices.Equal(got, c.want) || got == nil {
			t.Errorf("%q with %q without %q: got %q, want %q", c.tags, c.add, c.drop, got, c.want)
		}
		if again := Retag(got, c.add, c.drop); !slices.Equal(again, got) {
			t.Errorf("doing it again changes %q to %q", got, again)
		}
		if !slices.Equal(before, c.tags) {
			t.Errorf("the tags that were given are now %q", c.tags)
		}
	}
}
