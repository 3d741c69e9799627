package storagetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"tradedesk/model/causal"
	"tradedesk/sync/server/storage"
)

var errOnPurpose = errors.New("on purpose")

func testWorkspaces(t *testing.T, b *bench) {
	ctx := context.Background()
	if err := b.s.Create(ctx, storage.Workspace{ID: b.ids.New(), Name: "atlas"}, b.ids.New()); !errors.Is(err, storage.ErrExists) {
		t.Errorf("a second workspace of the same name: %v", err)
	}
	if err := b.s.Create(ctx, storage.Workspace{ID: b.space, Name: "rif"}, b.ids.New()); !errors.Is(err, storage.ErrExists) {
		t.Errorf("a second workspace of the same id: %v", err)
	}
	// Of several that ask for one name at once, one gets it.
	var made sync.WaitGroup
	errs := make([]error, 8)
	for i := range errs {
		id := b.ids.New()
		made.Go(func() { errs[i] = b.s.Create(ctx, storage.Workspace{ID: id, Name: "souss"}, id) })
	}
	made.Wait()
	if n := len(slices.DeleteFunc(slices.Clone(errs), func(err error) bool { return errors.Is(err, storage.ErrExists) })); n != 1 {
		t.Errorf("%d have the name: %v", n, errs)
	}
	all, err := b.s.Workspaces(ctx)
	if err != nil || len(all) != 2 || all[0].ID != b.space || all[0].Name != "atlas" || all[0].Created != 7 || all[1].Name != "souss" {
		t.Errorf("%+v, %v", all, err)
	}
	nothing := func(storage.Tx) error { return nil }
	if err := b.s.Update(ctx, b.ids.New(), nothing); !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("a workspace that is not there: %v", err)
	}
}

// everything writes a little of all there is.
func everything(b *bench) func(storage.Tx) error {
	return func(tx storage.Tx) error {
		log, err := tx.Log()
		if err != nil {
			return err
		}
		lines := b.next(log, 2)
		return errors.Join(
			tx.Append(lines), tx.PutOps(opsOf(b.t, lines), takenOf(lines)), tx.PutStates([]*causal.State{state(b.ids.New(), "Fez")}),
			tx.PutDevice(storage.Device{ID: b.ids.New(), User: "amina", Name: "laptop"}), tx.PutUser(storage.User{Name: "amina", Role: storage.RoleBroker}),
			tx.PutToken(storage.Token{Hash: causal.Hash(append(lines[0].Hash[:31:31], byte(log.Head))), ID: b.ids.New(), User: "amina"}), tx.SetEpoch(b.ids.New()),
		)
	}
}

func testWholeOrNot(t *testing.T, b *bench) {
	b.must(b.update(everything(b)))
	before := b.dump()
	err := b.update(func(tx storage.Tx) error { return errors.Join(everything(b)(tx), errOnPurpose) })
	if !errors.Is(err, errOnPurpose) {
		t.Errorf("the error of what failed: %v", err)
	}
	if after := b.dump(); after != before {
		t.Errorf("what failed left\n%s\nwhere was\n%s", after, before)
	}
	b.must(b.update(everything(b)))
	if b.dump() == before {
		t.Error("what did not fail left nothing")
	}
}

func testTogether(t *testing.T, b *bench) {
	const writers, each = 12, 8
	var all sync.WaitGroup
	var mu sync.Mutex
	failed := 0
	for w := range writers {
		all.Go(func() {
			for i := range each {
				err := b.update(func(tx storage.Tx) error {
					log, err := tx.Log()
					if err != nil {
						return err
					}
					if err := tx.Append(b.next(log, 1)); err != nil {
						return err
					}
					u := storage.User{Name: fmt.Sprint(w, " ", i)}
					if w%4 == 3 {
						return errors.Join(tx.PutUser(u), errOnPurpose)
					}
					return tx.PutUser(u)
				})
				mu.Lock()
				if errors.Is(err, errOnPurpose) {
					failed++
				} else if err != nil {
					t.Error(err)
				}
				mu.Unlock()
			}
		})
	}
	all.Wait()
	if want := writers / 4 * each; failed != want {
		t.Errorf("%d failed, want %d", failed, want)
	}
	good := writers * 3 / 4 * each
	if log := b.log(); log.Head != uint64(good) {
		t.Errorf("the log ends at %d, want %d", log.Head, good)
	}
	b.view(func(tx storage.ReadTx) error {
		users, err := tx.Users()
		if len(users) != good {
			t.Errorf("%d users, want %d", len(users), good)
		}
		return err
	})
	b.wholeLog()
}

func testCanceled(t *testing.T, b *bench) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	err := b.s.Update(ctx, b.space, func(tx storage.Tx) error { return tx.PutUser(storage.User{Name: "nobody"}) })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("a call that was given up: %v", err)
	}
	if err := b.s.View(ctx, b.space, func(storage.ReadTx) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("a look that was given up: %v", err)
	}
	b.view(func(tx storage.ReadTx) error {
		if _, err := tx.User("nobody"); !errors.Is(err, storage.ErrNotFound) {
			t.Errorf("was done all the same: %v", err)
		}
		return nil
	})
}

