package comparison

import (
	"errors"
	"slices"
	"testing"

	"github.com/cockroachdb/apd/v3"
	"pgregory.net/rapid"

	"tradedesk/model"
	"tradedesk/model/cost"
	"tradedesk/model/modeltest"
	"tradedesk/model/value"
)

func id(n byte) model.ID { return model.ID{15: n} }

func argan() *model.RFQ {
	return &model.RFQ{
		Head: model.Head{ID: id(1)}, Currency: "USD", Incoterm: value.CIF, Port: "USNYC", Certificates: []string{"Ecocert"},
		Lines: []model.Line{{Product: "argan oil", HS: "151530", Quantity: "10000", Unit: "KGM"}},
	}
}

func quote(n byte, price value.Decimal) *model.Quote {
	return &model.Quote{
		Head: model.Head{ID: id(n)}, Supplier: id(90), Currency: "USD", Incoterm: value.FOB, Unit: "KGM", Stage: model.QuoteReceived,
		Tiers: []model.Tier{{From: "1", Price: price}},
	}
}

func lane(n byte, date value.Date) *model.Lane {
	return &model.Lane{
		Head: model.Head{ID: id(n)}, Name: "lane", FromCountry: "MA", ToCountry: "US", Mode: cost.Sea, Insurance: "0.35", Date: date,
		Legs: []model.Charge{{Leg: cost.Freight, Amount: "2600", Currency: "USD"}},
	}
}

func request(quotes ...*model.Quote) Request {
	return Request{
		RFQ: argan(), Quotes: quotes, Date: "2026-04-14", Lanes: []*model.Lane{lane(50, "2026-01-01")},
		Suppliers: map[model.ID]*model.Supplier{id(90): {Name: "Tifawin", Country: "MA", Certificates: []string{"ECOCERT 2026"}}},
	}
}

