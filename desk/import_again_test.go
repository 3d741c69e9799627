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
