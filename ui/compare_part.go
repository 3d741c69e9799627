package ui

import (
	"tradedesk/model/comparison"
	"tradedesk/model/cost"
	"tradedesk/ui/cells"
	"tradedesk/ui/words"
)

// under shows how the part under the cursor was worked out, and from what.
func (o *compareOverlay) under(m *app, w, h int) []string {
	e, ok := o.entry()
	if !ok {
		return nil
	}
	c := o.all[0]
	part := c.Parts(e)[o.part]
	d := m.screen.Direction
	s := &sheet{m: m, w: w}
	s.put(m.theme.Border.Apply(rule(w)))
	shown := m.exactOr(part.Amount, "?") + " " + c.Basis.Currency.String()
	if !part.Known {
		shown = "≥ " + shown
	}
	title := joined(" · ", string(partMarks[o.part])+" "+m.words.T("part."+part.Name), shown, o.flags(m, e))
	s.textAtMost(3, m.theme.Strong, title, 0)
	for _, line := range o.workings(m, e, part.Name) {
		s.text(m.theme.Text, line, 2)
	}
	s.text(m.theme.Dim, o.sources(m, e), 2)
	s.text(m.theme.Dim, o.terms(m, e), 2)
	if len(s.lines) > h-1 {
		s.lines = s.lines[:max(h-1, 0)]
	}
	legend := m.words.T("compare.legend")
	if cells.Width(legend) > w {
		legend = m.words.T("compare.legend_short")
	}
	return append(cells.Block(s.lines, w, h-1), d.Start(m.theme.Dim.Apply(cells.Cut(legend, w)), w))
}

// workings says how each amount of a part came about.
func (o *compareOverlay) workings(m *app, e comparison.Entry, part string) []string {
	var out []string
	if part == "goods" {
		out = append(out, o.prices(m, e)...)
	}
	for _, leg := range e.Legs {
		if comparison.PartOf(leg.Leg) == part {
			for _, w := range leg.Workings {
				out = append(out, m.labelled(m.words.T("leg."+string(leg.Leg)), o.working(m, w)))
			}
		}
	}
	for _, leg := range e.Off {
		if part == "goods" {
			out = append(out, m.words.T("compare.off", words.Data{"Leg": m.words.T("leg." + string(leg.Leg)), "Amount": m.exact(leg.Amount)}))
		}
	}
	for _, g := range e.Gaps {
		if comparison.PartOf(g.Leg) == part {
			name := m.words.T("leg." + string(g.Leg))
			if goods := o.all[0].GoodsOf(g); goods != "" {
				name = cells.Safe(goods)
			}
			out = append(out, m.labelled(name, m.words.T("unknown."+string(g.Why), words.Data{"Currency": g.Currency.String()})))
		}
	}
	return out
}

// prices writes the lines of the invoice.
func (o *compareOverlay) prices(m *app, e comparison.Entry) []string {
	var out []string
	for i, item := range e.Items {
		if item.Amount.IsZero() {
			continue
		}
		name := ""
		if lines := o.all[0].RFQ.Lines; i < len(lines) && len(e.Items) == len(lines) {
			name = cells.Safe(lines[i].Product)
		}
		price := m.exact(item.Price)
		if item.Base != "" {
			price += "/" + m.exact(item.Base)
		}
		quantity := m.exact(item.Quantity.Amount) + " " + item.Quantity.Unit.Symbol()
		out = append(out, m.labelled(name, product(quantity, price, m.exact(item.Amount)+" "+e.Quote.Currency.String())))
	}
	return out
}

func (o *compareOverlay) working(m *app, w cost.Working) string {
	c := o.all[0].Basis.Currency.String()
	switch w.How {
	case cost.ByCharge:
		text := m.words.T("compare.by_charge", words.Data{
			"Given": m.exact(w.Given.Amount) + " " + w.Given.Currency.String(), "Per": m.words.T("per." + string(w.Per)), "Times": m.exact(w.Times),
			"Amount": m.exact(w.Amount) + " " + c,
		})
		if w.By != "" {
			text = joined(" · ", text, m.words.T("bound."+string(w.By)))
		}
		if w.Quoted {
			text = joined(" · ", text, m.words.T("compare.quoted"))
		}
		return text
	case cost.ByPercent:
		return m.words.T("compare.by_percent", words.Data{
			"Percent": m.exact(w.Percent), "Of": m.exact(w.Of), "Base": cells.Safe(joined(" ", string(w.On), w.HS.String())), "Amount": m.exact(w.Amount) + " " + c,
		})
	case cost.ByPremium:
		return cells.Apart(m.words.T("compare.by_premium", words.Data{"Percent": m.exact(w.Percent), "Of": m.exact(w.Of), "Amount": m.exact(w.Amount) + " " + c}))
	}
	return m.words.T("compare.what_remains", words.Data{"Amount": m.exact(w.Amount) + " " + c})
}

// terms says what a quote holds beside its price, for screens without room for the columns.
func (o *compareOverlay) terms(m *app, e comparison.Entry) string {
	q := e.Quote
	return joined(" · ", joined(" ", cells.Safe(q.Incoterm.String()), cells.Safe(q.Place)), m.days(q.Lead()), cells.Safe(q.PaymentTerms.String()), m.validity(q))
}

// sources names the lane and the rates that a quote is reckoned by.
func (o *compareOverlay) sources(m *app, e comparison.Entry) string {
	var out []string
	if e.Lane != nil {
		of := joined(" ", cells.Safe(e.Lane.Source), m.day(e.Lane.Date))
		out = append(out, joined(" ", m.words.T("compare.lane", words.Data{"Name": m.title(m.rowOf(e.Lane))}), of))
	}
	for _, r := range e.Rates {
		out = append(out, m.words.T("compare.rate", words.Data{
			"Rate": m.ofEuro(r.Units, r.Currency), "Date": m.day(r.Date), "Source": cells.Safe(r.Source), "Age": r.Age(o.all[0].Basis.Date),
		}))
	}
	return joined(" · ", out...)
}
