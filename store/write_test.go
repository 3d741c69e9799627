package store

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"tradedesk/model"
	"tradedesk/model/value"
)

func TestCreateFillsIn(t *testing.T) {
	b := newBench(t)
	lead := b.lead(t, b.create(t, model.KindLead, "company=Nord Foods Inc"))
	if lead.Stage != model.LeadNew || lead.ReceivedAt != value.At(b.clock.at) || lead.UpdatedBy != "amina" || lead.CreatedAt != lead.ReceivedAt {
		t.Errorf("a new lead is %s", model.EncodeJSON(lead))
	}
	message := b.get(t, b.create(t, model.KindMessage, "thread="+lead.ID.String(), "direction=in")).(*model.Message)
	if message.At != value.At(b.clock.at) {
		t.Errorf("a new message is of %s", message.At)
	}
	changes, err := b.History(context.Background(), lead.ID, 0)
	if err != nil || len(changes) != 1 || string(changes[0].Set["stage"]) != `"new"` || changes[0].By != "amina" {
		t.Errorf("history: %+v, %v", changes, err)
	}
}

func TestRefusals(t *testing.T) {
	b := newBench(t)
	lead := b.create(t, model.KindLead, "company=Nord Foods Inc")
	before := b.lead(t, lead)
	for name, tt := range map[string]struct {
		edit Edit
		want error
		says string
	}{
		"stage not allowed": {Edit{Kind: model.KindLead, ID: lead, Set: set(t, model.KindLead, "stage=won")}, ErrInvalid, "new cannot become won"},
		"no reason":         {Edit{Kind: model.KindLead, ID: lead, Set: set(t, model.KindLead, "stage=junk")}, ErrInvalid, "reason"},
		"value":             {Edit{Kind: model.KindLead, ID: lead, Set: model.Set{"quantity": quote("many")}}, ErrInvalid, "quantity"},
		"nothing left":      {Edit{Kind: model.KindLead, ID: lead, Set: model.Set{"company": nil}}, ErrInvalid, "company"},
		"not there":         {Edit{Kind: model.KindLead, ID: id(t, numbered(1)), Set: set(t, model.KindLead, "company=x")}, ErrNotFound, ""},
		"another kind":      {Edit{Kind: model.KindTask, ID: lead, Set: set(t, model.KindTask, "title=x")}, ErrNotFound, ""},
		"already there":     {Edit{Kind: model.KindLead, ID: lead, Create: true, Set: set(t, model.KindLead, "company=x")}, ErrConflict, "already"},
		"empty lead":        {Edit{Kind: model.KindLead, Create: true, Set: model.Set{}}, ErrInvalid, "company"},
		"no kind":           {Edit{Create: true, Set: model.Set{}}, ErrInvalid, "kind"},
		"kind too long":     {Edit{Kind: model.Kind(strings.Repeat("k", 300)), Create: true}, ErrInvalid, "kind"},
	} {
		t.Run(name, func(t *testing.T) {
			// The first edit is fine, and must not stay when the second is refused.
			edits := []Edit{{Kind: model.KindLead, ID: lead, Set: set(t, model.KindLead, "owner=amina")}, tt.edit}
			_, _, err := b.Do(context.Background(), Action{Label: "try", Edits: edits})
			if !errors.Is(err, tt.want) || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("error %v, want %v that says %q", err, tt.want, tt.says)
			}
			if after := b.lead(t, lead); after.UpdatedAt != before.UpdatedAt {
				t.Errorf("half of a refused action stayed: %s", model.EncodeJSON(after))
			}
		})
	}
}

func TestStageErrorIsKept(t *testing.T) {
	b := newBench(t)
	lead := b.create(t, model.KindLead, "company=Nord")
	_, _, err := b.Do(context.Background(), Action{Edits: []Edit{{Kind: model.KindLead, ID: lead, Set: set(t, model.KindLead, "stage=won")}}})
	var refused *model.StageError
	if !errors.As(err, &refused) || !slices.Contains(refused.Allowed, model.LeadQualified) {
		t.Errorf("error %v carries no stage error", err)
	}
	b.do(t, Edit{Kind: model.KindLead, ID: lead, Set: set(t, model.KindLead, "stage=won"), Force: true})
	b.do(t, Edit{Kind: model.KindLead, ID: lead, Set: set(t, model.KindLead, "stage=lost"), Force: true})
	b.edit(t, model.KindLead, lead, "stage=contacted", "reason=they wrote again")
}

func TestOldFaultsDoNotBlock(t *testing.T) {
	b := newBench(t)
	lead := b.create(t, model.KindLead, "company=Nord", "contact=Ada")
	b.edit(t, model.KindLead, lead, "company=null")
	b.edit(t, model.KindLead, lead, "owner=amina")
	if got := b.lead(t, lead).Owner; got != "amina" {
		t.Errorf("owner %q", got)
	}
}

