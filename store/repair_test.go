package store

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tradedesk/internal/race"
	"tradedesk/model"
)

// lived makes a desk with a past: records of several kinds, made at once and one
// by one, edited, deleted, undone and redone.
func lived(t *testing.T, b *bench, records int) {
	t.Helper()
	ctx := context.Background()
	var edits []Edit
	for n := range records {
		edits = append(edits, Edit{Kind: model.KindLead, Create: true, Set: set(t, model.KindLead,
			fmt.Sprintf("company=Firm %d", n), fmt.Sprintf("email=a%d@firm.example", n), fmt.Sprintf("origin=file:%d", n), `tags=["fair"]`)})
	}
	done := b.do(t, edits...)
	for n, r := range done.Records {
		id := r.Header().ID
		switch n % 5 {
		case 0:
			b.edit(t, model.KindLead, id, "city=Oslo", "owner=nadia")
			b.edit(t, model.KindLead, id, "city=Bergen")
		case 1:
			b.do(t, Edit{Kind: model.KindLead, ID: id, Set: model.Set{"deleted": []byte("true")}})
		case 2:
			b.create(t, model.KindMessage, "thread="+id.String(), "direction=out", "subject=Hello")
		case 3:
			b.edit(t, model.KindLead, id, "city=Safi")
			if _, _, err := b.Undo(ctx); err != nil {
				t.Fatal(err)
			}
		}
	}
	b.create(t, model.KindSupplier, "name=Argane du Souss", `products=["argan oil"]`)
	if _, _, err := b.Undo(ctx); err != nil {
		t.Fatal(err)
	}
}

