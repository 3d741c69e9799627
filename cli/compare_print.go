package cli

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

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

// printComparisons prints one comparison, or with several quantities a list of them.
func (a *app) printComparisons(all []comparison.Comparison) error {
	if !a.json {
		for i, c := range all {
			if i > 0 {
				fmt.Fprintln(a.env.Out)
			}
			if err := writeComparison(a.env.Out, c); err != nil {
				return err
			}
		}
		return nil
	}
	documents := make([]comparisonJSON, len(all))
	for i, c := range all {
		documents[i] = comparisonOf(c)
	}
	if len(documents) == 1 {
		return a.printJSON(documents[0])
	}
	return a.printJSON(documents)
}

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

func supplierName(e comparison.Entry) string {
	if e.Supplier == nil {
		return ""
	}
	return model.Title(e.Supplier)
}

// barCells is how long the bar of the dearest quote is.
const barCells = 24

// partMarks draw the parts of a bar, in the order of comparison's parts.
var partMarks = []rune("█▓▓▒░▞▚·")

const barLegend = "█ goods  ▓ inland, export  ▒ freight  ░ insurance  ▞ duty  ▚ tax  · other  ? a leg that is not known"

func writeComparison(to io.Writer, c comparison.Comparison) error {
	w := bufio.NewWriter(to)
	head := []string{string(c.Basis.Term), clean(c.Place), string(c.Basis.Currency)}
	if len(c.Entries) > 0 && !c.Entries[0].Quantity.IsZero() {
		head = append(head, string(c.Entries[0].Quantity.Amount)+" "+c.Entries[0].Quantity.Unit.Symbol())
	}
	if rates := ratesOf(c); rates != "" {
		head = append(head, "rates "+rates)
	}
	fmt.Fprintf(w, "%s · %s\n", clean(model.Title(c.RFQ)), strings.Join(slices.DeleteFunc(head, func(s string) bool { return s == "" }), " · "))
	if len(c.Entries) == 0 {
		fmt.Fprintln(w, "no quotes to compare")
		writeDrafts(w, c)
		return w.Flush()
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "#\tsupplier\tunit\ttotal\tparts\tlead\tpayment\tflags")
	for i, e := range c.Entries {
		lead := ""
		if e.Quote.Lead() > 0 {
			lead = strconv.Itoa(e.Quote.Lead()) + " d"
		}
		fmt.Fprintf(table, "%d\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", i+1, clean(supplierName(e)), bounded(e, e.Unit), bounded(e, e.Total), bar(c, e), lead, paymentText(e), clean(flagsText(c, e)))
	}
	if err := table.Flush(); err != nil {
		return err
	}
	for _, o := range overlapsOf(c) {
		fmt.Fprintf(w, "! %s\n", overlapText(o))
	}
	fmt.Fprintln(w, barLegend)
	writeDrafts(w, c)
	return w.Flush()
}

// overlapText says that a line is awarded twice.
func overlapText(o offer.Overlap) string {
	ids := make([]string, len(o.Quotes))
	for i, q := range o.Quotes {
		ids[i] = q.ID.Short()
	}
	text := lineText(model.Line{Product: o.Line.Product, HS: o.Line.HS}) + " is awarded twice, to " + strings.Join(ids, " and ")
	if o.Over != "" {
		text += ": " + string(o.Over) + " " + o.Line.Unit.Symbol() + " too much"
	}
	return text
}

// writeDrafts says which quotes are left out, and what to do about it.
func writeDrafts(w io.Writer, c comparison.Comparison) {
	switch c.Drafts {
	case 0:
	case 1:
		fmt.Fprintln(w, "a draft is left out: `tradedesk edit QUOTE stage=received` has it compared")
	default:
		fmt.Fprintf(w, "%d drafts are left out: `tradedesk edit QUOTE stage=received` has one compared\n", c.Drafts)
	}
}

