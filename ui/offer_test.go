package ui

import (
	"testing"

	"tradedesk/model"
	"tradedesk/model/value"
)

// offering is the comparison of comparedRecords with its lead, at the first quote.
func offering(t *testing.T, w, h int) *driver {
	t.Helper()
	records := comparedRecords()
	lead := &model.Lead{Head: model.Head{ID: idOf(30)}, Company: "Nord Foods Inc", Contact: "Marie Tremblay", Language: "fr", Stage: model.LeadRFQOpen}
	rfq := records[0].(*model.RFQ)
	rfq.Lead = lead.ID
	d := startAt(t, newFake(append(records, lead)...), w, h, "en")
	d.pressed("4", "=")
	return d
}

// offersOf gives the offers that the desk has, in the order in which they were made.
func offersOf(d *driver) []*model.Offer {
	d.fake.mu.Lock()
	defer d.fake.mu.Unlock()
	var out []*model.Offer
	for _, r := range d.fake.records {
		if o, ok := r.(*model.Offer); ok {
			out = append(out, o)
		}
	}
	return out
}

func dealsOf(d *driver) []*model.Deal {
	d.fake.mu.Lock()
	defer d.fake.mu.Unlock()
	var out []*model.Deal
	for _, r := range d.fake.records {
		if deal, ok := r.(*model.Deal); ok {
			out = append(out, deal)
		}
	}
	return out
}

func TestAwardUnderTheCursor(t *testing.T) {
	d := offering(t, 120, 36)
	d.pressed("a")
	d.sees("Tifawin: awarded, Argan 2026 is awarded", "awarded · rates frozen")
	q := get[*model.Quote](d, 6)
	if q.Stage != model.QuoteAccepted || len(q.Awarded) != 1 || len(q.Rates) != 1 || q.Rates[0].Date != "2026-04-13" {
		t.Errorf("the quote is %s with %v, %v", q.Stage, q.Awarded, q.Rates)
	}
	if rfq := get[*model.RFQ](d, 4); rfq.Stage != model.RFQAwarded {
		t.Errorf("the RFQ is %s", rfq.Stage)
	}
	d.pressed("j", "a")
	d.sees("is awarded to another quote already")
	d.pressed("u")
	if q := get[*model.Quote](d, 6); q.Stage != model.QuoteReceived || len(q.Awarded) != 0 {
		t.Errorf("undone, the quote is %s", q.Stage)
	}
	d.seesNot("awarded · rates frozen")
}

func TestSplitAwardByMarks(t *testing.T) {
	d := offering(t, 120, 36)
	d.pressed("space")
	d.sees("How much of it for Tifawin")
	d.typed("1,234")
	d.pressed("enter")
	d.sees("1.234") // asked back: it can be read in two ways
	for range 5 {
		d.pressed("backspace")
	}
	d.typed("6 t")
	d.pressed("enter")
	d.sees("to be awarded 6 t")
	d.pressed("space", "enter")
	d.sees("to be awarded what is left")
	d.pressed("a")
	d.sees("Tifawin, Argania: awarded")
	first, second := get[*model.Quote](d, 6), get[*model.Quote](d, 5)
	if first.Awarded[0].Quantity != "6000" || second.Awarded[0].Quantity != "4000" {
		t.Errorf("awarded %v and %v", first.Awarded, second.Awarded)
	}
	d.pressed("u")
	if q := get[*model.Quote](d, 5); q.Stage != model.QuoteReceived {
		t.Errorf("undone, the other quote is %s", q.Stage)
	}
}

