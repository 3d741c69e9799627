//go:build unix

package e2e

import (
	"fmt"
	"testing"
	"time"
)

// sizes are the screens that goldens are kept of.
var sizes = [][2]int{{80, 24}, {120, 36}, {200, 50}}

// eachSize runs a scenario on a screen of each size.
func eachSize(t *testing.T, scenario func(t *testing.T, cols, rows int, name string)) {
	t.Helper()
	for _, size := range sizes {
		name := fmt.Sprintf("%dx%d", size[0], size[1])
		t.Run(name, func(t *testing.T) { scenario(t, size[0], size[1], name) })
	}
}

func TestGoldenFair(t *testing.T) {
	eachSize(t, func(t *testing.T, cols, rows int, name string) {
		s := newSeat(t)
		s.must("add", "supplier", "name=Coopérative Tifawin", "contact=Salma Benali", "email=contact@tifawin.example", "phone=+212661234567", "country=MA", "city=Agadir")
		term := s.open(cols, rows, "fair", "SIAM Meknès 2026")
		term.WaitFor("SIAM Meknès 2026 · captured 0")
		golden(t, term, "fair-"+name)
		for n, line := range []string{
			"Marie Tremblay, Nord Foods Inc, Montréal, 2x40hc, cif montreal, 43 USD/kg // call on monday",
			"سلمى بنعلي تعاونية تيفاوين أكادير زيت أركان ٥٠٠ كغ",
		} {
			term.Press(line, "enter")
			term.WaitFor(fmt.Sprintf("captured %d ", n+1), "Lead > name, company")
		}
		term.Press("salma benali coop tifawin agadir argan 500kg +212 661-234567")
		term.WaitFor("+212 6 61 23 45 67", "Coopérative Tifawin", "draft kept")
		golden(t, term, "fair-typing-"+name)
	})
}

func TestGoldenAgenda(t *testing.T) {
	eachSize(t, func(t *testing.T, cols, rows int, name string) {
		s := newSeat(t)
		today := time.Now().UTC().Truncate(24 * time.Hour)
		at := func(days, hours int) string {
			return today.AddDate(0, 0, days).Add(time.Duration(hours) * time.Hour).Format(time.RFC3339)
		}
		// At any hour of the day it came in nine whole days ago.
		came := at(-9, 8)
		if time.Now().UTC().Hour() < 8 {
			came = at(-10, 8)
		}
		on := func(days int) string { return today.AddDate(0, 0, days).Format(time.DateOnly) }
		for _, words := range [][]string{
			{"lead", "company=Nord Foods Inc", "stage=qualified", "owner=salma", "next_action=send the offer with the certificate", "due_at=" + at(-1, 10), "received_at=" + came},
			{"task", "title=Call Lindqvist about the labels", "due_at=" + at(0, 0)},
			{"task", "title=Book the stand at SIAM", "owner=youssef", "due_at=" + at(1, 14)},
			{"rfq", "title=Argan oil for Nord Foods", "deadline=" + on(1)},
			{"lead", "company=مؤسسة الخليج للأغذية", "product=تمور مجهول", "snoozed_until=" + at(3, 9), "received_at=" + came},
			{"rfq", "title=Clementines for Hansen", "deadline=" + on(40)},
		} {
			s.must(append([]string{"add"}, words...)...)
		}
		term := s.open(cols, rows)
		term.WaitFor("5 Agenda")
		term.Press("5")
		term.WaitFor("Overdue", "Later")
		golden(t, term, "agenda-"+name)
	})
}

func TestGoldenMapping(t *testing.T) {
	eachSize(t, func(t *testing.T, cols, rows int, name string) {
		s := newSeat(t)
		s.file("may.csv", "Liste de mai;;;\nBetrieb;Menge;Erhalten;Bemerkung\n"+
			"Nord Foods;1.250;3/4/2026;\"Bonjour, nous cherchons un fournisseur d'huile d'argan certifiée bio\"\nمؤسسة الخليج;2.500;4/5/2026;\n")
		term := s.open(cols, rows)
		term.WaitFor("Your desk is empty")
		term.Press("i")
		term.WaitFor("may.csv")
		term.Press("may", "enter")
		term.WaitFor("What the columns mean", "Betrieb")
		golden(t, term, "mapping-"+name)
		term.Press("enter")
		term.WaitFor("What is Betrieb?")
		golden(t, term, "mapping-choice-"+name)
		term.Press("comp", "enter")
		term.WaitFor("Betrieb", "Company  ")
		term.Press("d", "d", "down", "down", "enter")
		term.WaitFor("What is Erhalten?")
		term.Press("recei", "enter", "o")
		term.WaitFor("dates dmy", "Company: Nord Foods · Quantity: 1250")
		golden(t, term, "mapping-chosen-"+name)
	})
}
