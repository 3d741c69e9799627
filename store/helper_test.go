package store

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tradedesk/model"
)

// clock stands still until it is moved.
type clock struct{ at time.Time }

func newClock() *clock { return &clock{time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)} }

func (c *clock) now() time.Time { return c.at }

func (c *clock) pass(d time.Duration) { c.at = c.at.Add(d) }

// bench is a store under test with its clock.
type bench struct {
	*Store
	clock *clock
	path  string
}

// tb is what *testing.T and *rapid.T have in common.
type tb interface {
	Helper()
	Fatalf(format string, args ...any)
	Errorf(format string, args ...any)
}

func openAt(t tb, path string, c *clock) *bench {
	t.Helper()
	random := rand.NewChaCha8([32]byte{byte(c.at.Nanosecond()), byte(c.at.Second())})
	s, err := Open(context.Background(), path, Options{
		Now: c.now, IDs: model.NewIDs(c.now, random), By: "amina", NoSync: true,
	})
	if err != nil {
		t.Fatalf("opening: %v", err)
	}
	return &bench{s, c, path}
}

// writeThrough empties the journal into the buckets.
func (b *bench) writeThrough(t tb) {
	t.Helper()
	if err := b.update(context.Background(), (*transaction).writeThrough); err != nil {
		t.Fatalf("writing the journal through: %v", err)
	}
}

// newBench opens an empty desk that is checked and closed when the test ends.
func newBench(t *testing.T) *bench {
	b := openAt(t, filepath.Join(t.TempDir(), "desk.db"), newClock())
	t.Cleanup(func() {
		b.check(t)
		if err := b.Close(); err != nil {
			t.Errorf("closing: %v", err)
		}
	})
	return b
}

// check proves the file, as every test ends with.
func (b *bench) check(t tb) {
	t.Helper()
	report, err := b.Check(context.Background(), nil)
	if err != nil {
		t.Fatalf("check: %v", err)
	}
	if !report.OK {
		t.Fatalf("check found:\n%s", strings.Join(report.Problems, "\n"))
	}
}

func (b *bench) do(t tb, edits ...Edit) Done {
	t.Helper()
	done, _, err := b.Do(context.Background(), Action{Label: "test", Edits: edits})
	if err != nil {
		t.Fatalf("doing: %v", err)
	}
	return done
}

// create makes a record of field=value words and gives its id.
func (b *bench) create(t tb, kind model.Kind, words ...string) model.ID {
	t.Helper()
	done := b.do(t, Edit{Kind: kind, Create: true, Set: set(t, kind, words...)})
	return done.Records[0].Header().ID
}

func (b *bench) edit(t tb, kind model.Kind, id model.ID, words ...string) Done {
	t.Helper()
	return b.do(t, Edit{Kind: kind, ID: id, Set: set(t, kind, words...)})
}

func (b *bench) get(t tb, id model.ID) model.Record {
	t.Helper()
	r, err := b.Get(context.Background(), id)
	if err != nil {
		t.Fatalf("getting: %v", err)
	}
	return r
}

func (b *bench) lead(t tb, id model.ID) *model.Lead { return b.get(t, id).(*model.Lead) }

// titles lists a query in one page.
func (b *bench) titles(t tb, q Query) string {
	t.Helper()
	page, err := b.List(context.Background(), q)
	if err != nil {
		t.Fatalf("listing %+v: %v", q, err)
	}
	var titles []string
	for _, row := range page.Rows {
		titles = append(titles, row.Title)
	}
	return strings.Join(titles, " ")
}

// set makes a set of field=value words; "field=null" clears, JSON stays as it is,
// other values are texts.
func set(t tb, kind model.Kind, words ...string) model.Set {
	t.Helper()
	out := model.Set{}
	for _, word := range words {
		name, text, ok := strings.Cut(word, "=")
		if !ok {
			t.Fatalf("%q is no field=value", word)
		}
		f, known := model.SchemaOf(kind).Field(name)
		raw := json.RawMessage(text)
		if !json.Valid(raw) || known && f.Type != model.TypeInt && f.Type != model.TypeBool && text != "null" && !strings.HasPrefix(text, "[") {
			encoded, err := json.Marshal(text)
			if err != nil {
				t.Fatalf("%q: %v", word, err)
			}
			raw = encoded
		}
		out[name] = raw
	}
	return out
}

func id(t tb, text string) model.ID {
	t.Helper()
	parsed, err := model.ParseID(text)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return parsed
}

// numbered gives ids that are easy to tell apart.
func numbered(n int) string { return fmt.Sprintf("01900000-0000-7000-8000-%012x", n) }

type (
	boltTx     = transaction
	boltBucket = bucket
)
