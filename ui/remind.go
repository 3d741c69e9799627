package ui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/value"
	"tradedesk/ui/words"
)

// maxReminders bounds what one reminder reads.
const maxReminders = 50

type remindMsg struct {
	of
	rows []desk.Row
	to   time.Time
	err  error
}

// remind asks what came due since it was asked last.
func (m *app) remind() tea.Cmd {
	from, to := m.reminded, m.now
	m.reminded = to
	m.counts.stale = true
	d, session := m.desk, of(m.session)
	return m.work.Reading(func(ctx context.Context) tea.Msg {
		page, err := d.List(ctx, desk.Query{View: desk.ViewDue, Since: value.At(from) + 1, Limit: maxReminders})
		return remindMsg{of: session, rows: page.Rows, to: to, err: err}
	})
}

// take says what is due now. What cannot be read is seen on the agenda anyway.
func (msg remindMsg) take(m *app) tea.Cmd {
	var due []model.Excerpt
	for _, row := range msg.rows {
		if at, why := model.Due(row.Excerpt); !at.Time().After(msg.to) && !why.AllDay() {
			due = append(due, row.Excerpt)
		}
	}
	switch {
	case msg.err != nil || len(due) == 0:
		return nil
	case len(due) == 1:
		_, why := model.Due(due[0])
		return m.say(m.words.T("agenda.reminder", words.Data{"What": m.words.T("due." + string(why)), "Who": m.title(due[0])}))
	}
	return m.say(m.words.N("agenda.reminders", len(due)))
}
