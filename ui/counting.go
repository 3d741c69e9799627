package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"tradedesk/ui/keys"
	"tradedesk/ui/words"
)

// digitPause is how long a digit that is a page's key too waits for the rest of a
// number. A number of two digits, or one that is no page, never waits.
const digitPause = 250 * time.Millisecond

// maxPrefix bounds a typed number.
const maxPrefix = 9_999_999

// prefix is a number typed before a key, as in 5j.
type prefix struct {
	n      int
	seq    int
	waits  bool // the digit is a key of its own too, and is that one if nothing follows
	action keys.Action
}

// digitMsg says that nothing followed a digit.
type digitMsg struct{ seq int }

// countable reports whether a number can be typed here.
func countable(place keys.Place) bool {
	return !place.Text && (place.Has(keys.ScopeMove) || place.Has(keys.ScopeScroll))
}

// digit takes a digit of a number; ok is false when the key is none.
func (m *app) digit(place keys.Place, name string) (cmd tea.Cmd, ok bool) {
	name = keys.Latin(name)
	if len(name) != 1 || name[0] < '0' || name[0] > '9' || m.pending != "" || !countable(place) || m.screen.Small {
		return nil, false
	}
	d := int(name[0] - '0')
	if m.prefix.n > 0 {
		m.prefix = prefix{n: min(m.prefix.n*10+d, maxPrefix), seq: m.prefix.seq}
		return nil, true
	}
	if d == 0 {
		return nil, false
	}
	a, found, _ := m.keys.Find(place, "", name)
	m.prefix = prefix{n: d, seq: m.prefix.seq + 1, waits: found, action: a}
	if !found {
		return nil, true
	}
	seq := m.prefix.seq
	return m.digitTimer(seq), true
}

func (m *app) digitTimer(seq int) tea.Cmd {
	return tea.Tick(digitPause, func(time.Time) tea.Msg { return digitMsg{seq} })
}

// take does what the digit means by itself, when nothing followed it.
func (msg digitMsg) take(m *app) tea.Cmd {
	if msg.seq != m.prefix.seq || !m.prefix.waits {
		return nil
	}
	return m.runDigit()
}

// runDigit does the action of a digit that stood alone.
func (m *app) runDigit() tea.Cmd {
	a := m.prefix.action
	m.dropPrefix()
	m.recorder.did(a.ID)
	return m.run(a)
}

func (m *app) dropPrefix() { m.prefix = prefix{seq: m.prefix.seq} }

// counted runs an action with the number that was typed before its key.
func (m *app) runCounted(a keys.Action) tea.Cmd {
	p := m.prefix
	switch {
	case p.n == 0:
		return m.run(a)
	case a.Counted:
		m.dropPrefix()
		m.times = p.n
		defer func() { m.times = 0 }()
		return m.run(a)
	case a.ID == keys.Back:
		m.dropPrefix()
		return nil
	case p.waits:
		// The digit was meant as a key of its own, and the next came fast.
		page := m.runDigit()
		again, found, _ := m.keys.Find(m.place(), "", m.typed)
		if !found {
			again = a
		}
		return tea.Batch(page, m.run(again))
	}
	m.dropPrefix()
	return m.cannot(m.words.T("toast.no_count", words.Data{"Action": m.words.T(a.Name())}))
}

// count gives how often an action is to be done.
func (m *app) count() int { return max(m.times, 1) }
