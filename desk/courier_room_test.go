package desk

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tradedesk/internal/diskroom"
	"tradedesk/model"
)

// sizedDisk has the contents of a desk lie on a disk of a size, and gives what tells how
// much of it others take from now on.
func sizedDisk(t *testing.T, d Desk, size int64) (others func(bytes int64)) {
	t.Helper()
	kept := ownerOf(t, d).contents
	var took int64
	kept.room = func(path string) (diskroom.Room, bool) {
		free := size - took
		err := filepath.WalkDir(path, func(_ string, entry os.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			info, err := entry.Info()
			if err == nil {
				free -= info.Size()
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
		return diskroom.Room{Free: free, Size: size}, true
	}
	return func(bytes int64) { took = bytes }
}

// noParts fails when something of a content on its way lies about.
func noParts(t *testing.T, d Desk) {
	t.Helper()
	left, err := filepath.Glob(filepath.Join(ownerOf(t, d).contents.dir, partName+"*"))
	if err != nil || len(left) != 0 {
		t.Errorf("there is left %q, %v", left, err)
	}
}

// twoFiles has one desk send two files, of 7 MB and 1 MB.
func twoFiles(t *testing.T, s *syncServer) (large, small model.Attachment) {
	t.Helper()
	d := openManual(t, t.TempDir())
	defer d.Close()
	s.login(t, d)
	lead := addLead(t, d, "Nord Foods Inc")
	large = attach(t, d, lead, "catalogue.pdf", bytes.Repeat([]byte("large, "), 1<<20))
	small = attach(t, d, lead, "prices.txt", bytes.Repeat([]byte("s"), 1<<20))
	mustSync(t, d)
	return large, small
}

// A colleague's file takes nothing of what records need: it waits, what has room comes, and
// status says why.
func TestFetchedFilesLeaveRoom(t *testing.T) {
	s := newSyncServer(t)
	large, small := twoFiles(t, s)
	d := openManual(t, t.TempDir())
	defer d.Close()
	s.login(t, d)
	others := sizedDisk(t, d, 8<<20)
	for range 5 {
		mustSync(t, d)
	}
	waits := statusOf(t, d).Files
	if len(waits) != 1 || waits[0].Count != 1 || !strings.Contains(waits[0].Error, "too little room") || waits[0].Why.Code != "files.no_room" {
		t.Errorf("%+v waits", waits)
	}
	if _, err := contentOf(d, small.SHA256); err != nil {
		t.Error(err)
	}
	noParts(t, d)
	others(-8 << 20)
	if files := mustSync(t, d).Files; len(files) != 0 {
		t.Errorf("with room again: %+v wait", files)
	}
	if _, err := contentOf(d, large.SHA256); err != nil {
		t.Error(err)
	}
}

// What came of a content is removed when others take the room meanwhile, also what an
// earlier call left.
func TestAPartThatHasNoRoomIsRemoved(t *testing.T) {
	s := newSyncServer(t)
	large, _ := twoFiles(t, s)
	d := openManual(t, t.TempDir())
	defer d.Close()
	s.login(t, d)
	others := sizedDisk(t, d, 100<<20)
	kept := ownerOf(t, d).contents
	if err := kept.prepare(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(kept.dir, partName+large.SHA256), make([]byte, 6<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	others(70 << 20)
	mustSync(t, d)
	noParts(t, d)
	others(0)
	looks, room := 0, kept.room
	kept.room = func(path string) (diskroom.Room, bool) {
		if looks++; looks > 4 {
			others(80 << 20)
		}
		return room(path)
	}
	mustSync(t, d)
	noParts(t, d)
	kept.room = func(path string) (diskroom.Room, bool) { return diskroom.Room{}, false }
	if files := mustSync(t, d).Files; len(files) != 0 {
		t.Errorf("on a disk that does not say: %+v wait", files)
	}
	if check, err := d.Check(context.Background(), nil); err != nil || check.Files != 2 || check.Missing != 0 {
		t.Errorf("%+v, %v", check, err)
	}
}
