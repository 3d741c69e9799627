package offer_test

import (
	"encoding/json"
	"errors"
	"slices"
	"testing"
	"time"

	"tradedesk/model"
	"tradedesk/model/cost"
	"tradedesk/model/offer"
	"tradedesk/model/value"
)

var ids = model.NewIDs(func() time.Time { return time.Date(2026, 11, 29, 9, 0, 0, 0, time.UTC) }, nil)

// order is an RFQ with two lines.
func order() *model.RFQ {
	rfq := &model.RFQ{Title: "Argan for Nord", Buyer: "Nord Foods Inc", Currency: "USD", Incoterm: "FOB", Stage: model.RFQQuoting, Lines: []model.Line{
		{Product: "argan oil", Quantity: "500", Unit: "KGM"}, {Product: "rose water", Quantity: "200", Unit: "LTR"},
	}}
	rfq.ID = ids.New()
	return rfq
}

// quoted is a quote for the lines of order.
func quoted(rfq *model.RFQ, oil, water value.Decimal) *model.Quote {
	q := &model.Quote{RFQ: rfq.ID, Supplier: ids.New(), Currency: "USD", Incoterm: "FOB", Stage: model.QuoteReceived, ValidUntil: "2026-12-20", LeadDays: 21}
	q.ID = ids.New()
	for product, price := range map[string]value.Decimal{"argan oil": oil, "rose water": water} {
		if price != "" {
			q.Lines = append(q.Lines, model.QuoteLine{Product: product, Tiers: []model.Tier{{From: "1", Price: price}}})
		}
	}
	return q
}

// after gives a quote as it is when the steps were made.
func after[T model.Record](t *testing.T, r T, steps []offer.Step) T {
	t.Helper()
	out := model.Clone(r).(T)
	for _, s := range steps {
		if s.ID != r.Header().ID {
			continue
		}
		for name, raw := range s.Set {
			f, ok := model.SchemaOf(r.Kind()).Field(name)
			if !ok {
				t.Fatalf("%s has no field %s", r.Kind(), name)
			}
			if name == "stage" {
				var to model.Stage
				if err := json.Unmarshal(raw, &to); err != nil {
					t.Fatal(err)
				}
				from := f.Value(out).(model.Stage)
				if err := model.Move(r.Kind(), from, to); err != nil && !s.Force {
					t.Fatal(err)
				}
			}
			if err := f.Set(out, raw); err != nil {
				t.Fatal(err)
			}
		}
	}
	return out
}

func TestAward(t *testing.T) {
	rfq := order()
	whole, part := quoted(rfq, "4.00", "1.00"), quoted(rfq, "3.90", "")
	award := offer.Award{RFQ: rfq, Quote: part, Others: []*model.Quote{whole, part}, Today: "2026-11-29"}
	got, err := award.Plan()
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Lines) != 1 || got.Lines[0].Quantity != "500" || len(got.Left) != 1 || got.Left[0].Product != "rose water" {
		t.Errorf("lines %v, left %v", got.Lines, got.Left)
	}
	if now := after(t, rfq, got.Steps); now.Stage != model.RFQNegotiating {
		t.Errorf("the RFQ is %s with a line left", now.Stage)
	}
	part = after(t, part, got.Steps)
	if part.Stage != model.QuoteAccepted || len(part.Awarded) != 1 {
		t.Errorf("the quote is %s with %v", part.Stage, part.Awarded)
	}

	// The other quote gets what is left, and the RFQ is awarded.
	rfq = after(t, rfq, got.Steps)
	award = offer.Award{RFQ: rfq, Quote: whole, Others: []*model.Quote{whole, part}, Today: "2026-11-29"}
	got, err = award.Plan()
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Lines) != 1 || got.Lines[0].Product != "rose water" || len(got.Left) != 0 {
		t.Errorf("lines %v, left %v", got.Lines, got.Left)
	}
	if now := after(t, rfq, got.Steps); now.Stage != model.RFQAwarded {
		t.Errorf("the RFQ is %s with all lines awarded", now.Stage)
	}
	whole = after(t, whole, got.Steps)
	if len(offer.Overlaps(rfq, []*model.Quote{whole, part})) != 0 {
		t.Error("lines of two quotes are taken for one awarded twice")
	}
}

