package e2e

import (
	"os"
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
