package ui

import (
	"fmt"
	"testing"

	"tradedesk/model"
	"tradedesk/model/value"
)

// madeRecords are comparedRecords with an award, an offer that was revised and accepted,
// and its deal of which a part is paid.
func madeRecords() []model.Record {
	records := comparedRecords()
	rfq := records[0].(*model.RFQ)
	rfq.Stage = model.RFQAwarded
	for _, r := range records {
		if q, ok := r.(*model.Quote); ok && q.ID == idOf(6) {
			q.Stage, q.Awarded = model.QuoteAccepted, rfq.Lines
			q.Rates = []model.ExchangeRate{{Currency: "USD", Units: "1.1684", Date: "2026-04-13", Source: "ECB"}}
		}
	}
	version := func(i, n int, stage model.Stage, terms value.Terms, price, total, earned value.Decimal) *model.Offer {
		return &model.Offer{Head: model.Head{ID: idOf(i), CreatedAt: value.At(testNow)}, Number: "OFF-2026-4K7M2QX", Version: n, RFQ: rfq.ID, Buyer: "Nord Foods Inc", Contact: "Marie Tremblay",
			Language: "fr", Currency: "USD", Incoterm: "CIF", Place: "New York", ValidUntil: "2026-12-24", IssuedOn: "2026-11-24", DeliveryDays: 14,
			Commission: terms, Total: total, Earned: earned, Stage: stage,
			Lines: []model.OfferLine{{Product: "argan oil", HS: "151530", Quantity: "10000", Unit: "KGM", Price: price, Amount: total, Cost: "52165.74", Quote: idOf(6), Supplier: idOf(2)}}}
	}
	first := version(30, 1, model.OfferSuperseded, "margin 5%", "5.491131", "54911.31", "2745.57")
	second := version(31, 2, model.OfferAccepted, "2%, floor 1500", "5.366574", "53665.74", "1500.00")
	second.Supersedes, second.SentAt = first.ID, value.At(testNow)
	deal := &model.Deal{Head: model.Head{ID: idOf(32), CreatedAt: value.At(testNow)}, Title: rfq.Title, RFQ: rfq.ID, Quote: idOf(6), Supplier: idOf(2), Offer: second.ID, Buyer: "Nord Foods Inc",
		Amount: "53665.74", Currency: "USD", Commission: second.Commission, CommissionDue: "1500.00", CommissionCurrency: "USD", SignedAt: value.At(testNow),
		Payments: []model.Payment{{Date: "2026-11-20", Amount: "740.47", Reference: "transfer 4711"}},
		Shares:   []model.Share{{Person: "nadia", Share: "60"}, {Person: "karim", Share: "40"}}}
	return append(records, first, second, deal)
}

// TestGoldenOffers shows an award, the form of an offer's next version while it is
// typed, the offer with its parts, and the deal with what is due and paid.
func TestGoldenOffers(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 36}, {200, 50}} {
		name := fmt.Sprintf("%dx%d", size[0], size[1])
		at := func(t *testing.T, keys ...string) *driver {
			d := startAt(t, newFake(madeRecords()...), size[0], size[1], "en")
			d.pressed(keys...)
			return d
		}
		t.Run("awarded-"+name, func(t *testing.T) { at(t, "4", "=").golden("awarded-" + name) })
		t.Run("split-"+name, func(t *testing.T) {
			d := startAt(t, newFake(comparedRecords()...), size[0], size[1], "en")
			d.pressed("4", "=", "space")
			d.typed("6 t")
			d.pressed("enter", "space", "enter")
			d.golden("split-" + name)
		})
		t.Run("offers-"+name, func(t *testing.T) { at(t, "4", "O").golden("offers-" + name) })
		t.Run("offer-"+name, func(t *testing.T) { at(t, "4", "O", "1").golden("offer-" + name) })
		t.Run("deal-"+name, func(t *testing.T) { at(t, "4", "J").golden("deal-" + name) })
		t.Run("rfq-"+name, func(t *testing.T) { at(t, "4", "enter").golden("rfq-made-" + name) })
		t.Run("form-"+name, func(t *testing.T) {
			records := madeRecords()
			offer := records[len(records)-2].(*model.Offer)
			offer.Stage = model.OfferSent
			d := startAt(t, newFake(records[:len(records)-1]...), size[0], size[1], "en")
			d.pressed("4", "O", "1", "V")
			for range 20 {
				d.pressed("backspace")
			}
			d.typed("3%")
			d.golden("offer-form-" + name)
		})
	}
}