func TestSeen(t *testing.T) {
	b := newBench(t)
	lead := b.create(t, model.KindLead, "company=Nord", "quantity=5", "unit=KGM")
	seen := b.lead(t, lead).UpdatedAt
	// The clock stands still: the order of changes must be known all the same.
	b.edit(t, model.KindLead, lead, "owner=youssef")
	try := func(words ...string) error {
		_, _, err := b.Do(context.Background(), Action{Edits: []Edit{
			{Kind: model.KindLead, ID: lead, Set: set(t, model.KindLead, words...), Seen: seen},
		}})
		return err
	}
	if err := try("owner=amina"); !errors.Is(err, ErrConflict) {
		t.Errorf("overwriting an unseen owner: %v", err)
	}
	if err := try("city=Agadir"); err != nil {
		t.Errorf("another field: %v", err)
	}
	b.edit(t, model.KindLead, lead, "unit=TNE")
	if err := try("quantity=6"); !errors.Is(err, ErrConflict) {
		t.Errorf("a quantity whose unit was changed: %v", err)
	}
}

func TestSameActionTwice(t *testing.T) {
	b := newBench(t)
	ctx := context.Background()
	action := Action{ID: b.ids.New(), Label: "add", Edits: []Edit{{Kind: model.KindLead, Create: true, Set: set(t, model.KindLead, "company=Nord")}}}
	first, news, err := b.Do(ctx, action)
	if err != nil || len(news.Records) != 1 || news.Label != "add" || news.By != "amina" {
		t.Fatalf("%+v, %+v, %v", first, news, err)
	}
	again, _, err := b.Do(ctx, action)
	if err != nil || again.Changed != 1 || again.Records[0].Header().ID != first.Records[0].Header().ID {
		t.Errorf("again: %+v, %v", again, err)
	}
	nothing := Action{ID: b.ids.New(), Edits: []Edit{{Kind: model.KindLead, ID: first.Records[0].Header().ID, Set: set(t, model.KindLead, "company=Nord")}}}
	for range 2 {
		if done, _, err := b.Do(ctx, nothing); err != nil || done.Changed != 0 {
			t.Errorf("an action that changes nothing: %+v, %v", done, err)
		}
	}
	if counts, err := b.Counts(ctx); err != nil || counts.Pending != 1 || counts.Kinds[model.KindLead] != 1 {
		t.Errorf("counts %+v, %v", counts, err)
	}
}

func TestReplyGoesOut(t *testing.T) {
	b := newBench(t)
	lead := b.create(t, model.KindLead, "company=Nord")
	b.create(t, model.KindMessage, "thread="+lead.String(), "direction=in", "body=hello")
	if got := b.lead(t, lead); got.Stage != model.LeadNew || !got.RepliedAt.IsZero() {
		t.Fatalf("after a message in: %s", model.EncodeJSON(got))
	}
	b.clock.pass(time.Hour)
	b.create(t, model.KindMessage, "thread="+lead.String(), "direction=out", "body=welcome")
	replied := value.At(b.clock.at)
	if got := b.lead(t, lead); got.Stage != model.LeadContacted || got.RepliedAt != replied {
		t.Errorf("after a reply: %s", model.EncodeJSON(got))
	}
	b.clock.pass(time.Hour)
	b.create(t, model.KindMessage, "thread="+lead.String(), "direction=out", "body=still there?")
	if got := b.lead(t, lead); got.RepliedAt != replied {
		t.Errorf("the first reply counts, not %s", got.RepliedAt)
	}
	for range 2 {
		if _, _, err := b.Undo(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	if got := b.lead(t, lead); got.Stage != model.LeadNew || !got.RepliedAt.IsZero() {
		t.Errorf("after undo: %s", model.EncodeJSON(got))
	}
}

func TestUnknownKindsAreKept(t *testing.T) {
	b := newBench(t)
	shipment := b.create(t, "shipment", `weight=[1,{"a":"b"}]`)
	if got := string(model.EncodeJSON(b.get(t, shipment))); !strings.Contains(got, `"weight":[1,{"a":"b"}]`) {
		t.Errorf("kept %s", got)
	}
	page, err := b.List(context.Background(), Query{Kind: "shipment"})
	if err != nil || len(page.Rows) != 1 || page.Total != 1 {
		t.Errorf("listed %+v, %v", page, err)
	}
	if _, err := b.List(context.Background(), Query{Kind: "shipment", Where: []Cond{{"weight", OpEqual, "1"}}}); !errors.Is(err, ErrInvalid) {
		t.Errorf("a condition on what is not known: %v", err)
	}
}

func TestClockNeverGoesBack(t *testing.T) {
	now := time.UnixMilli(1_700_000_000_000)
	first := nextClock(0, now)
	if first>>16 != 1_700_000_000_000 {
		t.Errorf("clock %x", first)
	}
	if next := nextClock(first, now.Add(-time.Hour)); next != first+1 {
		t.Errorf("after the wall clock went back: %x, want %x", next, first+1)
	}
	if next := nextClock(first, now.Add(time.Millisecond)); next != first+1<<16 {
		t.Errorf("a millisecond later: %x", next)
	}
}

func TestAuthors(t *testing.T) {
	b := newBench(t)
	done, news, err := b.As("youssef").Do(context.Background(), Action{Edits: []Edit{
		{Kind: model.KindLead, Create: true, Set: set(t, model.KindLead, "company=Nord")},
	}})
	if err != nil || done.Records[0].Header().UpdatedBy != "youssef" || news.By != "youssef" {
		t.Errorf("%+v, %+v, %v", done, news, err)
	}
}
