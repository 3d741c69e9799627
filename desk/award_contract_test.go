package desk

import (
	"context"
	"errors"
	"testing"

	"tradedesk/model"
	"tradedesk/model/comparison"
	"tradedesk/model/offer"
	"tradedesk/model/value"
)

// contractAward goes from quotes to a paid commission, each step at another seat.
func contractAward(t *testing.T, b bench) {
	ctx := context.Background()
	rfq, quotes := quotedRFQ(t, b.d)
	ids := model.NewIDs(fixedNow, nil)
	at := comparison.Request{Date: "2026-04-14"}

	request := AwardRequest{RFQ: rfq, At: at, Picks: []offer.Pick{
		{Quote: quotes[0], Parts: []offer.Part{{Quantity: value.Quantity{Amount: "6", Unit: "TNE"}}}}, {Quote: quotes[1]},
	}}
	for _, d := range []Desk{b.d, b.other} {
		plan, err := PlanAward(ctx, d, request)
		if err != nil || plan.Stage != model.RFQAwarded || len(plan.Left) != 0 || plan.Shares.Shares[1].Lines[0].Quantity != "4000" {
			t.Fatalf("%s plans %+v, %v", d.Me(), plan.Shares, err)
		}
		if rates := plan.Shares.Shares[0].Quote.Rates; len(rates) != 1 || rates[0].Units != "1.1684" {
			t.Errorf("%s freezes %v", d.Me(), rates)
		}
	}
	plan, err := PlanAward(ctx, b.d, request)
	if err != nil {
		t.Fatal(err)
	}
	action := Action{ID: ids.New(), Label: "award", Edits: plan.Edits}
	first := mustDo(t, b.d, action)
	if again := mustDo(t, b.other, action); again.Changed != first.Changed || first.Changed != 3 {
		t.Errorf("the award changes %d, again %d", first.Changed, again.Changed)
	}
	for i, id := range quotes {
		if q := getAs[*model.Quote](t, b.other, id); q.Stage != model.QuoteAccepted || len(q.Awarded) != 1 {
			t.Errorf("quote %d is %s with %v", i, q.Stage, q.Awarded)
		}
	}
	if _, err := b.other.Undo(ctx); err != nil {
		t.Fatal(err)
	}
	if q := getAs[*model.Quote](t, b.d, quotes[1]); q.Stage != model.QuoteReceived || len(q.Awarded) != 0 || len(q.Rates) != 0 {
		t.Errorf("undone, the quote is %s with %v", q.Stage, q.Awarded)
	}
	if _, err := b.other.Redo(ctx); err != nil {
		t.Fatal(err)
	}
	contractOffer(t, b, rfq, at, ids)
}

