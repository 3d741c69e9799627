package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"
)

// arrivalWaits is how long a question that came up by itself takes no key, paste or click: one that
// was meant for what was there before must not answer it.
const arrivalWaits = 500 * time.Millisecond

// arrival is what came up by itself last, and when.
type arrival struct {
	what  overlay
	since time.Time
	timed bool // the moment from which it takes keys is waited for
}

// arrive opens an overlay that nobody asked for at this moment.
func (m *app) arrive(o overlay) {
	m.push(o)
	m.cameUp(o)
}

// cameUp says that an overlay shows something else than before, by itself.
func (m *app) cameUp(o overlay) { m.arrived = arrival{what: o, since: m.now} }

// unread reports whether what is on top came up just now, and nobody can have read it.
func (m *app) unread() bool {
	return m.arrived.what != nil && m.top() == m.arrived.what && m.now.Sub(m.arrived.since) < arrivalWaits
}

type readMsg struct{}

// showKeys draws the screen again when what came up takes keys: they are shown only then.
func (m *app) showKeys() tea.Cmd {
	if m.arrived.timed || !m.unread() {
		return nil
	}
	m.arrived.timed = true
	return tea.Tick(arrivalWaits, func(time.Time) tea.Msg { return readMsg{} })
}

// meant reports whether a key, a paste or a click can be meant for what is on top.
func (m *app) meant(msg tea.Msg) bool {
	switch msg.(type) {
	case tea.KeyPressMsg, tea.PasteMsg, tea.MouseClickMsg:
		return !m.unread()
	}
	return true
}
