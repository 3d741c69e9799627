//go:build unix

package e2e

import (
	"fmt"
	"strings"
	"testing"
)

const twins = `company,contact,email,phone,country,city,product,quantity,unit,message,received_at
Nord Foods Inc,Marie Tremblay,marie@nordfoods.example,+15145550101,CA,Montréal,argan oil,500,KGM,"500 kg of cosmetic argan oil, please",2020-01-02T09:00:00Z
Nord Foods Ltd,M. Tremblay,Marie@nordfoods.example,,CA,,cosmetic argan oil,500,KGM,"We need samples first",2020-01-02T09:00:00Z
مؤسسة الخليج للأغذية,سالم المنصوري,info@gulf.example,+971501234567,AE,دبي,تمور مجهول,12,TNE,نبحث عن تمور مجهول,2020-01-02T09:00:00Z
Gulf Foods Est,Salem Mansouri,sales@gulf.example,+971501234567,AE,Dubai,Medjool dates,12,TNE,We look for dates,2020-01-02T09:00:00Z
Casa del Mar SL,Ana Ruiz,ana@casadelmar.example,,ES,Madrid,octopus,24,TNE,,2020-01-02T09:00:00Z
Casa del Mar,Pedro Gil,pedro@casadelmar.example,,ES,Madrid,frozen octopus,24,TNE,,2020-01-02T09:00:00Z
Casa del Mar Norte,Luis Rey,luis@casadelmar.example,,ES,Barcelona,frozen octopus,24,TNE,,2020-01-02T09:00:00Z
`

// What a file brought twice is gone through from its report, by keys alone.
func TestReviewDuplicatesAfterAnImport(t *testing.T) {
	s := newSeat(t)
	s.file("twins.csv", twins)
	term := s.open(120, 36)
	term.WaitFor("Your desk is empty")
	term.Press("i")
	term.WaitFor("twins.csv")
	term.Press("twins", "enter")
	term.WaitFor("Import report", "3  added, but likely there already")
	term.Press("D")
	term.WaitFor("3 pairs", "what the file brought", "Nord Foods Ltd", "Gulf Foods Est")

	// The first pair: merged with the first one's name.
	term.Press("enter")
	term.WaitFor("Merge · certain: same e-mail", "becomes")
	term.Press("1", "M")
	term.WaitFor("is merged into Nord Foods Inc", "Merge · certain: same phone", "Gulf Foods Est", "M merge")
	// The second: the other name goes on, and the next comes by itself.
	term.Press("s")
	term.WaitFor("1  Gulf Foods Est")
	term.Press("M")
	term.WaitFor("is merged into Gulf Foods Est", "Merge · likely: same domain casadelmar.example", "M merge")
	// The third are two people of one firm who ask for different things.
	term.Press("x")
	term.WaitFor("They are not the same", "0 pairs")
	escape(term, "0 pairs")
	term.WaitFor("5 to judge")

	leads := s.leads()
	if len(leads) != 5 || leads["Nord Foods Inc"] == nil || leads["Gulf Foods Est"] == nil {
		t.Fatalf("after the review there are %d leads: %v", len(leads), leads)
	}
	nord := leads["Nord Foods Inc"]
	if nord["message"] != "500 kg of cosmetic argan oil, please\n\nWe need samples first" || nord["phone"] != "+15145550101" {
		t.Errorf("merged, it is %v", nord)
	}
	if out := s.must("duplicates", "lead", "--json"); strings.TrimSpace(out) != "[]" {
		t.Errorf("duplicates are left: %s", out)
	}
	// The file again doubles nothing and brings nothing back.
	s.imported("twins.csv")
	if n := len(s.leads()); n != 5 {
		t.Errorf("after importing the file again there are %d leads", n)
	}
	// One undo each.
	term.Press("u")
	term.WaitFor("taken back")
	term.Press("u")
	term.WaitFor("6 to judge")
	term.Press("q")
	term.Exit()
	s.checked()
}

// A merge that was said to be done is done, whatever happens to the program.
func TestPowerCutAfterAMerge(t *testing.T) {
	s := newSeat(t)
	s.file("twins.csv", twins)
	s.imported("twins.csv")
	term := s.open(120, 36)
	term.WaitFor("7 to judge")
	term.Press("D")
	term.WaitFor("3 pairs")
	term.Press("M")
	term.WaitFor("is merged into")
	term.Kill()
	s.checked()
	if n := len(s.leads()); n != 6 {
		t.Errorf("%d leads after the power cut, want 6", n)
	}
	s.must("undo")
	if n := len(s.leads()); n != 7 {
		t.Errorf("%d leads after undo, want 7", n)
	}
	s.checked()
}

func TestGoldenMerge(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 36}, {200, 50}} {
		name := fmt.Sprintf("%dx%d", size[0], size[1])
		t.Run(name, func(t *testing.T) {
			s := newSeat(t)
			s.file("twins.csv", twins)
			s.imported("twins.csv")
			term := s.open(size[0], size[1])
			term.WaitFor("7 to judge")
			term.Press("D")
			term.WaitFor("Duplicates · Leads", "3 pairs")
			golden(t, term, "duplicates-"+name)
			term.Press("down", "enter")
			term.WaitFor("Merge · certain", "becomes")
			term.Press("1", "end", "up", "up", "2")
			term.WaitFor("becomes")
			golden(t, term, "merge-"+name)
			escape(term, "becomes")
			escape(term, "Duplicates · Leads")
			term.Press("c")
			term.WaitFor("New lead")
			term.Press("Nord Foods", "tab", "tab", "marie@nordfoods.example")
			term.WaitFor("≈ certainly the same as")
			golden(t, term, "typing-"+name)
		})
	}
}
