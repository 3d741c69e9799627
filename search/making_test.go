package search

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"tradedesk/model"
)

// shared is a shelf that several read and write.
type shared struct {
	mu    sync.RWMutex
	shelf shelf
}

func (s *shared) lookup(id model.ID) (model.Excerpt, model.Record, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.shelf.lookup(id)
}

func (s *shared) put(r model.Record) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.shelf[r.Header().ID] = r
}

func (s *shared) each(yield func(model.Excerpt, model.Record) error) error {
	s.mu.RLock()
	all := maps.Clone(s.shelf)
	s.mu.RUnlock()
	return all.each(yield)
}

// TestSearchesBesideAllElse: while records change, are set aside and built anew, a search
// finds each record once.
func TestSearchesBesideAllElse(t *testing.T) {
	const records = 300
	s := &shared{shelf: shelf{}}
	for i := range records {
		s.put(lead(i, fmt.Sprint("nord foods ", i)))
	}
	x := newIndex(t, s.shelf)
	x.lookup = s.lookup
	ctx := context.Background()
	must := func(err error) {
		if err != nil {
			t.Error(err)
		}
	}
	must(x.Build(ctx, Stamp{}, s.each, nil))
	var beside sync.WaitGroup
	for who := range 2 {
		beside.Go(func() {
			for i := range 150 {
				q := typed([]string{"kind:lead", "foods", "fodos nord", "-stage:lost foods"}[i%4])
				q.Session, q.Count = fmt.Sprint(who), true
				found, err := x.Find(ctx, q)
				must(err)
				if q.Line != "fodos nord" && found.Total != records {
					t.Errorf("%q finds %d of %d", q.Line, found.Total, records)
				}
			}
		})
	}
	beside.Go(func() {
		for i := range 400 {
			l := lead(i*37%records, fmt.Sprint("changed foods ", i))
			s.put(l)
			e, r, err := s.lookup(l.ID)
			must(err)
			must(x.Update([]Document{DocumentOf(e, r)}, nil))
		}
	})
	beside.Go(func() {
		for range 20 {
			must(x.SetAside(ctx, nil))
		}
	})
	beside.Go(func() {
		for range 5 {
			must(x.Build(ctx, Stamp{}, s.each, nil))
		}
	})
	beside.Wait()
}

// TestLetGoWhileItIsMade: what changed is not known any more, so that what was made is not
// taken up.
func TestLetGoWhileItIsMade(t *testing.T) {
	s := shelf{}
	l := lead(1, "nord foods")
	s[l.ID] = l
	x := newIndex(t, s)
	build(t, x, s)
	err := x.Build(context.Background(), Stamp{}, func(yield func(model.Excerpt, model.Record) error) error {
		if err := s.each(yield); err != nil {
			return err
		}
		return x.Discard()
	}, nil)
	if !errors.Is(err, ErrLetGo) || x.Ready() {
		t.Fatal(err, x.Ready())
	}
	build(t, x, s)
	if exact, _ := titles(find(t, x, typed("nord"))); len(exact) != 1 {
		t.Error(exact)
	}
}

// TestDiskFullWhileItIsMade: a file that is cut short under its mapping faults as one does
// for which a full disk has no page, where room cannot be taken ahead. Making ends with an
// error, and what was there goes on.
func TestDiskFullWhileItIsMade(t *testing.T) {
	s := scattered(5000)
	x := newIndex(t, s)
	build(t, x, s)
	dir := filepath.Dir(x.path)
	cut := func() error {
		making, err := filepath.Glob(filepath.Join(dir, newFile))
		for _, path := range making {
			err = errors.Join(err, os.Truncate(path, 0))
		}
		return err
	}
	// Where files are not mapped, what was cut is written whole at the end.
	mapped := x.parts[0].mapped
	if err := x.Build(context.Background(), Stamp{}, s.each, cut); (err != nil) != mapped {
		t.Errorf("mapped: %v, made with %v", mapped, err)
	}
	if found := find(t, x, typed("nord")); len(found.Hits) == 0 {
		t.Error("what was there is gone")
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 1 {
		t.Errorf("left: %v, %v", left, err)
	}
}
