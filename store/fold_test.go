package store

import (
	"context"
	"testing"

	"tradedesk/model"
	"tradedesk/model/causal"
)

// TestFoldWhatACopyBrought: a copy of the desk sent the change that makes a record under its
// own name, and this desk deleted the record meanwhile. The server takes the delete not to
// have seen what that device wrote: the record stays, with both values to decide between.
func TestFoldWhatACopyBrought(t *testing.T) {
	ctx := context.Background()
	b := newBench(t)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(b.SetLink(ctx, Link{Server: "https://desk.example", Workspace: b.ids.New(), User: "salma", Role: "owner", Device: b.ids.New()}))
	id := b.create(t, model.KindLead, "company=Nord Foods")
	b.edit(t, model.KindLead, id, "deleted=true")
	ops, _, err := b.Waiting(ctx, 0, 100, 1<<20)
	must(err)
	log := &serverLog{epoch: b.ids.New(), states: map[model.ID]*causal.State{}}
	copied := ops[0]
	copied.Device = otherDesk
	log.take(copied)
	log.take(ops[1])
	_, err = b.Took(ctx, []Took{{N: ops[0].N, Seq: 1}, {N: ops[1].N, Seq: 2}}, ops[1].N, causal.Cursor{Seq: 2})
	must(err)
	_, err = b.Fold(ctx, LogPage{Entries: log.entries, Cursor: log.cursor(), Head: 2})
	must(err)
	want, err := log.states[id].View()
	must(err)
	is, err := b.Get(ctx, id)
	must(err)
	if got, want := model.EncodeJSON(is), model.EncodeJSON(want); string(got) != string(want) {
		t.Errorf("the desk shows\n%s\nand the server has\n%s", got, want)
	}
	all, _, err := b.Conflicts(ctx, 0, 10)
	must(err)
	if len(all) != 1 || len(all[0].Fields) != 1 || all[0].Fields[0].Field != model.FieldDeleted {
		t.Errorf("conflicts %+v, want one about %s", all, model.FieldDeleted)
	}
	b.check(t)
}
