package ui

import (
	"fmt"
	"strings"

	"tradedesk/model"
	"tradedesk/model/value"
	"tradedesk/ui/cells"
	"tradedesk/ui/keys"
	"tradedesk/ui/layout"
	"tradedesk/ui/words"
)

// rfqShown are the fields that drawRFQ draws in a place of their own.
var rfqShown = map[string]bool{
	"title": true, "buyer": true, "lines": true, "currency": true, "incoterm": true, "port": true, "deadline": true,
	"stage": true, "reason": true, "owner": true, "tags": true, "notes": true, "certificates": true, "payment_terms": true,
}

func (m *app) drawRFQ(s *sheet, r *model.RFQ, k *known) {
	t := m.theme
	title := m.title(m.rowOf(r))
	if buyer := cells.Safe(r.Buyer); buyer != "" && buyer != title {
		title = m.toward(title, buyer)
	}
	s.split(t.Strong.Apply(title), t.Dim.Apply(joined(" · ", r.Number(), m.stage(model.KindRFQ, r.Stage))))
	s.text(t.Text, m.progress(r, k), 0)
	if text, late := m.closes(r); late {
		s.text(t.Urgent, "! "+text, 0)
	} else {
		s.text(t.Text, text, 0)
	}
	s.blank()
	s.pair(m.words.T("detail.terms"), joined(" · ", joined(" ", cells.Safe(r.Incoterm.String()), m.port(r.Port)), cells.Safe(r.Currency.String())))
	m.drawPayment(s, r.PaymentTerms)
	s.pair(m.words.T("field.certificates"), cells.Safe(strings.Join(r.Certificates, " · ")))
	s.pair(m.words.T("field.owner"), cells.Safe(r.Owner))
	s.pair(m.words.T("field.tags"), m.tags(r.Tags))
	s.pair(m.words.T("field.reason"), cells.Safe(r.Reason))
	s.pair(m.words.T("field.notes"), cells.SafeLines(r.Notes))
	m.drawFields(s, r, rfqShown)
	if k.Lead != nil {
		e := m.rowOf(k.Lead)
		s.part(toRecord(e), func() {
			s.pair(m.words.T("kind.lead"), joined(" · ", m.title(e), m.stage(e.Kind, e.Stage)))
		})
	}
	m.drawLines(s, r)
	m.drawInvited(s, r, k)
	m.drawOffers(s, k)
	m.drawDeals(s, k)
	m.drawToDo(s, k)
	m.drawThread(s, k)
	m.drawFiles(s, r)
}

// drawPayment draws payment terms part by part, or as they are written when they do not
// make 100 %.
func (m *app) drawPayment(s *sheet, terms value.PaymentTerms) {
	label := m.words.T("field.payment_terms")
	parts, err := terms.Parts()
	if err != nil || len(parts) < 2 {
		s.pair(label, cells.Safe(terms.String()))
		return
	}
	for _, p := range parts {
		s.pair(label, joined("  ", m.exact(p.Percent)+" %", cells.Safe(p.Text)))
		label = ""
	}
}

// toward joins the stations of a way with arrows that point on in the direction of reading.
func (m *app) toward(stations ...string) string {
	if m.screen.Direction != layout.RightToLeft {
		return joined(" → ", stations...)
	}
	var apart []string
	for _, station := range stations {
		if strings.TrimSpace(station) != "" {
			apart = append(apart, cells.Apart(station))
		}
	}
	return cells.Within(cells.FromRight, strings.Join(apart, " ← "))
}

// progress says how many suppliers were asked, and how many answered.
func (m *app) progress(r *model.RFQ, k *known) string {
	quoted := map[model.ID]bool{}
	for _, q := range k.Quotes {
		if q, ok := q.(*model.Quote); ok && q.Stage != model.QuoteDraft {
			quoted[q.Supplier] = true
		}
	}
	if len(r.Invited) == 0 && len(quoted) == 0 {
		return m.words.T("rfq.nobody_invited")
	}
	return m.words.T("rfq.progress", words.Data{"Invited": len(r.Invited), "Quoted": len(quoted)})
}

