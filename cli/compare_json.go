package cli

import (
	"slices"

	"tradedesk/model"
	"tradedesk/model/comparison"
	"tradedesk/model/cost"
	"tradedesk/model/offer"
	"tradedesk/model/value"
)

// The shapes of what compare prints, which scripts rely on. Amounts are strings of
// digits, null where nothing is known.
type (
	comparisonJSON struct {
		RFQ      model.ID       `json:"rfq"`
		Currency value.Currency `json:"currency"`
		Incoterm value.Incoterm `json:"incoterm"`
		Place    string         `json:"place"`
		Quantity value.Decimal  `json:"quantity"` // of all lines, "" where their units are not of one kind
		Unit     value.Unit     `json:"unit"`
		Date     value.Date     `json:"date"`
		Quotes   []comparedJSON `json:"quotes"`
		Drafts   int            `json:"drafts"`   // quotes that are left out, as they are not received yet
		Overlaps []overlapJSON  `json:"overlaps"` // lines that are awarded twice
	}
	overlapJSON struct {
		Product string        `json:"product"`
		Over    value.Decimal `json:"over"` // how much too much, in Unit; "" where the line says no quantity
		Unit    value.Unit    `json:"unit"`
		Quotes  []model.ID    `json:"quotes"`
	}
	comparedJSON struct {
		ID           model.ID                  `json:"id"`
		Supplier     model.ID                  `json:"supplier"`
		SupplierName string                    `json:"supplier_name"`
		Stage        model.Stage               `json:"stage"`
		Incoterm     value.Incoterm            `json:"incoterm"`
		Currency     value.Currency            `json:"currency"`
		UnitLanded   *value.Decimal            `json:"unit_landed"`
		TotalLanded  *value.Decimal            `json:"total_landed"`
		Bound        cost.Side                 `json:"bound"` // "" exact, min: at least, max: at most, open
		Parts        map[string]*value.Decimal `json:"parts"`
		Legs         []legJSON                 `json:"legs"`
		Off          []legJSON                 `json:"taken_off"`
		Unknown      []gapJSON                 `json:"unknown"`
		Lines        []lineJSON                `json:"lines"`
		LeadDays     int                       `json:"lead_days"`
		PaymentTerms value.PaymentTerms        `json:"payment_terms"`
		Valid        bool                      `json:"valid"`
		ValidUntil   value.Date                `json:"valid_until"`
		Flags        []comparison.Flag         `json:"flags"`
		Lane         *model.ID                 `json:"lane"`
		Agreement    string                    `json:"agreement"` // to be verified
		Rates        []usedRateJSON            `json:"rates"`
	}
	legJSON struct {
		Leg      cost.Leg      `json:"leg"`
		Amount   value.Decimal `json:"amount"`
		Workings []workingJSON `json:"workings"`
	}
	workingJSON struct {
		How      cost.How       `json:"how"`
		Given    value.Decimal  `json:"given,omitempty"`
		Currency value.Currency `json:"currency,omitempty"`
		Per      cost.Per       `json:"per,omitempty"`
		Times    value.Decimal  `json:"times,omitempty"`
		By       cost.Bound     `json:"bound_by,omitempty"`
		Percent  value.Decimal  `json:"percent,omitempty"`
		Of       value.Decimal  `json:"of,omitempty"`
		On       cost.DutyBase  `json:"base,omitempty"`
		HS       value.HS       `json:"hs,omitempty"`
		Amount   value.Decimal  `json:"amount"`
		Quoted   bool           `json:"quoted,omitempty"`
	}
	gapJSON struct {
		Leg      cost.Leg       `json:"leg"`
		Why      cost.Why       `json:"why"`
		Line     int            `json:"line,omitempty"` // from 1
		Currency value.Currency `json:"currency,omitempty"`
		Gap      value.Decimal  `json:"gap,omitempty"` // units that are lacking to the minimum
		MOQ      value.Decimal  `json:"moq,omitempty"`
	}
	lineJSON struct {
		Quantity   value.Decimal `json:"quantity"`
		Unit       value.Unit    `json:"unit"`
		Price      value.Decimal `json:"price"`
		Amount     value.Decimal `json:"amount"` // in the quote's currency
		BuyMore    value.Decimal `json:"buy_more,omitempty"`
		MoreAmount value.Decimal `json:"more_amount,omitempty"`
	}
	usedRateJSON struct {
		Currency value.Currency `json:"currency"`
		Units    value.Decimal  `json:"units"` // for one EUR
		Date     value.Date     `json:"date"`
		Source   string         `json:"source"`
		AgeDays  int            `json:"age_days"`
		Frozen   bool           `json:"frozen"`
	}
)

