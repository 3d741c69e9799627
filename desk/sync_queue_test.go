package desk

import (
	"fmt"
	"slices"
	"testing"

	"tradedesk/model"
)

// A push that empties a queue of thousands of changes, none next to another, is noted: all
// rows of the queue go in one transaction.
func TestAPushThatEmptiesALongQueue(t *testing.T) {
	s := newSyncServer(t)
	d := s.colleague(t, "salma")
	addLeads(t, d, 2000)
	mustSync(t, d)
	leads := leadsOf(t, d)
	slices.Reverse(leads)
	a := Action{Label: "move all"}
	for i, lead := range leads {
		a.Edits = append(a.Edits, Edit{Kind: model.KindLead, ID: lead.ID, Set: model.Set{"city": fmt.Appendf(nil, "%q", fmt.Sprint("Town ", i%7))}})
	}
	mustDo(t, d, a)
	if report := mustSync(t, d); report.Pushed != 2000 || report.Pending != 0 {
		t.Errorf("%+v", report)
	}
	addLead(t, d, "Nord Foods Inc")
	if report := mustSync(t, d); report.Pushed != 1 {
		t.Errorf("behind it: %+v", report)
	}
}
