package ui

import (
	"context"
	"strings"
	"testing"

	"tradedesk/desk"
	"tradedesk/model"
)

// A field that points to a record offers what the search finds, the letters marked.
func TestReferencesAreFoundAsOneTypes(t *testing.T) {
	d := rfqDesk(t, 120, 36)
	d.fake.records[3].(*model.RFQ).Invited = nil
	d.pressed("4", "p")
	d.typed("argania")
	d.sees("▌ Argania  MA")
	if !strings.Contains(d.m.content(), d.m.theme.Found.Apply("Argania")) {
		t.Errorf("the letters are not marked:\n%q", d.m.content())
	}
	d.pressed("tab")
	d.sees("Argania")
	d.seesNot("▌ Argania  MA")
}

// The buyer of an RFQ is a company, so those of leads are offered; another one may be
// typed.
func TestBuyersAreOffered(t *testing.T) {
	var asked []desk.SearchQuery
	fake := newFake(threadRecords()...)
	fake.finds = func(_ context.Context, q desk.SearchQuery) (desk.SearchResult, error) {
		asked = append(asked, q)
		hit := hitOf(1, "Nord", 0, 1)
		twice := hitOf(20, "Nord", 0, 1)
		var r desk.SearchResult
		r.Hits = []desk.Hit{hit, twice, hitOf(21, "Nordic Foods", 0, 1)}
		return r, nil
	}
	d := startAt(t, fake, 120, 36, "en")
	d.pressed("4", "c")
	for range 20 {
		if f := d.m.top().(*formOverlay); f.form.Focused() == "buyer" {
			break
		}
		d.pressed("tab")
	}
	d.typed("No")
	d.sees("Lines           Nord  ", "Currency        Nordic Foods  ")
	if n := strings.Count(d.screen(), "      Nord  "); n != 1 {
		t.Errorf("one company is offered %d times:\n%s", n, d.screen())
	}
	if q := asked[len(asked)-1]; q.Kind != model.KindLead || q.Text != "no" || q.Session == "" || q.Budget == 0 {
		t.Errorf("asked %+v", q)
	}
	d.pressed("down", "down", "enter")
	d.sees("Nordic Foods")
}

// What is typed into a field of several kinds is asked of all of them, and no quotation
// mark takes the kinds in.
func TestSeveralKindsAreAskedTogether(t *testing.T) {
	q := refQuestion{kinds: "supplier,lead", text: `atlas "oils`}.search("s")
	if q.Text != "atlas  oils kind:supplier,lead" || q.Kind != "" {
		t.Errorf("asked %+v", q)
	}
	if q := (refQuestion{kinds: "supplier", text: `"atlas`}).search("s"); q.Text != `"atlas` || q.Kind != model.KindSupplier {
		t.Errorf("asked %+v", q)
	}
}
