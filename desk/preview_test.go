package desk

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"tradedesk/model"
)

// doubled is a file that creates, updates, leaves, rejects and doubles.
const doubled = "Company,Email,Phone,City,Quantity\n" +
	"Nord Foods,a@nord.fi,,Oslo,500\n" + // there, changed
	"Sud SARL,b@sud.ma,,,\n" + // there, the same
	"West Ltd,c@west.example,,,lots\n" + // rejected
	"Nord Foods Oy,a@nord.fi,,,\n" + // like the first
	"Ost AG,d@ost.example,+212612345678,,\n" +
	"Ost Import,e@ost.example,+212612345678,,\n" + // like the one before
	"Ost AG,d@ost.example,,Fes,\n" // the same again, more known

func contractDryRun(t *testing.T, b bench) {
	ctx := context.Background()
	if _, err := b.d.Import(ctx, leadsImport("a.csv"), strings.NewReader("Company,Email,City\nNord Foods,a@nord.fi,Bergen\nSud SARL,b@sud.ma,\n"), nil); err != nil {
		t.Fatal(err)
	}
	req := leadsImport("b.csv")
	req.DryRun = true
	dry, err := b.d.Import(ctx, req, strings.NewReader(doubled), nil)
	if err != nil || !dry.DryRun {
		t.Fatalf("%+v, %v", dry, err)
	}
	counts, err := b.other.Counts(ctx)
	if err != nil || counts.Kinds[model.KindLead] != 2 {
		t.Errorf("a dry run wrote: %+v, %v", counts, err)
	}
	first := dry.Changes[0]
	if first.Action != "update" || first.Line != 2 || first.Title != "Nord Foods" || !reflect.DeepEqual(first.Fields[0], FieldChange{Field: "city", Old: "Bergen", New: "Oslo"}) {
		t.Errorf("changes %+v", dry.Changes)
	}
	really, err := b.d.Import(ctx, leadsImport("b.csv"), strings.NewReader(doubled), nil)
	if err != nil {
		t.Fatal(err)
	}
	if really.Duplicates != 2 || really.Rejected != 1 {
		t.Errorf("really %+v", really)
	}
	// Records that were not made have no ids to be named by.
	dry.DryRun, dry.Changes, really.Alike = false, nil, nil
	if !reflect.DeepEqual(dry, really) {
		t.Errorf("dry run %+v\nreally  %+v", dry, really)
	}
}

func contractPreview(t *testing.T, b bench) {
	ctx := context.Background()
	look := func(req ImportRequest) ImportPreview {
		t.Helper()
		preview, err := b.d.Preview(ctx, req, strings.NewReader("Alpha;Beta\nNord;1.250\nSud;7\n"))
		if err != nil {
			t.Fatal(err)
		}
		return preview
	}
	preview := look(ImportRequest{Name: "a.csv", Kind: model.KindLead})
	if preview.Sure || len(preview.Columns) != 2 || preview.Columns[1].Samples[0] != "1.250" || preview.Records[0].Error == nil {
		t.Errorf("preview %+v", preview)
	}
	mapping, err := EditMapping(preview.Map, "Alpha", "", "company")
	if err == nil {
		mapping, err = EditMapping(mapping, "Beta", "", "quantity")
	}
	if err == nil {
		mapping, err = EditMapping(mapping, "", "decimal", ",")
	}
	if err != nil {
		t.Fatal(err)
	}
	changed := look(ImportRequest{Name: "a.csv", Map: mapping})
	if changed.Records[0].Error != nil || !reflect.DeepEqual(changed.Records[0].Fields[1], NamedText{Name: "quantity", Text: "1250"}) {
		t.Errorf("preview %+v", changed)
	}
	if err := SaveMapping(ctx, b.d, SavedMapping{Name: "Greek", Signature: changed.Signature, Map: changed.Map}); err != nil {
		t.Fatal(err)
	}
	saved, err := Mappings(ctx, b.other)
	if err != nil || len(saved) != 1 || saved[0].Name != "Greek" {
		t.Errorf("saved %+v, %v", saved, err)
	}
	report, err := b.d.Import(ctx, ImportRequest{Name: "c.csv"}, strings.NewReader("Alpha;Beta\nNord;1.250\nSud;7\n"), nil)
	if err != nil || report.Created != 2 || report.Preset != "Greek" {
		t.Errorf("%+v, %v", report, err)
	}
	if err := ForgetMapping(ctx, b.other, "Greek"); err != nil {
		t.Error(err)
	}
	if err := ForgetMapping(ctx, b.d, "Greek"); !errors.Is(err, ErrNotFound) {
		t.Errorf("got %v, want ErrNotFound", err)
	}
	if err := SaveMapping(ctx, b.d, SavedMapping{Name: "x", Signature: "y", Map: "nonsense"}); !errors.Is(err, ErrInvalid) {
		t.Errorf("got %v, want ErrInvalid", err)
	}
}

// A dry run leaves every byte of the file as it was.
func TestDryRunLeavesTheFile(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	d, err := Open(ctx, Options{Dir: dir, Me: "salma", Now: fixedNow})
	if err != nil {
		t.Fatal(err)
	}
	defer closed(t, d)
	if _, err := d.Import(ctx, leadsImport("a.csv"), strings.NewReader(doubled), nil); err != nil {
		t.Fatal(err)
	}
	read := func() string {
		t.Helper()
		names, err := filepath.Glob(filepath.Join(dir, "*.db"))
		if err != nil || len(names) != 1 {
			t.Fatalf("files %q, %v", names, err)
		}
		data, err := os.ReadFile(names[0])
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	before := read()
	req := leadsImport("b.csv")
	req.DryRun = true
	report, err := d.Import(ctx, req, strings.NewReader(csvOf(3000)), nil)
	if err != nil || report.Created != 3000 {
		t.Fatalf("%+v, %v", report, err)
	}
	if read() != before {
		t.Error("the file is another one")
	}
}
