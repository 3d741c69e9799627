//go:build unix

package e2e

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"tradedesk/e2e/terminal"
)

// A fair day: so many contacts, of which every tenth was there before.
const (
	fairContacts = 200
	fairDoubles  = 10
)

// fairLineOf is what an agent types for the nth contact. A double has the number of
// an earlier one and another spelling.
func fairLineOf(n int) string {
	names := []string{"salma benali", "youssef amrani", "fatima idrissi", "سلمى بنعلي", "jean dupont"}
	if n%fairDoubles == fairDoubles-1 {
		return fmt.Sprintf("again %s 06%08d", names[(n+1)%len(names)], 10_000_000+n-3)
	}
	return fmt.Sprintf("%s coop stand%s agadir argan %dkg 06%08d", names[n%len(names)], letters(n), 100+n, 10_000_000+n)
}

// letters writes a number in letters, so that it is no number of the line.
func letters(n int) string {
	return string([]rune{rune('a' + n/26%26), rune('a' + n%26), 'x'})
}

// captured is what the program says of a line that is in the desk.
type captured struct {
	ID         string
	Understood string
	Duplicates []struct{ Title, Level string }
}

// The agent's lines go in through a pipe; the power goes at random, and what was
// not acknowledged is sent again.
func TestFairDayThroughAPipe(t *testing.T) {
	s := newSeat(t)
	random := rand.New(rand.NewPCG(7, 11))
	acknowledged := map[int]captured{}
	resent := map[int]bool{}
	kills := 0
	for next := 0; next < fairContacts; {
		until := next + 3 + random.IntN(12)
		got := s.captureUntilKilled(next, min(until, fairContacts), random)
		if len(got) < min(until, fairContacts)-next {
			kills++
			resent[next+len(got)] = true
		}
		for i, c := range got {
			acknowledged[next+i] = c
		}
		next += len(got)
		s.checked()
	}
	t.Logf("%d contacts with %d kills", fairContacts, kills)
	if kills == 0 {
		t.Error("nothing was killed")
	}

	leads := s.leadsByID()
	copies := map[any]int{}
	for _, lead := range leads {
		custom, _ := lead["custom"].(map[string]any)
		copies[custom["captured"]]++
	}
	for n, c := range acknowledged {
		lead, there := leads[c.ID]
		if !there {
			t.Errorf("contact %d was acknowledged and is not there", n)
			continue
		}
		if custom, _ := lead["custom"].(map[string]any); custom["captured"] != fairLineOf(n) {
			t.Errorf("contact %d is kept as %v", n, custom)
		}
		if tags := fmt.Sprint(lead["tags"]); tags != "[siam]" || lead["event"] == nil {
			t.Errorf("contact %d has the tags %s and the event %v", n, tags, lead["event"])
		}
		double := n%fairDoubles == fairDoubles-1
		flagged := len(c.Duplicates) > 0 && c.Duplicates[0].Level == "certain"
		twice := resent[n] && copies[fairLineOf(n)] > 1
		if flagged != (double || twice) {
			t.Errorf("contact %d (double %v, sent twice %v) is flagged %v: %+v", n, double, twice, flagged, c.Duplicates)
		}
	}
	// What went in without its acknowledgement was sent again: it is there twice, and
	// flagged like any double.
	if len(leads) < fairContacts || len(leads) > fairContacts+kills {
		t.Errorf("%d leads after %d contacts and %d kills", len(leads), fairContacts, kills)
	}
}

// captureUntilKilled sends some lines and gives what was acknowledged; mostly
// the program is killed somewhere on the way.
func (s *seat) captureUntilKilled(from, to int, random *rand.Rand) []captured {
	s.t.Helper()
	cmd := exec.Command(binary, "fair", "SIAM", "--json")
	cmd.Env, cmd.Dir = s.env, s.home
	in, err := cmd.StdinPipe()
	if err != nil {
		s.t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		s.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	killAfter := -1
	if random.IntN(4) > 0 {
		killAfter = random.IntN(to - from)
	}
	go func() {
		for n := from; n < to; n++ {
			if _, err := io.WriteString(in, fairLineOf(n)+"\n"); err != nil {
				return // it was killed
			}
		}
		_ = in.Close()
	}()
	var got []captured
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		var c captured
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			s.t.Fatalf("%q: %v", lines.Text(), err)
		}
		if got = append(got, c); len(got)-1 == killAfter {
			_ = cmd.Process.Kill()
		}
	}
	_ = cmd.Wait() // killed, or done
	return got
}

func (s *seat) leadsByID() map[string]map[string]any {
	s.t.Helper()
	var list []map[string]any
	if err := json.Unmarshal([]byte(s.must("list", "lead", "--json")), &list); err != nil {
		s.t.Fatalf("reading the list of leads: %v", err)
	}
	byID := make(map[string]map[string]any, len(list))
	for _, lead := range list {
		byID[lead["id"].(string)] = lead
	}
	return byID
}

// On the screen the power goes while a line is typed: what was captured is there,
// and the line is offered again but for the last moment.
func TestFairDayOnTheScreen(t *testing.T) {
	const contacts, kills = 30, 6
	s := newSeat(t)
	open := func() *terminal.Terminal {
		term := s.open(100, 30, "fair", "SIAM")
		term.WaitFor("SIAM · captured")
		return term
	}
	term := open()
	captures := 0
	for n := range contacts {
		line := fairLineOf(n)
		if n%(contacts/kills) == contacts/kills-1 {
			half := line[:strings.LastIndexByte(line, ' ')] + " "
			term.Press(half)
			term.WaitFor("Lead > "+strings.TrimSpace(half), "draft kept")
			term.Kill()
			s.checked()
			term = s.open(100, 30, "fair", "SIAM")
			term.WaitFor("You were writing", "SIAM", "enter go on")
			term.Press("enter")
			term.WaitFor("Lead > " + strings.TrimSpace(half))
			line = line[len(half):]
		}
		term.Press(line, "enter")
		captures++
		term.WaitFor(fmt.Sprintf("captured %d ", captures), "Lead > name, company")
	}
	term.Kill()
	s.checked()
	leads := s.leadsByID()
	lines := map[string]bool{}
	for _, lead := range leads {
		custom, _ := lead["custom"].(map[string]any)
		line, _ := custom["captured"].(string)
		lines[line] = true
	}
	for n := range contacts {
		if !lines[fairLineOf(n)] {
			t.Errorf("contact %d is not there: %s", n, fairLineOf(n))
		}
	}
	if len(leads) != contacts {
		t.Errorf("%d leads, want %d", len(leads), contacts)
	}
}

// A form that was being filled in when the terminal was closed comes back.
func TestHangUpKeepsWhatWasTyped(t *testing.T) {
	s := newSeat(t)
	s.file("leads.csv", threeLeads)
	s.imported("leads.csv")
	term := s.open(100, 40)
	term.WaitFor("3 to judge")
	term.Press("e")
	term.WaitFor("Edit "+lindqvist, "ctrl+s save")
	term.Press(" (not saved)")
	term.WaitFor("(not saved)")
	term.Signal(syscall.SIGHUP)
	term.Exit()
	term = s.open(100, 40)
	term.WaitFor("You were writing", "Edit "+lindqvist, "(not saved)", "enter go on")
	term.Press("enter")
	term.WaitFor("(not saved)", "ctrl+s save")
	term.Press("ctrl+s")
	term.WaitGone("ctrl+s save")
	if _, ok := s.leads()[lindqvist+" (not saved)"]; !ok {
		t.Error("what was typed before the terminal closed is not saved")
	}
}
