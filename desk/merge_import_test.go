package desk

import (
	"context"
	"strings"
	"testing"

	"tradedesk/model"
	"tradedesk/model/duplicate"
	"tradedesk/model/value"
)

func importText(t *testing.T, d Desk, name, text string) FileReport {
	t.Helper()
	report, err := d.Import(context.Background(), ImportRequest{Name: name, Kind: model.KindSupplier}, strings.NewReader(text), nil)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func suppliers(t *testing.T, d Desk) []*model.Supplier {
	t.Helper()
	var all []*model.Supplier
	err := d.Records(context.Background(), Query{Kind: model.KindSupplier}, func(r model.Record) error {
		all = append(all, r.(*model.Supplier))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

const (
	twoFirms = "Supplier ID,Name,Email,Phone,City,Tags\n" +
		"S-000001,Atlas Argan SARL,salma@atlas.ma,,Agadir,argan\n" +
		"S-000002,Atlas Argan,Salma@atlas.ma,+212661234567,,organic\n"
	twoFirmsLater = "Supplier ID,Name,Email,Phone,City,Tags\n" +
		"S-000001,Atlas Argan SARL,salma@atlas.ma,,Agadir,argan\n" +
		"S-000002,Atlas Argan,Salma@atlas.ma,+212669999999,,fair\n"
)

// A file that is imported again after its records were merged neither doubles nor
// brings back nor changes anything, and what it says anew goes to the record that
// goes on.
func TestImportAgainAfterAMerge(t *testing.T) {
	d := openAt(t, t.TempDir(), "salma")
	first := importText(t, d, "firms.csv", twoFirms)
	if first.Created != 2 || first.Duplicates != 1 || len(first.Alike) != 1 {
		t.Fatalf("the first import: %+v", first)
	}
	firms := suppliers(t, d)
	if a := first.Alike[0]; a.ID != firms[1].ID || a.Other != firms[0].ID || a.Level != duplicate.Certain || a.Title != "Atlas Argan" || a.Why != "same e-mail salma@atlas.ma" {
		t.Errorf("what may have been there: %+v", a)
	}
	third := mustDo(t, d, Action{Edits: []Edit{{Kind: model.KindSupplier, Create: true, Set: model.Set{"name": quoted("Atlas Group")}}}}).Records[0].Header().ID
	for _, m := range []MergeRequest{
		{Into: firms[0].ID, From: []model.ID{firms[1].ID}, Choice: map[string]duplicate.Take{"name": {From: firms[0].ID}}},
		{Into: third, From: []model.ID{firms[0].ID}, Choice: map[string]duplicate.Take{"name": {From: third}}},
	} {
		if _, err := d.Merge(context.Background(), m); err != nil {
			t.Fatal(err)
		}
	}
	before := model.EncodeJSON(suppliers(t, d)[0])
	again := importText(t, d, "firms.csv", twoFirms)
	if again.Created != 0 || again.Updated != 0 || again.Unchanged != 2 || again.Duplicates != 0 {
		t.Errorf("the same file again: %+v", again)
	}
	if all := suppliers(t, d); len(all) != 1 || string(model.EncodeJSON(all[0])) != string(before) {
		t.Errorf("after it there are %d, the first %s", len(all), model.EncodeJSON(all[0]))
	}

	later := importText(t, d, "firms.csv", twoFirmsLater)
	if later.Created != 0 || later.Updated != 1 || later.Unchanged != 1 {
		t.Errorf("the file with something new: %+v", later)
	}
	all := suppliers(t, d)
	if s := all[0]; len(all) != 1 || s.Name != "Atlas Group" || s.Phone != "+212669999999" || len(s.OtherPhones) != 1 ||
		s.OtherPhones[0] != value.Phone("+212661234567") || strings.Join(s.Tags, " ") != "argan organic fair" {
		t.Errorf("after it there are %d, the first %s", len(all), model.EncodeJSON(s))
	}
	if twice := importText(t, d, "firms.csv", twoFirmsLater); twice.Updated != 0 || twice.Unchanged != 2 {
		t.Errorf("and again: %+v", twice)
	}
}

// The row of the record that goes on does not take back what the merge took from
// the other, and what it says anew is taken.
func TestImportAgainOfTheRecordThatGoesOn(t *testing.T) {
	d := openAt(t, t.TempDir(), "salma")
	importText(t, d, "firms.csv", twoFirms)
	firms := suppliers(t, d)
	if _, err := d.Merge(context.Background(), MergeRequest{
		Into: firms[0].ID, From: []model.ID{firms[1].ID},
		Choice: map[string]duplicate.Take{"name": {From: firms[1].ID}, "city": {Value: quoted("Tiznit")}},
	}); err != nil {
		t.Fatal(err)
	}
	again := importText(t, d, "firms.csv", twoFirms)
	if s := suppliers(t, d)[0]; again.Unchanged != 2 || s.Name != "Atlas Argan" || s.City != "Tiznit" {
		t.Errorf("%+v; it is %s", again, model.EncodeJSON(s))
	}
	moved := strings.Replace(twoFirms, "Agadir", "Essaouira", 1)
	later := importText(t, d, "firms.csv", moved)
	if s := suppliers(t, d)[0]; later.Updated != 1 || s.Name != "Atlas Argan" || s.City != "Essaouira" {
		t.Errorf("%+v; it is %s", later, model.EncodeJSON(s))
	}
}

// An export brings its merged records along, and reading it at the same desk
// leaves all of them as they are.
func TestExportAndImportOfMergedRecords(t *testing.T) {
	d := openAt(t, t.TempDir(), "salma")
	importText(t, d, "firms.csv", twoFirms)
	firms := suppliers(t, d)
	mustDo(t, d, Action{Edits: []Edit{{Kind: model.KindMessage, Create: true, Set: model.Set{
		"thread": quoted(firms[1].ID.String()), "direction": quoted("in"), "body": quoted("bonjour"),
	}}}})
	export := func(kind model.Kind) string {
		var out strings.Builder
		if err := d.Export(context.Background(), ExportRequest{Format: "ndjson", Query: Query{Kind: kind, Deleted: true}}, &out); err != nil {
			t.Fatal(err)
		}
		return out.String()
	}
	oldMessages := export(model.KindMessage)
	if _, err := d.Merge(context.Background(), MergeRequest{Into: firms[0].ID, From: []model.ID{firms[1].ID}}); err != nil {
		t.Fatal(err)
	}
	file := export(model.KindSupplier)
	if report := importText(t, d, "firms.ndjson", file); report.Unchanged != 2 || report.Created+report.Updated+report.Rejected != 0 {
		t.Errorf("at the same desk: %+v", report)
	}
	// What was exported before the merge still points to the merged record.
	importText(t, d, "messages.ndjson", oldMessages)
	detail, err := d.Detail(context.Background(), firms[0].ID)
	if err != nil || len(detail.Thread) != 1 {
		t.Errorf("an old export moved the thread back: %v, %v", detail.Thread, err)
	}
	history, err := d.History(context.Background(), detail.Thread[0].Header().ID, 0)
	if err != nil || len(history) != 2 {
		t.Errorf("reading it left %d changes, %v", len(history), err)
	}

	other := openAt(t, t.TempDir(), "youssef")
	importText(t, other, "firms.ndjson", file)
	r, err := other.Get(context.Background(), firms[1].ID)
	if err != nil {
		t.Fatal(err)
	}
	if into, ok := duplicate.Survivor(r); !ok || into != firms[0].ID || len(suppliers(t, other)) != 1 {
		t.Errorf("at another desk it is %s", model.EncodeJSON(r))
	}
}
