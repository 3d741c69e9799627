package desk

import (
	"context"
	"encoding/json"
	"errors"
	"testing"

	"tradedesk/model"
	"tradedesk/model/duplicate"
)

func contractMerge(t *testing.T, b bench) {
	ctx := context.Background()
	into, from := addLead(t, b.d, "Nord Foods Inc"), addLead(t, b.other, "Nord Foods Ltd")
	note := mustDo(t, b.other, Action{Edits: []Edit{{Kind: model.KindMessage, Create: true, Set: model.Set{
		"thread": quoted(from.String()), "direction": quoted("note"), "body": quoted("سلام"),
	}}}}).Records[0].Header().ID
	mustDo(t, b.d, Action{Edits: []Edit{{Kind: model.KindLead, ID: from, Set: model.Set{"email": quoted("a@nord.example")}}}})

	m := MergeRequest{Action: model.ID{7}, Into: into, From: []model.ID{from}, Choice: map[string]duplicate.Take{
		"company": {From: into}, "city": {Value: json.RawMessage(`"Montréal"`)},
	}}
	plan, err := b.d.PlanMerge(ctx, m)
	if err != nil || len(plan.From) != 1 || len(plan.Moves) != 1 || plan.Moves[0] != (Moves{Kind: model.KindMessage, Count: 1}) {
		t.Fatalf("the plan: %+v, %v", plan, err)
	}
	after := plan.After.(*model.Lead)
	if after.Company != "Nord Foods Inc" || after.City != "Montréal" || after.Email != "a@nord.example" {
		t.Errorf("it would be %s", model.EncodeJSON(after))
	}
	done, err := b.d.Merge(ctx, m)
	if err != nil || done.Action != m.Action || done.Changed != 3 {
		t.Fatalf("merging: %+v, %v", done, err)
	}
	if again, err := b.other.Merge(ctx, m); err != nil || again.Changed != done.Changed {
		t.Errorf("the same again: %+v, %v", again, err)
	}
	for _, d := range []Desk{b.d, b.other} {
		winner, err := d.Get(ctx, into)
		if err != nil || string(model.EncodeJSON(winner)) == string(model.EncodeJSON(plan.Into)) || len(model.Diff(plan.After, winner)) > 0 {
			t.Errorf("%s sees %s, %v, planned was %s", d.Me(), model.EncodeJSON(winner), err, model.EncodeJSON(plan.After))
		}
		loser, err := d.Get(ctx, from)
		if to, ok := duplicate.Survivor(loser); err != nil || !ok || to != into {
			t.Errorf("%s sees %s, %v", d.Me(), model.EncodeJSON(loser), err)
		}
		detail, err := d.Detail(ctx, into)
		if err != nil || len(detail.Thread) != 1 || detail.Thread[0].Header().ID != note {
			t.Errorf("%s sees the thread %v, %v", d.Me(), detail.Thread, err)
		}
		if found, err := d.Search(ctx, SearchQuery{Text: "nord foods"}); err != nil || len(lettered(found)) != 1 {
			t.Errorf("%s finds %+v, %v", d.Me(), found, err)
		}
	}
	if history, err := b.d.History(ctx, into, 1); err != nil || history[0].By != b.d.Me() {
		t.Errorf("the merge is by %+v, %v", history, err)
	}
	if undone, err := b.other.Undo(ctx); err != nil || undone.Action != m.Action {
		t.Fatalf("undo: %+v, %v", undone, err)
	}
	detail, err := b.d.Detail(ctx, from)
	if err != nil || detail.Record.Header().Deleted || len(detail.Thread) != 1 || len(model.Diff(plan.From[0], detail.Record)) > 0 {
		t.Errorf("after undo: %s, %v", asJSON(t, wrapDetail(detail)), err)
	}
}

// contractMergeBase: what another desk wrote into a record after it was compared is
// neither lost nor written over by the merge.
func contractMergeBase(t *testing.T, b bench) {
	ctx := context.Background()
	s := newSyncServer(t)
	if err := b.d.SetSyncMode(ctx, SyncManual); err != nil {
		t.Fatal(err)
	}
	s.login(t, b.d)
	far := s.colleague(t, "far")
	into, from := addLead(t, b.d, "Nord Foods Inc"), addLead(t, b.d, "Nord Foods Ltd")
	edit(t, b.d, from, model.Set{"city": quoted("Agadir")})
	mustSync(t, b.d)
	mustSync(t, far)
	m := MergeRequest{Into: into, From: []model.ID{from}, Choice: map[string]duplicate.Take{"city": {From: from}}}
	plan, err := b.other.PlanMerge(ctx, m)
	if err != nil {
		t.Fatal(err)
	}
	edit(t, far, into, model.Set{"city": quoted("Tanger"), "phone": quoted("+15145550101")})
	edit(t, far, from, model.Set{"message": quoted("call me")})
	mustSync(t, far)
	mustSync(t, b.d)
	m.Base = &plan.Base
	if _, err := b.d.Merge(ctx, m); err != nil {
		t.Fatal(err)
	}
	mustSync(t, b.d)
	mustSync(t, far)
	for _, d := range []Desk{b.d, b.other, far} {
		is := leadOf(t, d, into)
		if is.Phone != "+15145550101" {
			t.Errorf("%s has lost the phone that came in: %s", d.Me(), model.EncodeJSON(is))
		}
		conflicts, err := d.ConflictsOf(ctx, into)
		if err != nil || len(conflicts) != 1 || conflicts[0].Field != "city" || len(conflicts[0].Values) != 2 {
			t.Errorf("%s has %s and %v, want both cities", d.Me(), asJSON(t, conflicts), err)
		}
		if conflicts, err := d.ConflictsOf(ctx, from); err != nil || len(conflicts) == 0 {
			t.Errorf("%s: the record that was written into and merged away has %s and %v", d.Me(), asJSON(t, conflicts), err)
		}
	}
}

func contractMergeRefused(t *testing.T, b bench) {
	ctx := context.Background()
	lead := addLead(t, b.d, "Nord Foods Inc")
	for name, test := range map[string]struct {
		m    MergeRequest
		want error
	}{
		"itself":    {MergeRequest{Into: lead, From: []model.ID{lead}}, ErrInvalid},
		"nothing":   {MergeRequest{Into: lead}, ErrInvalid},
		"not there": {MergeRequest{Into: lead, From: []model.ID{{9}}}, ErrNotFound},
	} {
		if _, err := b.d.Merge(ctx, test.m); !errors.Is(err, test.want) {
			t.Errorf("merging with %s: %v", name, err)
		}
		if _, err := b.d.PlanMerge(ctx, test.m); !errors.Is(err, test.want) {
			t.Errorf("planning to merge with %s: %v", name, err)
		}
	}
	if _, err := b.d.DuplicatePairs(ctx, PairQuery{Kind: model.KindTask}); !errors.Is(err, ErrInvalid) {
		t.Errorf("pairs of tasks: %v", err)
	}
}
