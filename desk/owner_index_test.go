package desk

import (
	"context"
	"strings"
	"testing"
	"time"
)

// The index is read at the first search and not before, follows what changes, is
// read anew after a change too big to follow, and is let go of at rest.
func TestIndexIsReadWhenSearched(t *testing.T) {
	ctx := context.Background()
	now := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	d, err := Open(ctx, Options{Dir: t.TempDir(), Me: "salma", Alone: true, Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	at, err := d.(*sitter).seat()
	if err != nil {
		t.Fatal(err)
	}
	w := at.(*owner)
	finds := func(text string, want int) {
		t.Helper()
		found, err := d.Search(ctx, SearchQuery{Text: text})
		if err != nil || found.Total != want {
			t.Errorf("%q: %d found, %v, want %d", text, found.Total, err, want)
		}
	}
	if _, err := d.Watch(ctx); err != nil {
		t.Fatal(err)
	}
	if w.index.reading != nil {
		t.Error("the index is read though nobody searches")
	}
	finds("nord", 0)
	if _, err := d.Import(ctx, leadsImport("a.csv"), strings.NewReader("Company,Email\nNord Foods,a@nord.fi\n"), nil); err != nil {
		t.Fatal(err)
	}
	first := w.index.reading
	finds("nord", 1)
	if w.index.reading != first {
		t.Error("one lead was not followed: all was read again")
	}
	if _, err := d.Import(ctx, leadsImport("b.csv"), strings.NewReader(csvOf(1500)), nil); err != nil {
		t.Fatal(err)
	}
	if w.index.reading != first {
		t.Error("all was read again though nobody searched")
	}
	finds("argan", 1500)

	now = now.Add(indexRest - time.Second)
	w.index.rest()
	if w.index.reading == nil {
		t.Error("the index was let go of too soon")
	}
	now = now.Add(2 * time.Second)
	w.index.rest()
	if w.index.reading != nil || w.index.index.Changed() != 0 {
		t.Error("the index is still there")
	}
	finds("nord", 1)
}