// TestOfferToDeal drafts, revises, sends, accepts and books, each by a key.
func TestOfferToDeal(t *testing.T) {
	d := offering(t, 120, 36)
	d.pressed("a", "o")
	d.sees("Offer OFF-2026-", "Nord", "buyer pays 52,165.74 · costs 52,165.74 · you earn 0.00 USD")
	d.typed("2.5%")
	d.sees("buyer pays 53,469.88 · costs 52,165.74 · you earn 1,304.14 USD")
	d.exact()
	d.pressed("ctrl+s")
	all := offersOf(d)
	if len(all) != 1 || all[0].Total != "53469.88" || all[0].Earned != "1304.14" || all[0].Language != "fr" || all[0].Commission != "2.5%" {
		t.Fatalf("kept %+v", all)
	}
	d.sees(all[0].Called(), "2.5 % of 52,165.74 = 1,304.14 USD", "draft")
	d.exact()

	d.pressed("V")
	for range 4 {
		d.pressed("backspace")
	}
	d.typed("margin 5%")
	d.sees("buyer pays 54,911.31 · ", "you earn 2,745.57 USD")
	d.pressed("ctrl+s")
	all = offersOf(d)
	if len(all) != 2 || all[1].Version != 2 || all[1].Total != "54911.31" || all[0].Stage != model.OfferSuperseded || all[0].Total != "53469.88" {
		t.Fatalf("kept %+v", all)
	}
	d.sees("v sent", "y accepted", "x refused")
	d.seesNot("J deals")
	d.pressed("v")
	d.sees("sent")
	d.seesNot("v sent") // which cannot be done again
	if lead := get[*model.Lead](d, 30); lead.Stage != model.LeadNegotiating {
		t.Errorf("the lead is %s", lead.Stage)
	}
	d.pressed("y")
	deals := dealsOf(d)
	if len(deals) != 1 || deals[0].CommissionDue != "2745.57" || deals[0].Amount != "54911.31" {
		t.Fatalf("deals %+v", deals)
	}
	d.sees("accepted", "commission 2,745.57 USD · open", "J deals")
	d.seesNot("y accepted", "x refused")
	d.pressed("J")
	d.sees("[Deals", "Due          2,745.57 USD")
	d.pressed("backspace")
	d.sees("[Offers")
	d.pressed("u")
	if len(dealsOf(d)) != 0 && !dealsOf(d)[0].Deleted {
		t.Error("undone, the deal stays")
	}
	d.pressed("ctrl+r")
}

func TestOfferRefusedAndMoved(t *testing.T) {
	d := offering(t, 120, 36)
	d.pressed("a", "o")
	d.typed("5%")
	d.pressed("ctrl+s", "x")
	d.sees("1", "price")
	d.pressed("1")
	if all := offersOf(d); all[0].Stage != model.OfferRefused || all[0].Reason == "" {
		t.Errorf("the offer is %s for %q", all[0].Stage, all[0].Reason)
	}
}

// TestOfferNeedsItsLegs says what lacks while the terms are typed, and keeps nothing.
func TestOfferNeedsItsLegs(t *testing.T) {
	d := offering(t, 120, 36)
	d.pressed("j", "j", "o") // Vigo Oils, which no lane fits
	d.sees("is not known what the goods cost there: freight is missing from FOB to CIF")
	d.typed("5%")
	d.pressed("ctrl+s")
	d.sees("is not known what the goods cost there")
	if len(offersOf(d)) != 0 {
		t.Error("an offer without a price is kept")
	}
}

func TestPaymentIsBooked(t *testing.T) {
	deal := &model.Deal{Head: model.Head{ID: idOf(40)}, Title: "Argan 2026", RFQ: idOf(4), Buyer: "Nord", Currency: "USD", Amount: "50599.02",
		Commission: "2.5%", CommissionDue: "1234.12", CommissionCurrency: "USD", Shares: []model.Share{{Person: "nadia", Share: "60"}, {Person: "karim", Share: "40"}}, SignedAt: value.At(testNow)}
	d := startAt(t, newFake(append(comparedRecords(), deal)...), 120, 36, "en")
	d.pressed("4", "J")
	d.sees("Argan 2026", "1,234.12 USD", "nadia 740.47 USD", "karim 493.65 USD", "p books a payment")
	d.pressed("p")
	d.sees("What came in, in USD")
	for range 10 {
		d.pressed("backspace")
	}
	d.typed("1.234")
	d.pressed("enter")
	d.sees("could be 1234 or 1.234: write 1234")
	for range 10 {
		d.pressed("backspace")
	}
	d.typed("740.47 on 2026-11-20; transfer 4711")
	d.pressed("enter")
	d.sees("part paid", "493.65 USD", "transfer 4711")
	d.exact()
	if kept := get[*model.Deal](d, 40); len(kept.Payments) != 1 || kept.Payments[0] != (model.Payment{Date: "2026-11-20", Amount: "740.47", Reference: "transfer 4711"}) {
		t.Errorf("booked %+v", kept.Payments)
	}
	d.pressed("u")
	if kept := get[*model.Deal](d, 40); len(kept.Payments) != 0 {
		t.Errorf("undone, booked is %+v", kept.Payments)
	}
}

