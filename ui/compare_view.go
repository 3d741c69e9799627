package ui

import (
	"fmt"
	"slices"
	"strings"

	"tradedesk/model"
	"tradedesk/model/comparison"
	"tradedesk/model/cost"
	"tradedesk/model/offer"
	"tradedesk/model/value"
	"tradedesk/ui/cells"
	"tradedesk/ui/layout"
	"tradedesk/ui/words"
)

// Lines of a comparison beside the quotes: heads, and room for a part's workings.
const (
	compareHead = 2
	compareFoot = 9
)

// partMarks draw the parts of a bar, in the order of comparison's parts.
var partMarks = []rune("█▓▓▒░▞▚·")

func (o *compareOverlay) draw(m *app) ([]string, layout.Box) {
	return m.boxed(joined(" · ", m.words.T("compare.title"), o.overlaps(m)), m.screen.Size.W, m.screen.Size.H-6, func(w, h int) []string {
		switch {
		case o.wrong != nil:
			return (&sheet{m: m, w: w}).wrapped(m.words.T("compare.cannot", words.Data{"Why": m.why(o.wrong)}))
		case len(o.all) == 0:
			return []string{m.theme.Dim.Apply(m.screen.Direction.Start(m.words.T("compare.reading"), w))}
		case len(o.all[0].Entries) == 0:
			none := m.words.T("compare.none")
			if drafts := o.all[0].Drafts; drafts > 0 {
				none = m.words.N("compare.only_drafts", drafts)
			}
			return (&sheet{m: m, w: w}).wrapped(none)
		}
		foot := min(compareFoot, max(h-compareHead-2, 1))
		lines := o.rows(m, w, max(h-compareHead-foot, 1))
		return append(cells.Block(lines, w, h-foot), cells.Block(o.under(m, w, foot), w, foot)...)
	})
}

// overlaps says which lines are awarded twice, as two desks can do while apart.
func (o *compareOverlay) overlaps(m *app) string {
	if o.read == nil || len(o.all) == 0 {
		return ""
	}
	var out []string
	for _, twice := range offer.Overlaps(o.read.RFQ, o.read.Quotes) {
		out = append(out, m.words.T("award.twice", words.Data{"What": cells.Safe(twice.Line.Product), "Over": m.quantity(twice.Over, twice.Line.Unit)}))
	}
	return joined(" · ", out...)
}

func (s *sheet) wrapped(text string) []string {
	s.text(s.m.theme.Text, text, 0)
	return s.lines
}

// rows draws what is compared, and the quotes that have room.
func (o *compareOverlay) rows(m *app, w, room int) []string {
	c := o.all[0]
	s := &sheet{m: m, w: w - 2}
	head, rows := s.grid(o.columns(m, w), len(c.Entries))
	d := m.screen.Direction
	lines := []string{
		d.Start(m.theme.Strong.Apply(cells.Cut(o.basis(m), w)), w),
		d.Start(d.Line("  ", m.theme.Dim.Apply(head)), w),
	}
	o.top = max(min(o.top, o.at, len(rows)-room), o.at-room+1, 0)
	for i := o.top; i < min(o.top+room, len(rows)); i++ {
		if i == o.at {
			lines = append(lines, m.theme.Selected.Apply(d.Start(d.Line(m.theme.Mark, " ", rows[i]), w)))
		} else {
			lines = append(lines, d.Start(d.Line("  ", rows[i]), w))
		}
	}
	return lines
}

// basis says at what is compared, and what is tried out.
func (o *compareOverlay) basis(m *app) string {
	c := o.all[0]
	parts := []string{joined(" ", c.Basis.Term.String(), cells.Safe(c.Place)), c.Basis.Currency.String()}
	if len(o.all) == 1 {
		if len(c.Lines) == 1 { // lines of several kinds have no sum
			parts = append(parts, m.quantity(c.Lines[0].Quantity, c.Lines[0].Unit))
		} else {
			parts = append(parts, m.quantity(c.Entries[0].Quantity.Amount, c.Entries[0].Quantity.Unit))
		}
	}
	if c.Drafts > 0 {
		parts = append(parts, m.words.N("compare.drafts", c.Drafts))
	}
	var days []string
	for _, e := range c.Entries {
		for _, r := range e.Rates {
			days = append(days, string(r.Date))
		}
	}
	slices.Sort(days)
	for _, day := range slices.Compact(days) {
		parts = append(parts, m.words.T("compare.rates_of", words.Data{"Date": m.day(value.Date(day))}))
	}
	if !o.whatIf.Freight.IsZero() {
		parts = append(parts, m.words.T("compare.if_freight", words.Data{"Amount": m.amount(o.whatIf.Freight.Amount, o.whatIf.Freight.Currency)}))
	}
	if !o.whatIf.Duty.IsZero() {
		parts = append(parts, m.words.T("compare.if_duty", words.Data{"Percent": m.exact(o.whatIf.Duty)}))
	}
	for _, r := range o.whatIf.Rates {
		parts = append(parts, m.words.T("compare.if_rate", words.Data{"Rate": m.ofEuro(r.Units, r.Currency)}))
	}
	return joined(" · ", parts...)
}

