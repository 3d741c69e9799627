package ui

import (
	"cmp"
	"strings"

	"tradedesk/model"
	"tradedesk/model/value"
	"tradedesk/ui/cells"
	"tradedesk/ui/words"
)

// quoteShown are the fields that drawQuote draws in a place of their own.
var quoteShown = map[string]bool{
	"currency": true, "incoterm": true, "place": true, "tiers": true, "unit": true, "moq": true, "lead_days": true,
	"valid_until": true, "freight": true, "stage": true, "base_quantity": true, "reason": true, "notes": true, "lines": true, "payment_terms": true,
}

func (m *app) drawQuote(s *sheet, q *model.Quote, k *known) {
	e := m.rowOf(q)
	if e.Title == "" {
		e.Title = k.Named[q.Supplier].Title
	}
	m.drawTitle(s, e)
	s.text(m.theme.Text, joined(" · ", joined(" ", cells.Safe(q.Incoterm.String()), cells.Safe(q.Place)), m.validity(q)), 0)
	s.blank()
	s.pair(m.words.T("field.moq"), cells.Safe(m.quantity(q.MOQ, q.Unit)))
	s.pair(m.words.T("field.lead_days"), m.days(q.Lead()))
	s.pair(m.words.T("field.freight"), cells.Safe(m.amountExact(q.Freight, q.Currency)))
	m.drawPayment(s, q.PaymentTerms)
	s.pair(m.words.T("field.reason"), cells.Safe(q.Reason))
	m.drawFields(s, q, quoteShown)
	s.pair(m.words.T("field.notes"), cells.SafeLines(q.Notes))
	m.drawPointed(s, k)
	m.drawTiers(s, q)
	m.drawFiles(s, q)
}

func (m *app) amountExact(d value.Decimal, c value.Currency) string { return m.price(d, c, "") }

// drawTiers draws the prices by quantity, and where buying more costs less.
func (m *app) drawTiers(s *sheet, q *model.Quote) {
	if len(q.Lines) > 0 {
		m.drawQuoteLines(s, q)
		return
	}
	if len(q.Tiers) == 0 {
		return
	}
	s.section(m.words.T("detail.prices", words.Data{"Currency": cells.Safe(q.Currency.String()), "Unit": m.perUnits(q.BaseQuantity, q.Unit)}))
	var from, prices []value.Decimal
	for _, tier := range q.Tiers {
		from, prices = append(from, tier.From), append(prices, tier.Price)
	}
	columns := []gridColumn{
		{head: m.words.T("tier.from"), texts: m.aligned(from), end: true},
		{head: m.words.T("tier.price"), texts: m.aligned(prices), end: true},
		{grows: true, texts: make([]string, len(from))},
	}
	for i, hint := range model.CheaperTiers(q.Tiers) {
		if !hint.IsZero() {
			columns[2].texts[i] = m.words.T("tier.cheaper", words.Data{"From": m.number(hint), "Buy": m.number(q.Tiers[i].From)})
		}
	}
	head, rows := s.grid(columns, len(from))
	s.put(m.theme.Dim.Apply(head))
	for _, row := range rows {
		s.put(row)
	}
}

// drawQuoteLines draws what a quote asks for each line of its RFQ.
func (m *app) drawQuoteLines(s *sheet, q *model.Quote) {
	s.section(m.words.N("detail.quote_lines", len(q.Lines), words.Data{"Currency": cells.Safe(q.Currency.String())}))
	for _, line := range q.Lines {
		unit := cmp.Or(line.Unit, q.Unit)
		prices := make([]string, len(line.Tiers))
		for i, tier := range line.Tiers {
			prices[i] = m.priceFor(tier.Price, q.Currency, line.Base, unit)
			if i > 0 || tier.From.Cmp("1") != 0 {
				prices[i] = m.number(tier.From) + "+ " + prices[i]
			}
		}
		moq := ""
		if !line.MOQ.IsZero() {
			moq = m.words.T("field.moq") + " " + cells.Safe(m.quantity(line.MOQ, unit))
		}
		called := cmp.Or(line.Product, "HS "+line.HS.String())
		s.text(m.theme.Text, m.labelled(cells.Safe(called), joined(" · ", strings.Join(prices, "; "), moq, m.days(line.LeadDays))), 0)
	}
}

// validity says until when a quote holds, marked when that is past.
func (m *app) validity(q *model.Quote) string {
	if q.ValidUntil.IsZero() {
		return ""
	}
	text := m.words.T("quote.valid", words.Data{"Date": m.day(q.ValidUntil)})
	if q.ValidUntil.Time(m.o.Location).AddDate(0, 0, 1).Before(m.now) {
		return "! " + text
	}
	return text
}

func (m *app) firstPrice(q *model.Quote) string {
	if len(q.Tiers) == 0 {
		return ""
	}
	return m.priceFor(q.Tiers[0].Price, q.Currency, q.BaseQuantity, q.Unit)
}

// quoteTerms writes a quote in a line or two.
func (m *app) quoteTerms(q *model.Quote) string {
	prices := ""
	for i, tier := range q.Tiers {
		switch {
		case i == 0 && len(q.Tiers) == 1:
			prices = m.firstPrice(q)
		case i == 0:
			prices = m.number(tier.From) + "+ " + m.firstPrice(q)
		case i < 3:
			prices += ", " + m.number(tier.From) + "+ " + m.exact(tier.Price)
		case i == 3:
			prices += ", " + cells.Ellipsis
		}
	}
	moq := ""
	if !q.MOQ.IsZero() {
		moq = m.words.T("field.moq") + " " + cells.Safe(m.quantity(q.MOQ, q.Unit))
	}
	return joined(" · ", joined(" ", cells.Safe(q.Incoterm.String()), cells.Safe(q.Place)), prices, moq, m.days(q.Lead()), m.validity(q))
}

// versionsOf numbers the versions of the offers among quotes, oldest first.
func versionsOf(quotes []model.Record) map[model.ID]int {
	versions := map[model.ID]int{}
	for _, r := range quotes {
		if q, ok := r.(*model.Quote); ok {
			versions[q.ID] = versions[q.Supersedes] + 1
		}
	}
	return versions
}

func (m *app) version(n int) string {
	if n == 0 {
		return ""
	}
	return m.words.T("quote.version", words.Data{"N": n})
}
