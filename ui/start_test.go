package ui

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tradedesk/desk"
)

func TestEmptyDeskOffersThreeWays(t *testing.T) {
	fake, sample := newFake(), newFake(someLeads(7)...)
	d := start120(t, fake)
	d.sees("Your desk is empty.", "Open the sample desk", "Import a file", "Connect to a server", "Connect to a server")
	d.exact()
	d.pressed("c")
	d.sees("Log in to a server")
	d.pressed("esc", "s")
	d.sees("no sample desk can be opened here")
	d.m.o.OpenDemo = func(context.Context) (desk.Desk, error) { return nil, errors.New("1 2 3") }
	d.pressed("s")
	d.sees("opening the sample desk: ", "1 2 3")
	d.m.o.OpenDemo = func(context.Context) (desk.Desk, error) { return sample, nil }
	d.fake = sample
	d.pressed("up", "enter")
	d.sees("[1 Inbox 7]", "sample desk · 7")
	d.seesNot("Your desk is empty.")
	if len(d.m.work.Opened()) != 1 {
		t.Error("the sample desk would not be closed")
	}
	d.pressed("y")
	if sample.count("Do") != 1 || fake.count("Do") != 0 {
		t.Error("a decision did not go to the sample desk")
	}
}

// Answers of the desk that was left change nothing.
func TestAnswersOfAnotherDeskAreDropped(t *testing.T) {
	d := start120(t, newFake(someLeads(7)...))
	d.send(countsMsg{of: of(d.m.session - 1), counts: desk.Counts{Inbox: 99}})
	d.seesNot("99")
	d.send(rowsMsg{of: of(d.m.session - 1), page: d.m.page(), err: errors.New("1")})
	d.seesNot("reading the list")
}

func TestImport(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "5.csv")
	if err := os.WriteFile(path, []byte("Ж1\nbad\nЖ2\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	d := start120(t, newFake())
	d.m.o.Dir = dir
	d.pressed("i")
	d.sees("Which file?", "5.csv")
	d.exact()
	d.pressed("esc")
	d.sees("Your desk is empty.")
	d.pressed("down", "enter")
	d.typed("5")
	d.pressed("enter")
	d.sees("Import report", "3  rows read", "2  records added", "1  rows left out", "line 2, column 1", "u takes the whole import back")
	d.exact()
	d.pressed("esc")
	d.sees("[1 Inbox 2]", "Ж1", "Ж2")
	if d.m.reading != nil {
		t.Error("the file is still being read")
	}
	d.pressed("i")
	d.typed(filepath.Join(dir, "6.csv"))
	d.pressed("enter")
	d.sees("Which file?")
}

func TestImportIsStopped(t *testing.T) {
	d := start120(t, newFake(someLeads(2)...))
	path := filepath.Join(t.TempDir(), "5.csv")
	if err := os.WriteFile(path, []byte("Ж1\nЖ2\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := d.m.importFile(path)
	d.sees("Import", "5.csv", "esc stop")
	d.exact()
	d.press("y")
	if d.fake.count("Do") != 0 {
		t.Error("a key went through to the page")
	}
	d.press("esc")
	d.sees("stopping; the rows that are in stay")
	d.run(cmd)
	d.idle()
	d.sees("Stopped before the end; the rows that were in stay.")
}

func TestImportOfAMissingFile(t *testing.T) {
	d := start120(t, newFake(someLeads(2)...))
	d.run(d.m.importFile(filepath.Join(t.TempDir(), "6.csv")))
	d.idle()
	d.sees("✗ importing 6.csv", "there is no such file")
	if strings.Contains(d.screen(), "Import report") {
		t.Error("there is a report of nothing")
	}
}