func mustOf(t *testing.T, r Request) Comparison {
	t.Helper()
	c, err := Of(r)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestOf(t *testing.T) {
	draft, old := quote(3, "1"), quote(4, "1")
	draft.Stage, old.Stage = model.QuoteDraft, model.QuoteSuperseded
	c := mustOf(t, request(quote(2, "4.95"), draft, old))
	if len(c.Entries) != 1 || c.Entries[0].Total != "52301.36" || c.Place != "New York" || len(c.Entries[0].Flags) != 0 || c.Drafts != 1 {
		t.Errorf("%d entries, %d drafts, %+v", len(c.Entries), c.Drafts, c.Entries)
	}
}

// TestLaneOf prefers the lane that the quote names, then the closest ends, then the
// newest.
func TestLaneOf(t *testing.T) {
	newer, port, away, from := lane(51, "2026-03-01"), lane(52, "2025-01-01"), lane(53, "2026-04-01"), lane(54, "2026-04-01")
	port.ToPort = "USNYC"
	away.ToCountry = "FR"
	from.FromCountry = "ES"
	for _, tt := range []struct {
		name  string
		lanes []*model.Lane
		named model.ID
		want  byte
	}{
		{"the newest", []*model.Lane{lane(50, "2026-01-01"), newer}, model.ID{}, 51},
		{"the port", []*model.Lane{newer, port}, model.ID{}, 52},
		{"the quote's own", []*model.Lane{newer, port, away}, id(53), 53},
		{"none that leads there", []*model.Lane{away, from}, model.ID{}, 0},
	} {
		q := quote(2, "1")
		q.Lane = tt.named
		r := request(q)
		r.Lanes = tt.lanes
		got := mustOf(t, r).Entries[0].Lane
		if (got == nil) != (tt.want == 0) || got != nil && got.ID != id(tt.want) {
			t.Errorf("%s: %+v", tt.name, got)
		}
	}
}

func TestFlags(t *testing.T) {
	for _, tt := range []struct {
		flag Flag
		do   func(r *Request, q *model.Quote)
	}{
		{Expired, func(_ *Request, q *model.Quote) { q.ValidUntil = "2026-04-13" }},
		{Expired, func(_ *Request, q *model.Quote) { q.Stage = model.QuoteExpired }},
		{ExpiresSoon, func(_ *Request, q *model.Quote) { q.ValidUntil = "2026-04-21" }},
		{SeaTerm, func(r *Request, _ *model.Quote) { r.Lanes[0].Mode = cost.Air }},
		{BelowMOQ, func(_ *Request, q *model.Quote) { q.MOQ = "10001" }},
		{BuyMore, func(_ *Request, q *model.Quote) { q.Tiers = append(q.Tiers, model.Tier{From: "10001", Price: "1"}) }},
		{Estimate, func(r *Request, q *model.Quote) { q.Incoterm, r.Term = value.CIF, value.CFR }},
		{Unknown, func(r *Request, _ *model.Quote) { r.Lanes = nil }},
		{NoCertificate, func(r *Request, _ *model.Quote) { r.RFQ.Certificates = []string{"Kosher"} }},
		{NetWeight, func(r *Request, _ *model.Quote) { r.Lanes[0].Legs[0].Per = cost.PerKilogram }},
		{PaymentDiffers, func(r *Request, q *model.Quote) { r.RFQ.PaymentTerms, q.PaymentTerms = "L/C at sight", "30 % advance" }},
		{OldRate, func(r *Request, q *model.Quote) {
			q.Currency = "MAD"
			r.Rates = []*model.Rate{{Date: "2026-04-01", Rates: []model.ExchangeRate{{Currency: "MAD", Units: "10.8"}, {Currency: "USD", Units: "1.1684"}}}}
		}},
		{VerifyAgreement, func(r *Request, q *model.Quote) {
			r.Term, r.Lanes[0].Duties, r.Lanes[0].VAT = value.DDP, []model.Duty{{Rate: "1", Fees: "0"}}, "0"
			r.Lanes[0].Legs = append(r.Lanes[0].Legs, model.Charge{Leg: cost.DestinationTerminal, Amount: "0", Currency: "USD"},
				model.Charge{Leg: cost.OnCarriage, Amount: "0", Currency: "USD"}, model.Charge{Leg: cost.ImportClearance, Amount: "0", Currency: "USD"})
		}},
	} {
		q := quote(2, "4.95")
		r := request(q)
		tt.do(&r, q)
		if got := mustOf(t, r).Entries[0].Flags; !slices.Equal(got, []Flag{tt.flag}) {
			t.Errorf("%s: %v", tt.flag, got)
		}
	}
}

// TestLinesArePricedByName finds what a quote asks for each line, wherever it stands.
func TestLinesArePricedByName(t *testing.T) {
	q := quote(2, "9")
	q.Lines = []model.QuoteLine{
		{HS: "080410", Unit: "KGM", Tiers: []model.Tier{{From: "1", Price: "2"}}},
		{Product: "ARGAN oil", Unit: "KGM", Tiers: []model.Tier{{From: "1", Price: "300"}}, Base: "100"},
	}
	r := request(q)
	r.Term = value.FOB
	r.RFQ.Lines = []model.Line{
		{Product: "Argan Oil", Quantity: "100", Unit: "KGM"}, {Product: "dates", HS: "080410", Quantity: "50", Unit: "KGM"}, {Product: "amlou", Quantity: "10", Unit: "KGM"},
	}
	e := mustOf(t, r).Entries[0]
	if e.Total != "400.00" || e.Side != cost.AtLeast || len(e.Gaps) != 1 || e.Gaps[0] != (cost.Gap{Leg: cost.Goods, Why: cost.NoPrice, Item: 2}) {
		t.Errorf("%s %q %+v", e.Total, e.Side, e.Gaps)
	}
	r.Quantity = value.Quantity{Amount: "5"}
	if _, err := Of(r); !errors.Is(err, ErrOneLine) {
		t.Errorf("a quantity for three lines: %v", err)
	}
	r.Quantity, r.RFQ.Lines = value.Quantity{}, nil
	if _, err := Of(r); !errors.Is(err, ErrNoLines) {
		t.Errorf("no lines: %v", err)
	}
}

func TestWhatIf(t *testing.T) {
	q := quote(2, "4.95")
	q.Freight = "9999"
	r := request(q)
	r.Term, r.WhatIf.Freight = value.CFR, value.Money{Amount: "3000", Currency: "USD"}
	if e := mustOf(t, r).Entries[0]; e.Total != "52500.00" || q.Freight != "9999" || len(r.Lanes[0].Legs) != 1 {
		t.Errorf("with other freight %s, %+v", e.Total, r.Lanes[0].Legs)
	}
	r.Lanes = nil
	if e := mustOf(t, r).Entries[0]; e.Total != "52500.00" || e.Side != "" {
		t.Errorf("with freight and no lane %s %q", e.Total, e.Side)
	}
}

// TestTypedRatesCount has a rate that a person typed for the day of a published one.
func TestTypedRatesCount(t *testing.T) {
	q := quote(2, "1")
	q.Currency = cost.Base
	r := request(q)
	r.Term = value.FOB
	r.Rates = []*model.Rate{
		{Date: "2026-04-13", Source: model.ManualSource, Rates: []model.ExchangeRate{{Currency: "USD", Units: "2"}}},
		{Date: "2026-04-13", Source: "ECB", Rates: []model.ExchangeRate{{Currency: "USD", Units: "1.1684"}}},
		{Date: "2026-04-14", Source: "other", Base: "USD", Rates: []model.ExchangeRate{{Currency: "USD", Units: "3"}}},
	}
	if e := mustOf(t, r).Entries[0]; e.Total != "20000.00" {
		t.Errorf("%s", e.Total)
	}
}

// TestBars shares cells out by what the parts are worth.
func TestBars(t *testing.T) {
	r := request(quote(2, "0.26"), quote(3, "0.13"))
	r.Term = value.CFR
	c := mustOf(t, r)
	// 1,300 and 2,600 goods with 2,600 freight: 3,900 of 5,200.
	if got := c.Bar(c.Entries[1], 20); !slices.Equal(got, []int{10, 0, 0, 10, 0, 0, 0, 0}) {
		t.Errorf("the dearest: %v", got)
	}
	if got := c.Bar(c.Entries[0], 20); !slices.Equal(got, []int{5, 0, 0, 10, 0, 0, 0, 0}) {
		t.Errorf("the other: %v", got)
	}
	for _, leg := range cost.Legs() {
		if PartOf(leg) == "" {
			t.Errorf("%s is in no part", leg)
		}
	}
}

// TestAnyRecordsAreCompared gives what desks may hold: nothing of it ends a
// comparison, and the parts of every quote are its total.
func TestAnyRecordsAreCompared(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := Request{RFQ: modeltest.Record(model.KindRFQ).Draw(t, "rfq").(*model.RFQ), Date: "2026-04-14", Suppliers: map[model.ID]*model.Supplier{}}
		r.RFQ.Lines = append(r.RFQ.Lines, model.Line{Product: "argan oil", Quantity: "10", Unit: "KGM"})
		for range rapid.IntRange(0, 4).Draw(t, "quotes") {
			r.Quotes = append(r.Quotes, modeltest.Record(model.KindQuote).Draw(t, "quote").(*model.Quote))
			r.Lanes = append(r.Lanes, modeltest.Record(model.KindLane).Draw(t, "lane").(*model.Lane))
			r.Rates = append(r.Rates, modeltest.Record(model.KindRate).Draw(t, "rate").(*model.Rate))
		}
		c, err := Of(r)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range c.Entries {
			if !e.Priced() {
				continue
			}
			sum := new(apd.Decimal)
			for _, p := range c.Parts(e) {
				sum = plus(sum, p.Amount)
			}
			if total, _ := e.Total.Big(); total.Cmp(sum) != 0 {
				t.Fatalf("parts %v add up to %s, the total is %s", c.Parts(e), sum.Text('f'), e.Total)
			}
			cells := 0
			for _, n := range c.Bar(e, 20) {
				cells += n
			}
			if cells > 20 {
				t.Fatalf("a bar of %d cells", cells)
			}
		}
	})
}

