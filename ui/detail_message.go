package ui

import (
	"tradedesk/model"
	"tradedesk/ui/cells"
)

func (m *app) drawMessage(s *sheet, r *model.Message, k *known) {
	t := m.theme
	s.split(t.Strong.Apply(m.title(m.rowOf(r))), t.Dim.Apply(m.words.T("kind.message")))
	s.text(t.Dim, joined(" · ", m.sent(r), m.ago(messageAt(r))), 0)
	s.blank()
	s.pair(m.words.T("field.from"), cells.Safe(r.From))
	s.pair(m.words.T("field.to"), cells.Safe(r.To))
	s.pair(m.words.T("field.cc"), cells.Safe(r.Cc))
	s.pair(m.words.T("field.bcc"), cells.Safe(r.Bcc))
	if state := m.mailState(r); state != "" {
		s.pair(m.words.T("field.state"), m.mailStyle(r).Apply(state))
	}
	if r.Subject != "" {
		s.pair(m.words.T("field.subject"), cells.Safe(r.Subject))
	}
	m.drawPointed(s, k)
	s.blank()
	s.text(t.Text, cells.SafeLines(r.Body), 0)
	m.drawFiles(s, r)
}

// sent says which way a message went. What was written here is not sent from here.
func (m *app) sent(r *model.Message) string {
	switch {
	case r.Direction == "", r.State != "": // which says so in a line of its own
		return ""
	case r.Unsent():
		return m.words.T("message.unsent")
	}
	return m.words.T("message." + string(r.Direction))
}
