//go:build unix

package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// countWhere gives how many leads a condition selects.
func (s *seat) countWhere(where string) int {
	s.t.Helper()
	var leads []json.RawMessage
	if err := json.Unmarshal([]byte(s.must("list", "lead", "--json", "--where", where)), &leads); err != nil {
		s.t.Fatal(err)
	}
	return len(leads)
}

// tradeCSV makes a file of n leads from three countries.
func tradeCSV(n int) string {
	var b strings.Builder
	b.WriteString("company,email,country,product,quantity,unit\n")
	for i := range n {
		fmt.Fprintf(&b, "Buyer %05d,b%05d@firm%05d.example,%s,argan oil,%d,KGM\n", i, i, i, []string{"US", "CA", "FR"}[i%3], 100+i)
	}
	return b.String()
}

// A list is narrowed, sorted and the filter saved; another run has both.
func TestFilterSortAndSaveInTheRealTerminal(t *testing.T) {
	s := newSeat(t)
	s.file("leads.csv", tradeCSV(300))
	s.imported("leads.csv")
	term := s.open(120, 36)
	term.WaitFor("300 to judge")
	term.Press("2")
	term.WaitFor("[2 Leads", "300 records")
	term.Press(`\`)
	term.WaitFor("Show only")
	term.Press("coun")
	term.WaitFor("Country")
	term.Press("\t", "\t", "us,ca quantity>200")
	golden(t, term, "filter-120x36")
	term.Press("ctrl+s")
	term.WaitFor("A name for country=us,ca quantity>200")
	term.Press("transatlantic", "enter")
	term.WaitFor("filter transatlantic saved", "132 records")
	if got := s.countWhere("country=US|CA") - s.countWhere("country=FR"); got != 100 {
		t.Fatalf("the file is not what the scenario is about: %d", got)
	}
	term.Press("S")
	term.WaitFor("Sort by", "Company")
	term.Press("2")
	term.WaitFor("Name▲", "Buyer 00102")
	term.Press("S")
	term.WaitFor("once more turns it")
	term.Press("2")
	term.WaitFor("Name▼", "Buyer 00298")
	term.Press("q")
	term.Exit()

	again := s.open(80, 24)
	again.WaitFor("300 to judge")
	again.Press("2")
	again.WaitFor("Name▼", "Buyer 00299")
	again.Press(";")
	again.WaitFor("Saved filters", "1  transatlantic  132")
	again.Press("1")
	again.WaitFor(`\ country=us,ca quantity>200 · 132 records`, "Buyer 00298")
	golden(t, again, "narrowed-80x24")
	again.Press("esc")
	again.WaitFor("300 records")
	again.Press("q")
	again.Exit()
	s.checked()
}

// All that a filter shows is changed in one action, far more than a screen holds,
// and one undo takes it back.
func TestBulkOfEverythingInTheRealTerminal(t *testing.T) {
	s := newSeat(t)
	const n = 6000
	s.file("leads.csv", tradeCSV(n))
	s.imported("leads.csv")
	term := s.open(120, 36)
	term.WaitFor("6,000 to judge")
	term.Press("*")
	term.WaitFor("6,000 selected")
	term.Press("t")
	term.WaitFor("Tags for 6,000 leads")
	term.Press("siam", "enter")
	term.WaitFor("Tag 6,000 leads?", "y yes")
	term.Press("enter") // the key that asked
	term.WaitFor("this key asked")
	if got := s.countWhere("tags=siam"); got != 0 {
		t.Fatalf("%d leads were tagged unasked", got)
	}
	term.Press("y")
	term.WaitFor("6,000 records changed")
	if got := s.countWhere("tags=siam"); got != n {
		t.Errorf("%d leads are tagged, want %d", got, n)
	}
	term.Press("u")
	term.WaitFor("taken back: tag 6,000 leads")
	if got := s.countWhere("tags=siam"); got != 0 {
		t.Errorf("%d leads are tagged after one undo", got)
	}
	term.Press("q")
	term.Exit()
	s.checked()
}

// A macro is recorded, played with a number, and stops where something is refused.
func TestMacroInTheRealTerminal(t *testing.T) {
	s := newSeat(t)
	s.file("leads.csv", tradeCSV(12))
	s.imported("leads.csv")
	term := s.open(120, 36)
	term.WaitFor("12 to judge")
	term.Press("Q")
	term.WaitFor("Record under which letter?")
	term.Press("a")
	term.WaitFor("● a")
	term.Press("t")
	term.WaitFor("Tags for")
	term.Press("seen", "enter")
	term.WaitFor("tagged seen")
	term.Press("y")
	term.WaitFor("11 to judge")
	term.Press("Q")
	term.WaitFor("@a plays them")
	term.Press("5@a")
	term.WaitFor("macro a played", "6 to judge")
	if got := s.countWhere("tags=seen"); got != 6 || s.countWhere("stage=qualified") != 6 {
		t.Errorf("%d leads are tagged and %d qualified, want 6", got, s.countWhere("stage=qualified"))
	}
	term.Press("9@@")
	term.WaitFor("macro a stopped at key", "Every lead is judged")
	if got := s.countWhere("stage=qualified"); got != 12 {
		t.Errorf("%d leads are qualified, want all 12", got)
	}
	term.Press("q")
	term.Exit()
	s.checked()
}

// Keys and settings come from files; a clash is told before anything is drawn.
func TestRebindingInTheRealTerminal(t *testing.T) {
	s := newSeat(t)
	s.must("add", "lead", "company=Nord")
	keys := filepath.Join(s.home, "keys.toml")
	config := filepath.Join(s.home, "config.toml")
	s.env = append(s.env, "TRADEDESK_CONFIG="+config, "TRADEDESK_KEYS="+keys)
	for path, content := range map[string]string{
		keys:   "[lead]\nqualify = [\"J\"]\n\n[global]\nsearch = [\"ctrl+f\", \"f3\"]\n",
		config: "mouse = false\ncolours = \"none\"\n",
	} {
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	term := s.open(100, 30)
	term.WaitFor("1 to judge", "J qualify")
	term.Press("y", "?")
	term.WaitFor("Keys of this place", "Qualify: the lead")
	escape(term, "Keys of this place")
	term.WaitFor("1 to judge") // y means nothing any more
	term.Press("J")
	term.WaitFor("Nord → qualified")
	if raw := string(term.Raw()); strings.Contains(raw, "\x1b[?1002h") || strings.Contains(raw, "\x1b[38;2;") {
		t.Error("the mouse or a colour was asked for")
	}
	term.Press("q")
	term.Exit()

	if err := os.WriteFile(keys, []byte("[lead]\n\njunk = [\"y\"]\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	clash := s.open(100, 30)
	if code := clash.Exit(); code != 2 {
		t.Errorf("exit code %d, want 2", code)
	}
	want := `keys.toml:3: key "y" means both qualify and junk (lead): give one of them another key`
	if raw := strings.ReplaceAll(string(clash.Raw()), "\r\n", " "); !strings.Contains(raw, want) || strings.Contains(raw, "\x1b[?1049h") {
		t.Errorf("it says %q, want %q and no screen", raw, want)
	}
}

// The bytes of a mouse: a click selects, two open, the wheel moves, a page's name
// goes to it.
func TestMouseInTheRealTerminal(t *testing.T) {
	s := newSeat(t)
	s.file("leads.csv", tradeCSV(60))
	s.imported("leads.csv")
	term := s.open(120, 36)
	term.WaitFor("60 to judge")
	click := func(x, y int) { term.Send(fmt.Sprintf("\x1b[<0;%d;%dM\x1b[<0;%d;%dm", x+1, y+1, x+1, y+1)) }
	row := func(line int) string { return strings.Fields(strings.Split(term.Screen(), "\n")[line])[2] }
	selected := func(line int) func(string) bool {
		return func(screen string) bool { return strings.HasPrefix(strings.Split(screen, "\n")[line], "▌") }
	}
	click(12, 9)
	term.WaitUntil("the row that was clicked is selected", selected(9))
	name := row(9)
	term.Send("\x1b[<65;13;10M")
	term.WaitUntil("the wheel moves three rows", selected(12))
	click(12, 9)
	term.WaitUntil("the row is selected again", selected(9))
	click(12, 9)
	term.WaitFor("┃", name)
	header := strings.Split(term.Screen(), "\n")[0]
	click(strings.Index(header, "2 Leads"), 0)
	term.WaitFor("[2 Leads")
	term.Press("gm")
	term.WaitFor("the mouse is off")
	term.Press("q")
	term.Exit()
}
