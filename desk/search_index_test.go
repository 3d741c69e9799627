package desk

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"tradedesk/model"
)

// searching is a desk in a directory, opened again and again.
type searching struct {
	t   *testing.T
	dir string
	d   Desk
	w   *owner
}

func (s *searching) open() {
	s.t.Helper()
	now := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	d, err := Open(context.Background(), Options{Dir: s.dir, Me: "salma", Alone: true, Now: func() time.Time { return now }})
	if err != nil {
		s.t.Fatal(err)
	}
	at, err := d.(*sitter).seat()
	if err != nil {
		s.t.Fatal(err)
	}
	s.d, s.w = d, at.(*owner)
}

func (s *searching) close() {
	s.t.Helper()
	if err := s.d.Close(); err != nil {
		s.t.Fatal(err)
	}
}

// add adds leads, as an import does: of many, only that there are more is told.
func (s *searching) add(companies ...string) {
	s.t.Helper()
	csv := "Company\n" + strings.Join(companies, "\n") + "\n"
	if _, err := s.d.Import(context.Background(), leadsImport("a.csv"), strings.NewReader(csv), nil); err != nil {
		s.t.Fatal(err)
	}
}

// finds fails unless a line finds records with these titles by their letters.
func (s *searching) finds(line string, want ...string) {
	s.t.Helper()
	found, err := s.d.Search(context.Background(), SearchQuery{Text: line, Count: true})
	if err != nil {
		s.t.Fatal(err)
	}
	var got []string
	for _, hit := range lettered(found) {
		got = append(got, hit.Title)
	}
	if !slices.Equal(got, want) {
		s.t.Errorf("%q finds %q, want %q", line, got, want)
	}
}

// TestSegmentStaysFromDayToDay: a desk that was closed opens its segment and knows what
// changed since; one that was killed, or whose files are not what they were, makes it
// anew. What is found is right in each case.
func TestSegmentStaysFromDayToDay(t *testing.T) {
	other := &searching{t: t, dir: t.TempDir()}
	other.open()
	other.add("Foreign Foods", "Nord Foods of another desk")
	other.finds("foods", "Nord Foods of another desk", "Foreign Foods")
	other.close()

	for name, c := range map[string]struct {
		before func(*searching) // what happens while the desk is closed
		made   bool             // the segment has to be made anew
	}{
		"closed":       {func(*searching) {}, false},
		"killed":       {func(s *searching) { s.remove("search.changes") }, true},
		"segment gone": {func(s *searching) { s.remove("search.idx") }, true},
		"segment cut short": {func(s *searching) {
			if err := os.Truncate(filepath.Join(s.dir, "search.idx"), 5000); err != nil {
				t.Fatal(err)
			}
		}, true},
		"a byte of the segment":   {func(s *searching) { s.flip("search.idx") }, true},
		"a byte of the changes":   {func(s *searching) { s.flip("search.changes") }, true},
		"another desk's segment":  {func(s *searching) { s.take(other, "search.idx") }, true},
		"another desk's files":    {func(s *searching) { s.take(other, "search.idx", "search.changes") }, true},
		"an old copy of the desk": {func(s *searching) { s.old() }, true},
	} {
		t.Run(name, func(t *testing.T) {
			s := &searching{t: t, dir: t.TempDir()}
			s.open()
			s.add("Nord Foods", "Atlas Foods")
			s.finds("foods", "Nord Foods", "Atlas Foods")
			s.close()
			s.open()
			page, err := s.d.List(context.Background(), Query{Kind: model.KindLead, Where: []Cond{{Field: "company", Op: OpEqual, Text: "Atlas Foods"}}})
			if err != nil || len(page.Rows) != 1 {
				t.Fatal(page, err)
			}
			s.add("Sud Foods")
			mustDo(t, s.d, Action{Edits: []Edit{{Kind: model.KindLead, ID: page.Rows[0].ID, Set: model.Set{"company": quoted("Atlas Mills")}}}})
			s.close()
			c.before(s)
			s.open()
			defer s.close()
			want := []string{"Sud Foods", "Nord Foods"}
			if name == "an old copy of the desk" {
				want = []string{"Nord Foods", "Atlas Foods"}
			}
			s.finds("foods", want...)
			s.finds("foods country:none", want...)
			if made := s.w.index.making != nil; made != c.made && !strings.HasPrefix(name, "a byte of the segment") {
				t.Errorf("made anew: %v, want %v", made, c.made)
			}
		})
	}
}

