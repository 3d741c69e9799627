package store

import (
	"context"
	"testing"
	"time"

	"tradedesk/model"
	"tradedesk/model/causal"
	"tradedesk/model/value"
)

// More than one transaction forgets, each change in a row of its own, is forgotten whole, but
// for what is not old, and can be given back while it is kept.
func TestForgetManyRows(t *testing.T) {
	ctx := context.Background()
	b := newBench(t)
	if err := b.SetLink(ctx, Link{Server: "https://desk.example", Workspace: b.ids.New(), User: "salma", Role: "owner", Device: b.ids.New()}); err != nil {
		t.Fatal(err)
	}
	one, other := b.create(t, model.KindLead, "company=Nord Foods"), b.create(t, model.KindLead, "company=Oasis")
	const rows = forgetRows + 500
	var edits []Edit
	for i := range rows { // by turns, so that no two changes are in one row
		id := one
		if i%2 == 1 {
			id = other
		}
		edits = append(edits, Edit{Kind: model.KindLead, ID: id, Set: set(t, model.KindLead, "city="+[]string{"Agadir", "Agadir", "Tanger", "Tanger"}[i%4])})
	}
	b.do(t, edits...)
	take := func() (n int) {
		t.Helper()
		ops, _, err := b.Waiting(ctx, 0, 2*rows, 1<<30)
		if err != nil {
			t.Fatal(err)
		}
		var took []Took
		for i, op := range ops {
			took = append(took, Took{N: op.N, Seq: uint64(i + 1)})
		}
		last := uint64(len(ops))
		if _, err := b.Took(ctx, took, ops[last-1].N, causal.Cursor{Seq: last}); err != nil {
			t.Fatal(err)
		}
		return len(ops)
	}
	all := take()
	if err := b.SendAgain(ctx, 0); err != nil {
		t.Fatal(err)
	}
	if n, err := b.Pending(ctx); err != nil || n != all {
		t.Fatalf("%d wait again, %v; want %d", n, err, all)
	}
	take()
	if err := b.UpdateLink(ctx, func(l *Link) (*Link, error) { l.Folded = uint64(all); return l, nil }); err != nil {
		t.Fatal(err)
	}
	if n, err := b.ForgetTaken(ctx, value.At(b.clock.now().Add(-time.Hour))); err != nil || n != 0 {
		t.Errorf("%d are old, %v", n, err)
	}
	if n, err := b.ForgetTaken(ctx, value.At(b.clock.now().Add(time.Hour))); err != nil || n != all {
		t.Errorf("%d were forgotten, %v; want %d", n, err, all)
	}
}
