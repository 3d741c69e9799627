package desk

import (
	"context"
	"reflect"
	"testing"

	"tradedesk/model"
)

// contractDrafts: what one seat was typing the other can go on with, and an
// action that makes it good takes it away in the same step.
func contractDrafts(t *testing.T, b bench) {
	ctx := context.Background()
	ids := model.NewIDs(fixedNow, nil)
	half := Draft{ID: ids.New(), Place: "form", Kind: model.KindLead, Title: "New lead", Focus: 1, Cursor: 7,
		Shown: []string{"company", "quantity"}, Base: model.Set{"stage": quoted("new")},
		Fields: []DraftField{{Name: "company", Text: "شركة الأطلس"}, {Name: "quantity", Text: "5oo kg "}}}
	other := Draft{ID: ids.New(), Place: "fair", Title: "Fair", Fields: []DraftField{{Name: "line", Text: "salma"}}}
	for _, d := range []Draft{half, other} {
		if err := b.d.PutDraft(ctx, d); err != nil {
			t.Fatal(err)
		}
	}
	half.Fields[1].Text, half.Cursor = "5oo kg a", 8
	if err := b.other.PutDraft(ctx, half); err != nil {
		t.Fatal(err)
	}
	drafts, err := b.d.Drafts(ctx)
	if err != nil || len(drafts) != 2 {
		t.Fatalf("%+v and %v, want two drafts", drafts, err)
	}
	for _, d := range drafts {
		d.At = 0
		if d.ID == half.ID && !reflect.DeepEqual(d, half) {
			t.Errorf("got %+v, want %+v", d, half)
		}
	}
	if counts, err := b.d.Counts(ctx); err != nil || counts.Pending != 0 {
		t.Errorf("drafts wait to be sent: %+v and %v", counts, err)
	}
	// What is refused keeps the draft, what is done takes it.
	if _, err := b.d.Do(ctx, Action{Draft: half.ID, Edits: []Edit{{Kind: "lead", Create: true, Set: model.Set{"email": quoted("no")}}}}); err == nil {
		t.Error("a wrong address was taken")
	}
	if drafts, err = b.other.Drafts(ctx); err != nil || len(drafts) != 2 {
		t.Errorf("after a refusal: %+v and %v", drafts, err)
	}
	mustDo(t, b.d, Action{Draft: half.ID, Edits: []Edit{newLead("شركة الأطلس")}})
	if err := b.d.DropDraft(ctx, other.ID); err != nil {
		t.Fatal(err)
	}
	if err := b.d.DropDraft(ctx, other.ID); err != nil {
		t.Errorf("dropping twice: %v", err)
	}
	if drafts, err = b.other.Drafts(ctx); err != nil || len(drafts) != 0 {
		t.Errorf("%+v and %v, want none", drafts, err)
	}
	if report, err := b.d.Check(ctx, nil); err != nil || !report.OK {
		t.Errorf("check: %+v and %v", report, err)
	}
}
