package desk

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"tradedesk/model"
)

// scoreOf gives the score in a lead's row.
func scoreOf(t *testing.T, w *owner, id model.ID) int {
	t.Helper()
	e, _, err := w.store.Excerpt(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	return e.Score
}

func ownerAt(t *testing.T, now func() time.Time) (Desk, *owner) {
	t.Helper()
	d, err := Open(context.Background(), Options{Dir: t.TempDir(), Me: "salma", Now: now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	at, err := d.(*sitter).seat()
	if err != nil {
		t.Fatal(err)
	}
	w := at.(*owner)
	if err := w.score.known(context.Background()); err != nil {
		t.Fatal(err)
	}
	return d, w
}

func TestScoresFollowTheSuppliers(t *testing.T) {
	t.Parallel()
	d, w := ownerAt(t, fixedNow)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	news, err := d.Watch(ctx)
	if err != nil {
		t.Fatal(err)
	}
	id := addLead(t, d, "Nord Foods Inc")
	before := scoreOf(t, w, id)
	mustDo(t, d, Action{Edits: []Edit{{Kind: model.KindSupplier, Create: true, Set: model.Set{
		"name": quoted("Argane du Souss"), "products": []byte(`["argan oil"]`),
	}}}})
	// The leads are scored anew once the suppliers are left alone for a while.
	next(t, news, func(n News) bool { return n.All })
	if after := scoreOf(t, w, id); after <= before {
		t.Errorf("the score is %d and was %d; a supplier has the product now", after, before)
	}
}

func TestScoresAge(t *testing.T) {
	t.Parallel()
	var clock atomic.Int64
	clock.Store(fixedNow().Unix())
	d, w := ownerAt(t, func() time.Time { return time.Unix(clock.Load(), 0) })
	id := addLead(t, d, "Nord Foods Inc")
	before := scoreOf(t, w, id)
	clock.Add(24 * 60 * 60)
	w.rescoreDue()
	if got := scoreOf(t, w, id); got != before {
		t.Errorf("the score is %d after a day, want %d", got, before)
	}
	clock.Add(20 * 24 * 60 * 60)
	w.rescoreDue()
	if got := scoreOf(t, w, id); got >= before {
		t.Errorf("the score is %d after three weeks and was %d, want less", got, before)
	}
}
