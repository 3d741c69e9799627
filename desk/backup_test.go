package desk

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tradedesk/model"
)

// contractBackup: the copy is a desk with the same records, and what fails leaves
// nothing behind.
func contractBackup(t *testing.T, b bench) {
	ctx := context.Background()
	addLead(t, b.d, "Nord Foods Inc")
	addLead(t, b.other, "Oasis Trading")
	dir := filepath.Join(t.TempDir(), "copy")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, fileName)
	var told []Progress
	report, err := WriteBackup(ctx, b.d, BackupRequest{File: file, Proof: ProofFull}, func(p Progress) { told = append(told, p) })
	if err != nil || report.Records != 2 || report.Bytes == 0 || report.File != file {
		t.Fatalf("%+v, %v", report, err)
	}
	if i := slices.IndexFunc(told, func(p Progress) bool { return p.What == "backup" && p.Bytes == report.Bytes && p.Size == report.Bytes }); i < 0 {
		t.Errorf("progress %+v, want one that tells of all %d bytes", told, report.Bytes)
	}
	if info, err := os.Stat(file); err != nil || info.Mode() != 0o600 || info.Size() != report.Bytes {
		t.Errorf("the copy is %+v, %v", info, err)
	}
	addLead(t, b.other, "Too late for the copy")
	if _, err := WriteBackup(ctx, b.d, BackupRequest{File: file}, nil); !errors.Is(err, ErrConflict) {
		t.Errorf("over a file that is there: %v", err)
	}
	full := errors.New("no room")
	if err := b.d.Backup(ctx, failingWriter{full}, nil); !errors.Is(err, full) {
		t.Errorf("got %v, want %v", err, full)
	}
	copied := openAt(t, dir, "salma")
	if got := companies(t, copied); !slices.Equal(got, []string{"Nord Foods Inc", "Oasis Trading"}) {
		t.Errorf("the copy has %q", got)
	}
	// The copy is open now: it is nothing to be written over.
	if _, err := WriteBackup(ctx, b.d, BackupRequest{File: file, Force: true}, nil); !errors.Is(err, ErrInvalid) {
		t.Errorf("over a desk that is open: %v", err)
	}
	left, err := os.ReadDir(dir)
	if err != nil || slices.ContainsFunc(left, func(e os.DirEntry) bool { return filepath.Ext(e.Name()) == ".tmp" }) {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// contractCompact: the desk goes on with the smaller file, at every seat.
func contractCompact(t *testing.T, b bench) {
	ctx := context.Background()
	if _, err := b.d.Import(ctx, leadsImport("leads.csv"), strings.NewReader(csvOf(3000)), nil); err != nil {
		t.Fatal(err)
	}
	if _, err := b.d.Undo(ctx); err != nil {
		t.Fatal(err)
	}
	var told []Progress
	sizes, err := b.d.Compact(ctx, func(p Progress) { told = append(told, p) })
	if err != nil || sizes.After >= sizes.Before || sizes.After == 0 || len(told) == 0 {
		t.Errorf("%+v, %v, progress %+v", sizes, err, told)
	}
	addLead(t, b.other, "Life goes on")
	if got := companies(t, b.d); !slices.Equal(got, []string{"Life goes on"}) {
		t.Errorf("the desk has %q", got)
	}
	if report, err := b.other.Check(ctx, nil); err != nil || !report.OK {
		t.Errorf("%+v, %v", report, err)
	}
}

// contractRepair: a desk that is sound is the same after it, and goes on.
func contractRepair(t *testing.T, b bench) {
	ctx := context.Background()
	id := addLead(t, b.d, "Nord Foods Inc")
	mustDo(t, b.other, Action{Label: "to Agadir", Edits: []Edit{{Kind: model.KindLead, ID: id, Set: model.Set{"city": quoted("Agadir")}}}})
	report, err := b.d.Repair(ctx, nil)
	if err != nil || report.Records != 1 || report.Lost != 0 || len(report.Problems) != 0 || !strings.HasPrefix(report.Kept, "desk-before-repair-") {
		t.Fatalf("%+v, %v", report, err)
	}
	if done, err := b.other.Undo(ctx); err != nil || done.Label != "to Agadir" {
		t.Errorf("undo after it: %+v, %v", done, err)
	}
	addLead(t, b.other, "Life goes on")
	if got := companies(t, b.d); !slices.Equal(got, []string{"Nord Foods Inc", "Life goes on"}) {
		t.Errorf("the desk has %q", got)
	}
	if history, err := b.d.History(ctx, id, 0); err != nil || len(history) != 3 {
		t.Errorf("history %+v, %v", history, err)
	}
}
