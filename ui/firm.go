package ui

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
)

type firmMsg struct {
	of
	firm *model.Firm // nil when the desk does not know it yet
	err  error
}

// openFirm opens the form of the broker's own house, an empty one when the desk does
// not know it yet.
func (m *app) openFirm() tea.Cmd {
	d, session := m.desk, of(m.session)
	return m.work.Reading(func(ctx context.Context) tea.Msg {
		firm, err := desk.OurFirm(ctx, d)
		return firmMsg{of: session, firm: firm, err: err}
	})
}

func (msg firmMsg) take(m *app) tea.Cmd {
	switch {
	case msg.err != nil:
		return m.failed(m.words.T("failed.detail"), msg.err)
	case msg.firm == nil:
		m.createForm(&model.Firm{})
		return nil
	}
	return m.withSeen(msg.firm.ID, (*app).editRecord)
}
