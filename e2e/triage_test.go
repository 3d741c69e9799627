//go:build unix

package e2e

import (
	"strings"
	"testing"

	"tradedesk/e2e/terminal"
)

const threeLeads = `company,contact,email,country,product,quantity,unit,message
Nord Foods Inc,Marie Tremblay,marie@nordfoods.example,CA,argan oil,500,KGM,"Bonjour, nous cherchons de l'huile d'argan certifiée bio."
Lindqvist Import AB,Åsa Lindqvist,asa@lindqvist.example,SE,sardines in oil,40000,KGM,Two containers a month.
مؤسسة الخليج للأغذية,سالم,salem@gulf.example,AE,dates,12,TNE,نبحث عن تمور مجهول
`

const (
	nord      = "Nord Foods Inc"
	lindqvist = "Lindqvist Import AB"
	gulf      = "مؤسسة الخليج للأغذية"
)

// escape presses esc and waits for what it closes: what is sent at once behind
// an escape reads as one key with alt.
func escape(term *terminal.Terminal, closes string) {
	term.Press("esc")
	term.WaitGone(closes)
}

func wantStages(t *testing.T, s *seat, want map[string]string) {
	t.Helper()
	leads := s.leads()
	if len(leads) != len(want) {
		t.Errorf("%d leads, want %d", len(leads), len(want))
	}
	for company, stage := range want {
		if got := leads[company]["stage"]; got != stage {
			t.Errorf("%s is %v, want %s", company, got, stage)
		}
	}
}

func TestFirstRunImportTriageReopen(t *testing.T) {
	s := newSeat(t)
	s.file("Fair/leads.csv", threeLeads)
	s.file("Fair/photo.jpg", "not for us")

	term := s.open(120, 40)
	term.WaitFor("Your desk is empty", "Import a file")
	term.Press("i")
	term.WaitFor("Fair/")
	term.Press("enter")
	term.WaitFor("leads.csv", "photo.jpg")
	term.Press("lea")
	term.WaitGone("photo.jpg")
	term.Press("enter")
	term.WaitFor("Import report", "3  records added")
	escape(term, "Import report")
	term.WaitFor("3 to judge", lindqvist)

	// The best lead comes first; the next comes by itself.
	term.Press("x")
	term.WaitFor(lindqvist + ": junk, because")
	term.Press("1")
	term.WaitFor("→ junk", "2 to judge", gulf)
	term.Press("y")
	term.WaitFor("→ qualified", "1 to judge")
	term.Press("u")
	term.WaitFor("taken back", "2 to judge")
	term.Press("m")
	term.WaitFor("Note on ")
	term.Press("rappeler jeudi – مهم", "enter")
	term.WaitFor("kept", "rappeler jeudi – مهم")
	term.Press("q")
	if code := term.Exit(); code != 0 {
		t.Fatalf("exit code %d", code)
	}

	wantStages(t, s, map[string]string{nord: "new", lindqvist: "junk", gulf: "new"})
	if reason, _ := s.leads()[lindqvist]["reason"].(string); reason == "" {
		t.Error("the reason is lost")
	}
	s.checked()

	term = s.open(80, 24)
	term.WaitFor("2 to judge", nord)
	term.Press("2")
	term.WaitFor("junk")
	term.Press("u")
	term.WaitFor("taken back")
	term.Press("ctrl+r")
	term.WaitGone("taken back")
	term.Press("1")
	term.WaitFor("2 to judge")
	term.Press("q")
	term.Exit()
}

func TestPowerCutBetweenKeys(t *testing.T) {
	s := newSeat(t)
	s.file("leads.csv", threeLeads)
	s.imported("leads.csv")
	term := s.open(120, 40)
	term.WaitFor("3 to judge")
	term.Press("y")
	term.WaitFor("→ qualified")
	term.Kill()

	s.checked()
	wantStages(t, s, map[string]string{nord: "new", lindqvist: "qualified", gulf: "new"})
	term = s.open(120, 40)
	term.WaitFor("2 to judge")
}

func TestEditInAForm(t *testing.T) {
	s := newSeat(t)
	s.file("leads.csv", threeLeads)
	s.imported("leads.csv")
	term := s.open(100, 40)
	term.WaitFor("3 to judge")
	term.Press("e")
	term.WaitFor("Edit "+lindqvist, "ctrl+s save")
	term.Press(" (Göteborg) q?", "tab", "tab")
	term.Press("ctrl+u", "nobody", "tab")
	term.WaitFor("! ")
	term.Press("ctrl+s")
	term.WaitFor("Not saved")
	term.Press("ctrl+u", "asa@lindqvist.example", "ctrl+s")
	term.WaitGone("Edit " + lindqvist)
	want := lindqvist + " (Göteborg) q?"
	lead, ok := s.leads()[want]
	if !ok || lead["email"] != "asa@lindqvist.example" {
		t.Errorf("there is no %q with its address: %v", want, lead)
	}
}

func TestTwoProcesses(t *testing.T) {
	s := newSeat(t)
	s.file("leads.csv", threeLeads)
	s.imported("leads.csv")
	term := s.open(120, 40)
	term.WaitFor("3 to judge")

	if n := len(s.leads()); n != 3 {
		t.Errorf("list beside the open desk gives %d leads, want 3", n)
	}
	id := strings.TrimSpace(s.must("add", "lead", "company=Casa del Mar SL", "country=ES", "product=octopus"))
	term.WaitFor("Casa del Mar SL", "4 to judge")
	s.must("edit", id, "company=Casa del Mar Hermanos SL")
	term.WaitFor("Casa del Mar H")
	term.Press("y")
	term.WaitFor("→ qualified")
	if lead := s.leads()[lindqvist]; lead["stage"] != "qualified" {
		t.Errorf("a command does not see what the desk did: %v", lead)
	}
	s.must("undo")
	term.WaitFor("4 to judge")

	// The owner of the file goes; the visitor that stays open takes over.
	second := s.open(120, 40)
	second.WaitFor("4 to judge")
	term.Kill()
	second.Press("y")
	second.WaitFor("→ qualified")
	if lead := s.leads()[lindqvist]; lead["stage"] != "qualified" {
		t.Errorf("after the owner was killed: %v", lead)
	}
	s.checked()
}

func TestSearchFindsAsOneTypes(t *testing.T) {
	s := newSeat(t)
	s.file("leads.csv", threeLeads)
	s.imported("leads.csv")
	term := s.open(100, 30)
	term.WaitFor("3 to judge")
	term.Press("/")
	term.WaitFor("Search everything")
	term.Press("lindq")
	term.WaitUntil("Lindqvist alone", func(screen string) bool {
		_, results, _ := strings.Cut(screen, "> lindq")
		return strings.Contains(results, "Lead       "+lindqvist)
	})
	term.Press("enter")
	term.WaitFor("Two containers a month.")
}

func TestDemoIsThrownAway(t *testing.T) {
	s := newSeat(t)
	s.must("add", "lead", "company=My own")
	term := s.open(120, 40, "demo", "--seed", "7", "--leads", "60")
	term.WaitFor("to judge")
	if strings.Contains(term.Screen(), "My own") {
		t.Error("the sample desk shows one's own records")
	}
	term.Press("y", "q")
	if code := term.Exit(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	if leads := s.leads(); len(leads) != 1 {
		t.Errorf("one's own desk has %d leads after the demo", len(leads))
	}
}
