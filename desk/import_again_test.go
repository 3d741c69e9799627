package desk

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"

	"tradedesk/model"
)

// Every file that others wrote goes into one desk, beside all the others, and a second time
// adds nothing and changes nothing; so it does after the desk was opened anew.
func TestFilesOfOthersAgain(t *testing.T) {
	ctx := context.Background()
	files, err := filepath.Glob(filepath.Join("..", "exchange", "testdata", "*.*"))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	d := openAt(t, dir, "salma")
	bring := func(path string) FileReport {
		t.Helper()
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		report, err := d.Import(ctx, ImportRequest{Name: filepath.Base(path), Size: int64(len(content))}, bytes.NewReader(content), nil)
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		return report
	}
	records := func() (n int) {
		t.Helper()
		for _, kind := range model.Kinds() {
			some, err := d.Count(ctx, Query{Kind: kind})
			if err != nil {
				t.Fatal(err)
			}
			n += some
		}
		return n
	}
	seen := map[string]bool{}
	for _, path := range files {
		if filepath.Ext(path) == ".md" {
			continue
		}
		seen[filepath.Ext(path)] = true
		first := bring(path)
		there := records()
		if again := bring(path); again.Created != 0 || again.Updated != 0 || again.Unchanged == 0 && first.Created > 0 || again.Rejected != first.Rejected {
			t.Errorf("%s again: %+v, at first %+v", path, again, first)
		}
		if n := records(); n != there {
			t.Errorf("%s again: %d records, want %d", path, n, there)
		}
	}
	for _, ending := range []string{".eml", ".mbox", ".xml", ".xlsx", ".vcf", ".ics", ".csv"} {
		if !seen[ending] {
			t.Errorf("no file that ends in %s was read", ending)
		}
	}
	all := records()
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	d = openAt(t, dir, "salma")
	for _, path := range files {
		if filepath.Ext(path) == ".md" {
			continue
		}
		if report := bring(path); report.Created != 0 {
			t.Errorf("%s in a desk that was opened anew: %+v", path, report)
		}
	}
	if n := records(); n != all {
		t.Errorf("%d records, want %d", n, all)
	}
	if report, err := d.Check(ctx, nil); err != nil || !report.OK {
		t.Errorf("%+v, %v", report, err)
	}
}

// An import that was taken back is as if it had not been: read again, the file brings all of it.
// What a person deleted is left so, and told.
func TestFilesAreReadAgainAfterUndo(t *testing.T) {
	ctx := context.Background()
	for _, name := range []string{"leads-100.csv", "John_Doe_GMAIL.vcf", "simple.mbox", "minimal.ics", "eurofxref-hist-sample.csv", "UBL-Quotation-2.1-Example.xml", "Mobile_Catalogue_UBL.xml"} {
		content, err := os.ReadFile(filepath.Join("..", "exchange", "testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		d := openAt(t, t.TempDir(), "salma")
		bring := func() FileReport {
			report, err := d.Import(ctx, ImportRequest{Name: name, Size: int64(len(content))}, bytes.NewReader(content), nil)
			if err != nil {
				t.Fatal(err)
			}
			return report
		}
		first := bring()
		if first.Created == 0 {
			t.Fatalf("%s brings nothing: %+v", name, first)
		}
		if _, err := d.Undo(ctx); err != nil {
			t.Fatal(err)
		}
		if again := bring(); again.Created != first.Created || again.Deleted != 0 {
			t.Errorf("%s after undo: %+v, at first %+v", name, again, first)
		}
		page, err := d.List(ctx, Query{Kind: first.Kind, Limit: 1})
		if err != nil || len(page.Rows) != 1 {
			t.Fatalf("listing: %+v, %v", page, err)
		}
		if _, err := d.Do(ctx, Action{Label: "delete", Edits: []Edit{{Kind: first.Kind, ID: page.Rows[0].ID, Set: model.Set{model.FieldDeleted: []byte("true")}}}}); err != nil {
			t.Fatal(err)
		}
		if third := bring(); third.Created != 0 || third.Deleted != 1 {
			t.Errorf("%s with one deleted: %+v", name, third)
		}
	}
}
