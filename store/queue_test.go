package store

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tradedesk/model"
	"tradedesk/model/causal"
)

func (b *bench) queue(t tb, q QueueQuery) QueuePage {
	t.Helper()
	page, err := b.Queue(context.Background(), q)
	if err != nil {
		t.Fatalf("reading the queue: %v", err)
	}
	return page
}

// The queue says of each change what it does to which record, and which fields it sets.
func TestQueueSaysWhatEachChangeDoes(t *testing.T) {
	b := newBench(t)
	nord := b.create(t, model.KindLead, "company=Nord Foods", "city=Oslo")
	b.edit(t, model.KindLead, nord, "city=Bergen", "quantity=500", "unit=KGM")
	oasis := b.create(t, model.KindSupplier, "name=Oasis Trading")
	again := b.create(t, model.KindSupplier, "name=Oasis Trading SARL")
	b.edit(t, model.KindLead, nord, "deleted=true")
	b.edit(t, model.KindLead, nord, "deleted=null", "company=Nord Foods Inc")
	b.merge(t, oasis, again)
	var got []string
	for _, c := range b.queue(t, QueueQuery{Limit: 100}).Changes {
		if c.By != "amina" || c.At.IsZero() {
			t.Errorf("change %d is by %q at %v", c.N, c.By, c.At)
		}
		got = append(got, fmt.Sprint(c.N, " ", c.Does, " ", c.Kind, " ", c.Title, " ", strings.Join(c.Fields, ",")))
	}
	want := []string{
		"1 create lead Nord Foods Inc city,company,received_at,stage", "2 edit lead Nord Foods Inc city,quantity,unit",
		"3 create supplier Oasis Trading name", "4 create supplier Oasis Trading SARL name",
		"5 delete lead Nord Foods Inc deleted", "6 restore lead Nord Foods Inc company,deleted",
		"7 edit supplier Oasis Trading merged_from", "8 merge supplier Oasis Trading SARL deleted,merged_into",
	}
	if !slices.Equal(got, want) {
		t.Errorf("the queue is\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// Whatever waits, read in pages of any size and from either end the queue is what a push
// would send, each change once and in order.
func TestQueueIsWhatWaits(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		b := openAt(r, filepath.Join(t.TempDir(), "desk.db"), newClock())
		defer func() {
			if err := b.Close(); err != nil {
				r.Error(err)
			}
		}()
		ctx := context.Background()
		if err := b.SetLink(ctx, Link{Server: "https://desk.example", Workspace: b.ids.New(), User: "salma", Role: "owner", Device: b.ids.New()}); err != nil {
			r.Fatal(err)
		}
		var ids []model.ID
		for range rapid.IntRange(1, 6).Draw(r, "actions") {
			var edits []Edit
			for i := range rapid.IntRange(1, 9).Draw(r, "edits") {
				if len(ids) > 0 && rapid.Bool().Draw(r, "of one that is there") {
					edits = append(edits, Edit{Kind: model.KindLead, ID: rapid.SampledFrom(ids).Draw(r, "which"), Set: model.Set{"city": quote(fmt.Sprint("city ", i))}})
					continue
				}
				edits = append(edits, Edit{Kind: model.KindLead, Create: true, Set: model.Set{"company": json.RawMessage(`"Nord"`)}})
			}
			for _, record := range b.do(r, edits...).Records {
				if id := record.Header().ID; !slices.Contains(ids, id) {
					ids = append(ids, id)
				}
			}
		}
		b.letGo(r)
		ops, _, err := b.Waiting(ctx, 0, 1000, 1<<20)
		if err != nil {
			r.Fatal(err)
		}
		limit := rapid.IntRange(1, 12).Draw(r, "limit")
		if got := b.paged(r, limit, false); !slices.Equal(got, counters(ops)) {
			r.Errorf("from the first: %d, want %d", got, counters(ops))
		}
		if got := b.paged(r, limit, true); !slices.Equal(got, counters(ops)) {
			r.Errorf("from the last: %d, want %d", got, counters(ops))
		}
		b.check(r)
	})
}

// letGo has the server take some of what waits, so that there are gaps.
func (b *bench) letGo(r *rapid.T) {
	n := uint64(len(b.queue(r, QueueQuery{Limit: 1000}).Changes))
	var took []Took
	for _, at := range rapid.SliceOfNDistinct(rapid.Uint64Range(1, n), 0, int(n), rapid.ID).Draw(r, "taken") {
		took = append(took, Took{N: at, Code: "forbidden"})
	}
	slices.SortFunc(took, func(a, b Took) int { return int(a.N) - int(b.N) })
	if _, err := b.Took(context.Background(), took, 0, causal.Cursor{}); err != nil {
		r.Fatal(err)
	}
}

// paged reads the whole queue page by page, and gives the counters in order.
func (b *bench) paged(r *rapid.T, limit int, back bool) []uint64 {
	var all []uint64
	for q := (QueueQuery{Back: back, Limit: limit}); ; {
		page := b.queue(r, q)
		var read []uint64
		for _, c := range page.Changes {
			read = append(read, c.N)
		}
		if back {
			all = append(read, all...)
		} else {
			all = append(all, read...)
		}
		if !page.More {
			if page.Total != len(all) {
				r.Errorf("%d wait, %d were read", page.Total, len(all))
			}
			return all
		}
		if q.From = all[len(all)-1]; back {
			q.From = all[0]
		}
	}
}

func counters(ops []causal.Op) []uint64 {
	var all []uint64
	for _, op := range ops {
		all = append(all, op.N)
	}
	return all
}

// A page costs what it holds, wherever it stands and however many wait.
func BenchmarkQueuePage(bench *testing.B) {
	for _, waits := range []int{1000, 20_000} {
		b := openAt(bench, filepath.Join(bench.TempDir(), "desk.db"), newClock())
		for from := 0; from < waits; from += 1000 {
			var edits []Edit
			for i := range 1000 {
				edits = append(edits, Edit{Kind: model.KindLead, Create: true, Set: model.Set{"company": quote(fmt.Sprint("Buyer ", from+i)), "city": quote("Oslo")}})
			}
			b.do(bench, edits...)
		}
		for name, q := range map[string]QueueQuery{"first": {Limit: 100}, "middle": {From: uint64(waits / 2), Limit: 100}, "last": {Back: true, Limit: 100}} {
			bench.Run(fmt.Sprint(waits, "/", name), func(bench *testing.B) {
				for bench.Loop() {
					b.queue(bench, q)
				}
			})
		}
		if err := b.Close(); err != nil {
			bench.Fatal(err)
		}
	}
}
