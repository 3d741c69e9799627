package blobdir

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"strings"
	"testing"

	"tradedesk/internal/diskroom"
	"tradedesk/model"
	"tradedesk/sync/server/storage"
)

// disk is a disk of a size, of which the directory and others take.
type disk struct {
	t    *testing.T
	root string
	size int64
	took int64         // by others
	take func(d *disk) // called at each look
}

func (d *disk) look(path string) (diskroom.Room, bool) {
	if info, err := os.Stat(path); err != nil || !info.IsDir() {
		d.t.Errorf("it asks for the room at %s, which is no directory: %v", path, err) // Windows knows none of a file
	}
	if d.take != nil {
		d.take(d)
	}
	used, err := sizeOf(d.root)
	if err != nil {
		d.t.Error(err)
	}
	return diskroom.Room{Free: d.size - used - d.took, Size: d.size}, true
}

func (d *disk) dir() *Dir {
	d.root = d.t.TempDir()
	dir := New(d.root, 1<<40)
	dir.LeaveRoom(d.look)
	return dir
}

func sum(content []byte) string {
	h := sha256.Sum256(content)
	return hex.EncodeToString(h[:])
}

// A content that would take what is kept for records is refused before anything of it is
// kept, and one that fits is taken.
func TestContentsLeaveRoom(t *testing.T) {
	d := (&disk{t: t, size: 4 << 20}).dir()
	large, small := bytes.Repeat([]byte("a"), 3<<20+1), bytes.Repeat([]byte("b"), 3<<20)
	have, err := d.Write(t.Context(), model.ID{1}, sum(large), 0, int64(len(large)), bytes.NewReader(large))
	if !errors.Is(err, storage.ErrFull) || have != (Have{}) {
		t.Errorf("%+v, %v", have, err)
	}
	if _, err := os.Stat(d.partial(model.ID{1}, sum(large))); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("what was refused is left behind: %v", err)
	}
	if have, err := d.Write(t.Context(), model.ID{1}, sum(small), 0, int64(len(small)), bytes.NewReader(small)); err != nil || !have.Whole {
		t.Errorf("%+v, %v", have, err)
	}
	const empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
	if have, err := d.Write(t.Context(), model.ID{1}, empty, 0, 0, strings.NewReader("")); err != nil || !have.Whole {
		t.Errorf("what takes no room: %+v, %v", have, err)
	}
}

// When others fill the disk meanwhile, what came is given back to them: the desk begins
// anew when there is room.
func TestAPartGivesItsRoomBack(t *testing.T) {
	looks := 0
	held := &disk{t: t, size: 100 << 20}
	held.take = func(d *disk) {
		if looks++; looks == 3 {
			d.took = 75 << 20
		}
	}
	d := held.dir()
	content := bytes.Repeat([]byte("a"), 5<<20)
	first, size := content[:1<<20], int64(len(content))
	if have, err := d.Write(t.Context(), model.ID{1}, sum(content), 0, size, bytes.NewReader(first)); err != nil || have.Size != 1<<20 {
		t.Fatalf("%+v, %v", have, err)
	}
	if used, err := d.count(model.ID{1}); err != nil || used != 1<<20 {
		t.Errorf("%d bytes are counted, %v", used, err)
	}
	have, err := d.Write(t.Context(), model.ID{1}, sum(content), 1<<20, size, bytes.NewReader(content[1<<20:]))
	if !errors.Is(err, storage.ErrFull) || have != (Have{}) {
		t.Errorf("%+v, %v", have, err)
	}
	if there, err := d.Have(t.Context(), model.ID{1}, sum(content)); err != nil || there != (Have{}) {
		t.Errorf("there is %+v, %v", there, err)
	}
	if used, err := d.count(model.ID{1}); err != nil || used != 0 {
		t.Errorf("%d bytes are counted, %v", used, err)
	}
	held.took = 0
	if have, err := d.Write(t.Context(), model.ID{1}, sum(content), 0, size, bytes.NewReader(content)); err != nil || !have.Whole {
		t.Errorf("with room again: %+v, %v", have, err)
	}
}
