package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tradedesk/model"
	"tradedesk/model/duplicate"
)

func (b *bench) merge(t tb, into model.ID, from ...model.ID) (Merge, Done) {
	t.Helper()
	m := Merge{Action: b.ids.New(), Into: into, From: from}
	done, _, err := b.Merge(context.Background(), m)
	if err != nil {
		t.Fatalf("merging: %v", err)
	}
	return m, done
}

// survivor gives the record that goes on in the place of one.
func (b *bench) survivor(id model.ID) (model.ID, error) {
	err := b.read(context.Background(), func(tx *boltTx) error {
		id = survivor(tx, id)
		return nil
	})
	return id, err
}

// everything gives all records of a desk as they are written.
func (b *bench) everything(t tb) map[model.ID]string {
	t.Helper()
	all := map[model.ID]string{}
	for _, kind := range model.Kinds() {
		err := b.Records(context.Background(), Query{Kind: kind, Deleted: true}, func(r model.Record) error {
			h := r.Header()
			fields := model.Fields(r)
			all[h.ID] = fmt.Sprint(kind, h.CreatedAt, len(fields))
			for _, f := range model.SchemaOf(kind).Fields {
				if raw, ok := fields[f.Name]; ok {
					all[h.ID] += " " + f.Name + "=" + string(raw)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatalf("reading all: %v", err)
		}
	}
	return all
}

// pointers makes one record of every kind and field that can point to a supplier.
func (b *bench) pointers(t tb, to model.ID) []model.ID {
	t.Helper()
	rfq := b.create(t, model.KindRFQ, "title=argan", `invited=["`+to.String()+`"]`)
	return []model.ID{
		rfq,
		b.create(t, model.KindMessage, "thread="+to.String(), "direction=in", "body=hello"),
		b.create(t, model.KindTask, "title=call", "about="+to.String()),
		b.create(t, model.KindContact, "name=Amina", "supplier="+to.String()),
		b.create(t, model.KindQuote, "rfq="+rfq.String(), "supplier="+to.String()),
		b.create(t, model.KindSample, "rfq="+rfq.String(), "supplier="+to.String()),
		b.create(t, model.KindDeal, "title=argan", "supplier="+to.String()),
	}
}

func TestMergeMovesWhateverPoints(t *testing.T) {
	b := newBench(t)
	into := b.create(t, model.KindSupplier, "name=Atlas", "email=a@atlas.ma")
	from := b.create(t, model.KindSupplier, "name=Atlas SARL", "phone=+212661234567")
	pointing := b.pointers(t, from)
	gone := b.create(t, model.KindTask, "title=old", "about="+from.String())
	b.do(t, Edit{Kind: model.KindTask, ID: gone, Set: model.Set{"deleted": []byte("true")}})
	before := b.everything(t)

	plan, err := b.PlanMerge(context.Background(), Merge{Into: into, From: []model.ID{from}})
	if err != nil {
		t.Fatal(err)
	}
	total := 0
	for _, m := range plan.Moves {
		total += m.Count
	}
	if total != len(pointing)+1 {
		t.Errorf("the plan moves %+v, want %d records", plan.Moves, len(pointing)+1)
	}
	_, done := b.merge(t, into, from)
	if done.Changed != len(pointing)+3 || !strings.HasPrefix(done.Label, "merge supplier Atlas SARL into supplier Atlas") {
		t.Errorf("done: %+v", done)
	}
	for id, r := range b.everything(t) {
		if id != from && id != into && strings.Contains(r, from.String()) {
			t.Errorf("%s still points to the merged record: %s", id, r)
		}
	}
	loser := b.get(t, from).(*model.Supplier)
	if !loser.Deleted || loser.MergedInto != into || loser.Name != "Atlas SARL" {
		t.Errorf("the merged record is %s", model.EncodeJSON(loser))
	}
	if winner := b.get(t, into).(*model.Supplier); winner.Phone != "+212661234567" || winner.Email != "a@atlas.ma" {
		t.Errorf("the other is %s", model.EncodeJSON(winner))
	}
	if got := b.titles(t, Query{Kind: model.KindMessage, View: ViewThread, Of: into}); got != "hello" {
		t.Errorf("the thread has %q", got)
	}
	b.check(t)

	if _, _, err := b.Undo(context.Background()); err != nil {
		t.Fatal(err)
	}
	for id, r := range b.everything(t) {
		if r != before[id] {
			t.Errorf("after undo:\n%s\nbefore the merge:\n%s", r, before[id])
		}
	}
	b.check(t)
	if _, _, err := b.Redo(context.Background()); err != nil {
		t.Fatal(err)
	}
	if got, err := b.survivor(from); err != nil || got != into {
		t.Errorf("after redo the merged record leads to %s, %v", got, err)
	}
}

func TestMergeOfALongThreadIsOneUndo(t *testing.T) {
	b := newBench(t)
	b.limits.step = 7
	into, from := b.create(t, model.KindLead, "company=Nord"), b.create(t, model.KindLead, "company=Nord Inc")
	const messages = 40
	for range messages {
		b.create(t, model.KindMessage, "thread="+from.String(), "direction=in", "body=x")
	}
	m, done := b.merge(t, into, from)
	if done.Changed != messages+2 {
		t.Errorf("%d records were changed, want %d", done.Changed, messages+2)
	}
	again, news, err := b.Merge(context.Background(), m)
	if err != nil || again.Changed != done.Changed || news.All || len(news.Records) > 0 {
		t.Errorf("the same merge again: %+v, %+v, %v", again, news, err)
	}
	undone, _, err := b.Undo(context.Background())
	if err != nil || undone.Action != m.Action {
		t.Fatalf("undo: %+v, %v", undone, err)
	}
	page, err := b.List(context.Background(), Query{Kind: model.KindMessage, View: ViewThread, Of: from, Limit: 1000})
	if err != nil || len(page.Rows) != messages {
		t.Errorf("after undo the thread has %d messages, %v", len(page.Rows), err)
	}
	if _, _, err := b.Merge(context.Background(), m); !errors.Is(err, ErrConflict) {
		t.Errorf("an undone merge under its old id: %v", err)
	}
}

// A merge that was cut off between its transactions goes on when it is asked for
// again, and is taken back whole.
func TestMergeGoesOn(t *testing.T) {
	b := newBench(t)
	b.limits.step = 2
	into, from := b.create(t, model.KindLead, "company=Nord"), b.create(t, model.KindLead, "company=Nord Inc")
	for range 6 {
		b.create(t, model.KindMessage, "thread="+from.String(), "direction=in", "body=x")
	}
	before := b.everything(t)
	m := Merge{Action: b.ids.New(), Into: into, From: []model.ID{from}}
	err := b.update(context.Background(), func(tx *boltTx) error {
		_, _, through, err := b.mergeOnce(context.Background(), tx, m)
		if through {
			t.Error("the merge is through at once")
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	b.check(t)
	done, _, err := b.Merge(context.Background(), m)
	if err != nil || done.Changed != 8 {
		t.Fatalf("going on: %+v, %v", done, err)
	}
	if _, _, err := b.Undo(context.Background()); err != nil {
		t.Fatal(err)
	}
	for id, r := range b.everything(t) {
		if r != before[id] {
			t.Errorf("after undo:\n%s\nbefore the merge:\n%s", r, before[id])
		}
	}
}

func TestMergeRefusesAndChangesNothing(t *testing.T) {
	b := newBench(t)
	lead, other := b.create(t, model.KindLead, "company=Nord"), b.create(t, model.KindLead, "company=Sud")
	supplier := b.create(t, model.KindSupplier, "name=Atlas")
	gone := b.create(t, model.KindLead, "company=Gone")
	b.do(t, Edit{Kind: model.KindLead, ID: gone, Set: model.Set{"deleted": []byte("true")}})
	before := b.everything(t)
	for name, tt := range map[string]struct {
		merge Merge
		want  error
	}{
		"two kinds":     {Merge{Into: lead, From: []model.ID{supplier}}, ErrInvalid},
		"itself":        {Merge{Into: lead, From: []model.ID{lead}}, ErrInvalid},
		"twice":         {Merge{Into: lead, From: []model.ID{other, other}}, ErrInvalid},
		"nothing":       {Merge{Into: lead}, ErrInvalid},
		"deleted":       {Merge{Into: lead, From: []model.ID{gone}}, ErrInvalid},
		"into deleted":  {Merge{Into: gone, From: []model.ID{lead}}, ErrInvalid},
		"not there":     {Merge{Into: lead, From: []model.ID{id(t, numbered(9))}}, ErrNotFound},
		"unknown field": {Merge{Into: lead, From: []model.ID{other}, Choice: map[string]duplicate.Take{"x": {From: lead}}}, ErrInvalid},
	} {
		tt.merge.Action = b.ids.New()
		if _, _, err := b.Merge(context.Background(), tt.merge); !errors.Is(err, tt.want) {
			t.Errorf("%s: got %v, want %v", name, err, tt.want)
		}
		if _, err := b.PlanMerge(context.Background(), tt.merge); !errors.Is(err, tt.want) {
			t.Errorf("planning %s: got %v, want %v", name, err, tt.want)
		}
	}
	for id, r := range b.everything(t) {
		if r != before[id] {
			t.Errorf("a refused merge changed %s", r)
		}
	}
}

func TestMergedRecordsLeadOn(t *testing.T) {
	b := newBench(t)
	a, c, d := b.create(t, model.KindLead, "company=A"), b.create(t, model.KindLead, "company=C"), b.create(t, model.KindLead, "company=D")
	b.merge(t, c, a)
	b.merge(t, d, c)
	if got, err := b.survivor(a); err != nil || got != d {
		t.Errorf("a leads to %s, %v", got, err)
	}
	// Who saw the record before it was merged writes to what it became.
	note := b.get(t, b.create(t, model.KindMessage, "thread="+a.String(), "direction=note", "body=late")).(*model.Message)
	if note.Thread != d {
		t.Errorf("the note is in the thread of %s", note.Thread)
	}
	task := b.create(t, model.KindTask, "title=call")
	b.edit(t, model.KindTask, task, "about="+c.String())
	if about := b.get(t, task).(*model.Task).About; about != d {
		t.Errorf("the task is about %s", about)
	}
	changes, err := b.History(context.Background(), task, 1)
	if err != nil || string(changes[0].Set["about"]) != `"`+d.String()+`"` {
		t.Errorf("the history says %v, %v", changes, err)
	}
	// Brought back, it leads nowhere.
	b.do(t, Edit{Kind: model.KindLead, ID: c, Set: model.Set{"deleted": []byte("null")}})
	if got, err := b.survivor(a); err != nil || got != c {
		t.Errorf("a leads to %s, %v", got, err)
	}
}

// Whatever is merged in whatever order, nothing points to a merged record, and
// undoing all of it gives every record back as it was.
func TestMergesCanBeTakenBack(t *testing.T) {
	dir := t.TempDir()
	n := 0
	rapid.Check(t, func(t *rapid.T) {
		n++
		b := openAt(t, fmt.Sprintf("%s/%d.db", dir, n), newClock())
		defer b.Close()
		b.limits.step = rapid.IntRange(1, 5).Draw(t, "step")
		var firms, rest []model.ID
		for i := range 5 {
			firms = append(firms, b.create(t, model.KindSupplier, fmt.Sprintf("name=F%d", i), fmt.Sprintf("email=f%d@x.ma", i), fmt.Sprintf(`tags=["t%d"]`, i)))
		}
		for range rapid.IntRange(0, 12).Draw(t, "pointers") {
			to := rapid.SampledFrom(firms).Draw(t, "to")
			two := `invited=["` + to.String() + `","` + rapid.SampledFrom(firms).Draw(t, "too").String() + `"]`
			rest = append(rest, b.create(t, model.KindMessage, "thread="+to.String(), "direction=in"), b.create(t, model.KindRFQ, "title=r", two))
		}
		before := b.everything(t)
		merges := 0
		for len(firms) > 1 && rapid.Bool().Draw(t, "merge") {
			into := rapid.IntRange(0, len(firms)-1).Draw(t, "into")
			from := rapid.IntRange(0, len(firms)-2).Draw(t, "from")
			if from >= into {
				from++
			}
			b.merge(t, firms[into], firms[from])
			firms = slices.Delete(firms, from, from+1)
			merges++
		}
		for _, id := range rest {
			for _, f := range model.RefFields(b.get(t, id).Kind()) {
				f.Repoint(model.Clone(b.get(t, id)), func(to model.ID) model.ID {
					if !slices.Contains(firms, to) && !to.IsZero() {
						t.Fatalf("%s points to a merged record", id)
					}
					return to
				})
			}
		}
		b.check(t)
		for range merges {
			if _, _, err := b.Undo(context.Background()); err != nil {
				t.Fatalf("undo: %v", err)
			}
		}
		for id, r := range b.everything(t) {
			if r != before[id] {
				t.Fatalf("after undo:\n%s\nbefore:\n%s", r, before[id])
			}
		}
		b.check(t)
	})
}
