package desk

import (
	"os"
	"testing"

	"tradedesk/internal/diskroom"
)

// On a disk that is full before anybody could tell, what came is removed, and the content is
// not fetched in vain again and again.
func TestAContentThatFillsTheDisk(t *testing.T) {
	s := newSyncServer(t)
	large, _ := twoFiles(t, s)
	d := openManual(t, t.TempDir())
	defer d.Close()
	kept := ownerOf(t, d).contents
	if err := os.MkdirAll(kept.dir, 0o700); err != nil {
		t.Fatal(err)
	}
	mounted(t, kept.dir, "3m")
	kept.room = func(string) (diskroom.Room, bool) { return diskroom.Room{}, false }
	s.login(t, d)
	for range 8 {
		mustSync(t, d)
		noParts(t, d)
	}
	waits := statusOf(t, d).Files
	if len(waits) != 1 || waits[0].Count != 1 || waits[0].Why.Code != "files.no_room" {
		t.Errorf("%+v waits", waits)
	}
	if e := ownerOf(t, d).courier.list.Wait[large.SHA256]; e.Tries != freeTries {
		t.Errorf("it was fetched in vain %d times, want %d", e.Tries, freeTries)
	}
}
