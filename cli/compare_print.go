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
