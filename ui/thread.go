package ui

import (
	"tradedesk/model"
	"tradedesk/model/value"
	"tradedesk/ui/cells"
	"tradedesk/ui/words"
)

// drawRelated draws the records that hang on this one.
func (m *app) drawRelated(s *sheet, k *known) {
	if k.Lead != nil {
		s.blank()
		s.pair(m.words.T("kind.lead"), cells.Safe(model.Title(k.Lead)))
	}
	m.drawExcerpts(s, "related.rfqs", k.RFQs)
	m.drawExcerpts(s, "related.contacts", k.Contacts)
	m.drawExcerpts(s, "related.tasks", m.rowsOf(k.Tasks))
	if len(k.Quotes) == 0 {
		return
	}
	s.blank()
	s.head(m.words.N("related.quotes", len(k.Quotes)))
	for _, r := range k.Quotes {
		if q, ok := r.(*model.Quote); ok {
			m.drawQuote(s, q)
		}
	}
}

func (m *app) drawExcerpts(s *sheet, title string, all []model.Excerpt) {
	if len(all) == 0 {
		return
	}
	s.blank()
	s.head(m.words.N(title, len(all)))
	for _, e := range all {
		due := ""
		if !e.DueAt.IsZero() {
			due = m.words.T("detail.due", words.Data{"Date": m.date(e.DueAt.Time())})
		}
		stage := ""
		if e.Stage != "" {
			stage = m.stage(e.Kind, e.Stage)
		}
		s.put(joined("  ", m.title(e), m.theme.Dim.Apply(joined(" · ", cells.Safe(e.Detail), stage, due))))
	}
}

func (m *app) rowsOf(records []model.Record) []model.Excerpt {
	rows := make([]model.Excerpt, len(records))
	for i, r := range records {
		rows[i] = model.ExcerptOf(r, model.ScoreContext{Now: m.now})
	}
	return rows
}

func (m *app) drawQuote(s *sheet, q *model.Quote) {
	price := ""
	if len(q.Tiers) > 0 {
		price = exact(q.Tiers[0].Price) + " " + cells.Safe(q.Currency.String())
	}
	valid := ""
	if !q.ValidUntil.IsZero() {
		valid = m.words.T("quote.valid", words.Data{"Date": m.date(q.ValidUntil.Time(m.o.Location))})
	}
	days := ""
	if q.LeadDays > 0 {
		days = m.words.T("span.days", words.Data{"N": q.LeadDays})
	}
	terms := joined(" ", cells.Safe(q.Incoterm.String()), cells.Safe(q.Place))
	s.put(joined("  ", cells.Safe(model.Title(q)), price, m.theme.Dim.Apply(joined(" · ", terms, days, valid, m.stage(model.KindQuote, q.Stage)))))
}

// drawThread draws the messages, oldest first.
func (m *app) drawThread(s *sheet, k *known) {
	if len(k.Thread) == 0 {
		return
	}
	s.blank()
	s.head(m.words.N("related.thread", len(k.Thread)))
	for _, r := range k.Thread {
		if msg, ok := r.(*model.Message); ok {
			m.drawMessage(s, msg)
		}
	}
}

// drawMessage draws one message; its direction is a sign and a word.
func (m *app) drawMessage(s *sheet, msg *model.Message) {
	sign := map[model.Direction]string{model.DirectionIn: "«", model.DirectionOut: "»", model.DirectionNote: "✎"}[msg.Direction]
	at := msg.At
	if at.IsZero() {
		at = value.Instant(msg.CreatedAt)
	}
	direction := ""
	if msg.Direction != "" {
		direction = m.words.T("direction." + string(msg.Direction))
	}
	who := cells.Safe(msg.From)
	s.put(m.theme.Dim.Apply(joined(" ", m.ago(at), sign, direction)) + " " + joined(" · ", who, m.theme.Strong.Apply(cells.Safe(msg.Subject))))
	s.text(m.theme.Text, cells.SafeLines(msg.Body), 2)
	for _, a := range msg.Attachments {
		s.text(m.theme.Dim, "⎘ "+cells.Safe(a.Name), 2)
	}
}
