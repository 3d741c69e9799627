package desk

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"tradedesk/model"
)

// contractQueue: what waits is told at every seat, with a server and without one, page by
// page and from either end; what was sent waits no more.
func contractQueue(t *testing.T, b bench) {
	ctx := context.Background()
	if page, err := b.other.Queue(ctx, QueueQuery{}); err != nil || len(page.Changes) != 0 || page.More || page.Total != 0 {
		t.Errorf("of a desk on which nothing was written %+v and %v", page, err)
	}
	lead := addLead(t, b.d, "Nord Foods Inc")
	edit(t, b.other, lead, model.Set{"city": quoted("Agadir"), "message": quoted("argan")})
	edit(t, b.d, lead, model.Set{model.FieldDeleted: []byte("true")})
	pages := map[string]QueueQuery{"all": {}, "from the end": {Back: true}, "after the first": {From: 1, Limit: 1}}
	for name, want := range map[string][]string{
		"all":             {"1 create salma", "2 edit youssef", "3 delete salma"},
		"from the end":    {"1 create salma", "2 edit youssef", "3 delete salma"},
		"after the first": {"2 edit youssef"},
	} {
		mine, err := b.d.Queue(ctx, pages[name])
		if err != nil {
			t.Fatal(err)
		}
		other, err := b.other.Queue(ctx, pages[name])
		if err != nil || asJSON(t, mine) != asJSON(t, other) {
			t.Errorf("%s: %s at one seat, %s at the other, %v", name, asJSON(t, mine), asJSON(t, other), err)
		}
		var got []string
		for _, c := range mine.Changes {
			if c.Record != lead || c.Kind != model.KindLead || c.Title != "Nord Foods Inc" || c.At.IsZero() {
				t.Errorf("%s: %s", name, asJSON(t, c))
			}
			got = append(got, fmt.Sprint(c.N, " ", c.Does, " ", c.By))
		}
		if !slices.Equal(got, want) || mine.Total != 3 || mine.More != (name == "after the first") {
			t.Errorf("%s: %q of %d, more %t; want %q", name, got, mine.Total, mine.More, want)
		}
		if name == "after the first" && !slices.Equal(mine.Changes[0].Fields, []string{"city", "message"}) {
			t.Errorf("fields %q", mine.Changes[0].Fields)
		}
	}
	s := newSyncServer(t)
	if err := b.d.SetSyncMode(ctx, SyncManual); err != nil {
		t.Fatal(err)
	}
	s.login(t, b.d)
	mustSync(t, b.d)
	if page, err := b.other.Queue(ctx, QueueQuery{}); err != nil || len(page.Changes) != 0 || page.Total != 0 {
		t.Errorf("after a sync %+v and %v", page, err)
	}
}

// All that waits is read, however much it is.
func TestEachQueuedReadsAll(t *testing.T) {
	d := openAt(t, t.TempDir(), "salma")
	const n = 2*QueueRows + 7
	a := Action{Label: "add many"}
	for i := range n {
		a.Edits = append(a.Edits, newLead(fmt.Sprintf("Buyer %05d", i)))
	}
	mustDo(t, d, a)
	last := uint64(0)
	err := EachQueued(context.Background(), d, func(c Queued) error {
		if c.N != last+1 || c.Title != fmt.Sprintf("Buyer %05d", c.N-1) {
			t.Errorf("%s comes after %d", asJSON(t, c), last)
		}
		last = c.N
		return nil
	})
	if err != nil || last != n {
		t.Errorf("%d of %d were read, %v", last, n, err)
	}
}