// columns are the quotes as a table: a landed price for each quantity.
func (o *compareOverlay) columns(m *app, w int) []gridColumn {
	c := o.all[0]
	number, supplier, bar := gridColumn{end: true}, gridColumn{head: m.words.T("kind.supplier"), grows: true}, gridColumn{head: m.words.T("compare.parts"), drop: 2}
	lead, flags := gridColumn{head: m.words.T("field.lead_days"), end: true, drop: 3}, gridColumn{head: m.words.T("compare.flags"), drop: 1}
	paid := gridColumn{head: m.words.T("field.payment_terms"), drop: 4}
	for i, e := range c.Entries {
		paid.texts = append(paid.texts, cells.Cut(cells.Safe(e.Quote.PaymentTerms.String()), max(w/6, 10)))
		number.texts = append(number.texts, fmt.Sprint(i+1))
		supplier.texts = append(supplier.texts, o.supplier(m, e))
		bar.texts = append(bar.texts, o.bar(m, c, e, max(w/5, 8)))
		lead.texts = append(lead.texts, m.days(e.Quote.Lead()))
		flags.texts = append(flags.texts, cells.Cut(o.flags(m, e), max(w/3, 10)))
	}
	out := []gridColumn{number, supplier}
	for _, of := range o.all {
		unit := gridColumn{head: m.words.T("compare.unit"), end: true}
		if len(o.all) > 1 {
			unit.head = m.quantity(of.Lines[0].Quantity, of.Lines[0].Unit)
		}
		for _, e := range c.Entries {
			unit.texts = append(unit.texts, m.landed(entryOf(of, e.Quote.ID)))
		}
		out = append(out, unit)
	}
	return append(out, bar, lead, paid, flags)
}

func entryOf(c comparison.Comparison, id model.ID) comparison.Entry {
	i := slices.IndexFunc(c.Entries, func(e comparison.Entry) bool { return e.Quote.ID == id })
	return c.Entries[i]
}

// landed writes the cost of a unit, of the whole where units are not of one kind.
func (m *app) landed(e comparison.Entry) string {
	shown := e.Unit
	if shown.IsZero() {
		shown = e.Total
	}
	return bound(e) + m.exactOr(shown, "?")
}

func (m *app) exactOr(d value.Decimal, otherwise string) string {
	if d.IsZero() {
		return otherwise
	}
	return m.exact(d)
}

// bound is how a cost stands to the true one.
func bound(e comparison.Entry) string {
	switch {
	case !e.Priced():
		return ""
	case e.Side == cost.AtLeast:
		return "≥"
	case e.Side == cost.AtMost:
		return "≤"
	case e.Side == cost.Open:
		return "~"
	case e.Estimated:
		return "≈"
	}
	return ""
}

func (o *compareOverlay) supplier(m *app, e comparison.Entry) string {
	if e.Supplier == nil {
		return m.words.T("untitled.supplier")
	}
	return m.title(m.rowOf(e.Supplier))
}

// bar stacks the parts in the direction of reading.
func (o *compareOverlay) bar(m *app, c comparison.Comparison, e comparison.Entry, room int) string {
	var marks []rune
	for i, n := range c.Bar(e, room) {
		marks = append(marks, []rune(strings.Repeat(string(partMarks[i]), n))...)
	}
	if e.Side != "" {
		marks = append(marks, '?')
	}
	if m.screen.Direction == layout.RightToLeft {
		slices.Reverse(marks)
	}
	return string(marks)
}

func (o *compareOverlay) flags(m *app, e comparison.Entry) string {
	var out []string
	for _, f := range e.Flags {
		data := words.Data{"Date": m.day(e.Quote.ValidUntil), "Agreement": m.agreement(e.Agreement)}
		switch f {
		case comparison.BelowMOQ:
			data["Gap"] = m.lacking(e)
		case comparison.BuyMore:
			data["More"] = m.more(e)
		case comparison.Unknown:
			data["Legs"] = o.unknown(m, e)
		}
		out = append(out, m.words.T("flag."+string(f), data))
	}
	return joined(" · ", append(o.settled(m, e), out...)...)
}

// settled says what a quote is marked for, that it is awarded, and of which days the
// rates are that are frozen with it.
func (o *compareOverlay) settled(m *app, e comparison.Entry) []string {
	out := []string{o.pickText(m, e.Quote.ID)}
	if e.Quote.Stage == model.QuoteAccepted {
		out = append(out, m.words.T("award.awarded"))
	}
	var days []string
	for _, r := range e.Rates {
		if comparison.Frozen(e.Quote, r) {
			days = append(days, string(r.Date))
		}
	}
	slices.Sort(days)
	for _, day := range slices.Compact(days) {
		out = append(out, m.words.T("award.frozen", words.Data{"Date": m.day(value.Date(day))}))
	}
	return out
}

func (m *app) lacking(e comparison.Entry) string {
	for _, i := range e.Items {
		if i.Below != nil {
			return m.quantity(i.Below.Gap, i.Below.Unit)
		}
	}
	return ""
}

func (m *app) more(e comparison.Entry) string {
	for _, i := range e.Items {
		if i.More != "" {
			return m.labelled(m.quantity(i.More, i.Quantity.Unit), m.amount(i.MoreAmount, e.Quote.Currency))
		}
	}
	return ""
}

// unknown names the legs that are not known; of goods the lines without a price.
func (o *compareOverlay) unknown(m *app, e comparison.Entry) string {
	var legs []string
	for _, g := range e.Gaps {
		leg := m.words.T("leg." + string(g.Leg))
		if name := o.all[0].GoodsOf(g); name != "" {
			leg = cells.Safe(name)
		}
		legs = append(legs, leg)
	}
	slices.Sort(legs)
	return strings.Join(slices.Compact(legs), m.words.T("text.and"))
}
