package e2e

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// grows says how large the files of the office's server may become.
func (o *office) grows(most uint64) {
	o.t.Helper()
	limit := unix.Rlimit{Cur: most, Max: unix.RLIM_INFINITY}
	if err := unix.Prlimit(o.process.Process.Pid, unix.RLIMIT_FSIZE, &limit, nil); err != nil {
		o.t.Fatalf("bounding the files of the server: %v", err)
	}
}

// A server whose disk is full takes nothing and loses nothing: it gives what it has, desks
// keep what they wrote and say why, and all of it goes out when there is room again.
func TestAServerWithoutRoom(t *testing.T) {
	s := newSeat(t)
	o := newOffice(t, 1)
	at := "http://" + o.line.Address()
	s.login(at, o.codes[0])
	s.must("add", "lead", "company=There before")
	s.must("sync")
	screen := s.open(160, 30)
	screen.WaitFor("online")
	screen.Press("8")
	screen.WaitFor("In step with the server")

	info, err := os.Stat(o.file)
	if err != nil {
		t.Fatal(err)
	}
	for _, room := range []uint64{0, uint64(info.Size())} {
		o.grows(room)
		s.imported(s.file("leads.csv", leadsCSV(3000)))
		s.must("add", "rfq", "title=Written without room")
		s.syncFails(1, "has no room left: tell who runs it; changes wait here until it has")
		if is := s.status(); is.State != "full" || is.Pending == 0 || is.Quarantined != 0 {
			t.Errorf("with room for %d bytes: %+v", room, is)
		}
		screen.WaitFor("The server has no room", "queued")
	}
	// The server gives what it has, to a desk that is there already.
	o.grows(unix.RLIM_INFINITY)
	screen.WaitFor("● online", "In step with the server")
	if is := s.status(); is.Pending != 0 || is.Quarantined != 0 {
		t.Errorf("with room again: %+v", is)
	}
	other := seatOf(t)
	other.login(at, o.codes[1])
	other.must("sync")
	o.grows(0)
	s.must("edit", s.leads()["There before"]["id"].(string), "city=Agadir")
	s.syncFails(1, "has no room left")
	other.must("sync") // what is read needs no room
	o.kill()
	if said := o.said.String(); !strings.Contains(said, `"level":"WARN","msg":"no room"`) {
		t.Errorf("who runs the server is not told why: %s", said)
	}
	o.start()
	screen.WaitFor("● online", "In step with the server")
	other.must("sync")
	for _, kind := range []string{"lead", "rfq"} {
		mine := (&worker{seat: s}).exported(kind)
		if theirs := (&worker{seat: other}).exported(kind); mine != theirs {
			t.Errorf("%d bytes of %s here, %d at the other desk", len(mine), kind, len(theirs))
		}
	}
	if got := other.leads(); len(got) != 3001 || got["There before"]["city"] != "Agadir" {
		t.Errorf("%d leads, %v", len(got), got["There before"])
	}
}

// on has the office's server go on with its file on a small disk.
func (o *office) on(size string) {
	o.t.Helper()
	copied := o.copied("server.copy")
	o.kill()
	o.seat.mounted(filepath.Dir(o.file), 0, "size="+size+",mode=0700")
	copyFile(o.t, copied, o.file)
	o.start()
}

// contents gives the sizes of the files beside the office's file, and of those on their way.
func (o *office) contents() (whole, parts []int64) {
	o.t.Helper()
	err := filepath.WalkDir(o.file+".files", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err == nil && filepath.Base(filepath.Dir(path)) == "partial" {
			parts = append(parts, info.Size())
		} else if err == nil {
			whole = append(whole, info.Size())
		}
		return err
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return whole, parts
}

// An attached file takes none of the room that records need at the server: it waits, those
// for which there is room do not, and nothing of it is left lying about.
func TestAServerWithoutRoomForAFile(t *testing.T) {
	s := newSeat(t)
	o := newOffice(t, 1)
	o.on("8m")
	defer o.kill()
	s.login("http://"+o.line.Address(), o.codes[0])
	lead := strings.TrimSpace(s.must("add", "lead", "company=There before"))
	large, small := s.file("large.bin", strings.Repeat("large", 7<<20/5)), s.file("small.bin", strings.Repeat("small", 1<<20/5))
	const waits = "1 file waits: the server has no room left for them"
	s.must("attach", lead, large)
	if said := s.must("sync"); !strings.Contains(said, waits) {
		t.Errorf("it says %q, want %q in it", said, waits)
	}
	s.must("attach", lead, small)
	s.imported(s.file("leads.csv", leadsCSV(1000)))
	s.must("sync")
	if is := s.status(); is.Pending != 0 || is.State == "full" {
		t.Errorf("records do not go through: %+v", is)
	}
	if said := s.must("status"); !strings.Contains(said, waits) {
		t.Errorf("it says %q, want %q in it", said, waits)
	}
	if whole, parts := o.contents(); len(whole) != 1 || len(parts) != 0 {
		t.Errorf("there are %v, and parts %v", whole, parts)
	}
}

// A colleague's file takes none of the room that the records of a desk need: it waits, and
// `status` and the page of the server say why.
func TestADeskWithoutRoomForAFile(t *testing.T) {
	s := newSeat(t)
	o := newOffice(t, 1)
	at := "http://" + o.line.Address()
	s.login(at, o.codes[0])
	s.must("attach", strings.TrimSpace(s.must("add", "lead", "company=There before")), s.file("large.bin", strings.Repeat("large", 7<<20/5)))
	s.must("sync")

	other := seatOf(t)
	other.mounted(other.data, 0, "size=3m,mode=0700")
	other.login(at, o.codes[1])
	const waits = "1 file waits: the disk of this machine has too little room"
	for range 2 {
		if said := other.must("sync"); !strings.Contains(said, waits) {
			t.Errorf("it says %q, want %q in it", said, waits)
		}
		other.must("add", "lead", "company=Written here")
	}
	if left, err := filepath.Glob(filepath.Join(other.data, "files", "*")); err != nil || len(left) != 0 {
		t.Errorf("on the disk lies %q, %v", left, err)
	}
	screen := other.open(140, 30)
	screen.WaitFor("online")
	screen.Press("8")
	screen.WaitFor("1 file waits", "has too little room")
	screen.Press("q")
	if code := screen.Exit(); code != 0 {
		t.Errorf("it ends with %d", code)
	}
}