func TestSplitAward(t *testing.T) {
	rfq := order()
	rfq.Lines = rfq.Lines[:1]
	first, second := quoted(rfq, "4.00", ""), quoted(rfq, "4.10", "")
	plan := func(a offer.Award) (offer.Awarded, error) {
		a.RFQ, a.Others, a.Today = rfq, []*model.Quote{first, second}, "2026-11-29"
		return a.Plan()
	}
	got, err := plan(offer.Award{Quote: first, Parts: []offer.Part{{Quantity: value.Quantity{Amount: "0.3", Unit: "TNE"}}}})
	if err != nil || got.Lines[0].Quantity != "300" || got.Left[0].Quantity != "200" {
		t.Fatalf("lines %v, left %v, %v", got.Lines, got.Left, err)
	}
	first = after(t, first, got.Steps)
	if _, err := plan(offer.Award{Quote: second}); !errors.Is(err, offer.ErrAwarded) {
		t.Errorf("a second quote for one line without a split: %v", err)
	}
	if _, err := plan(offer.Award{Quote: second, Split: true, Parts: []offer.Part{{Quantity: value.Quantity{Amount: "201"}}}}); !errors.Is(err, offer.ErrTooMuch) {
		t.Errorf("more than is left: %v", err)
	}
	got, err = plan(offer.Award{Quote: second, Split: true, RejectOthers: "dearer"})
	if err != nil || got.Lines[0].Quantity != "200" || len(got.Left) != 0 {
		t.Fatalf("lines %v, left %v, %v", got.Lines, got.Left, err)
	}
	for _, s := range got.Steps {
		if s.ID == first.ID {
			t.Errorf("a quote that is accepted is touched: %v", s)
		}
	}
}

func TestAwardRefuses(t *testing.T) {
	rfq := order()
	for name, tt := range map[string]struct {
		change func(*offer.Award)
		want   error
	}{
		"past its validity":  {func(a *offer.Award) { a.Today = "2026-12-21" }, offer.ErrExpired},
		"a rejected quote":   {func(a *offer.Award) { a.Quote.Stage = model.QuoteRejected }, offer.ErrSettled},
		"a closed RFQ":       {func(a *offer.Award) { a.RFQ.Stage = model.RFQClosed }, offer.ErrState},
		"an expired RFQ":     {func(a *offer.Award) { a.RFQ.Stage = model.RFQExpired }, offer.ErrState},
		"an unknown line":    {func(a *offer.Award) { a.Parts = []offer.Part{{Line: "dates"}} }, offer.ErrNoLine},
		"a line not offered": {func(a *offer.Award) { a.Parts = []offer.Part{{Line: "2"}} }, offer.ErrNoPrice},
	} {
		a := offer.Award{RFQ: model.Clone(rfq).(*model.RFQ), Quote: quoted(rfq, "4", ""), Today: "2026-11-29"}
		tt.change(&a)
		if _, err := a.Plan(); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", name, err, tt.want)
		}
	}
	a := offer.Award{RFQ: rfq, Quote: quoted(rfq, "4", ""), Today: "2026-11-29"}
	a.Quote.Lines[0].MOQ = "600"
	var below *cost.BelowMOQ
	if _, err := a.Plan(); !errors.As(err, &below) || below.Gap != "100" {
		t.Errorf("below the minimum: %v", err)
	}
}

func TestOverrideExpired(t *testing.T) {
	rfq := order()
	q := quoted(rfq, "4", "1")
	q.Stage = model.QuoteExpired
	got, err := offer.Award{RFQ: rfq, Quote: q, Today: "2027-01-01", OverrideExpired: true}.Plan()
	if err != nil {
		t.Fatal(err)
	}
	if q = after(t, q, got.Steps); q.Stage != model.QuoteAccepted {
		t.Errorf("the quote is %s", q.Stage)
	}
}

func TestOverlap(t *testing.T) {
	rfq := order()
	a, b := quoted(rfq, "4", ""), quoted(rfq, "4.1", "")
	for _, q := range []*model.Quote{a, b} {
		q.Stage, q.Awarded = model.QuoteAccepted, []model.Line{{Product: "Argan Oil", Quantity: "300", Unit: "KGM"}}
	}
	got := offer.Overlaps(rfq, []*model.Quote{a, b})
	if len(got) != 1 || got[0].Over != "100" || !slices.Equal(got[0].Quotes, []*model.Quote{a, b}) {
		t.Errorf("got %+v", got)
	}
}
