//go:build unix

package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tradedesk/e2e/terminal"
)

// goldenMarks holds the letters that a search marked, in their places, to what is kept.
func goldenMarks(t *testing.T, term *terminal.Terminal, name string) {
	t.Helper()
	path := filepath.Join("testdata", name+".golden")
	got := strings.TrimRight(term.Underlined(), "\n") + "\n"
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v; make it with go test ./e2e -update", err)
	}
	if got != string(want) {
		t.Errorf("%s is not as it was:\n%s", name, difference(string(want), got))
	}
}

func TestGoldenSearch(t *testing.T) {
	eachSize(t, func(t *testing.T, cols, rows int, name string) {
		s := newSeat(t)
		deskOfGoldens(s)
		for _, words := range [][]string{
			{"supplier", "name=Ets Karkoubi Frères", "country=MA", "city=Fès", "products=preserved lemons"},
			{"supplier", "name=شركة الكرقوبي للتوزيع", "country=MA", "city=فاس", "products=زيتون"},
			{"contact", "name=Cafe\u0301 Qarqoubi", "company=Qarqoubi SARL"},
			{"lead", "company=日本橋 Karkoubi 商店", "product=argan oil", "country=JP", "received_at=2026-01-05T08:00:00Z"},
		} {
			s.must(append([]string{"add"}, words...)...)
		}
		term := s.open(cols, rows)
		term.WaitFor("to judge", "Nord Foods")
		term.Press("/")
		term.WaitFor("Search everything")
		term.Press("karkoubi")
		term.WaitFor("> karkoubi", "Karkoubi Frères", "sounds alike", "الكرقوبي")
		golden(t, term, "search-alike-"+name)
		goldenMarks(t, term, "search-alike-marks-"+name)
		term.Press("ctrl+u")
		term.WaitGone("sounds alike")
		term.Press("كرقوبي")
		term.WaitFor(">  ", "كرقوبي", "شركة الكرقوبي", "Karkoubi Frères")
		goldenMarks(t, term, "search-arabic-marks-"+name)
		term.Press("ctrl+u")
		term.WaitGone("sounds alike")
		term.Press("private label")
		term.WaitFor("within letters", "Two containers a month")
		golden(t, term, "search-within-"+name)
		term.Press("ctrl+u")
		term.WaitGone("within letters")
		term.Press("argan kind:leed -tag:siam")
		term.WaitFor("did you mean lead?", "Tifawin")
		golden(t, term, "search-problem-"+name)
		term.Press("ctrl+u")
		term.WaitGone("did you mean lead?")
		term.Press("argan country:c")
		term.Press("tab")
		term.WaitFor("▌ CV  Cabo Verde")
		golden(t, term, "search-completion-"+name)
		term.Press("a", "n")
		term.WaitFor("▌ CA  Canada")
		term.Press("enter")
		term.WaitFor("> argan country:CA", "1 record", "Nord Foods Inc")
		term.Press("enter")
		term.WaitFor("Wants", "Nord Foods Inc")
		term.Press("/")
		term.WaitFor("last searches", "argan country:CA")
		golden(t, term, "search-recent-"+name)
	})
}

// What another seat changes is among the hits of a search that is open.
func TestHitsFollowAnotherSeat(t *testing.T) {
	s := newSeat(t)
	deskOfGoldens(s)
	term := s.open(80, 24)
	term.WaitFor("to judge", "Nord Foods")
	term.Press("/")
	term.WaitFor("Search everything")
	term.Press("nord")
	term.WaitFor("> nord", "▌ Lead       Nord Foods Inc")
	id := strings.TrimSpace(s.must("add", "lead", "company=Nord", "country=CA"))
	term.WaitFor("6 records · ↑ 1", "▌ Lead       Nord Foods Inc")
	term.Press("up")
	term.WaitFor("▌ Lead       Nord  ")
	s.must("edit", id, "company=Nordique")
	term.WaitFor("▌ Lead       Nordique")
	s.must("delete", id)
	term.WaitFor("5 records", "▌ Lead       Nord Foods Inc")
}
