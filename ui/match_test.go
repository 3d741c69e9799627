package ui

import (
	"fmt"
	"testing"

	"tradedesk/model"
	"tradedesk/model/value"
)

// matchedRecords are an RFQ for argan oil with suppliers who fit, who are left out and who
// offer something else; one was asked four days ago, and one answered.
func matchedRecords() []model.Record {
	asked := value.At(testNow.AddDate(0, 0, -4))
	supplier := func(i int, name string, edit func(s *model.Supplier)) *model.Supplier {
		s := &model.Supplier{Head: model.Head{ID: idOf(i)}, Name: name, Country: "MA", Port: "MAAGA", HS: []value.HS{"151590"}, Products: []string{"argan oil"},
			Certificates: []string{"Ecocert", "ISO 22000"}, MOQ: "200", Unit: "KGM", Capacity: "9000", LeadDays: 14, Incoterms: []value.Incoterm{"FOB", "CIF"}, Rating: "4"}
		if edit != nil {
			edit(s)
		}
		return s
	}
	invited := func(i, whom int) *model.Message {
		return &model.Message{Head: model.Head{ID: idOf(i), UpdatedBy: "salma"}, Thread: idOf(4), Direction: model.DirectionOut, At: asked, From: "salma", Suppliers: []model.ID{idOf(whom)},
			Asking: model.AskInvited, Subject: "argan oil", Body: "Please quote."}
	}
	return []model.Record{
		&model.RFQ{Head: model.Head{ID: idOf(4)}, Title: "Argan 2026", Buyer: "Nord", Stage: model.RFQOpen, Currency: "USD", Incoterm: value.CIF, Port: "CAMTR", Deadline: "2026-12-04",
			Certificates: []string{"Ecocert", "ISO 22000"}, PaymentTerms: "30% T/T deposit; 70% L/C at sight", Invited: []model.ID{idOf(5), idOf(6)},
			Lines: []model.Line{{Product: "argan oil", HS: "151590", Quantity: "500", Unit: "KGM"}}},
		supplier(5, "Tifawin", nil),
		supplier(6, "Argania Sud", func(s *model.Supplier) { s.Email = "sales@argania.example"; s.Tags = []string{"verified"} }),
		supplier(7, "Atlas Oils", func(s *model.Supplier) { s.MOQ = "1000" }),
		supplier(8, "Souss Export", func(s *model.Supplier) {
			s.CertificatesUntil = []model.CertificateDate{{Certificate: "Ecocert", Until: "2027-01-15"}}
		}),
		supplier(9, "Old Mill", func(s *model.Supplier) {
			s.CertificatesUntil = []model.CertificateDate{{Certificate: "Ecocert", Until: "2026-06-30"}}
		}),
		supplier(10, "Small Press", func(s *model.Supplier) { s.Capacity, s.Certificates = "100", []string{"ISO 22000"} }),
		&model.Supplier{Head: model.Head{ID: idOf(11)}, Name: "Clementina", Products: []string{"clementines"}},
		invited(20, 5), invited(21, 6),
		&model.Message{Head: model.Head{ID: idOf(22)}, Thread: idOf(4), Direction: model.DirectionIn, At: asked + 5*3_600_000, From: "sales@argania.example", Body: "We will quote."},
		&model.Lane{Head: model.Head{ID: idOf(30)}, Name: "Montreal", FromCountry: "MA", ToPort: "CAMTR"},
	}
}

func TestSuppliersAreRankedAndAsked(t *testing.T) {
	d := startAt(t, newFake(matchedRecords()...), 120, 36, "en")
	d.pressed("4", "+")
	d.sees("4 fit · 2 asked, 1 answered · 1 late", "Argania Sud", "answered within 5 h", "! late, asked", "Old Mill", "Ecocert ends", "delivers 100 kg, wanted 500 kg",
		"1 offers none of it", "35/35  offers HS 151590")
	d.exact()
	d.pressed("space")
	d.sees("is invited already")
	d.pressed("j", "j", "space", "space")
	d.sees("2 suppliers to be invited")
	d.pressed("i")
	d.sees("invited to Argan 2026", "4 asked, 1 answered")
	rfq := get[*model.RFQ](d, 4)
	if len(rfq.Invited) != 4 {
		t.Errorf("invited are %v", rfq.Invited)
	}
	if messages, tasks := made[*model.Message](d), made[*model.Task](d); len(messages) != 2 || len(tasks) != 1 || messages[0].Asking != model.AskInvited {
		t.Errorf("%d messages and %d tasks were made", len(messages), len(tasks))
	}
	d.pressed("u")
	d.sees("2 asked, 1 answered")
	d.pressed("r")
	d.sees("Tifawin reminded of Argan 2026", "reminded once")
	d.pressed("r")
	d.sees("nobody is to be reminded yet")
	d.pressed("enter")
	d.sees("[3 Suppliers")
}

// TestGoldenMatch shows a ranking, and the RFQ that it is for.
func TestGoldenMatch(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 36}, {200, 50}} {
		name := fmt.Sprintf("%dx%d", size[0], size[1])
		t.Run(name, func(t *testing.T) {
			d := startAt(t, newFake(matchedRecords()...), size[0], size[1], "en")
			d.pressed("4", "+", "j", "j", "space")
			d.golden("match-" + name)
		})
	}
}

// TestAnswersAreShown looks at the supplier and at the RFQ.
func TestAnswersAreShown(t *testing.T) {
	d := startAt(t, newFake(matchedRecords()...), 120, 40, "en")
	d.pressed("4", "enter")
	d.sees("answered within 5 h", "! late, asked 20 Nov", "30 %  T/T deposit", "70 %  L/C at sight")
	d.goTo("Argania Sud")
	d.pressed("enter")
	d.sees("answered 1 of 1, half within 5 h")
	d = startAt(t, newFake(matchedRecords()...), 120, 40, "en")
	d.pressed("3", "j", "j", "j")
	d.sees("Ecocert to 15 Jan · ISO 22000")
}
