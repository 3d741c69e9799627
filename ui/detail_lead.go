package ui

import (
	"fmt"
	"slices"

	"tradedesk/model"
	"tradedesk/ui/cells"
	"tradedesk/ui/words"
)

// leadShown are the fields that drawLead draws in a place of their own.
var leadShown = map[string]bool{
	"company": true, "contact": true, "email": true, "phone": true, "country": true, "city": true, "language": true,
	"source": true, "product": true, "quantity": true, "unit": true, "target_price": true, "currency": true,
	"incoterm": true, "port": true, "message": true, "received_at": true, "stage": true, "reason": true, "owner": true,
	"next_action": true, "due_at": true, "snoozed_until": true, "replied_at": true, "tags": true,
}

func (m *app) drawLead(s *sheet, e model.Excerpt, l *model.Lead, k *known) {
	t := m.theme
	where := joined(" · ", cells.Safe(l.Country.Name(m.words.Language())), cells.Safe(l.City))
	s.split(t.Strong.Apply(m.title(e)), t.Dim.Apply(cells.Cut(where, s.w/2)))
	s.text(t.Text, joined(" · ", cells.Safe(l.Contact), cells.Safe(l.Language.String())), 0)
	m.drawReach(s, l.Phone, l.Email)
	s.blank()
	s.pair(m.words.T("detail.wants"), joined(m.words.T("text.and"), cells.Safe(l.Product), cells.Safe(m.quantity(l.Quantity, l.Unit))))
	s.pair(m.words.T("field.target_price"), m.wanted(l))
	s.pair(m.words.T("detail.via"), joined(" · ", cells.Safe(l.Source), m.received(l)))
	if text, late := m.owed(e); late {
		s.pairIn(t.Urgent, m.words.T("detail.reply"), "! "+text)
	} else {
		s.pair(m.words.T("detail.reply"), text)
	}
	if !l.RepliedAt.IsZero() {
		s.pair(m.words.T("field.replied_at"), m.ago(l.RepliedAt))
	}
	m.drawLeadState(s, l)
	m.drawScore(s, k)
	m.drawDuplicates(s, k)
	if l.Message != "" {
		s.blank()
		s.text(t.Text, "« "+cells.SafeLines(l.Message)+" »", 0)
	}
	s.blank()
	m.drawFields(s, l, leadShown)
	m.drawToDo(s, k)
	m.drawOpened(s, k)
	m.drawContacts(s, k)
	m.drawThread(s, k)
	m.drawFiles(s, l)
}

// drawOpened draws the RFQs that were opened for a lead, the latest first.
func (m *app) drawOpened(s *sheet, k *known) {
	if len(k.RFQs) == 0 {
		return
	}
	s.section(m.counted("related.rfqs", len(k.RFQs), k, model.KindRFQ))
	for _, e := range slices.Backward(k.RFQs) {
		s.part(toRecord(e), func() { s.split(m.title(e), m.theme.Dim.Apply(m.stage(e.Kind, e.Stage))) })
	}
}

// drawLeadState draws where the lead stands and what was decided about it.
func (m *app) drawLeadState(s *sheet, l *model.Lead) {
	s.pair(m.words.T("field.stage"), joined(" · ", m.stage(model.KindLead, l.Stage), cells.Safe(l.Reason)))
	s.pair(m.words.T("field.owner"), cells.Safe(l.Owner))
	next := cells.Safe(l.NextAction)
	if !l.DueAt.IsZero() {
		due := m.words.T("detail.due", words.Data{"Date": m.dateTime(l.DueAt.Time())})
		if l.DueAt.Time().Before(m.now) {
			due = "! " + due
		}
		next = joined(" · ", next, due)
	}
	s.pair(m.words.T("detail.next"), next)
	if model.Snoozed(l, m.now) {
		s.pair(m.words.T("detail.snoozed"), m.dateTime(l.SnoozedUntil.Time()))
	}
	s.pair(m.words.T("field.tags"), m.tags(l.Tags))
}

// wanted writes what the buyer would pay, and where it is to be delivered.
func (m *app) wanted(l *model.Lead) string {
	return joined("  ", m.price(l.TargetPrice, l.Currency, l.Unit), joined(" ", cells.Safe(l.Incoterm.String()), cells.Safe(l.Port.Name())))
}

func (m *app) received(l *model.Lead) string {
	if l.ReceivedAt.IsZero() {
		return ""
	}
	return m.ago(l.ReceivedAt)
}

// drawScore draws the score and every reason for it.
func (m *app) drawScore(s *sheet, k *known) {
	if k.Score == nil {
		return
	}
	s.blank()
	s.pairIn(m.theme.Strong, m.words.T("detail.score"), fmt.Sprint(k.Score.Total))
	for _, r := range k.Score.Reasons {
		points := fmt.Sprintf("%+d", r.Points)
		s.pair(m.screen.Direction.End(points, labelCells), m.labelled(m.words.T("score."+r.Code), cells.Safe(m.seen(r))))
	}
}

// drawDuplicates draws what may be the same as the record, and why.
func (m *app) drawDuplicates(s *sheet, k *known) {
	for i, d := range k.Duplicates {
		if i == 0 {
			s.blank()
		}
		if i == 5 {
			s.text(m.theme.Dim, m.words.N("detail.more_duplicates", len(k.Duplicates)-i), 2)
			return
		}
		s.part(toRecord(d.Excerpt), func() { s.text(m.theme.Warn, m.duplicateLine(d, d.Kind), 0) })
	}
}
