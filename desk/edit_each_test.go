package desk

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"tradedesk/model"
)

// contractEditEach: what is refused is named and keeps nothing else from it, and
// one undo takes back what several calls did.
func contractEditEach(t *testing.T, b bench) {
	ctx := context.Background()
	var leads []model.ID
	for n := range 10 {
		leads = append(leads, addLead(t, b.d, fmt.Sprintf("Firm %d", n)))
	}
	set := func(id model.ID, field, v string) Edit {
		return Edit{Kind: model.KindLead, ID: id, Set: model.Set{field: quoted(v)}}
	}
	cities := func() string {
		var all []string
		err := b.other.Records(ctx, Query{Kind: model.KindLead}, func(r model.Record) error {
			all = append(all, r.(*model.Lead).City)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return strings.Join(all, ",")
	}
	missing := model.ID{6: 0x70, 8: 0x80, 15: 9}
	first := EachAction{ID: model.NewIDs(fixedNow, nil).New(), Label: "move", Edits: []Edit{
		set(leads[0], "city", "Oslo"), set(leads[1], "stage", "won"), set(leads[2], "city", "Oslo"), set(missing, "city", "Oslo"), set(leads[3], "company", "Firm 3"),
	}}
	tried := first
	tried.Try = true
	for _, a := range []EachAction{tried, first} {
		report, err := b.d.EditEach(ctx, a)
		if err != nil || report.Changed != 2 || report.Unchanged != 1 || len(report.Refused) != 2 {
			t.Fatalf("try %t: %+v, %v", a.Try, report, err)
		}
		if no := report.Refused; no[0].Index != 1 || !strings.Contains(no[0].Reason, "cannot become won") || no[1].Index != 3 || !strings.Contains(no[1].Reason, "not found") {
			t.Errorf("try %t: refused %+v", a.Try, no)
		}
		if got, want := cities(), map[bool]string{true: ",,,,,,,,,", false: "Oslo,,Oslo,,,,,,,"}[a.Try]; got != want {
			t.Errorf("try %t: the cities are %s, want %s", a.Try, got, want)
		}
	}
	again, err := b.other.EditEach(ctx, first)
	if err != nil || again.Changed != 0 || again.Unchanged != 3 {
		t.Errorf("the same again: %+v, %v", again, err)
	}
	first.Edits = []Edit{set(leads[9], "city", "Bergen")}
	if report, err := b.d.EditEach(ctx, first); err != nil || report.Changed != 1 || cities() != "Oslo,,Oslo,,,,,,,Bergen" {
		t.Errorf("more of the same action: %+v, %v, %s", report, err, cities())
	}
	if done, err := b.d.Undo(ctx); err != nil || done.Label != "move" || done.Changed != 3 || cities() != ",,,,,,,,," {
		t.Errorf("undo: %+v, %v, %s", done, err, cities())
	}
}
