package offer_test

import (
	"errors"
	"testing"

	"tradedesk/model"
	"tradedesk/model/offer"
	"tradedesk/model/value"
)

func TestRevise(t *testing.T) {
	first, err := drafted(t, "5%", nil)
	if err != nil {
		t.Fatal(err)
	}
	first.Stage, first.SentAt = model.OfferSent, 1
	next, err := offer.Revise(first, []*model.Offer{first}, offer.Revision{Terms: "margin 5%", ValidUntil: "2027-01-31", Notes: "as agreed"}, ids.New(), "2026-12-02")
	if err != nil {
		t.Fatal(err)
	}
	if next.Total != "2315.79" || next.Earned != "115.79" || next.Version != 2 || next.Supersedes != first.ID || next.Number != first.Number {
		t.Errorf("total %s, earned %s, version %d of %s", next.Total, next.Earned, next.Version, next.Supersedes)
	}
	if next.Stage != model.OfferDraft || !next.SentAt.IsZero() || next.ValidUntil != "2027-01-31" || next.IssuedOn != "2026-12-02" {
		t.Errorf("got %+v", next)
	}
	if first.Total != "2310.00" || first.Stage != model.OfferSent || first.Lines[0].Amount != "2100.00" {
		t.Errorf("the version before is now %+v", first)
	}
	if wrong := model.Validate(next); len(wrong) > 0 {
		t.Errorf("the next version is not valid: %v", wrong)
	}
	if now := after(t, first, offer.Made(next, []*model.Offer{first})); now.Stage != model.OfferSuperseded {
		t.Errorf("the version before is %s", now.Stage)
	}

	first.Stage = model.OfferRefused
	if steps := offer.Made(next, []*model.Offer{first}); len(steps) != 1 {
		t.Errorf("a refused version is touched: %v", steps)
	}
}

func TestRevisePrices(t *testing.T) {
	first, err := drafted(t, "5%", nil)
	if err != nil {
		t.Fatal(err)
	}
	next, err := offer.Revise(first, nil, offer.Revision{Prices: map[int]value.Decimal{1: "4.15"}}, ids.New(), "2026-12-02")
	if err != nil || next.Lines[0].Amount != "2075.00" || next.Total != "2285.00" || next.Earned != "85.00" {
		t.Fatalf("total %s, earned %s, %v", next.Total, next.Earned, err)
	}
	e, err := offer.EarningsOf(next)
	if err != nil || !e.Typed || len(e.Parts) != 0 || e.Costs.Amount != "2200.00" {
		t.Errorf("earnings %+v, %v", e, err)
	}
	if e, err = offer.EarningsOf(first); err != nil || e.Typed || len(e.Parts) != 1 || e.Parts[0].Amount.Amount != "110.00" {
		t.Errorf("earnings %+v, %v", e, err)
	}
}

func TestReviseRefuses(t *testing.T) {
	first, err := drafted(t, "5%", nil)
	if err != nil {
		t.Fatal(err)
	}
	later := *first
	later.ID, later.Version = ids.New(), 2
	revise := func(o *model.Offer, versions []*model.Offer, rev offer.Revision) error {
		_, err := offer.Revise(o, versions, rev, ids.New(), "2026-12-02")
		return err
	}
	if err := revise(first, []*model.Offer{first, &later}, offer.Revision{Notes: "x"}); !errors.Is(err, offer.ErrNewer) {
		t.Errorf("an old version: %v", err)
	}
	for _, prices := range []map[int]value.Decimal{{3: "1"}, {0: "1"}, {1: "-1"}} {
		if err := revise(first, nil, offer.Revision{Prices: prices}); err == nil {
			t.Errorf("prices %v are taken", prices)
		}
	}
	first.Stage = model.OfferAccepted
	if err := revise(first, nil, offer.Revision{Notes: "x"}); !errors.Is(err, offer.ErrTaken) {
		t.Errorf("an accepted one: %v", err)
	}
}

// TestCostings works out again where the costs of an offer come from.
func TestCostings(t *testing.T) {
	var request offer.Request
	o, err := drafted(t, "5%", func(r *offer.Request) { request = *r })
	if err != nil {
		t.Fatal(err)
	}
	got := request.Costings(o)
	if len(got) != 2 || got[0].Then != "2000.00" || got[0].Entry().Total != "2000.00" || got[1].Then != "200.00" || got[1].Lines[0] != 1 {
		t.Fatalf("got %+v", got)
	}
	for _, l := range request.Quotes[0].Lines {
		l.Tiers[0].Price = "4.40"
	}
	if now := request.Costings(o)[0]; now.Then != "2000.00" || now.Entry().Total != "2200.00" {
		t.Errorf("then %s, now %s", now.Then, now.Entry().Total)
	}
	if share := offer.ShareOf("110.00", "2310.00"); share != "4.8" {
		t.Errorf("a share of %s %%", share)
	}
}

func TestBooked(t *testing.T) {
	deal := &model.Deal{Currency: "USD", CommissionCurrency: "TND", CommissionDue: "1234.125"}
	deal.ID = ids.New()
	steps, err := offer.Booked(deal, model.Payment{Date: "2026-12-01", Amount: "0.125"})
	if err != nil {
		t.Fatal(err)
	}
	book, err := offer.BookOf(after(t, deal, steps))
	if err != nil || book.Rest.Amount != "1234.000" || book.State != offer.StatePart {
		t.Errorf("the book is %+v, %v", book, err)
	}
	deal.CommissionCurrency = "USD"
	for _, amount := range []value.Decimal{"0.125", "0", "-1", ""} {
		if _, err := offer.Booked(deal, model.Payment{Date: "2026-12-01", Amount: amount}); err == nil {
			t.Errorf("a payment of %q USD is booked", amount)
		}
	}
	for typed, want := range map[string]value.Decimal{"740.47": "740.47", "740.47 USD": "740.47", "1 234.50": "1234.50"} {
		if got, err := offer.ParseAmount(typed, "USD"); err != nil || got != want {
			t.Errorf("%q is %s, %v", typed, got, err)
		}
	}
	for _, typed := range []string{"1,234", "5 EUR", "$5", "", "lots"} {
		if got, err := offer.ParseAmount(typed, "USD"); err == nil {
			t.Errorf("%q is taken as %s", typed, got)
		}
	}
}
