package ui

import (
	"context"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
)

// seenMsg is a record with how far the log of other desks' changes was followed when it
// was read.
type seenMsg struct {
	of
	detail  desk.Detail
	err     error
	then    func(*app, model.Record, *uint64) tea.Cmd
	without func(*app, error) tea.Cmd
}

// withSeen goes on with a record that a person is to write about for a while, and with
// what of other desks' changes they have seen then: what comes in meanwhile is kept
// beside what they write, not written over.
func (m *app) withSeen(id model.ID, then func(m *app, r model.Record, base *uint64) tea.Cmd) tea.Cmd {
	return m.withSeenOr(id, then, func(m *app, err error) tea.Cmd { return m.failed(m.words.T("failed.detail"), err) })
}

// withSeenOr is withSeen for who knows what to do without the record.
func (m *app) withSeenOr(id model.ID, then func(*app, model.Record, *uint64) tea.Cmd, without func(*app, error) tea.Cmd) tea.Cmd {
	d, msg := m.desk, seenMsg{of: of(m.session), then: then, without: without}
	return m.work.Reading(func(ctx context.Context) tea.Msg {
		if msg.detail, msg.err = d.Detail(ctx, id); msg.err != nil {
			msg.err = fmt.Errorf("reading %s: %w", id.Short(), msg.err)
		}
		return msg
	})
}

func (msg seenMsg) take(m *app) tea.Cmd {
	if msg.err != nil {
		return msg.without(m, msg.err)
	}
	m.named = msg.detail.Named
	return msg.then(m, msg.detail.Record, &msg.detail.Base)
}

// basedOn gives edits that have seen other desks' changes as far as base says.
func basedOn(base *uint64, edits []desk.Edit) []desk.Edit {
	for i := range edits {
		edits[i].Base = base
	}
	return edits
}