// TestComparisonOpensItsSources goes to the lane and the rates that it reckons with.
func TestComparisonOpensItsSources(t *testing.T) {
	d := offering(t, 120, 36)
	d.pressed("L")
	d.sees("Agadir – New York", "forwarder")
	d.pressed("4", "=", "R")
	d.sees("2026-04-13 ECB")
}

// TestOfferPriceIsTyped sells a line at another price, in the table of the form.
func TestOfferPriceIsTyped(t *testing.T) {
	d := offering(t, 120, 36)
	d.pressed("a", "o", "tab", "enter")
	d.sees("5.216574")
	d.pressed("tab", "tab", "tab")
	for range 12 {
		d.pressed("backspace")
	}
	d.typed("5.40")
	d.pressed("ctrl+s")
	d.sees("buyer pays 54,000.00 · costs 52,165.74 · you earn 1,834.26 USD")
	d.pressed("ctrl+s")
	all := offersOf(d)
	if len(all) != 1 || all[0].Total != "54000.00" || all[0].Earned != "1834.26" || all[0].Lines[0].Cost != "52165.74" || all[0].Lines[0].Quote != idOf(6) {
		t.Fatalf("kept %+v", all)
	}
	d.sees("prices were")
}

// TestOfferInAnotherCurrency reads the rates that another currency wants.
func TestOfferInAnotherCurrency(t *testing.T) {
	d := offering(t, 120, 36)
	d.pressed("a", "o")
	d.typed("5%")
	d.pressed("tab", "tab")
	for range 3 {
		d.pressed("backspace")
	}
	d.typed("EUR")
	d.sees("EUR", "you earn", " EUR · 4.")
	d.pressed("ctrl+s")
	if all := offersOf(d); len(all) != 1 || all[0].Currency != "EUR" || all[0].Total == "" {
		t.Fatalf("kept %+v", all)
	}
}

// TestAwardedTwiceIsShown: two desks can award one line while apart.
func TestAwardedTwiceIsShown(t *testing.T) {
	records := comparedRecords()
	for _, r := range records {
		if q, ok := r.(*model.Quote); ok && (q.ID == idOf(5) || q.ID == idOf(6)) {
			q.Stage, q.Awarded = model.QuoteAccepted, []model.Line{{Product: "argan oil", HS: "151530", Quantity: "6000", Unit: "KGM"}}
		}
	}
	d := startAt(t, newFake(records...), 120, 36, "en")
	d.pressed("4", "=")
	d.sees("! argan oil is awarded twice: 2,000 kg too much")
	d.exact()
}

// A price below the costs is told in the form and on the offer, and kept all the same.
func TestOfferBelowItsCosts(t *testing.T) {
	d := offering(t, 120, 36)
	d.pressed("a", "o", "tab", "enter", "tab", "tab", "tab")
	for range 12 {
		d.pressed("backspace")
	}
	d.typed("5.00")
	d.pressed("ctrl+s")
	d.sees("you earn -2,165.74 USD", "! 2,165.74 USD below its costs: it loses money")
	d.pressed("ctrl+s")
	all := offersOf(d)
	if len(all) != 1 || all[0].Total != "50000.00" {
		t.Fatalf("kept %+v", all)
	}
	d.sees(all[0].Called(), "! 2,165.74 USD below its costs: it loses money")
	d.exact()
}
