package store

import (
	"context"
	"slices"
	"strings"
	"testing"

	"tradedesk/model"
	"tradedesk/model/causal"
)

// apart is a desk and the log of its server, into which another desk writes.
type apart struct {
	*bench
	log *serverLog
	n   uint64 // the other desk's counter
}

// newApart makes a desk that is in step with an empty log.
func newApart(t tb, b *bench) *apart {
	t.Helper()
	a := &apart{bench: b, log: &serverLog{epoch: b.ids.New(), states: map[model.ID]*causal.State{}}}
	l := Link{Server: "https://desk.example", Workspace: b.ids.New(), User: "salma", Role: "owner", Device: b.ids.New()}
	if err := b.SetLink(context.Background(), l); err != nil {
		t.Fatalf("%v", err)
	}
	return a
}

// sync sends what waits and takes in what the log has.
func (a *apart) sync(t tb) {
	t.Helper()
	ctx := context.Background()
	ops, _, err := a.Waiting(ctx, 0, 1000, 1<<20)
	if err != nil {
		t.Fatalf("%v", err)
	}
	var took []Took
	for _, op := range ops {
		a.log.take(op)
		took = append(took, Took{N: op.N, Seq: uint64(len(a.log.entries))})
	}
	if len(ops) > 0 {
		if _, err := a.Took(ctx, took, ops[len(ops)-1].N, causal.Cursor{Seq: took[len(took)-1].Seq}); err != nil {
			t.Fatalf("%v", err)
		}
	}
	a.pull(t)
}

func (a *apart) pull(t tb) {
	t.Helper()
	l, _, err := a.Link(context.Background())
	if err != nil {
		t.Fatalf("%v", err)
	}
	page := LogPage{Entries: a.log.entries[l.Cursor.Seq:], Cursor: a.log.cursor(), Head: uint64(len(a.log.entries))}
	if _, err := a.Fold(context.Background(), page); err != nil {
		t.Fatalf("%v", err)
	}
}

// far lets the other desk write, whose author had read the log up to base; its clock is
// behind this one's, or ahead.
func (a *apart) far(t tb, id model.ID, base uint64, ahead bool, words ...string) {
	t.Helper()
	a.n++
	is := a.get(t, id)
	clock := uint64(a.n)
	if ahead {
		clock += 1 << 62
	}
	a.log.take(causal.Op{
		ID: a.ids.New(), Device: otherDesk, N: a.n, Clock: clock, Base: base, At: is.Header().UpdatedAt + 1, By: "far", Kind: is.Kind(), Record: id,
		Set: causal.Registers(is.Kind(), set(t, is.Kind(), words...)),
	})
}

// live gives the values of a register at the server, in the order of the alphabet.
func (a *apart) live(id model.ID, register string) string {
	var out []string
	for _, d := range a.log.states[id].Registers[register] {
		out = append(out, string(d.Value))
	}
	slices.Sort(out)
	return strings.Join(slices.Compact(out), " ")
}

// inStep checks that the desk shows what the server has.
func (a *apart) inStep(t tb) {
	t.Helper()
	a.sync(t)
	for id, s := range a.log.states {
		want, err := s.View()
		if err != nil {
			t.Fatalf("%v", err)
		}
		if is, want := string(model.EncodeJSON(a.get(t, id))), string(model.EncodeJSON(want)); is != want {
			t.Fatalf("the desk shows\n%s\nand the server has\n%s", is, want)
		}
	}
	a.check(t)
}

func (a *apart) head() uint64 { return uint64(len(a.log.entries)) }

func openApart(t *testing.T) *apart { return newApart(t, newBench(t)) }
