package ui

import (
	"context"
	"errors"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/ui/cells"
	"tradedesk/ui/keys"
)

// start is the page of an empty desk: three ways to fill it.
type start struct{ at int }

var startActions = [...]keys.ID{keys.StartDemo, keys.StartFile, keys.StartSync}

func (s *start) move(by int) { s.at = max(min(s.at+by, len(startActions)-1), 0) }

// runStart does what an empty desk offers; the same is done later, too.
func (m *app) runStart(id keys.ID) (tea.Cmd, bool) {
	switch id {
	case keys.SyncLogin, keys.StartSync:
		return m.openLogin(), true
	case keys.Import, keys.StartFile:
		return m.chooseFile(), true
	case keys.Sample, keys.StartDemo:
		return m.openSample(), true
	case keys.StartDo:
		return m.startChoice(), true
	case keys.StartUp:
		m.start.move(-1)
	case keys.StartDown:
		m.start.move(1)
	default:
		return nil, false
	}
	return nil, true
}

func (m *app) startChoice() tea.Cmd {
	a, ok := m.keys.Action(startActions[m.start.at])
	if !ok {
		return nil
	}
	return m.run(a)
}

func (m *app) startLines(w, h int) []string {
	d := m.screen.Direction
	lines := []string{cells.Spaces(w), m.theme.Strong.Apply(d.Inset(3, m.words.T("start.title"), w)),
		m.theme.Dim.Apply(d.Inset(3, m.words.T("start.about"), w)), cells.Spaces(w)}
	for i, id := range startActions {
		a, _ := m.keys.Action(id)
		key := keys.Label(m.words, a.Keys[0])
		text := m.words.T("start." + string(id))
		more := m.words.T("start." + string(id) + ".more")
		if ok, why := a.Can(m.state()); !ok {
			more = m.words.T(why)
		} else if id == keys.StartDemo && m.o.OpenDemo == nil {
			more = m.words.T("why.no_sample")
		}
		if i == m.start.at {
			lines = append(lines, m.theme.Selected.Apply(d.Inset(1, d.Line(m.theme.Mark, " ", key, "  ", text), w)))
		} else {
			lines = append(lines, d.Inset(3, d.Line(m.theme.Key.Apply(key), "  ", text), w))
		}
		lines = append(lines, m.theme.Dim.Apply(d.Inset(6, more, w)), cells.Spaces(w))
	}
	lines = append(lines, m.theme.Dim.Apply(d.Inset(3, m.words.T("start.keys"), w)))
	return cells.Block(lines, w, h)
}

var errNoSample = errors.New("no sample desk can be opened")

type openedMsg struct {
	of
	desk  desk.Desk
	err   error
	began int
}

// openSample changes to the sample desk, in place.
func (m *app) openSample() tea.Cmd {
	if m.o.OpenDemo == nil || m.demo {
		return m.say(m.words.T("why.no_sample"))
	}
	open, session := m.o.OpenDemo, of(m.session)
	began, later := m.toast.begin(m.words.T("toast.opening_sample"))
	return tea.Batch(later, m.work.Writing(func(context.Context) (tea.Msg, error) {
		d, err := open(m.work.ForReads())
		if err == nil && d == nil {
			err = errNoSample
		}
		if err != nil {
			err = fmt.Errorf("opening the sample desk: %w", err)
		}
		m.work.Keep(d, err)
		return openedMsg{of: session, desk: d, err: err, began: began}, err
	}))
}

func (msg openedMsg) take(m *app) tea.Cmd {
	m.toast.end(msg.began)
	if msg.err != nil {
		return m.failed(m.words.T("failed.sample"), msg.err)
	}
	m.sitAt(msg.desk, true)
	return tea.Batch(m.watch(), m.succeed(m.words.T("toast.sample")))
}