// story gives all records with all of their changes, and what can be undone.
func story(t *testing.T, s *Store) string {
	t.Helper()
	ctx := context.Background()
	var b strings.Builder
	for _, kind := range []model.Kind{model.KindLead, model.KindMessage, model.KindSupplier} {
		err := s.Records(ctx, Query{Kind: kind, Deleted: true}, func(r model.Record) error {
			fmt.Fprintf(&b, "%s\n", model.EncodeJSON(r))
			changes, err := s.History(ctx, r.Header().ID, 0)
			for _, c := range changes {
				fmt.Fprintf(&b, "  %+v\n", c)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	counts, err := s.Counts(ctx)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintln(&b, counts)
	return b.String()
}

func TestRepairOfASoundFile(t *testing.T) {
	ctx := context.Background()
	b := newBench(t)
	lived(t, b, 40)
	before := story(t, b.Store)
	rep, err := b.Repair(ctx, nil)
	if err != nil || rep.Lost+rep.FromHistory+rep.ChangesLost+len(rep.Problems) != 0 {
		t.Fatalf("%+v, %v", rep, err)
	}
	if after := story(t, b.Store); after != before {
		t.Errorf("it tells another story:\n%s\nwas\n%s", after, before)
	}
	if done, _, err := b.Redo(ctx); err != nil || done.Changed != 1 {
		t.Errorf("redo: %+v, %v", done, err)
	}
	b.create(t, model.KindLead, "company=Life goes on")
	kept, err := Open(ctx, rep.Kept, Options{Now: b.clock.now})
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	if story(t, kept) != before {
		t.Error("the file that is kept tells another story")
	}
	if left := leftovers(t, filepath.Dir(b.path)); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// repairDamages are what can happen to what a file holds; lost is -1 where records
// are.
var repairDamages = map[string]struct {
	damage func(*boltTx) error
	lost   int
}{
	"all indexes are gone": {damage: func(tx *boltTx) error {
		var names [][]byte
		err := tx.ForEach(func(name []byte, _ *boltBucket) error {
			if derivedBucket(string(name)) {
				names = append(names, append([]byte(nil), name...))
			}
			return nil
		})
		for _, name := range names {
			err = errors.Join(err, tx.DeleteBucket(name))
		}
		if err == nil {
			_, err = tx.CreateBucket([]byte(bucketCount))
		}
		return err
	}},
	"rows are gone":                {damage: dropFirst(bucketRecord), lost: -1},
	"the history is gone":          {damage: emptied(bucketHistory)},
	"the first changes are gone":   {damage: dropFirst(bucketHistory)},
	"how they were made is gone":   {damage: emptied(bucketMade)},
	"the outbox is gone":           {damage: emptied(bucketOutbox)},
	"what can be undone is gone":   {damage: emptied(bucketUndoRows)},
	"the actions are gone":         {damage: emptied(bucketUndo)},
	"the counters are gone":        {damage: func(tx *boltTx) error { return forget(tx, keyRecords, keyHistory, keyOutbox, keyClock, keyUndo) }},
	"the device is gone":           {damage: func(tx *boltTx) error { return forget(tx, settingPrefix+SettingDevice) }},
	"everything but rows is gone":  {damage: onlyRows},
	"history and outbox are gone":  {damage: func(tx *boltTx) error { return errors.Join(emptied(bucketHistory)(tx), emptied(bucketOutbox)(tx)) }},
	"made and history are damaged": {damage: func(tx *boltTx) error { return errors.Join(emptied(bucketMade)(tx), dropFirst(bucketHistory)(tx)) }},
}

func forget(tx *boltTx, keys ...string) error {
	var err error
	for _, key := range keys {
		err = errors.Join(err, tx.Bucket([]byte(bucketMeta)).Delete([]byte(key)))
	}
	return err
}

func emptied(bucket string) func(*boltTx) error {
	return func(tx *boltTx) error {
		if err := tx.DeleteBucket([]byte(bucket)); err != nil {
			return err
		}
		_, err := tx.CreateBucket([]byte(bucket))
		return err
	}
}

func dropFirst(bucket string) func(*boltTx) error {
	return func(tx *boltTx) error {
		b := tx.Bucket([]byte(bucket))
		key, _ := b.Cursor().First()
		return b.Delete(key)
	}
}

func onlyRows(tx *boltTx) error {
	var err error
	for _, bucket := range []string{bucketHistory, bucketMade, bucketOutbox, bucketUndo, bucketUndoRows, bucketAction, bucketMeta} {
		err = errors.Join(err, emptied(bucket)(tx))
	}
	return err
}

func TestRepair(t *testing.T) {
	ctx := context.Background()
	for name, of := range repairDamages {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "desk.db")
			b := openAt(t, path, newClock())
			lived(t, b, 40)
			counts, err := b.Counts(ctx)
			if err != nil {
				t.Fatal(err)
			}
			if err := b.update(ctx, of.damage); err != nil {
				t.Fatal(err)
			}
			if err := b.Close(); err != nil {
				t.Fatal(err)
			}
			rep, err := RepairFile(ctx, path, Options{}, nil)
			if err != nil || of.lost == 0 && rep.Lost > 0 {
				t.Fatalf("%+v, %v", rep, err)
			}
			b = openAt(t, path, newClock())
			defer b.Close()
			b.check(t)
			after, err := b.Counts(ctx)
			if err != nil || of.lost == 0 && fmt.Sprint(after.Kinds) != fmt.Sprint(counts.Kinds) {
				t.Errorf("%v records, were %v; %v", after.Kinds, counts.Kinds, err)
			}
			lead := b.create(t, model.KindLead, "company=Life goes on")
			b.edit(t, model.KindLead, lead, "city=Oslo")
			for range 3 {
				if _, _, err := b.Undo(ctx); err != nil && !errors.Is(err, ErrNothing) {
					t.Error(err)
				}
			}
			b.check(t)
		})
	}
}

// TestFlippedBytes flips bytes all over a file. Whatever they hit, opening, looking
// and repairing end with an answer or an error, and a repaired file is sound.
func TestFlippedBytes(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	path := filepath.Join(dir, "desk.db")
	b := openAt(t, path, newClock())
	lived(t, b, 60)
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	flips := 80 // four hundred were tried once, with the same end
	if testing.Short() || race.Enabled {
		flips = 20
	}
	random := rand.New(rand.NewPCG(1, 2))
	found, opened, repaired, lost := 0, 0, 0, 0
	for range flips {
		at := random.IntN(len(whole))
		damaged := append([]byte(nil), whole...)
		damaged[at] ^= byte(1 + random.IntN(255))
		flipped := filepath.Join(dir, "flipped", "desk.db")
		if err := os.MkdirAll(filepath.Dir(flipped), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(flipped, damaged, 0o600); err != nil {
			t.Fatal(err)
		}
		s, err := Open(ctx, flipped, Options{NoSync: true})
		if err == nil {
			opened++
			found += use(t, s)
		} else {
			oneLine(t, at, err)
			found++
		}
		rep, err := RepairFile(ctx, flipped, Options{NoSync: true}, nil)
		if err != nil {
			oneLine(t, at, err)
		} else {
			repaired++
			lost += rep.Lost
			s, err := Open(ctx, flipped, Options{NoSync: true})
			if err != nil {
				t.Fatalf("byte %d: a repaired file does not open: %v", at, err)
			}
			if report, err := s.Check(ctx, nil); err != nil || !report.OK {
				t.Fatalf("byte %d: a repaired file is not sound: %+v, %v", at, report, err)
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
		}
		if err := os.RemoveAll(filepath.Dir(flipped)); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("of %d flipped bytes %d were found, %d files opened, %d were repaired; %d records were lost", flips, found, opened, repaired, lost)
	if found == 0 || repaired < flips*9/10 {
		t.Errorf("%d of %d files were repaired, %d flips were found", repaired, flips, found)
	}
}

// use does what a person does with a desk, and reports whether check finds fault.
func use(t *testing.T, s *Store) (found int) {
	t.Helper()
	ctx := context.Background()
	report, err := s.Check(ctx, nil)
	if err != nil || !report.OK {
		found = 1
	}
	for _, kind := range []model.Kind{model.KindLead, model.KindMessage} {
		_, _ = s.List(ctx, Query{Kind: kind})
		_, _ = s.List(ctx, Query{Kind: kind, Sort: "created_at", Desc: true})
		_ = s.Records(ctx, Query{Kind: kind, Deleted: true}, func(r model.Record) error {
			_, _ = s.History(ctx, r.Header().ID, 0)
			return nil
		})
	}
	_, _ = s.Counts(ctx)
	_, _, _ = s.Do(ctx, Action{Edits: []Edit{{Kind: model.KindLead, Create: true, Set: set(t, model.KindLead, "company=More")}}})
	_, _, _ = s.Undo(ctx)
	_, _, _ = s.Undo(ctx)
	_ = s.Close() // what is damaged may not close well; it must close
	return found
}

func oneLine(t *testing.T, at int, err error) {
	t.Helper()
	if text := err.Error(); strings.Contains(text, "\n") || len(text) > 600 {
		t.Errorf("byte %d: an error of more than one line: %q", at, text)
	}
}
