package store

import (
	"context"
	"testing"

	"tradedesk/model"
)

// A snapshot that is begun because the server cut off its log, and not because it lost any of
// it, may lack a record all the same: the desk goes on, what waits stays, and what others
// wrote comes back.
func TestASnapshotThatLacksARecord(t *testing.T) {
	ctx := context.Background()
	b, conflicted, log := linked(t)
	b.edit(t, model.KindLead, conflicted, "contact=Marie")
	if err := b.Compacted(ctx); err != nil {
		t.Fatal(err)
	}
	delete(log.states, conflicted)
	if _, err := b.TakeStates(ctx, log.page()); err != nil {
		t.Fatal(err)
	}
	if lead := b.lead(t, conflicted); lead.Contact != "Marie" || lead.City != "Tanger" || lead.Company != "Nord Foods" {
		t.Errorf("%+v", lead)
	}
	b.check(t)
}