func comparisonOf(c comparison.Comparison) comparisonJSON {
	out := comparisonJSON{
		RFQ: c.RFQ.ID, Currency: c.Basis.Currency, Incoterm: c.Basis.Term, Place: c.Place, Date: c.Basis.Date, Quotes: []comparedJSON{}, Drafts: c.Drafts, Overlaps: []overlapJSON{},
	}
	for _, o := range overlapsOf(c) {
		overlap := overlapJSON{Product: o.Line.Product, Over: o.Over, Unit: o.Line.Unit}
		for _, q := range o.Quotes {
			overlap.Quotes = append(overlap.Quotes, q.ID)
		}
		out.Overlaps = append(out.Overlaps, overlap)
	}
	for _, e := range c.Entries {
		if out.Quantity == "" {
			out.Quantity, out.Unit = e.Quantity.Amount, e.Quantity.Unit
		}
		out.Quotes = append(out.Quotes, comparedOf(c, e))
	}
	return out
}

// overlapsOf gives the lines that compared quotes are awarded twice, as two desks can do
// while apart.
func overlapsOf(c comparison.Comparison) []offer.Overlap {
	quotes := make([]*model.Quote, len(c.Entries))
	for i, e := range c.Entries {
		quotes[i] = e.Quote
	}
	return offer.Overlaps(c.RFQ, quotes)
}

func comparedOf(c comparison.Comparison, e comparison.Entry) comparedJSON {
	q := e.Quote
	out := comparedJSON{
		ID: q.ID, Supplier: q.Supplier, SupplierName: supplierName(e), Stage: q.Stage, Incoterm: q.Incoterm, Currency: q.Currency,
		UnitLanded: given(e.Unit), TotalLanded: given(e.Total), Bound: e.Side, Parts: map[string]*value.Decimal{},
		Legs: legsOf(e.Legs), Off: legsOf(e.Off), Unknown: []gapJSON{}, Lines: []lineJSON{},
		LeadDays: q.Lead(), PaymentTerms: q.PaymentTerms, Valid: !slices.Contains(e.Flags, comparison.Expired), ValidUntil: q.ValidUntil,
		Flags: append([]comparison.Flag{}, e.Flags...), Agreement: e.Agreement, Rates: []usedRateJSON{},
	}
	if e.Lane != nil {
		out.Lane = &e.Lane.ID
	}
	for _, p := range c.Parts(e) {
		out.Parts[p.Name] = given(p.Amount)
		if !p.Known && p.Amount.Sign() == 0 {
			out.Parts[p.Name] = nil
		}
	}
	for _, g := range e.Gaps {
		gap := gapJSON{Leg: g.Leg, Why: g.Why, Line: g.Item + 1, Currency: g.Currency}
		if g.Why == cost.TooLittle {
			below := e.Items[g.Item].Below
			gap.Gap, gap.MOQ = below.Gap, below.MOQ
		}
		out.Unknown = append(out.Unknown, gap)
	}
	for _, i := range e.Items {
		out.Lines = append(out.Lines, lineJSON{i.Quantity.Amount, i.Quantity.Unit, i.Price, i.Amount, i.More, i.MoreAmount})
	}
	for _, r := range e.Rates {
		out.Rates = append(out.Rates, usedRateJSON{r.Currency, r.Units, r.Date, r.Source, r.Age(c.Basis.Date), comparison.Frozen(q, r)})
	}
	return out
}

func given(d value.Decimal) *value.Decimal {
	if d.IsZero() {
		return nil
	}
	return &d
}

func legsOf(legs []cost.LegCost) []legJSON {
	out := make([]legJSON, 0, len(legs))
	for _, l := range legs {
		leg := legJSON{Leg: l.Leg, Amount: l.Amount, Workings: []workingJSON{}}
		for _, w := range l.Workings {
			leg.Workings = append(leg.Workings, workingJSON{
				w.How, w.Given.Amount, w.Given.Currency, w.Per, w.Times, w.By, w.Percent, w.Of, w.On, w.HS, w.Amount, w.Quoted,
			})
		}
		out = append(out, leg)
	}
	return out
}
