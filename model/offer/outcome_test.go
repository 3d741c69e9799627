package offer_test

import (
	"encoding/json"
	"errors"
	"testing"

	"tradedesk/model"
	"tradedesk/model/comparison"
	"tradedesk/model/offer"
	"tradedesk/model/value"
)

// drafted makes an offer for an RFQ whose two lines are awarded to two suppliers.
func drafted(t *testing.T, terms value.Terms, change func(*offer.Request)) (*model.Offer, error) {
	t.Helper()
	rfq := order()
	oil, water := quoted(rfq, "4.00", ""), quoted(rfq, "", "1.00")
	for i, q := range []*model.Quote{oil, water} {
		q.Stage, q.Awarded = model.QuoteAccepted, rfq.Lines[i:i+1]
	}
	water.ValidUntil, water.LeadDays = "2026-12-10", 30
	lead := &model.Lead{Company: "Nord Foods Inc", Contact: "Marie Tremblay", Country: "CA", City: "Montréal", Language: "fr", Stage: model.LeadRFQOpen}
	lead.ID = ids.New()
	rfq.Lead = lead.ID
	r := offer.Request{Request: comparison.Request{RFQ: rfq, Quotes: []*model.Quote{oil, water}, Date: "2026-11-29"}, Lead: lead, Terms: terms, ID: ids.New()}
	if change != nil {
		change(&r)
	}
	return offer.Draft(r)
}

func TestDraft(t *testing.T) {
	o, err := drafted(t, "5%", nil)
	if err != nil {
		t.Fatal(err)
	}
	if o.Total != "2310.00" || o.Earned != "110.00" || len(o.Lines) != 2 || o.Lines[0].Price != "4.20" || o.Lines[0].Cost != "2000.00" {
		t.Errorf("total %s, earned %s, lines %+v", o.Total, o.Earned, o.Lines)
	}
	if o.ValidUntil != "2026-12-10" || o.DeliveryDays != 30 || o.Language != "fr" || o.Contact != "Marie Tremblay" || o.Address != "Montréal" || o.Incoterm != "FOB" {
		t.Errorf("got %+v", o)
	}
	if wrong := model.Validate(o); len(wrong) > 0 {
		t.Errorf("the offer is not valid: %v", wrong)
	}
}

func TestDraftRefuses(t *testing.T) {
	for name, tt := range map[string]struct {
		change func(*offer.Request)
		want   error
	}{
		"no award":         {func(r *offer.Request) { r.Quotes = nil }, offer.ErrNoQuote},
		"an unknown leg":   {func(r *offer.Request) { r.Term = "CIF" }, offer.ErrUnknownLeg},
		"an unknown rate":  {func(r *offer.Request) { r.Currency = "EUR" }, offer.ErrUnknownLeg},
		"another language": {func(r *offer.Request) { r.Language = "de" }, offer.ErrLanguage},
	} {
		if o, err := drafted(t, "5%", tt.change); !errors.Is(err, tt.want) {
			t.Errorf("%s: %+v, %v", name, o, err)
		}
	}
}

func TestDraftInAnotherCurrency(t *testing.T) {
	o, err := drafted(t, "5%", func(r *offer.Request) {
		r.Currency = "EUR"
		r.WhatIf.Rates = []model.ExchangeRate{{Currency: "USD", Units: "1.25"}}
	})
	if err != nil || o.Total != "1848.00" || o.Currency != "EUR" {
		t.Errorf("total %s %s, %v", o.Total, o.Currency, err)
	}
}

func TestNextVersion(t *testing.T) {
	var before *model.Offer
	o, err := drafted(t, "5%", func(r *offer.Request) {
		before = &model.Offer{RFQ: r.RFQ.ID, Number: "OFF-2026-AAAAAAA", Version: 2, Stage: model.OfferSent}
		before.ID = ids.New()
		r.Versions = []*model.Offer{before, {Stage: model.OfferSuperseded, Version: 9}, {Stage: model.OfferRefused, Version: 5}}
	})
	if err != nil || o.Called() != "OFF-2026-AAAAAAA/3" || o.Supersedes != before.ID {
		t.Fatalf("%s, %v", o.Called(), err)
	}
	if now := after(t, before, offer.Made(o, []*model.Offer{before})); now.Stage != model.OfferSuperseded {
		t.Errorf("the version before is %s", now.Stage)
	}
}