// closes says how long suppliers have to answer; late is set when the deadline is
// past and still holds.
func (m *app) closes(r *model.RFQ) (text string, late bool) {
	if r.Deadline.IsZero() {
		return "", false
	}
	// A deadline is a whole day.
	end := r.Deadline.Time(m.o.Location).AddDate(0, 0, 1)
	data := words.Data{"Date": m.day(r.Deadline), "Span": m.span(end.Sub(m.now).Abs())}
	switch r.Stage {
	case model.RFQDraft, model.RFQOpen, model.RFQQuoting, "":
	default:
		return m.words.T("rfq.closed_at", data), false
	}
	if end.Before(m.now) {
		return m.words.T("rfq.overdue", data), true
	}
	return m.words.T("rfq.closes", data), false
}

// drawLines draws the items of an RFQ as a table, decimals under each other.
func (m *app) drawLines(s *sheet, r *model.RFQ) {
	s.section(m.words.N("related.lines", len(r.Lines)))
	if len(r.Lines) == 0 {
		s.text(m.theme.Dim, m.words.T("rfq.no_lines", words.Data{"Key": "l"}), 0)
		return
	}
	columns := make([]gridColumn, 6)
	for i, id := range []string{"", "field.product", "field.hs", "field.quantity", "field.unit", "field.target_price"} {
		if id != "" {
			columns[i].head = m.words.T(id)
		}
	}
	columns[1].grows, columns[2].drop, columns[0].end, columns[3].end, columns[5].end = true, 3, true, true, true
	var quantities, targets []value.Decimal
	for i, line := range r.Lines {
		columns[0].texts = append(columns[0].texts, fmt.Sprint(i+1))
		columns[1].texts = append(columns[1].texts, cells.Safe(line.Product))
		columns[2].texts = append(columns[2].texts, cells.Safe(line.HS.String()))
		columns[4].texts = append(columns[4].texts, cells.Safe(line.Unit.Symbol()))
		quantities, targets = append(quantities, line.Quantity), append(targets, line.TargetPrice)
		if line.Product == "" {
			columns[1].texts[i] = cells.Safe(line.HS.Description())
		}
	}
	columns[3].texts, columns[5].texts = m.aligned(quantities), m.aligned(targets)
	head, rows := s.grid(columns, len(r.Lines))
	s.put(m.theme.Dim.Apply(head))
	for i, row := range rows {
		s.part(target{what: keys.PartLine, row: m.rowOf(r), index: i}, func() {
			s.put(row)
			s.text(m.theme.Dim, cells.Safe(r.Lines[i].Pack.Spoken(value.Language(m.words.Language()))), 3)
		})
	}
}

// drawInvited draws the suppliers of an RFQ, with the best that each offers now.
func (m *app) drawInvited(s *sheet, r *model.RFQ, k *known) {
	ids := r.Invited
	offers := map[model.ID]*model.Quote{}
	for _, record := range k.Quotes {
		q, ok := record.(*model.Quote)
		if !ok || q.Supplier.IsZero() {
			continue
		}
		if offers[q.Supplier] == nil && !contains(r.Invited, q.Supplier) {
			ids = append(ids[:len(ids):len(ids)], q.Supplier)
		}
		offers[q.Supplier] = q
	}
	if len(ids) == 0 {
		return
	}
	s.section(m.words.N("related.suppliers", len(ids)))
	for _, id := range ids {
		e, ok := k.Named[id]
		if !ok {
			e = model.Excerpt{ID: id, Kind: model.KindSupplier}
		}
		s.part(toRecord(e), func() {
			title := m.title(e)
			state := m.words.T("rfq.waiting")
			for _, standing := range k.standings {
				if standing.Supplier == id && standing.AskedAt != 0 {
					state = m.standing(standing)
				}
			}
			if q := offers[id]; q != nil {
				state = m.offer(q, s.w-min(cells.Width(title), s.w/2)-2)
			}
			s.split(title, m.theme.Dim.Apply(state))
		})
	}
}

// offer writes a quote as far as it has room: at least where it stands.
func (m *app) offer(q *model.Quote, room int) string {
	stage := m.stage(model.KindQuote, q.Stage)
	term, place := cells.Safe(q.Incoterm.String()), cells.Safe(q.Place)
	for _, text := range []string{
		joined(" · ", m.firstPrice(q), joined(" ", term, place), stage), joined(" · ", m.firstPrice(q), term, stage), joined(" · ", m.firstPrice(q), stage),
	} {
		if cells.Width(text) <= room {
			return text
		}
	}
	return stage
}

func contains(ids []model.ID, id model.ID) bool {
	for _, has := range ids {
		if has == id {
			return true
		}
	}
	return false
}
