package ui

import (
	"slices"
	"strings"

	"tradedesk/model"
	"tradedesk/model/invitation"
	"tradedesk/model/value"
	"tradedesk/ui/cells"
	"tradedesk/ui/words"
)

// supplierShown are the fields that drawSupplier draws in a place of their own.
var supplierShown = map[string]bool{
	"name": true, "contact": true, "email": true, "phone": true, "country": true, "city": true, "port": true, "products": true,
	"hs": true, "certificates": true, "moq": true, "unit": true, "capacity": true, "lead_days": true, "incoterms": true,
	"currency": true, "rating": true, "certificates_until": true, "excluded_markets": true, "tags": true, "notes": true, "files": true,
}

func (m *app) drawSupplier(s *sheet, r *model.Supplier, k *known) {
	t := m.theme
	where := joined(" · ", cells.Safe(r.Country.Name(m.words.Language())), cells.Safe(r.City))
	s.split(t.Strong.Apply(m.title(m.rowOf(r))), t.Dim.Apply(cells.Cut(where, s.w/2)))
	s.text(t.Text, cells.Safe(r.Contact), 0)
	m.drawReach(s, r.Phone, r.Email)
	s.blank()
	s.pair(m.words.T("field.products"), cells.Safe(strings.Join(r.Products, " · ")))
	label := m.words.T("field.hs")
	for _, hs := range r.HS {
		s.pair(label, cells.Cut(cells.Safe(joined("  ", hs.String(), hs.Description())), s.w-labelCells-1))
		label = ""
	}
	s.pair(m.words.T("field.certificates"), m.certificates(r))
	s.pair(m.words.T("field.moq"), cells.Safe(m.quantity(r.MOQ, r.Unit)))
	s.pair(m.words.T("field.capacity"), cells.Safe(m.quantity(r.Capacity, r.Unit)))
	s.pair(m.words.T("field.lead_days"), m.days(r.LeadDays))
	s.pair(m.words.T("detail.terms"), joined(" · ", incoterms(r.Incoterms), m.port(r.Port), cells.Safe(r.Currency.String())))
	s.pair(m.words.T("field.excluded_markets"), m.markets(r.ExcludedMarkets))
	s.pair(m.words.T("field.rating"), m.stars(r.Rating))
	s.pair(m.words.T("match.replies"), m.answers(k.replies))
	s.pair(m.words.T("field.tags"), m.tags(r.Tags))
	s.pair(m.words.T("field.notes"), cells.SafeLines(r.Notes))
	m.drawFields(s, r, supplierShown)
	m.drawDuplicates(s, k)
	m.drawToDo(s, k)
	m.drawContacts(s, k)
	m.drawGiven(s, k)
	m.drawInvitations(s, k)
	m.drawSamples(s, k)
	m.drawThread(s, k)
	m.drawFiles(s, r)
}

// markets names where somebody does not sell.
func (m *app) markets(all []value.Market) string {
	names := make([]string, len(all))
	for i, market := range all {
		names[i] = cells.Safe(market.Name(m.words.Language()))
	}
	return strings.Join(names, " · ")
}

// certificates names what a supplier holds, and until when.
func (m *app) certificates(r *model.Supplier) string {
	texts := make([]string, len(r.Certificates))
	for i, name := range r.Certificates {
		texts[i] = cells.Safe(name)
		if until := r.CertificateUntil(name); until != "" {
			texts[i] = m.words.T("certificate.until", words.Data{"Name": texts[i], "Date": m.day(until)})
		}
	}
	return strings.Join(texts, " · ")
}

// answers says how a supplier answered so far: of how many RFQs, how fast, and what came
// of it.
func (m *app) answers(r invitation.Record) string {
	won := ""
	if r.Quoted > 0 {
		won = m.words.T("match.wins", words.Data{"Count": r.Won, "Of": r.Quoted})
	}
	if r.Asked == 0 {
		return won
	}
	data := words.Data{"Count": r.Answered, "Of": r.Asked, "Span": m.span(r.Median)}
	if r.Timed == 0 {
		return joined(" · ", m.words.T("match.replies_untimed", data), won)
	}
	return joined(" · ", m.words.T("match.replies_part", data), won)
}

