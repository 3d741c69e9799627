package desk

import (
	"context"
	"errors"
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
		found, err := d.Search(ctx, SearchQuery{Text: text, Count: true})
		alike := len(found.Hits) - len(lettered(found))
		if err != nil || found.Total-alike != want {
			t.Errorf("%q: %d found, %d alike, %v, want %d", text, found.Total, alike, err, want)
		}
	}
	if _, err := d.Watch(ctx); err != nil {
		t.Fatal(err)
	}
	if w.index.open || w.index.making != nil {
		t.Error("the index is made though nobody searches")
	}
	finds("nord", 0)
	if _, err := d.Import(ctx, leadsImport("a.csv"), strings.NewReader("Company,Email\nNord Foods,a@nord.fi\n"), nil); err != nil {
		t.Fatal(err)
	}
	first := w.index.making
	finds("nord", 1)
	if w.index.making != first {
		t.Error("one lead was not followed: all was read again")
	}
	if _, err := d.Import(ctx, leadsImport("b.csv"), strings.NewReader(csvOf(1500)), nil); err != nil {
		t.Fatal(err)
	}
	if w.index.making != first {
		t.Error("all was read again though nobody searched")
	}
	finds("argan", 1500)

	now = now.Add(indexRest - time.Second)
	w.index.rest()
	if !w.index.open {
		t.Error("the index was let go of too soon")
	}
	now = now.Add(2 * time.Second)
	w.index.rest()
	if w.index.open || w.index.index.Ready() {
		t.Error("the index is still there")
	}
	last := w.index.making
	finds("nord", 1)
	if w.index.making != last {
		t.Error("the segment was made anew, not opened")
	}
}

// A big import is followed: all of it is found by the first line that is searched after it,
// without the segment being made anew; that comes later, and changes nothing.
func TestIndexFollowsAnImport(t *testing.T) {
	s := &searching{t: t, dir: t.TempDir()}
	s.open()
	defer s.close()
	s.add("Nord Foods")
	s.finds("nord", "Nord Foods")
	first := s.w.index.making
	total := func(line string) int {
		t.Helper()
		found, err := s.d.Search(context.Background(), SearchQuery{Text: line, Count: true, Session: "screen"})
		if err != nil || found.Partial {
			t.Fatal(found.Partial, err)
		}
		return found.Total
	}
	if _, err := s.d.Import(context.Background(), leadsImport("b.csv"), strings.NewReader(csvOf(indexMerge+2000)), nil); err != nil {
		t.Fatal(err)
	}
	if got := total("kind:lead"); got != indexMerge+2001 {
		t.Errorf("%d leads are found", got)
	}
	s.add("Sud Foods")
	s.finds(`"foods"`, "Sud Foods", "Nord Foods")
	s.w.index.turn.Lock()
	again := s.w.index.making
	s.w.index.turn.Unlock()
	if again == first {
		t.Fatal("the segment is not made anew after so much")
	}
	<-again.done
	if again.failed != nil || s.w.index.index.Parts() != 1 {
		t.Errorf("there are %d parts, %v", s.w.index.index.Parts(), again.failed)
	}
	if got := total("kind:lead"); got != indexMerge+2002 {
		t.Errorf("%d leads are found", got)
	}
}

// TestMakingLetsSearchesGoFirst: what makes an index waits for who searches, but neither for
// ever nor when the desk is closed.
func TestMakingLetsSearchesGoFirst(t *testing.T) {
	base, end := context.WithCancel(context.Background())
	w := &owner{base: base, index: &indexKeeper{}}
	w.index.answering.Add(1)
	if err := w.pauseIndex(); err != nil {
		t.Error(err)
	}
	end()
	if err := w.pauseIndex(); !errors.Is(err, context.Canceled) {
		t.Errorf("a desk that is closed goes on: %v", err)
	}
}
