package ui

import (
	"context"
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
)

// patience is how many times as long as a count took the screen waits before it
// counts the same list again: a walk over a million records is not repeated at
// every change.
const patience = 20

// tally is the counting of the rows that a page shows, where the desk does not
// say how many there are.
type tally struct {
	flying bool
	stop   context.CancelFunc
	next   time.Time // not before
}

type talliedMsg struct {
	of
	page  *page
	query int // which query of the page was counted
	n     int
	took  time.Duration
	err   error
}

// countRows counts what the page shows when its total is not known.
func (m *app) countRows(p *page) tea.Cmd {
	if p.view == desk.ViewPromised {
		return nil // the counters say how many there are
	}
	if n, ok := m.knownCount(p); ok {
		if p.list.WantsCount() {
			p.list.Counted(n)
		}
		return nil
	}
	if !p.list.WantsCount() || p.tally.flying || m.now.Before(p.tally.next) {
		return nil
	}
	ctx, stop := context.WithCancel(m.work.ForReads())
	p.tally.flying, p.tally.stop = true, stop
	d, session, q, query := m.desk, of(m.session), p.query(), p.queries
	clock := m.o.Now
	return m.work.Reading(func(context.Context) tea.Msg {
		defer stop()
		began := clock()
		n, err := d.Count(ctx, q)
		return talliedMsg{of: session, page: p, query: query, n: n, took: clock().Sub(began), err: err}
	})
}

// knownCount gives what the counters of the header say of the page's list.
func (m *app) knownCount(p *page) (n int, ok bool) {
	switch {
	case !m.counts.known || p.filter.on() || p.agenda():
		return 0, false
	case p.inbox():
		return m.counts.Inbox, true
	case p.stage != "":
		return m.counts.Stages[p.kind][p.stage], true
	}
	return m.counts.Kinds[p.kind], true
}

func (msg talliedMsg) take(m *app) tea.Cmd {
	p := msg.page
	if msg.query != p.queries {
		return nil // another list is shown by now
	}
	p.tally.flying = false
	p.tally.next = m.now.Add(msg.took * patience)
	switch {
	case errors.Is(msg.err, context.Canceled):
		return nil
	case msg.err != nil:
		p.tally.next = m.now.Add(time.Minute)
		return m.failed(m.words.T("failed.counts"), msg.err)
	}
	p.list.Counted(msg.n)
	return nil
}

// dropTally gives up a count of a list that is not shown any more.
func (p *page) dropTally() {
	if p.tally.stop != nil {
		p.tally.stop()
	}
	p.tally = tally{}
	p.queries++
}