func TestCertificateThatEndsIsFlagged(t *testing.T) {
	r := Request{Date: "2026-11-24", RFQ: &model.RFQ{Certificates: []string{"ISO 22000"}}}
	for until, want := range map[value.Date]value.Date{"2026-12-01": "2026-12-01", "2027-01-30": "2027-01-30", "2027-06-01": "", "": ""} {
		s := &model.Supplier{Certificates: []string{"ISO22000:2018", "HACCP"}, CertificatesUntil: []model.CertificateDate{{Certificate: "HACCP", Until: "2026-01-01"}}}
		if until != "" {
			s.CertificatesUntil = append(s.CertificatesUntil, model.CertificateDate{Certificate: "ISO22000:2018", Until: until})
		}
		if got := r.certificateEnds(Entry{Supplier: s, Quote: &model.Quote{LeadDays: 14}}); got != want {
			t.Errorf("until %q: %q, want %q", until, got, want)
		}
	}
}

// A line that a quote has no price for is called by its goods.
func TestGoodsOfAGap(t *testing.T) {
	r := Request{
		Date: "2026-04-14", RFQ: &model.RFQ{Currency: "EUR", Incoterm: "FOB", Lines: []model.Line{{Product: "argan oil", Quantity: "1000", Unit: "KGM"}, {Product: "no quantity"}, {HS: "330129", Quantity: "50", Unit: "LTR"}}},
		Quotes: []*model.Quote{{Currency: "EUR", Incoterm: "FOB", Stage: model.QuoteReceived, Lines: []model.QuoteLine{{Product: "argan oil", Tiers: []model.Tier{{From: "1", Price: "9"}}, Unit: "KGM"}}}},
	}
	c, err := Of(r)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, g := range c.Entries[0].Gaps {
		names = append(names, c.GoodsOf(g))
	}
	if want := []string{"HS 330129"}; !slices.Equal(names, want) || !slices.Contains(c.Entries[0].Flags, Unknown) {
		t.Errorf("got %q, flags %v", names, c.Entries[0].Flags)
	}
}
