package storagetest

import (
	"context"
	"errors"
	"sync"
	"testing"

	"tradedesk/sync/server/storage"
)

// testAnother opens what a storage has a second time, as a second server does: nothing may
// be kept in memory that the other would have to know.
func testAnother(t *testing.T, b *bench, another func(*testing.T, storage.Storage) storage.Storage) {
	if another == nil {
		t.Skip("one process holds what the engine has")
	}
	other := *b
	other.s = another(t, b.s)
	both := []*bench{b, &other}
	same := func(what string) {
		t.Helper()
		if one, two := b.dump(), other.dump(); one != two {
			t.Errorf("%s one sees\n%s\nand the other\n%s", what, one, two)
		}
	}
	for _, one := range both {
		b.must(one.update(everything(one)))
		same("after a change")
	}
	if err := other.s.Create(context.Background(), storage.Workspace{ID: b.ids.New(), Name: "atlas"}, b.ids.New()); !errors.Is(err, storage.ErrExists) {
		t.Errorf("a name that the other one gave: %v", err)
	}
	const each = 10
	before := b.log().Head
	var all sync.WaitGroup
	errs := make([]error, len(both))
	for i, one := range both {
		all.Go(func() {
			for range each {
				errs[i] = errors.Join(errs[i], one.update(func(tx storage.Tx) error {
					log, err := tx.Log()
					if err != nil {
						return err
					}
					return tx.Append(one.next(log, 1))
				}))
			}
		})
	}
	all.Wait()
	b.must(errors.Join(errs...))
	if grew := b.log().Head - before; grew != uint64(len(both)*each) {
		t.Errorf("%d entries came of %d", grew, len(both)*each)
	}
	b.wholeLog()
	same("after both wrote at once")
	if w, ok := other.s.(storage.Watcher); ok {
		grew, stop := w.Watch(b.space)
		defer stop()
		b.grow(1)
		<-grew
	}
}
