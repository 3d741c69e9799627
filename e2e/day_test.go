//go:build unix

package e2e

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"tradedesk/e2e/terminal"
)

// A broker's day, by keys alone: files come in, what is double is merged, leads
// are judged, one becomes an RFQ with three quotes, a follow-up is noted, and the
// list goes out as a workbook. Only then is the desk looked at by commands.
func TestADaysWork(t *testing.T) {
	s := newSeat(t)
	s.file("suppliers.csv", threeSuppliers)
	s.file("twins.csv", twins)
	term := s.open(120, 40)

	term.WaitFor("Your desk is empty")
	importByKeys(term, "suppliers", "3  records added")
	escape(term, "Import report")
	term.WaitFor("3 Suppliers 3")
	importByKeys(term, "twins", "7  records added")
	mergeFirstTwo(term)
	judge(term)
	fromLeadToRFQ(term)
	for n, q := range threeQuotes {
		quoteByKeys(term, q)
		term.WaitFor(fmt.Sprintf("3 invited, %d quoted", n+1), "FOB "+q.place)
	}
	followUp(term)
	exportByKeys(term)
	term.Press("q")
	if code := term.Exit(); code != 0 {
		t.Fatalf("exit code %d", code)
	}

	s.wantDay()
	s.checked()
}

func importByKeys(term *terminal.Terminal, name, report string) {
	term.Press("i")
	term.WaitFor(name + ".csv")
	term.Press(name, "enter")
	term.WaitFor("Import report", report)
}

// mergeFirstTwo goes from the import's report to the pairs and merges the surest.
func mergeFirstTwo(term *terminal.Terminal) {
	term.Press("D")
	term.WaitFor("3 pairs", "Nord Foods Ltd")
	term.Press("enter")
	term.WaitFor("Merge · certain: same e-mail", "becomes")
	term.Press("1", "M")
	term.WaitFor("is merged into Nord Foods Inc", "Merge · certain: same phone", "M merge")
	escape(term, "becomes")
	escape(term, "2 pairs")
	term.WaitFor("6 to judge")
}

// judge throws one lead out, takes that back, does it again, and comes to the
// lead that is worth an RFQ.
func judge(term *terminal.Terminal) {
	narrow(term, "company~norte", "luis@casadelmar.example")
	term.Press("x")
	term.WaitFor("Casa del Mar Norte: junk, because")
	term.Press("1")
	term.WaitFor("→ junk", "0 records")
	term.Press("u")
	term.WaitFor("taken back", "luis@casadelmar.example")
	term.Press("ctrl+r")
	term.WaitFor("done again", "0 records")
	narrow(term, "company~nord country=ca", "marie@nordfoods.example")
}

// narrow shows what fits a filter, and waits for what the detail then says.
func narrow(term *terminal.Terminal, filter, shown string) {
	term.Press(`\`)
	term.WaitFor("Show only")
	term.Press("ctrl+u", filter, "enter")
	term.WaitGone("Show only")
	term.WaitFor(`\ `+filter, shown)
}

func fromLeadToRFQ(term *terminal.Terminal) {
	term.Press("F")
	term.WaitFor("Nord Foods Inc is new; open an RFQ?")
	term.Press("1")
	term.WaitFor("→ Nor", "nobody is invited yet")
	term.Press("I")
	term.WaitFor("who may offer", "Tifawin", "Argania", "Atlas")
	for _, invited := range []string{"1 supplier to be", "2 suppliers to be", "3 suppliers to be"} {
		term.Press("enter")
		term.WaitFor(invited)
	}
	term.Press("ctrl+s")
	term.WaitFor("3 invited, 0 quoted")
}

// followUp says what comes next, finds it in the agenda, and has it done there.
func followUp(term *terminal.Terminal) {
	term.Press("n")
	term.WaitFor("Next step of ")
	term.Press("compare the three offers", "tab", "tomorrow", "ctrl+s")
	term.WaitGone("Next step of ")
	term.Press("g", "a")
	term.WaitFor("[5 Agenda", "Tomorrow", "compare the three offers")
	term.Press("x")
	term.WaitGone("Tomorrow")
	term.Press("u")
	term.WaitFor("taken back", "Tomorrow")
}

func exportByKeys(term *terminal.Terminal) {
	term.Press("g", "l")
	term.WaitFor("[2 Leads")
	term.Press("W")
	term.WaitFor("Excel workbook")
	term.Press("x")
	term.WaitFor("To which file?", ".xlsx")
	term.Press("enter")
	term.WaitFor("written")
}

// wantDay holds what the commands see against what was done by keys.
func (s *seat) wantDay() {
	s.t.Helper()
	leads := s.leads()
	if len(leads) != 6 || leads["Nord Foods Inc"]["stage"] != "rfq_open" {
		s.t.Errorf("%d leads, Nord Foods is %v", len(leads), leads["Nord Foods Inc"]["stage"])
	}
	junk := 0
	for _, lead := range leads {
		if lead["stage"] == "junk" {
			junk++
		}
	}
	if junk != 1 {
		s.t.Errorf("%d leads are junk, want 1", junk)
	}
	var rfqs []struct{ ID string }
	if err := json.Unmarshal([]byte(s.must("list", "rfq", "--json")), &rfqs); err != nil || len(rfqs) != 1 {
		s.t.Fatalf("%d RFQs, %v", len(rfqs), err)
	}
	rfq := s.shown(rfqs[0].ID)
	quotes, _ := rfq["quotes"].([]any)
	prices := map[string]bool{}
	for _, q := range quotes {
		prices[fmt.Sprint(q.(map[string]any)["tiers"])] = true
	}
	if len(quotes) != 3 || len(prices) != 3 || rfq["stage"] != "quoting" {
		s.t.Errorf("the RFQ is %v with the quotes %v", rfq["stage"], quotes)
	}
	if tasks := s.must("list", "task", "--json"); !strings.Contains(tasks, "compare the three offers") {
		s.t.Errorf("the follow-up is not there: %s", tasks)
	}
	books, err := filepath.Glob(filepath.Join(s.home, "leads-*.xlsx"))
	if err != nil || len(books) != 1 {
		s.t.Fatalf("workbooks %q, %v", books, err)
	}
	if created, updated, rejected := s.imported(books[0]); created+updated+rejected != 0 {
		s.t.Errorf("reading the workbook back: %d created, %d updated, %d rejected", created, updated, rejected)
	}
}
