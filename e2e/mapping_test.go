//go:build unix

package e2e

import (
	"os"
	"path/filepath"
	"testing"
)

// A file that nobody knows: its columns are given a meaning, tried, saved and
// read; the next of its kind goes in by itself, and all of it comes out again as
// a workbook that changes nothing when it is read back.
func TestMapTrySaveImportExport(t *testing.T) {
	s := newSeat(t)
	const columns = "Betrieb;Menge;Erhalten\n"
	s.file("may.csv", "Liste de mai;;\n"+columns+"Nord Foods;1.250;3/4/2026\nSud SARL;2.500;4/5/2026\n")
	s.file("june.csv", columns+"Ost AG;3.000;1/6/2026\n")

	term := s.open(120, 36)
	term.WaitFor("Your desk is empty")
	term.Press("i")
	term.WaitFor("may.csv")
	term.Press("may", "enter")
	term.WaitFor("What the columns mean", "names in line 2", "could be 1250 or 1.250")
	term.Press("enter")
	term.WaitFor("What is Betrieb?")
	term.Press("comp", "enter")
	term.WaitFor("Company")
	term.Press("d")
	term.WaitFor("decimals .")
	term.Press("d")
	term.WaitFor("decimals ,", "Company: Nord Foods · Quantity: 1250")
	term.Press("down", "down", "enter")
	term.WaitFor("What is Erhalten?")
	term.Press("recei", "enter")
	term.WaitFor("Received", "could be 3 April or 4 March")
	term.Press("o")
	term.WaitFor("dates dmy", "Received: 2026-04-03")

	term.Press("w")
	term.WaitFor("Nothing was written", "2  records added")
	escape(term, "Nothing was written")
	if leads := s.leads(); len(leads) != 0 {
		t.Errorf("trying wrote %v", leads)
	}
	term.Press("s")
	term.WaitFor("Save this mapping as", "> may")
	term.Press("enter")
	term.WaitFor("Import report", "2  records added", "m columns")
	escape(term, "Import report")

	term.Press("i")
	term.WaitFor("june.csv")
	term.Press("june", "enter")
	term.WaitFor("Import report", "csv · may", "1  records added")
	escape(term, "Import report")
	for company, quantity := range map[string]string{"Nord Foods": "1250", "Sud SARL": "2500", "Ost AG": "3000"} {
		if got := s.leads()[company]["quantity"]; got != quantity {
			t.Errorf("%s wants %v, want %s", company, got, quantity)
		}
	}

	term.Press("W")
	term.WaitFor("Excel workbook")
	term.Press("x")
	term.WaitFor("To which file?", ".xlsx")
	term.Press("enter")
	term.WaitFor("written")
	term.Press("q")
	if code := term.Exit(); code != 0 {
		t.Fatalf("exit code %d", code)
	}
	names, err := filepath.Glob(filepath.Join(s.home, "leads-*.xlsx"))
	if err != nil || len(names) != 1 {
		t.Fatalf("files %q, %v", names, err)
	}
	if info, err := os.Stat(names[0]); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	if created, updated, rejected := s.imported(names[0]); created+updated+rejected != 0 {
		t.Errorf("reading it back: %d created, %d updated, %d rejected", created, updated, rejected)
	}
	s.must("mappings", "--forget", "may")
}