func incoterms(terms []value.Incoterm) string {
	texts := make([]string, len(terms))
	for i, term := range terms {
		texts[i] = cells.Safe(term.String())
	}
	return strings.Join(texts, ", ")
}

// stars writes a rating, and draws one of up to five.
func (m *app) stars(rating value.Decimal) string {
	if rating.IsZero() {
		return ""
	}
	whole, _, _ := strings.Cut(rating.String(), ".")
	full := strings.Index("012345", whole)
	if len(whole) != 1 || full < 0 {
		return m.exact(rating)
	}
	return m.screen.Direction.Line(m.exact(rating), "  ", filled(m.screen.Direction, "★", "☆", full, 5))
}

// drawContacts draws the people of a company.
func (m *app) drawContacts(s *sheet, k *known) {
	if len(k.Contacts) == 0 {
		return
	}
	s.section(m.counted("related.contacts", len(k.Contacts), k, model.KindContact))
	for _, e := range k.Contacts {
		s.part(toRecord(e), func() { s.split(m.title(e), m.theme.Dim.Apply(cells.Cut(cells.Safe(e.Detail), s.w/2))) })
	}
}

// drawGiven draws the quotes that a supplier gave, the latest first.
func (m *app) drawGiven(s *sheet, k *known) {
	if len(k.Quotes) == 0 {
		return
	}
	s.section(m.counted("related.quotes", len(k.Quotes), k, model.KindQuote))
	versions := versionsOf(k.Quotes)
	for _, r := range slices.Backward(k.Quotes) {
		q, ok := r.(*model.Quote)
		if !ok {
			continue
		}
		s.part(toRecord(m.rowOf(q)), func() {
			title := m.titleIn(k, q.RFQ, model.KindRFQ)
			s.split(title, m.theme.Dim.Apply(joined(" · ", m.version(versions[q.ID]), m.stage(model.KindQuote, q.Stage))))
			s.text(m.theme.Text, m.quoteTerms(q), 2)
		})
	}
}

// drawInvitations draws the RFQs that a supplier is invited to, the latest first.
func (m *app) drawInvitations(s *sheet, k *known) {
	if len(k.RFQs) == 0 {
		return
	}
	s.section(m.counted("related.invited_to", len(k.RFQs), k, model.KindRFQ))
	for _, e := range slices.Backward(k.RFQs) {
		s.part(toRecord(e), func() { s.split(m.title(e), m.theme.Dim.Apply(m.stage(e.Kind, e.Stage))) })
	}
}

// drawSamples draws the samples of a supplier, the latest first.
func (m *app) drawSamples(s *sheet, k *known) {
	if len(k.Samples) == 0 {
		return
	}
	s.section(m.counted("related.samples", len(k.Samples), k, model.KindSample))
	for _, r := range slices.Backward(k.Samples) {
		if sample, ok := r.(*model.Sample); ok {
			s.part(toRecord(m.rowOf(sample)), func() {
				what := joined(" · ", m.title(m.rowOf(sample)), m.titleIn(k, sample.RFQ, model.KindRFQ))
				s.split(what, m.theme.Dim.Apply(m.stage(model.KindSample, sample.Stage)))
			})
		}
	}
}

// counted gives the title of a section: how many there are, and whether they are
// only the newest of more.
func (m *app) counted(id string, n int, k *known, kind model.Kind) string {
	text := m.words.N(id, n)
	if slices.Contains(k.Cut, kind) {
		text += " · " + m.words.T("related.newest")
	}
	return text
}

// titleIn names a record that another one points to; one that is not here is
// called by its kind.
func (m *app) titleIn(k *known, id model.ID, kind model.Kind) string {
	e, ok := k.Named[id]
	switch {
	case ok:
		return m.title(e)
	case id.IsZero():
		return ""
	}
	return m.title(model.Excerpt{Kind: kind})
}
