package desk

import (
	"context"
	"errors"
	"slices"
	"testing"

	"tradedesk/model"
	"tradedesk/model/invitation"
	"tradedesk/model/match"
	"tradedesk/model/value"
)

// contractInvite goes from a ranking to answers, each step at another seat.
func contractInvite(t *testing.T, b bench) {
	ctx := context.Background()
	ids := model.NewIDs(fixedNow, nil)
	now := fixedNow()
	add := func(r model.Record) model.ID {
		id := ids.New()
		mustDo(t, b.d, Action{Label: "add", Edits: []Edit{{Kind: r.Kind(), ID: id, Create: true, Set: model.Fields(r)}}})
		return id
	}
	good := add(&model.Supplier{Name: "Tifawin", HS: []value.HS{"151590"}, Email: "export@tifawin.example"})
	half := add(&model.Supplier{Name: "Argania", HS: []value.HS{"151530"}})
	add(&model.Supplier{Name: "Clementina", HS: []value.HS{"080521"}})
	rfq := add(&model.RFQ{Title: "argan", Stage: model.RFQDraft, Lines: []model.Line{{Product: "argan oil", HS: "151590", Quantity: "500", Unit: "KGM"}}})

	for _, d := range []Desk{b.d, b.other} {
		_, got, err := Match(ctx, d, rfq, now, match.Options{})
		if err != nil || len(got.Ranked) != 2 || got.Ranked[0].Supplier.ID != good || got.Ranked[1].Supplier.ID != half || got.Elsewhere != 1 {
			t.Fatalf("%s ranks %+v, %v", d.Me(), got, err)
		}
	}
	plan, err := PlanInvite(ctx, b.other, InviteRequest{RFQ: rfq, Suppliers: []model.ID{good, half, good}, Now: now, IDs: ids})
	if err != nil || len(plan.Messages) != 2 || plan.Stage != model.RFQOpen || len(plan.Already) != 0 {
		t.Fatalf("plans %+v, %v", plan, err)
	}
	action := Action{ID: ids.New(), Label: "invite", Edits: plan.Edits}
	if first, again := mustDo(t, b.other, action), mustDo(t, b.d, action); first.Changed != again.Changed || first.Changed != 4 {
		t.Errorf("inviting changes %d, again %d", first.Changed, again.Changed)
	}
	if r := getAs[*model.RFQ](t, b.d, rfq); r.Stage != model.RFQOpen || len(r.Invited) != 2 {
		t.Errorf("the RFQ is %s, invited %v", r.Stage, r.Invited)
	}
	if again, err := PlanInvite(ctx, b.d, InviteRequest{RFQ: rfq, Suppliers: []model.ID{good}, Now: now, IDs: ids}); err != nil || !slices.Equal(again.Already, []model.ID{good}) || len(again.Edits) != 0 {
		t.Errorf("asked before: %+v, %v", again, err)
	}
	add(&model.Message{Thread: rfq, Direction: model.DirectionIn, From: "Fatima <export@tifawin.example>", At: value.At(now.Add(5 * 3600e9)), Body: "soon"})
	thread, err := ReadInvitations(ctx, b.other, rfq, now.Add(80*3600e9))
	if err != nil {
		t.Fatal(err)
	}
	standings := invitation.Standings(thread)
	if len(standings) != 2 || standings[0].State != invitation.Answered || standings[1].State != invitation.Late {
		t.Errorf("they stand %+v", standings)
	}
	record, err := RecordOf(ctx, b.other, thread.Suppliers[good], now)
	if err != nil || record.Asked != 1 || record.Answered != 1 || record.Median != 5*3600e9 {
		t.Errorf("Tifawin answers %+v, %v", record, err)
	}

	later := now.Add(80 * 3600e9)
	plan, err = PlanRemind(ctx, b.d, InviteRequest{RFQ: rfq, Now: later, IDs: ids})
	if err != nil || len(plan.Messages) != 1 || plan.Whom[0].ID != half || len(plan.Edits) != 2 || plan.Edits[1].Create {
		t.Fatalf("reminds %+v, %v", plan, err)
	}
	mustDo(t, b.d, Action{Label: "remind", Edits: plan.Edits})
	if _, err := PlanRemind(ctx, b.other, InviteRequest{RFQ: rfq, Now: later, IDs: ids}); !errors.Is(err, ErrNobodyWaits) {
		t.Errorf("again: %v", err)
	}
	if _, err := PlanRemind(ctx, b.other, InviteRequest{RFQ: rfq, Suppliers: []model.ID{good}, Now: later, IDs: ids}); !errors.Is(err, ErrInvalid) {
		t.Errorf("who answered: %v", err)
	}
	plan, err = PlanWithdraw(ctx, b.d, InviteRequest{RFQ: rfq, Suppliers: []model.ID{half}, Now: later, IDs: ids})
	if err != nil {
		t.Fatal(err)
	}
	mustDo(t, b.d, Action{Label: "withdraw", Edits: plan.Edits})
	if thread, err = ReadInvitations(ctx, b.other, rfq, later); err != nil || len(invitation.Standings(thread)) != 1 {
		t.Errorf("withdrawn: %+v, %v", invitation.Standings(thread), err)
	}
	mustDo(t, b.d, Action{Label: "cancel", Edits: []Edit{{Kind: model.KindRFQ, ID: rfq, Set: model.Set{"stage": []byte(`"cancelled"`), "reason": []byte(`"off"`)}}}})
	if _, err := PlanInvite(ctx, b.other, InviteRequest{RFQ: rfq, Suppliers: []model.ID{half}, Now: later, IDs: ids}); !errors.Is(err, ErrNotAsking) {
		t.Errorf("cancelled: %v", err)
	}
}
