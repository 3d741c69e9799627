package ui

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/ui/list"
)

const maxPicked = list.MaxPicked

type pickedMsg struct {
	of
	page    *page
	queries int // of the page, when the rows were asked for
	rows    []desk.Row
	err     error
}

// pickAll picks what the list shows. As many as can be held are picked one by
// one; beyond that the list is picked as a whole.
func (m *app) pickAll() tea.Cmd {
	p := m.page()
	if total := p.list.Total(); total < 0 || total > maxPicked {
		p.list.PickEverything()
		return nil
	}
	return m.pickRows(p, p.query(), model.ID{})
}

// pickRange begins a range of rows, or picks the one that was begun.
func (m *app) pickRange() tea.Cmd {
	p := m.page()
	began := !p.list.Ranging()
	last, _ := p.list.Current()
	q, far := p.list.Range()
	switch {
	case far:
		return m.pickRows(p, q, last.ID)
	case began:
		return m.say(m.words.T("toast.range"))
	}
	return m.say(m.words.N("toast.picked", p.list.Picked()))
}

// pickRows reads rows and picks them, until the last one when there is one.
func (m *app) pickRows(p *page, q desk.Query, last model.ID) tea.Cmd {
	d, session, queries := m.desk, of(m.session), p.queries
	return m.work.Reading(func(ctx context.Context) tea.Msg {
		msg := pickedMsg{of: session, page: p, queries: queries}
		for {
			q.Limit = 500
			page, err := d.List(ctx, q)
			if err != nil {
				msg.err = err
				return msg
			}
			if q.Back {
				slices.Reverse(page.Rows)
			}
			for _, row := range page.Rows {
				msg.rows = append(msg.rows, row)
				if row.ID == last {
					return msg
				}
			}
			more := page.After && !q.Back || page.Before && q.Back
			if !more || len(page.Rows) == 0 || len(msg.rows) >= maxPicked {
				return msg
			}
			q.From = page.Rows[len(page.Rows)-1].Cursor
		}
	})
}

func (msg pickedMsg) take(m *app) tea.Cmd {
	switch {
	case msg.queries != msg.page.queries:
		return nil // another list is shown by now
	case msg.err != nil:
		return m.failed(m.words.T("failed.list"), msg.err)
	}
	msg.page.list.PickRows(msg.rows)
	return m.say(m.words.N("toast.picked", msg.page.list.Picked()))
}
