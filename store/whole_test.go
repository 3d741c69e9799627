package store

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"pgregory.net/rapid"

	"tradedesk/model"
	"tradedesk/model/modeltest"
	"tradedesk/model/value"
)

// TestWholeRecords: a record that is made whole, and the same made field by
// field, leave the same record, the same history and the same rows.
func TestWholeRecords(t *testing.T) {
	dir := t.TempDir()
	n := 0
	rapid.Check(t, func(t *rapid.T) {
		n++
		clock := newClock()
		var desks [2]*bench
		for i := range desks {
			path := filepath.Join(dir, fmt.Sprintf("%d-%d.db", n, i))
			desks[i] = openAt(t, path, clock)
			defer os.Remove(path)
			defer desks[i].Close()
		}
		kind := rapid.SampledFrom([]model.Kind{model.KindLead, model.KindSupplier, model.KindQuote, model.KindSample}).Draw(t, "kind")
		r := modeltest.Record(kind).Draw(t, "record")
		if len(model.Validate(r)) > 0 {
			t.Skip("not valid")
		}
		r.Header().ID, r.Header().Extra = id(t, numbered(n)), nil
		at := value.At(clock.now())
		wrote := Wrote{
			Created: value.Instant(rapid.Int64Range(0, int64(at)+9).Draw(t, "created")),
			Updated: value.Instant(rapid.Int64Range(0, int64(at)+9).Draw(t, "updated")),
			By:      rapid.SampledFrom([]string{"", "youssef"}).Draw(t, "by"),
		}
		whole := Edit{Kind: kind, ID: r.Header().ID, Create: true, Force: true, Wrote: wrote, Record: model.Clone(r)}
		parts := Edit{Kind: kind, ID: r.Header().ID, Create: true, Force: true, Wrote: wrote, Set: model.Fields(r)}
		desks[0].do(t, whole)
		desks[1].do(t, parts)
		var seen [2]string
		for i, desk := range desks {
			desk.check(t)
			seen[i] = string(model.EncodeJSON(desk.get(t, r.Header().ID))) + historyText(t, desk, r.Header().ID)
		}
		if seen[0] != seen[1] {
			t.Fatalf("made whole:\n%s\nfield by field:\n%s", seen[0], seen[1])
		}
	})
}

// historyText writes down the history without what only chance decides.
func historyText(t tb, b *bench, of model.ID) string {
	t.Helper()
	changes, err := b.History(context.Background(), of, 0)
	if err != nil {
		t.Fatalf("history: %v", err)
	}
	for i := range changes {
		changes[i].ID = model.ID{}
	}
	raw, err := json.Marshal(changes)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return string(raw)
}

func TestDuplicatesAreCounted(t *testing.T) {
	b := newBench(t)
	b.create(t, model.KindLead, "company=Nord", "email=a@nord.no")
	lead := func(company, email string) Edit {
		return Edit{Kind: model.KindLead, Create: true, Record: &model.Lead{Company: company, Email: value.Email(email)}}
	}
	done, _, err := b.Do(t.Context(), Action{Duplicates: true, Edits: []Edit{
		lead("Nord AS", "a@nord.no"),    // of the stored one
		lead("Sud", "b@sud.example"),    // of none before it
		lead("Sud SA", "b@sud.example"), // of the one before
	}})
	if err != nil || done.Duplicates != 2 || done.Changed != 3 {
		t.Errorf("%d duplicates of %d, %v", done.Duplicates, done.Changed, err)
	}
}

func TestByOrigins(t *testing.T) {
	b := newBench(t)
	var want []model.ID
	for _, origin := range []string{"f:1", "f:2", "f:10"} {
		want = append(want, b.create(t, model.KindLead, "company=Nord", "origin="+origin))
	}
	b.create(t, model.KindSupplier, "name=Nord", "origin=f:3")
	got, err := b.ByOrigins(t.Context(), model.KindLead, []string{"f:10", "", "f:3", "f:1", "f:", "f:2"})
	if err != nil || len(got) != 6 {
		t.Fatalf("found %v, %v", got, err)
	}
	for i, n := range map[int]int{0: 2, 3: 0, 5: 1} {
		if got[i] == nil || got[i].Header().ID != want[n] {
			t.Errorf("origin %d is of %v", i, got[i])
		}
	}
	for _, i := range []int{1, 2, 4} {
		if got[i] != nil {
			t.Errorf("origin %d is of %v", i, got[i])
		}
	}
}

// An origin is found from the commit on that makes it, one by one and in batches
// beyond what was made room for, and after what was undone.
func TestByOriginsFollowsWrites(t *testing.T) {
	b := newBench(t)
	origin := func(n int) string { return fmt.Sprintf("f:%d", n) }
	found := func(n int) bool {
		t.Helper()
		_, ok, err := b.ByOrigin(t.Context(), model.KindLead, origin(n))
		if err != nil {
			t.Fatal(err)
		}
		return ok
	}
	if found(0) {
		t.Fatal("found in an empty desk")
	}
	b.create(t, model.KindLead, "company=Nord", "origin="+origin(0))
	made := 1
	for _, size := range []int{1, 500, originsMore, 1, originsMore} {
		var edits []Edit
		for range size {
			lead := &model.Lead{Company: "Nord"}
			lead.Origin = origin(made)
			edits = append(edits, Edit{Kind: model.KindLead, Create: true, Record: lead})
			made++
		}
		b.do(t, edits...)
		for _, n := range []int{0, made - size, made - 1} {
			if !found(n) {
				t.Fatalf("origin %d of %d is not found", n, made)
			}
		}
		if found(made) {
			t.Fatalf("origin %d is found before it is there", made)
		}
	}
}
