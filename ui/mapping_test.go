package ui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func unsureFile(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "5.csv")
	if err := os.WriteFile(path, []byte("a,b\nЖ1,7\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// Columns that do not say what they mean are shown before the file is read.
func TestMapping(t *testing.T) {
	d := start120(t, newFake())
	path := unsureFile(t)
	d.run(d.m.lookAt(path))
	d.idle()
	d.sees("What the columns mean", "5.csv · Lead", "keep as it is", "a1", "b1", "! line 3", "Quantity: 7", "enter meaning")
	d.exact()
	d.seesNot("Import report")
	d.pressed("enter")
	d.sees("What is a?")
	d.typed("comp")
	d.sees("Company")
	d.seesNot("Contact")
	d.exact()
	d.pressed("enter")
	d.sees("line 2  Company: a1")
	d.pressed("down", "x")
	d.sees("leave out")
	d.pressed("s")
	d.sees("Save this mapping as")
	d.pressed("esc")
	d.pressed("i")
	d.sees("Import report", "m columns")
	d.pressed("m")
	d.sees("What the columns mean")
	d.pressed("esc")
	d.seesNot("What the columns mean")
}

func TestMappingOnSmallScreens(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {44, 12}, {200, 50}} {
		d := startAt(t, newFake(), size[0], size[1], "en")
		d.run(d.m.lookAt(unsureFile(t)))
		d.idle()
		d.exact()
		d.pressed("enter")
		d.exact()
	}
}

func TestWhatAnImportWouldChange(t *testing.T) {
	d := start120(t, newFake())
	d.run(d.m.lookAt(unsureFile(t)))
	d.idle()
	d.pressed("w")
	d.sees("Import report", "Nothing was written")
	d.seesNot("u takes the whole import back")
	d.pressed("esc")
	d.sees("What the columns mean")
}

func TestExport(t *testing.T) {
	dir := t.TempDir()
	d := start120(t, newFake(someLeads(7)...))
	d.m.o.Dir = dir
	d.pressed("W")
	d.sees("Write", "Excel workbook", "vCard")
	d.exact()
	d.pressed("c")
	d.sees("To which file?", "leads-")
	d.exact()
	d.pressed("enter")
	d.sees("✓", "written")
	names, err := filepath.Glob(filepath.Join(dir, "leads-*.csv"))
	if err != nil || len(names) != 1 {
		t.Fatalf("files %q, %v", names, err)
	}
	info, err := os.Stat(names[0])
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	// What is there is not replaced unasked.
	if err := os.WriteFile(names[0], []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	d.pressed("W", "c", "enter")
	d.sees("is there already", "replace it", "another name")
	d.exact()
	d.pressed("esc")
	if data, err := os.ReadFile(names[0]); err != nil || string(data) != "mine" {
		t.Errorf("the file is %q, %v", data, err)
	}
	d.pressed("W", "c", "enter", "r")
	if data, err := os.ReadFile(names[0]); err != nil || !strings.HasPrefix(string(data), "exported") {
		t.Errorf("the file is %q, %v", data, err)
	}
	left, err := filepath.Glob(filepath.Join(dir, ".tradedesk*"))
	if err != nil || len(left) != 0 {
		t.Errorf("left behind: %q, %v", left, err)
	}
}
