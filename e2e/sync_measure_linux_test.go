package e2e

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

var (
	idleFor  = flag.Duration("measure.idle", 0, "how long a desk and its server are left alone to see what they use; 0: not at all")
	arrivals = flag.Int("measure.arrivals", 0, "how many changes of one desk are timed until they are on another's screen")
)

// TestIdleUse measures what a desk in a terminal and the server that it is connected to use
// while nothing happens.
//
//	go test ./e2e -run IdleUse -measure.idle 60s -v
func TestIdleUse(t *testing.T) {
	if *idleFor == 0 {
		t.Skip("measures only when it is told for how long")
	}
	o, w := measured(t)
	for range 3 {
		desk, server := coreTime(t, w.screen.PID()), coreTime(t, o.process.Process.Pid)
		time.Sleep(*idleFor)
		t.Logf("in %v the desk used %v of a core, the server %v", *idleFor, coreTime(t, w.screen.PID())-desk, coreTime(t, o.process.Process.Pid)-server)
	}
}

// measured gives a server and a desk that is open and in step with it.
func measured(t *testing.T) (*office, *worker) {
	t.Helper()
	o := newOffice(t, 1)
	p := &play{t: t, office: o, added: map[string]string{}}
	w := p.desk("one", "contact", o.codes[0])
	for i := range 3 {
		w.seat.must("add", "lead", fmt.Sprint("company=Firm ", i))
	}
	w.sit()
	w.screen.WaitFor("● online", "Firm 2")
	w.screen.WaitGone("queued")
	return o, w
}

// coreTime gives what a process has used of cores, to a tick of 10 ms (proc(5)).
func coreTime(t *testing.T, pid int) time.Duration {
	t.Helper()
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		t.Fatal(err)
	}
	fields := strings.Fields(string(raw[strings.LastIndexByte(string(raw), ')')+1:]))
	sum := 0
	for _, field := range fields[11:13] { // utime and stime
		n, err := strconv.Atoi(field)
		if err != nil {
			t.Fatalf("reading what process %d used: %v", pid, err)
		}
		sum += n
	}
	return time.Duration(sum) * 10 * time.Millisecond
}

// TestArrivals measures how long it takes from a change at one desk until it is on the
// screen of another, over the loopback.
//
//	go test ./e2e -run Arrivals -measure.arrivals 50 -v
func TestArrivals(t *testing.T) {
	if *arrivals == 0 {
		t.Skip("measures only when it is told how often")
	}
	o, w := measured(t)
	p := &play{t: t, office: o, added: map[string]string{}}
	other := p.desk("two", "contact", o.codes[1])
	other.seat.must("sync")
	id := ""
	for i, lead := range w.seat.leads() {
		if i == "Firm 2" {
			id = lead["id"].(string)
		}
	}
	other.sit()
	other.screen.WaitFor("● online", "Firm 2")
	var took []time.Duration
	for i := range *arrivals {
		name := fmt.Sprintf("Nord %03d", i)
		began := time.Now() // the start of the command counts, too
		w.seat.must("edit", id, "company="+name)
		other.screen.WaitFor(name)
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	t.Logf("%d changes: median %v, worst %v", len(took), took[len(took)/2], took[len(took)-1])
}