// testPanic looks at a write that panics: it may do so where it was called, or fail.
func testPanic(t *testing.T, b *bench) {
	b.must(b.update(everything(b)))
	before := b.dump()
	panics := func() (err error) {
		defer func() {
			if p := recover(); p != nil {
				err = fmt.Errorf("%v", p)
			}
		}()
		return b.update(func(tx storage.Tx) error {
			if err := everything(b)(tx); err != nil {
				return err
			}
			panic(errOnPurpose.Error())
		})
	}
	if err := panics(); err == nil || !strings.Contains(err.Error(), errOnPurpose.Error()) {
		t.Errorf("a write that panicked says %v", err)
	}
	if b.dump() != before {
		t.Error("a write that panicked left something behind")
	}
	b.must(b.update(everything(b)))
	b.wholeLog()
}

func testIsolation(t *testing.T, b *bench) {
	b.must(b.update(everything(b)))
	before := b.dump()
	other := *b
	other.space, other.epoch = b.create("rif")
	untouched := other.dump()
	lines := other.grow(3)
	other.must(other.update(everything(&other)))
	if b.dump() != before {
		t.Error("what is written in one workspace shows in another")
	}
	if other.dump() == untouched {
		t.Error("nothing was written")
	}
	b.view(func(tx storage.ReadTx) error {
		_, known, err := tx.Ops(opsOf(t, lines))
		if slices.Contains(known, true) {
			t.Error("an op of another workspace is known")
		}
		return err
	})
}

func testOneMoment(t *testing.T, b *bench) {
	b.grow(1)
	b.view(func(tx storage.ReadTx) error {
		before, err := dump(tx)
		if err != nil {
			return err
		}
		done := make(chan error)
		go func() { done <- b.update(everything(b)) }()
		if err := <-done; err != nil {
			return err
		}
		after, err := dump(tx)
		if after != before {
			t.Error("a reader sees what was written since it began")
		}
		return err
	})
}

func testWatch(t *testing.T, b *bench) {
	w, ok := b.s.(storage.Watcher)
	if !ok {
		t.Skip("the engine tells no news")
	}
	other := *b
	other.space, other.epoch = b.create("rif")
	grew, stop := w.Watch(b.space)
	defer stop()
	other.grow(1)
	b.must(b.update(func(tx storage.Tx) error { return tx.PutUser(storage.User{Name: "amina"}) }))
	if err := b.update(func(tx storage.Tx) error { return errors.Join(everything(b)(tx), errOnPurpose) }); !errors.Is(err, errOnPurpose) {
		t.Fatal(err)
	}
	select {
	case <-grew:
		t.Error("news of a log that did not grow")
	default:
	}
	b.grow(1)
	<-grew
	stop()
	b.grow(1)
	select {
	case <-grew:
		t.Error("news after it was stopped")
	default:
	}
}

func testAgain(t *testing.T, b *bench, again func(*testing.T, storage.Storage) storage.Storage) {
	b.must(b.update(everything(b)))
	lines := b.grow(20)
	before := b.dump()
	b.s = again(t, b.s)
	if after := b.dump(); after != before {
		t.Errorf("after a restart there is\n%s\nwhere was\n%s", after, before)
	}
	b.view(func(tx storage.ReadTx) error {
		_, known, err := tx.Ops(opsOf(t, lines))
		if slices.Contains(known, false) {
			t.Error("an op is not known any more")
		}
		return err
	})
}

func testFull(t *testing.T, b *bench, whenFull func(*testing.T, storage.Storage, func())) {
	if whenFull == nil {
		t.Skip("no disk can be made full here")
	}
	b.grow(5)
	before := b.dump()
	whenFull(t, b.s, func() {
		for range 200 {
			var big []*causal.State
			for range 50 {
				big = append(big, state(b.ids.New(), string(make([]byte, 4000))))
			}
			err := b.update(func(tx storage.Tx) error { return tx.PutStates(big) })
			if errors.Is(err, storage.ErrFull) {
				if now := b.dump(); len(now) < len(before) {
					t.Error("something is gone")
				}
				return
			}
			if err != nil {
				t.Errorf("a full disk says %v, want ErrFull", err)
				return
			}
			before = b.dump()
		}
		t.Error("the disk never was full")
	})
	if after := b.dump(); after != before {
		t.Error("a write that found no room left something behind")
	}
	b.must(b.update(everything(b)))
	b.wholeLog()
}

// wholeLog looks whether the log is a chain from its beginning to its head.
func (b *bench) wholeLog() {
	b.t.Helper()
	b.view(func(tx storage.ReadTx) error {
		log, err := tx.Log()
		if err != nil {
			return err
		}
		lines, err := tx.Entries(0, 1<<20, 1<<40)
		if err != nil {
			return err
		}
		var hash causal.Hash
		for i, l := range lines {
			if hash = hash.Next(l.JSON); hash != l.Hash || l.Seq != uint64(i)+1 {
				b.t.Errorf("entry %d stands at place %d of the log, or has another hash", l.Seq, i+1)
			}
		}
		if hash != log.Hash || log.Head != uint64(len(lines)) {
			b.t.Errorf("the log ends at %d, says that it ends at %d", len(lines), log.Head)
		}
		return nil
	})
}