func contractOffer(t *testing.T, b bench, rfq model.ID, at comparison.Request, ids *model.IDs) {
	t.Helper()
	ctx := context.Background()
	request := func(d Desk) offer.Request {
		r, err := ReadOffer(ctx, d, rfq, offer.Request{Request: at, Terms: "2.5%", ID: ids.New()})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	r := request(b.other)
	o, err := offer.Draft(r)
	if err != nil || len(o.Lines) != 2 || o.Total == "" {
		t.Fatalf("drafting: %+v, %v", o, err)
	}
	mustDo(t, b.other, Action{Label: "draft", Edits: EditsOf(offer.Made(o, r.Versions))})
	found, err := FindOffer(ctx, b.d, o.Number)
	if err != nil || found.ID != o.ID || found.Total != o.Total {
		t.Fatalf("by its number: %+v, %v", found, err)
	}
	versions, err := OffersOf(ctx, b.d, rfq)
	if err != nil || len(versions) != 1 {
		t.Fatalf("the offers: %v, %v", versions, err)
	}
	next, err := offer.Revise(found, versions, offer.Revision{Terms: "margin 5%"}, ids.New(), "2026-04-15")
	if err != nil {
		t.Fatal(err)
	}
	mustDo(t, b.d, Action{Label: "revise", Edits: EditsOf(offer.Made(next, versions))})
	if before := getAs[*model.Offer](t, b.other, o.ID); before.Stage != model.OfferSuperseded || before.Total != o.Total {
		t.Errorf("the version before is %s, %s", before.Stage, before.Total)
	}
	if exact, err := FindOffer(ctx, b.other, o.Number+"/1"); err != nil || exact.ID != o.ID {
		t.Errorf("the first version: %+v, %v", exact, err)
	}
	if _, err := FindOffer(ctx, b.other, "OFF-2026-AAAAAAA"); !errors.Is(err, ErrNotFound) {
		t.Errorf("an unknown number: %v", err)
	}
	if _, err := FindOffer(ctx, b.other, rfq.String()); !errors.Is(err, ErrInvalid) {
		t.Errorf("an RFQ as an offer: %v", err)
	}

	latest, err := FindOffer(ctx, b.other, o.Number)
	if err != nil || latest.ID != next.ID {
		t.Fatalf("the latest: %+v, %v", latest, err)
	}
	w, err := ReadOutcome(ctx, b.other, offer.Outcome{Offer: latest, Today: "2026-04-16", At: value.At(fixedNow()), IDs: ids.New})
	if err != nil || w.RFQ == nil || w.Lead == nil {
		t.Fatalf("the outcome: %+v, %v", w, err)
	}
	steps, err := w.Accepted()
	if err != nil {
		t.Fatal(err)
	}
	mustDo(t, b.other, Action{Label: "accept", Edits: EditsOf(steps)})
	_, err = b.other.Do(ctx, Action{Edits: []Edit{{Kind: model.KindOffer, ID: next.ID, Set: model.Set{"place": quoted("Boston")}}}})
	if !errors.Is(err, ErrInvalid) {
		t.Errorf("an offer that went out is changed: %v", err)
	}
	_, err = b.d.Do(ctx, Action{Edits: []Edit{{Kind: model.KindOffer, ID: next.ID, Set: model.Set{"stage": quoted("draft")}}}})
	if !errors.Is(err, ErrInvalid) {
		t.Errorf("an accepted offer is a draft again: %v", err)
	}
	accepted := getAs[*model.Offer](t, b.d, next.ID)
	deals, err := DealsOf(ctx, b.d, accepted)
	if err != nil || len(deals) != 2 {
		t.Fatalf("deals %v, %v", deals, err)
	}
	for _, seat := range []Desk{b.d, b.other} {
		of, err := seat.Detail(ctx, rfq)
		if err != nil || len(of.Offers) != 2 || len(of.Deals) != 2 {
			t.Errorf("%s sees %d offers and %d deals of the RFQ, %v", seat.Me(), len(of.Offers), len(of.Deals), err)
		}
		its, err := seat.Detail(ctx, accepted.ID)
		if err != nil || len(its.Offers) != 1 || len(its.Deals) != 2 || its.Named[accepted.Lines[0].Supplier].Title != "Tifawin" {
			t.Errorf("%s sees %d other versions and %d deals of the offer, %v", seat.Me(), len(its.Offers), len(its.Deals), err)
		}
	}
	if lead := getAs[*model.Lead](t, b.d, accepted.Lead); lead.Stage != model.LeadWon {
		t.Errorf("the lead is %s", lead.Stage)
	}
	paid, err := offer.Booked(deals[0], model.Payment{Date: "2026-05-01", Amount: "10.00"})
	if err != nil {
		t.Fatal(err)
	}
	mustDo(t, b.d, Action{Label: "book", Edits: EditsOf(paid)})
	if _, err := b.other.Do(ctx, Action{Label: "book", Edits: EditsOf(paid)}); err != nil && !errors.Is(err, ErrConflict) {
		t.Errorf("a payment booked on what was seen before: %v", err)
	}
	book, err := offer.BookOf(getAs[*model.Deal](t, b.other, deals[0].ID))
	if err != nil || book.Paid.Amount != "10.00" || book.State != offer.StatePart {
		t.Errorf("the book: %+v, %v", book, err)
	}
}

// contractFirm keeps one firm at both seats.
func contractFirm(t *testing.T, b bench) {
	ctx := context.Background()
	if firm, err := OurFirm(ctx, b.d); err != nil || firm != nil {
		t.Fatalf("a firm before there is one: %+v, %v", firm, err)
	}
	mustDo(t, b.other, Action{Label: "firm", Edits: []Edit{{Kind: model.KindFirm, Create: true, Set: model.Set{"name": quoted("Atlas Trade SARL")}}}})
	if firm, err := OurFirm(ctx, b.d); err != nil || firm == nil || firm.Name != "Atlas Trade SARL" {
		t.Errorf("the firm: %+v, %v", firm, err)
	}
}

func getAs[T model.Record](t *testing.T, d Desk, id model.ID) T {
	t.Helper()
	r, err := d.Get(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	out, ok := r.(T)
	if !ok {
		t.Fatalf("%s is a %s", id, r.Kind())
	}
	return out
}

// quotedRFQ makes the RFQ of the worked numbers with its lead, lane, rate and two
// quotes.
func quotedRFQ(t *testing.T, d Desk) (rfq model.ID, quotes []model.ID) {
	t.Helper()
	ids := model.NewIDs(fixedNow, nil)
	lead := &model.Lead{Company: "Nord Foods Inc", Stage: model.LeadRFQOpen}
	wanted := &model.RFQ{
		Currency: "USD", Incoterm: "CIF", Port: "USNYC", Stage: model.RFQQuoting,
		Lines: []model.Line{{Product: "argan oil", Quantity: "10000", Unit: "KGM"}},
	}
	supplier := &model.Supplier{Name: "Tifawin", Country: "MA"}
	lane := &model.Lane{Name: "USA", FromCountry: "MA", ToCountry: "US", Insurance: "0.35", Legs: []model.Charge{
		{Leg: "inland", Amount: "900", Currency: "EUR"}, {Leg: "export_clearance", Amount: "0", Currency: "EUR"},
		{Leg: "origin_terminal", Amount: "350", Currency: "EUR"}, {Leg: "freight", Amount: "2600", Currency: "USD"},
	}}
	rate := &model.Rate{Source: "ECB", Date: "2026-04-13", Rates: []model.ExchangeRate{{Currency: "USD", Units: "1.1684"}}}
	first := &model.Quote{Currency: "EUR", Incoterm: "EXW", Stage: model.QuoteReceived, Tiers: []model.Tier{{From: "1", Price: "4.10"}}, Unit: "KGM"}
	second := &model.Quote{Currency: "USD", Incoterm: "FOB", Stage: model.QuoteReceived, Tiers: []model.Tier{{From: "1", Price: "4.95"}}, Unit: "KGM"}
	records := []model.Record{lead, wanted, supplier, lane, rate, first, second}
	for _, r := range records {
		r.Header().ID = ids.New()
	}
	wanted.Lead = lead.ID
	for _, q := range []*model.Quote{first, second} {
		q.RFQ, q.Supplier = wanted.ID, supplier.ID
	}
	var edits []Edit
	for _, r := range records {
		edits = append(edits, Edit{Kind: r.Kind(), ID: r.Header().ID, Create: true, Set: model.Fields(r)})
	}
	mustDo(t, d, Action{Label: "an RFQ with quotes", Edits: edits})
	return wanted.ID, []model.ID{first.ID, second.ID}
}