// ratesOf names the days of the rates that a comparison used.
func ratesOf(c comparison.Comparison) string {
	var days []string
	for _, e := range c.Entries {
		for _, r := range e.Rates {
			days = append(days, string(r.Date))
		}
	}
	slices.Sort(days)
	return strings.Join(slices.Compact(days), ", ")
}

// bounded writes an amount with how it stands to the true one.
func bounded(e comparison.Entry, amount value.Decimal) string {
	switch {
	case amount.IsZero():
		return "?"
	case e.Side == cost.AtLeast:
		return "≥" + string(amount)
	case e.Side == cost.AtMost:
		return "≤" + string(amount)
	case e.Side == cost.Open:
		return "~" + string(amount)
	case e.Estimated:
		return "≈" + string(amount)
	}
	return string(amount)
}

func bar(c comparison.Comparison, e comparison.Entry) string {
	var b strings.Builder
	for i, n := range c.Bar(e, barCells) {
		b.WriteString(strings.Repeat(string(partMarks[i]), n))
	}
	if e.Side != "" {
		b.WriteString("?")
	}
	return b.String()
}

// flagsText says in words what is to be known about a quote.
func flagsText(c comparison.Comparison, e comparison.Entry) string {
	var out []string
	for _, f := range e.Flags {
		switch f {
		case comparison.Unknown:
			out = append(out, unknownText(c, e))
		case comparison.BelowMOQ:
			for _, i := range e.Items {
				if i.Below != nil {
					out = append(out, i.Below.Error())
				}
			}
		case comparison.BuyMore:
			for _, i := range e.Items {
				if i.More != "" {
					out = append(out, fmt.Sprintf("%s %s cost %s %s, less", i.More, i.Quantity.Unit.Symbol(), i.MoreAmount, e.Quote.Currency))
				}
			}
		case comparison.ExpiresSoon:
			out = append(out, "expires "+string(e.Quote.ValidUntil))
		case comparison.VerifyAgreement:
			out = append(out, e.Agreement+": verify")
		default:
			out = append(out, strings.ReplaceAll(string(f), "_", " "))
		}
	}
	return strings.Join(append(out, settledText(e)...), "; ")
}

// paymentRunes bounds the payment terms in the table; --json has them whole.
const paymentRunes = 36

func paymentText(e comparison.Entry) string {
	shown := []rune(clean(e.Quote.PaymentTerms.String()))
	if len(shown) > paymentRunes {
		shown = append(shown[:paymentRunes-1], '…')
	}
	return string(shown)
}

// settledText says that a quote is awarded, and of which days its rates are frozen.
func settledText(e comparison.Entry) []string {
	var out, days []string
	if e.Quote.Stage == model.QuoteAccepted {
		out = append(out, "awarded")
	}
	for _, r := range e.Rates {
		if comparison.Frozen(e.Quote, r) {
			days = append(days, string(r.Date))
		}
	}
	slices.Sort(days)
	if len(days) > 0 {
		out = append(out, "rates frozen "+strings.Join(slices.Compact(days), ", "))
	}
	return out
}

// goodsWords say why there is no price for a line.
var goodsWords = map[cost.Why]string{
	cost.NoPrice: "not offered", cost.NoUnit: "priced in a unit that does not convert", cost.TooLittle: "below the minimum", cost.Unreadable: "with prices that make no sense",
}

// unknownText names the legs that are not known, and the lines that have no price with why.
func unknownText(c comparison.Comparison, e comparison.Entry) string {
	var legs, goods []string
	for _, g := range e.Gaps {
		if name := c.GoodsOf(g); name != "" && goodsWords[g.Why] != "" {
			goods = append(goods, name+" "+goodsWords[g.Why])
			continue
		}
		leg := strings.ReplaceAll(string(g.Leg), "_", " ")
		if g.Why == cost.NoRate {
			leg += " (no rate for " + string(g.Currency) + ")"
		}
		legs = append(legs, leg)
	}
	slices.Sort(legs)
	if len(legs) > 0 {
		goods = append(goods, strings.Join(slices.Compact(legs), ", ")+" unknown")
	}
	return strings.Join(goods, "; ")
}
