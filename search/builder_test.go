package search

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/sahilm/fuzzy"
	"pgregory.net/rapid"

	"tradedesk/model"
	"tradedesk/model/text"
)

// numbered gives ids whose order is that of the numbers.
func numbered(n int) model.ID {
	return model.ID{6: 0x70, 8: 0x80, 12: byte(n >> 24), 13: byte(n >> 16), 14: byte(n >> 8), 15: byte(n)}
}

// built makes a segment of documents and opens it.
func built(t testing.TB, documents []Document) *segment {
	t.Helper()
	path := filepath.Join(t.TempDir(), "search.idx")
	b, err := newBuilder(path, Stamp{Desk: model.ID{1}, Made: model.ID{7}})
	if err != nil {
		t.Fatal(err)
	}
	b.sync = func(*os.File) error { return nil } // no test loses its power
	defer func() {
		if err := b.close(); err != nil {
			t.Error(err)
		}
	}()
	for _, d := range documents {
		if err := b.add(context.Background(), d); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.finish(context.Background()); err != nil {
		t.Fatal(err)
	}
	s, err := openSegment(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// wanted gives the ids that fuzzy.Find puts first, over texts in order of length and age.
func wanted(documents []Document, typed string, limit int) (ids []model.ID, points []int) {
	sorted := shortestFirst(slices.Clone(documents))
	texts := make([]string, len(sorted))
	for i, d := range sorted {
		texts[i] = d.Text
	}
	for _, m := range fuzzy.Find(typed, texts) {
		if ids = append(ids, sorted[m.Index].ID); len(ids) > limit {
			return ids[:limit], points
		}
		points = append(points, m.Score)
	}
	return ids, points
}

// shortestFirst sorts documents as results that have as many points are.
func shortestFirst(documents []Document) []Document {
	slices.SortFunc(documents, func(a, b Document) int {
		if len(a.Text) != len(b.Text) {
			return len(a.Text) - len(b.Text)
		}
		return bytes.Compare(a.ID[:], b.ID[:])
	})
	return documents
}

// compare fails unless a segment finds what fuzzy.Find does.
func compare(t interface {
	Helper()
	Fatalf(string, ...any)
}, s *segment, documents []Document, typed string, narrow *narrowing) {
	t.Helper()
	p := newPattern(typed)
	if narrow != nil {
		narrow.begin(p.text)
	}
	const limit = 100
	found, _, err := newScan(s, &p, limit, nil, narrow).run(context.Background())
	if err != nil {
		t.Fatalf("%q: %v", typed, err)
	}
	ids, points := wanted(documents, typed, limit)
	if len(found) != len(ids) {
		t.Fatalf("%q finds %d, fuzzy.Find %d", typed, len(found), len(ids))
	}
	for i, f := range found {
		if s.ids[f.at] != ids[i] || f.points != int64(points[i]) {
			t.Fatalf("%q: hit %d is %v with %d, fuzzy.Find has %v with %d", typed, i, s.ids[f.at], f.points, ids[i], points[i])
		}
	}
}

func TestSegmentFindsWhatFuzzyFinds(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		documents := make([]Document, rapid.IntRange(0, 300).Draw(r, "records"))
		order := rapid.Permutation(slices.Collect(func(yield func(int) bool) {
			for i := range documents {
				if !yield(i) {
					return
				}
			}
		})).Draw(r, "ages")
		for i := range documents {
			documents[i] = Document{ID: numbered(order[i]), Text: drawText(r, "text", 30)}
		}
		s := built(t, documents)
		narrow := newNarrowing(s.records())
		typed := []rune(drawText(r, "typed", 40))
		for n := 1; n <= min(len(typed), maxLetters); n++ {
			compare(r, s, documents, string(typed[:n]), narrow)
			if text.Fold(string(typed[:n])) != string(typed[:n]) {
				r.Fatalf("the test types %q, which is not folded", string(typed[:n]))
			}
		}
	})
}

func TestRecordsAreFoundByID(t *testing.T) {
	var documents []Document
	for i := range 5000 {
		documents = append(documents, Document{ID: numbered(i * 3), Text: fmt.Sprint("nord foods ", i*7919%1000), Due: uint32(i)})
	}
	s := built(t, documents)
	for i, d := range documents {
		at, ok := s.recordOf(d.ID)
		if !ok || string(s.textOf(at, s.length(at))) != d.Text || s.due[at] != uint32(i) {
			t.Fatalf("record %d is not what was put in", i)
		}
		if _, ok := s.recordOf(numbered(i*3 + 1)); ok {
			t.Fatalf("record %d is found, and is not there", i*3+1)
		}
	}
}