func dealsOf(t *testing.T, steps []offer.Step) []*model.Deal {
	t.Helper()
	var out []*model.Deal
	for _, s := range steps {
		if s.Kind != model.KindDeal {
			continue
		}
		d := &model.Deal{}
		for name, raw := range s.Set {
			f, _ := model.SchemaOf(model.KindDeal).Field(name)
			if err := f.Set(d, raw); err != nil {
				t.Fatal(err)
			}
		}
		out = append(out, d)
	}
	return out
}

func TestAcceptedOffer(t *testing.T) {
	o, err := drafted(t, "5%", nil)
	if err != nil {
		t.Fatal(err)
	}
	lead := &model.Lead{Stage: model.LeadRFQOpen}
	lead.ID = o.Lead
	w := offer.Outcome{Offer: o, Lead: lead, Today: "2026-12-01", At: 1, IDs: ids.New}
	steps, err := w.Accepted()
	if err != nil {
		t.Fatal(err)
	}
	deals := dealsOf(t, steps)
	if len(deals) != 2 || deals[0].Amount != "2100.00" || deals[0].CommissionDue != "100.00" || deals[1].CommissionDue != "10.00" {
		t.Errorf("deals %+v", deals)
	}
	if now := after(t, o, steps); now.Stage != model.OfferAccepted {
		t.Errorf("the offer is %s", now.Stage)
	}
	if now := after(t, lead, steps); now.Stage != model.LeadWon {
		t.Errorf("the lead is %s", now.Stage)
	}
	w.Today = "2027-01-01"
	if _, err := w.Accepted(); !errors.Is(err, offer.ErrExpired) {
		t.Errorf("past its validity: %v", err)
	}
	w.OverrideExpired = true
	if _, err := w.Accepted(); err != nil {
		t.Errorf("past its validity, with an override: %v", err)
	}
	o.Stage = model.OfferRefused
	if _, err := w.Accepted(); err == nil {
		t.Error("a refused offer is accepted")
	}
}

func TestSentAndRefused(t *testing.T) {
	o, err := drafted(t, "5%", nil)
	if err != nil {
		t.Fatal(err)
	}
	w := offer.Outcome{Offer: o, At: 1764406800000}
	steps, err := w.Sent()
	if err != nil {
		t.Fatal(err)
	}
	sent := after(t, o, steps)
	if sent.Stage != model.OfferSent || sent.SentAt != w.At {
		t.Errorf("got %s at %s", sent.Stage, sent.SentAt)
	}
	w.Offer = sent
	if _, err := w.Refused(""); !errors.Is(err, offer.ErrReason) {
		t.Errorf("without a reason: %v", err)
	}
	steps, err = w.Refused("too dear")
	if err != nil {
		t.Fatal(err)
	}
	if now := after(t, sent, steps); now.Stage != model.OfferRefused || now.Reason != "too dear" {
		t.Errorf("got %s, %s", now.Stage, now.Reason)
	}
	o.Total = "1.00"
	w.Offer = o
	if _, err := w.Sent(); err == nil {
		t.Error("an offer that does not add up is sent")
	}
}

func TestBookOf(t *testing.T) {
	d := &model.Deal{CommissionDue: "1234.12", CommissionCurrency: "USD", Shares: []model.Share{{Person: "nadia", Share: "60"}, {Person: "karim", Share: "40"}}}
	b, err := offer.BookOf(d)
	if err != nil || b.State != offer.StateOpen || b.Shares[0].Due.Amount != "740.47" || b.Shares[1].Due.Amount != "493.65" {
		t.Errorf("got %+v, %v", b, err)
	}
	for _, tt := range []struct {
		paid value.Decimal
		want offer.State
		rest value.Decimal
	}{{"500", offer.StatePart, "734.12"}, {"734.12", offer.StatePaid, "0.00"}, {"1", offer.StatePaid, "-1.00"}} {
		d.Payments = append(d.Payments, model.Payment{Date: "2026-12-01", Amount: tt.paid})
		if b, err = offer.BookOf(d); err != nil || b.State != tt.want || b.Rest.Amount != tt.rest {
			t.Errorf("after %s: %+v, %v", tt.paid, b, err)
		}
	}
	if raw, err := json.Marshal(b.State); err != nil || string(raw) != `"paid"` {
		t.Errorf("got %s, %v", raw, err)
	}
}
