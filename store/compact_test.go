package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tradedesk/model"
)

// dump gives all that a file holds, one line a key.
func dump(t *testing.T, s *Store) string {
	t.Helper()
	var b strings.Builder
	err := s.read(context.Background(), func(tx *boltTx) error {
		return tx.ForEach(func(name []byte, bucket *boltBucket) error {
			return bucket.ForEach(func(key, value []byte) error {
				_, err := fmt.Fprintf(&b, "%s %x %x\n", name, key, value)
				return err
			})
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// fillUp makes a file with much in it that nothing uses any more.
func fillUp(t *testing.T, b *bench, records int) {
	t.Helper()
	for n := range records {
		b.create(t, model.KindLead, fmt.Sprintf("company=Firm %d", n), "message="+strings.Repeat("words", 400))
	}
	for range records {
		if _, _, err := b.Undo(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	for n := range records / 4 {
		b.create(t, model.KindLead, fmt.Sprintf("company=Again %d", n))
	}
}

func leftovers(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), tempEnd) {
			names = append(names, e.Name())
		}
	}
	return names
}

func TestCompact(t *testing.T) {
	ctx := context.Background()
	b := newBench(t)
	fillUp(t, b, 200)
	before := dump(t, b.Store)
	told := int64(0)
	c, err := b.Compact(ctx, func(done, total int64) { told = done })
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(b.path); err != nil || c.After >= c.Before || info.Size() != c.After || told == 0 || info.Mode() != 0o600 {
		t.Errorf("%+v, the file is %+v, %v; told of %d", c, info, err, told)
	}
	if dump(t, b.Store) != before {
		t.Error("the new file holds something else")
	}
	b.check(t)
	b.create(t, model.KindLead, "company=Life goes on")
	if left := leftovers(t, filepath.Dir(b.path)); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	if again, err := b.Compact(ctx, nil); err != nil || again.After > again.Before {
		t.Errorf("again: %+v, %v", again, err)
	}
	// The name stands for a file that is held, still.
	if err := openError(t, b.path, Options{}); !errors.Is(err, ErrBusy) {
		t.Errorf("opening it elsewhere: %v", err)
	}
	copied := filepath.Join(t.TempDir(), "copy.db")
	out, err := os.Create(copied)
	if err == nil {
		err = errors.Join(b.Backup(ctx, out, nil), out.Close())
	}
	if _, inspectErr := Inspect(ctx, copied, ProofFull, nil); err != nil || inspectErr != nil {
		t.Errorf("a backup after it: %v, %v", err, inspectErr)
	}
}

func TestCompactWhileInUse(t *testing.T) {
	b := newBench(t)
	fillUp(t, b, 100)
	ctx, cancel := context.WithCancel(context.Background())
	written := make(chan int)
	go func() {
		n := 0
		for ; ctx.Err() == nil; n++ {
			if _, _, err := b.Do(ctx, Action{Edits: []Edit{{Kind: model.KindTag, Create: true, Set: set(t, model.KindTag, "name=x")}}}); err != nil && ctx.Err() == nil {
				t.Error(err)
				break
			} else if err != nil {
				break
			}
			if _, err := b.List(context.Background(), Query{Kind: model.KindTag}); err != nil {
				t.Error(err)
			}
		}
		written <- n
	}()
	for range 10 {
		if _, err := b.Compact(context.Background(), nil); err != nil {
			t.Error(err)
		}
	}
	cancel()
	n := <-written
	counts, err := b.Counts(context.Background())
	if err != nil || counts.Kinds[model.KindTag] != n {
		t.Errorf("%d tags of %d, %v", counts.Kinds[model.KindTag], n, err)
	}
}

func TestCompactCancelled(t *testing.T) {
	b := newBench(t)
	fillUp(t, b, 50)
	before, err := os.Stat(b.path)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	if _, err := b.Compact(ctx, func(int64, int64) { cancel() }); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	after, err := os.Stat(b.path)
	if left := leftovers(t, filepath.Dir(b.path)); err != nil || !os.SameFile(before, after) || len(left) > 0 {
		t.Errorf("the file is %+v, %v; left behind %v", after, err, left)
	}
}

// A list after compacting is of the file as it is, though its transactions have the
// ids of earlier ones again.
func TestListsAfterCompacting(t *testing.T) {
	b := newBench(t)
	lead := b.create(t, model.KindLead, "company=Nord", "owner=nadia", "source=fair")
	b.create(t, model.KindLead, "company=Sud", "owner=samir", "source=fair")
	q := Query{Kind: model.KindLead, Where: []Cond{{"owner", OpEqual, "nadia"}, {"source", OpEqual, "fair"}}}
	for n := range 12 {
		owner := []string{"samir", "nadia"}[n%2]
		b.edit(t, model.KindLead, lead, "owner="+owner)
		if want := map[string]string{"nadia": "Nord", "samir": ""}[owner]; b.titles(t, q) != want {
			t.Fatalf("edit %d: %q, want %q", n, b.titles(t, q), want)
		}
		if n%3 == 2 {
			if _, err := b.Compact(context.Background(), nil); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// Who waited for the lock of the file that was replaced gets the new one.
func TestWaitsForTheFileThatReplaced(t *testing.T) {
	path := filepath.Join(t.TempDir(), "desk.db")
	first := openAt(t, path, newClock())
	first.create(t, model.KindLead, "company=Nord")
	opened := make(chan error, 1)
	go func() {
		s, err := Open(context.Background(), path, Options{Wait: time.Minute})
		if err == nil {
			counts, countErr := s.Counts(context.Background())
			if counts.Kinds[model.KindLead] != 2 {
				countErr = fmt.Errorf("it has %v", counts.Kinds)
			}
			err = errors.Join(countErr, s.Close())
		}
		opened <- err
	}()
	for range 3 {
		if _, err := first.Compact(context.Background(), nil); err != nil {
			t.Fatal(err)
		}
	}
	first.create(t, model.KindLead, "company=In the new file")
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	if err := <-opened; err != nil {
		t.Error(err)
	}
}

func TestUnfinishedFilesAreRemoved(t *testing.T) {
	path := filepath.Join(t.TempDir(), "desk.db")
	openAt(t, path, newClock()).Close()
	other := filepath.Join(filepath.Dir(path), "desk.db.mine")
	for _, name := range []string{path + ".compact-123" + tempEnd, path + ".new-7" + tempEnd, other} {
		if err := os.WriteFile(name, []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	openAt(t, path, newClock()).Close()
	if left := leftovers(t, filepath.Dir(path)); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
	if _, err := os.Stat(other); err != nil {
		t.Errorf("a file that is none of ours: %v", err)
	}
}

func TestNoRoom(t *testing.T) {
	dir := t.TempDir()
	if err := roomFor(dir, 1); err != nil && !errors.Is(err, ErrFull) {
		t.Error(err)
	}
	if err := roomFor(dir, 1<<61); !errors.Is(err, ErrFull) || !strings.Contains(err.Error(), "MB beside the file") {
		t.Errorf("room for two exabytes: %v", err)
	}
}
