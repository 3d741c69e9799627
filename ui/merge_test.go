package ui

import (
	"errors"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/duplicate"
	"tradedesk/model/value"
)

// twins are two pairs of suppliers, and one of leads in two scripts.
func twins() []model.Record {
	a, b := nordFoods(), nordFoods()
	b.ID, b.Name, b.Phone, b.City, b.Tags, b.UpdatedAt = idOf(951), "Nord Foods Ltd", "+15145550101", "", []string{"fair"}, value.At(testNow)
	c := &model.Supplier{Head: model.Head{ID: idOf(952)}, Name: "Atlas Argan SARL", Email: "salma@atlas.ma", City: "Agadir", Country: "MA"}
	d := &model.Supplier{Head: model.Head{ID: idOf(953)}, Name: "Atlas Argan", Website: "https://www.atlas.ma", Country: "MA"}
	e := &model.Lead{Head: model.Head{ID: idOf(954)}, Company: "مؤسسة الخليج للأغذية", Email: "info@gulf.example", Message: "سلام", Stage: model.LeadNew}
	f := &model.Lead{Head: model.Head{ID: idOf(955)}, Company: "Gulf Foods Est", Email: "info@gulf.example", Message: "hello\nagain", Stage: model.LeadNew}
	return []model.Record{a, b, c, d, e, f}
}

func supplierOf(t *testing.T, fake *fakeDesk, n int) *model.Supplier {
	t.Helper()
	r, err := fake.Get(t.Context(), idOf(n))
	if err != nil {
		t.Fatal(err)
	}
	return r.(*model.Supplier)
}

func TestReviewOfDuplicates(t *testing.T) {
	fake := newFake(twins()...)
	d := start120(t, fake)
	d.pressed("3", "D")
	d.sees("Duplicates · Suppliers", "2 pairs", "≈ certain", "Nord Foods Inc", "Nord Foods Ltd", "same e-mail marie@nordfoods.example", "≈ likely")
	d.pressed("enter")
	d.sees("Merge · certain: same e-mail", "1  Nord Foods Inc", "2  Nord Foods Ltd", "goes on", "moves with it: 12 messages, 2 RFQs")

	// The newer name stands; the first is taken back by its key, and the cursor goes on.
	d.sees("becomes", "Nord Foods Ltd")
	d.pressed("1")
	d.pressed("up")
	d.sees("becomes      Nord Foods Inc")
	d.pressed("M")
	d.sees("Nord Foods Ltd is merged into Nord Foods Inc", "Merge · likely: same domain atlas.ma")
	winner, loser := supplierOf(t, fake, 950), supplierOf(t, fake, 951)
	if winner.Name != "Nord Foods Inc" || winner.Phone != "+15145550101" || winner.City != "Montréal" || len(winner.Tags) != 1 {
		t.Errorf("it became %s", model.EncodeJSON(winner))
	}
	if into, ok := duplicate.Survivor(loser); !ok || into != winner.ID {
		t.Errorf("the other became %s", model.EncodeJSON(loser))
	}

	// The next pair came by itself; these two are told apart.
	d.pressed("x")
	d.sees("They are not the same", "0 pairs", "No two of these look the same")
	if told := supplierOf(t, fake, 952); len(told.Distinct) != 1 || told.Distinct[0] != idOf(953) {
		t.Errorf("told apart, it is %s", model.EncodeJSON(told))
	}
	d.pressed("u", "u")
	d.sees("2 pairs")
	if loser := supplierOf(t, fake, 951); loser.Deleted {
		t.Error("undo did not bring the merged record back")
	}
	d.pressed("M")
	d.sees("Nord Foods Ltd is merged into Nord Foods Inc", "1 pair")
	d.pressed("tab", "tab")
	d.sees("Duplicates · Leads", "1 pair")
}

func TestMergeFieldByField(t *testing.T) {
	fake := newFake(twins()...)
	d := start120(t, fake)
	d.pressed("D", "enter")
	d.sees("مؤسسة الخليج للأغذية", "Gulf Foods Est")
	d.exact()
	// A text of one line cannot be both, a long one is.
	d.pressed("3")
	d.sees("Company holds one value")
	d.pressed("2")
	d.sees("E-mail", "=")
	d.pressed("end", "up")
	for !strings.Contains(d.screen(), "سلام hello again") {
		d.pressed("up")
	}
	d.pressed("2")
	d.pressed("up")
	d.sees("becomes      hello again")
	// Written by hand.
	d.pressed("home", "e")
	d.send(tea.KeyPressMsg{Code: 'u', Mod: tea.ModCtrl})
	d.typed("Gulf Foods")
	d.pressed("ctrl+s")
	d.sees("becomes      Gulf Foods", "✎")
	// The other one goes on.
	d.pressed("s")
	d.sees("1  Gulf Foods Est", "2  مؤسسة الخليج للأغذية", "✎")
	d.pressed("M")
	r, err := fake.Get(t.Context(), idOf(955))
	if err != nil {
		t.Fatal(err)
	}
	lead := r.(*model.Lead)
	if lead.Company != "Gulf Foods" || lead.Deleted || lead.Message != "hello\nagain" {
		t.Errorf("it became %s", model.EncodeJSON(lead))
	}
}

func TestMergeFromARecord(t *testing.T) {
	fake := newFake(twins()...)
	d := start120(t, fake)
	// Two that were selected.
	d.pressed("3", "space", "down", "space", "M")
	d.sees("Merge", "goes on")
	d.pressed("esc")
	d.pressed("esc", "3")
	d.pressed("space", "M")
	d.sees("two are merged at a time")
	d.pressed("4", "M")
	d.sees("only leads, suppliers and contacts")
}

func TestAMergeThatIsRefusedStaysOpen(t *testing.T) {
	fake := newFake(twins()...)
	d := start120(t, fake)
	d.pressed("3", "D", "enter")
	fake.fail = errors.New("1 2 3")
	d.pressed("M")
	d.sees("! ", "1 2 3", "goes on")
	fake.fail = nil
	d.pressed("M")
	d.sees("is merged into")
}

func TestReviewAfterAnImport(t *testing.T) {
	records := twins()
	fake := newFake(records...)
	d := start120(t, fake)
	report := desk.FileReport{Read: 1, Created: 1, Duplicates: 1, Alike: []desk.Alike{{
		ID: idOf(951), Other: idOf(950), Kind: model.KindSupplier, Title: "Nord Foods Ltd", Name: "Nord Foods Inc",
		Level: duplicate.Certain, Code: duplicate.SameEmail, Shared: "marie@nordfoods.example",
	}}}
	d.m.push(d.m.newReport("firms.csv", report, nil))
	d.sees("likely there already", "D review")
	d.pressed("D")
	d.sees("1 pair · what the file brought", "Nord Foods Ltd", "same e-mail marie@nordfoods.example")
	d.pressed("enter", "M")
	d.sees("Nord Foods Ltd is merged into Nord Foods Inc", "0 pairs")
	d.pressed("esc")
	d.m.push(d.m.newReport("firms.csv", desk.FileReport{Read: 1, Created: 1}, nil))
	d.pressed("D")
	d.sees("nothing here may be the same")
}
