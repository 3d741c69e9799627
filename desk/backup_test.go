package desk

import (
	"archive/tar"
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
	offer := strings.Repeat("offer ", 200_000)
	a, err := b.d.PutFile(ctx, "offer.txt", strings.NewReader(offer))
	if err != nil {
		t.Fatal(err)
	}
	files := model.Set{"company": quoted("Nord Foods Inc"), "files": quotedFiles(a)}
	mustDo(t, b.d, Action{Edits: []Edit{{Kind: model.KindLead, Create: true, Set: files}}})
	addLead(t, b.other, "Oasis Trading")
	dir := filepath.Join(t.TempDir(), "copy")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "copy.tar")
	var told []Progress
	report, err := WriteBackup(ctx, b.d, BackupRequest{File: file, Proof: ProofFull}, func(p Progress) { told = append(told, p) })
	if err != nil || report.Records != 2 || report.Files != 1 || report.Bytes == 0 || report.File != file {
		t.Fatalf("%+v, %v", report, err)
	}
	if i := slices.IndexFunc(told, func(p Progress) bool { return p.What == "backup" && p.Bytes == report.Bytes && p.Size == report.Bytes }); i < 0 {
		t.Errorf("progress %+v, want one that tells of all %d bytes", told, report.Bytes)
	}
	if info, err := os.Stat(file); err != nil || info.Mode() != 0o600 || info.Size() != report.Bytes {
		t.Errorf("the copy is %+v, %v", info, err)
	}
	for path, mode := range map[string]os.FileMode{fileName: 0o600, filepath.Join(contentDir, a.SHA256[:2], a.SHA256[2:]): 0o600} {
		if h, err := memberOf(file, filepath.ToSlash(path)); err != nil || h.FileInfo().Mode() != mode {
			t.Errorf("in it %s is %+v, %v", path, h, err)
		}
	}
	addLead(t, b.other, "Too late for the copy")
	if _, err := WriteBackup(ctx, b.d, BackupRequest{File: file}, nil); !errors.Is(err, ErrConflict) {
		t.Errorf("over a file that is there: %v", err)
	}
	full := errors.New("no room")
	if err := b.d.Backup(ctx, failingWriter{full}, nil); !errors.Is(err, full) {
		t.Errorf("got %v, want %v", err, full)
	}
	restored, err := RestoreBackup(ctx, Options{Dir: filepath.Join(dir, "new")}, file, nil)
	if err != nil || restored.Records != 2 || restored.Files != 1 || restored.Missing != 0 {
		t.Fatalf("%+v, %v", restored, err)
	}
	copied := openAt(t, filepath.Join(dir, "new"), "salma")
	if got := companies(t, copied); !slices.Equal(got, []string{"Nord Foods Inc", "Oasis Trading"}) {
		t.Errorf("the copy has %q", got)
	}
	if got, err := readContent(t, copied, a.SHA256); err != nil || got != offer {
		t.Errorf("the copy's file has %d bytes and %v, want %d", len(got), err, len(offer))
	}
	// The copy is open now: it is nothing to be written over.
	if _, err := WriteBackup(ctx, b.d, BackupRequest{File: filepath.Join(dir, "new", fileName), Force: true}, nil); !errors.Is(err, ErrInvalid) {
		t.Errorf("over a desk that is open: %v", err)
	}
	left, err := os.ReadDir(dir)
	if err != nil || slices.ContainsFunc(left, func(e os.DirEntry) bool { return filepath.Ext(e.Name()) == ".tmp" }) {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// memberOf gives the header of one member of a backup.
func memberOf(file, name string) (*tar.Header, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // only read
	for r := tar.NewReader(f); ; {
		if h, err := r.Next(); err != nil || h.Name == name {
			return h, err
		}
	}
}

// contractCompact: the desk goes on with the smaller file, at every seat.
func contractCompact(t *testing.T, b bench) {
	ctx := context.Background()
	if _, err := b.d.Import(ctx, leadsImport("leads.csv"), strings.NewReader(csvOf(1000)), nil); err != nil {
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