func (s *searching) remove(name string) {
	s.t.Helper()
	if err := os.Remove(filepath.Join(s.dir, name)); err != nil {
		s.t.Fatal(err)
	}
}

// flip changes the byte in the middle of a file.
func (s *searching) flip(name string) {
	s.t.Helper()
	path := filepath.Join(s.dir, name)
	data, err := os.ReadFile(path)
	if err != nil {
		s.t.Fatal(err)
	}
	data[len(data)/2] ^= 0xff
	if err := os.WriteFile(path, data, 0o600); err != nil {
		s.t.Fatal(err)
	}
}

func (s *searching) take(from *searching, names ...string) {
	s.t.Helper()
	for _, name := range names {
		data, err := os.ReadFile(filepath.Join(from.dir, name))
		if err != nil {
			s.t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(s.dir, name), data, 0o600); err != nil {
			s.t.Fatal(err)
		}
	}
}

// old puts a desk of the same age and another content in the place of the file.
func (s *searching) old() {
	s.t.Helper()
	twin := &searching{t: s.t, dir: s.t.TempDir()}
	twin.open()
	twin.add("Nord Foods", "Atlas Foods")
	twin.close()
	s.take(twin, "desk.db")
}

// TestDeskClosesWithoutNotes: where what changed cannot be written down, the desk closes as
// ever, and the next search is right.
func TestDeskClosesWithoutNotes(t *testing.T) {
	s := &searching{t: t, dir: t.TempDir()}
	s.open()
	s.add("Nord Foods")
	s.finds("foods", "Nord Foods")
	inTheWay := filepath.Join(s.dir, "search.changes", "x")
	if err := os.MkdirAll(inTheWay, 0o700); err != nil {
		t.Fatal(err)
	}
	s.close()
	s.open()
	defer s.close()
	s.add("Sud Foods")
	s.finds("foods", "Sud Foods", "Nord Foods")
}

// TestSearchGoesOnWhileTheIndexIsMade: who types is answered from what there is, told how
// far the index is, and finds all of it in the end.
func TestSearchGoesOnWhileTheIndexIsMade(t *testing.T) {
	s := &searching{t: t, dir: t.TempDir()}
	s.open()
	defer s.close()
	var names []string
	for i := range 3000 {
		names = append(names, fmt.Sprintf("Nord Foods %d", i))
	}
	s.add(names...)
	typed := SearchQuery{Text: "nord foods 2999", Session: "screen", Limit: 1}
	for range 2 {
		found, err := s.d.Search(context.Background(), typed)
		if err != nil || len(found.Hits) == 0 || found.Hits[0].Title != "Nord Foods 2999" || found.Partial {
			t.Fatalf("%+v, %v", found, err)
		}
		s.add("Late Foods")
	}
	s.finds("late foods", "Late Foods")
}

// TestIndexKnowsThatItIsBehind: an answer from an index that an import has left behind is
// never taken for all of it, also not while the next one is being made.
func TestIndexKnowsThatItIsBehind(t *testing.T) {
	s := &searching{t: t, dir: t.TempDir()}
	s.open()
	defer s.close()
	s.add("Atlas Foods")
	s.finds("atlas foods", "Atlas Foods")
	var names []string
	for i := range 3000 {
		names = append(names, fmt.Sprintf("Nord Foods %d", i))
	}
	s.add(names...)
	for {
		found, err := s.d.Search(context.Background(), SearchQuery{Text: "nord foods 2999", Session: "screen", Limit: 1, Budget: 5 * time.Millisecond})
		if err != nil {
			t.Fatal(err)
		}
		if !found.Partial {
			if len(found.Hits) == 0 || found.Hits[0].Title != "Nord Foods 2999" {
				t.Errorf("all of it is %+v", found)
			}
			return
		}
	}
}
