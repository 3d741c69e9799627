//go:build unix

package e2e

import (
	"encoding/json"
	"strings"
	"testing"
)

// TestQuotesToCommission awards, offers, revises, sends, accepts and books by keys, and
// finds by commands that all of it is kept, and that undo takes the acceptance back.
func TestQuotesToCommission(t *testing.T) {
	s := newSeat(t)
	tifawin := s.add("supplier", "name=Coopérative Tifawin", "country=MA")
	argania := s.add("supplier", "name=Argania Sud SARL", "country=MA")
	s.must("rates", "set", "USD=1.1684")
	s.add("lane", "name=Agadir to New York", "from_country=MA", "to_country=US", "mode=sea", "insurance_rate=0.35",
		"legs=inland 900 EUR; export clearance 0 EUR; origin terminal 350 EUR; freight 2600 USD")
	lead := s.add("lead", "company=Nord Foods Inc", "contact=Marie", "product=argan oil", "hs=151530", "quantity=10000", "unit=KGM", "currency=USD", "incoterm=CIF", "port=USNYC",
		"language=fr", "stage=qualified")
	rfq := strings.TrimSpace(s.must("add", "rfq", "--from", lead))
	first := s.add("quote", "rfq="+rfq, "supplier="+tifawin, "unit=KGM", "stage=received", "currency=EUR", "incoterm=EXW", "place=Agadir", "tiers=1:4.10", "valid_until=2031-12-24")
	second := s.add("quote", "rfq="+rfq, "supplier="+argania, "unit=KGM", "stage=received", "currency=USD", "incoterm=FOB", "place=Agadir", "tiers=1:4.95", "valid_until=2031-12-24")

	term := s.open(120, 36)
	term.WaitFor("4 RFQs")
	term.Press("4")
	term.WaitFor("[4 RFQs", "1 record")
	term.Press("=")
	term.WaitFor("Landed cost", "5.2166")
	term.Press("space")
	term.WaitFor("How much of it for")
	term.Press("6 t", "enter")
	term.WaitFor("to be awarded 6 t")
	term.Press("space", "enter")
	term.WaitFor("to be awarded what is left")
	term.Press("a")
	term.WaitFor("is awarded", "rates frozen")
	if a, b := s.shown(first), s.shown(second); a["stage"] != "accepted" || b["stage"] != "accepted" {
		t.Errorf("the quotes are %v and %v", a["stage"], b["stage"])
	}
	term.Press("o")
	term.WaitFor("Offer OFF-", "you earn 0.00 USD")
	term.Press("2.5%")
	term.WaitGone("you earn 0.00 USD")
	term.Press("ctrl+s")
	term.WaitFor("What it earns", "draft", "2.5 % of")
	term.Press("V")
	term.WaitFor("/2 ")
	term.Press("backspace", "backspace", "backspace", "backspace", "margin 5%", "ctrl+s")
	term.WaitFor("/2 → Nord Foods Inc", "margin 5%")
	term.Press("v")
	term.WaitFor("sent")
	term.Press("y")
	term.WaitFor("2 deals", "accepted")
	if s.shown(lead)["stage"] != "won" {
		t.Errorf("the lead is %v", s.shown(lead)["stage"])
	}
	term.Press("u")
	term.WaitGone("2 deals")
	if s.shown(lead)["stage"] != "negotiating" {
		t.Errorf("undone, the lead is %v", s.shown(lead)["stage"])
	}
	term.Press("y")
	term.WaitFor("2 deals")
	term.Press("4")
	term.WaitFor("[4 RFQs")
	term.Press("J")
	term.WaitFor("Deals", "open")
	term.Press("1")
	term.WaitFor("Commission", "p books a payment")
	term.Press("p")
	term.WaitFor("What came in")
	term.Press("enter")
	term.WaitFor("1 payment", "paid")
	term.Press("q")
	term.Exit()

	var deals []struct {
		Book struct{ Due, Paid, State string } `json:"commission_book"`
	}
	if err := json.Unmarshal([]byte(s.must("deal", "list", "--json")), &deals); err != nil {
		t.Fatal(err)
	}
	paid := 0
	for _, d := range deals {
		if d.Book.State == "paid" && d.Book.Due == d.Book.Paid {
			paid++
		}
	}
	if len(deals) != 2 || paid != 1 {
		t.Errorf("deals %+v", deals)
	}
	s.checked()
}
