package ui

import (
	"context"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/ui/theme"
	"tradedesk/ui/words"
)

// lightRests is how long the sync light stays as it is at least: while much is on its
// way the desk has news far more often than anybody can read.
const lightRests = 300 * time.Millisecond

// light is when the header's sync light is to be read again.
type light struct {
	stale   bool
	flying  bool
	resting bool
}

type statusMsg struct {
	of
	status desk.Status
	err    error
}

type lightRestedMsg struct{ of }

// readLight asks how the desk stands with its server, at most a few times a second.
func (m *app) readLight() tea.Cmd {
	if !m.light.stale || m.light.flying || m.light.resting {
		return nil
	}
	m.light.stale, m.light.flying = false, true
	d, session := m.desk, of(m.session)
	return m.work.Reading(func(ctx context.Context) tea.Msg {
		status, err := d.Status(ctx)
		return statusMsg{of: session, status: status, err: err}
	})
}

func (msg statusMsg) take(m *app) tea.Cmd {
	m.light.flying, m.light.resting = false, true
	session := msg.of
	rest := tea.Tick(lightRests, func(time.Time) tea.Msg { return lightRestedMsg{session} })
	if msg.err != nil {
		return tea.Batch(rest, m.failed(m.words.T("failed.light"), msg.err))
	}
	m.takeStatus(msg.status)
	return rest
}

func (msg lightRestedMsg) take(m *app) tea.Cmd {
	m.light.resting = false
	return nil
}

// takeStatus keeps how the desk stands; what the page of the server shows beside it is
// read again when there is more or less of it.
func (m *app) takeStatus(st desk.Status) {
	was := m.counts.status
	m.pages[syncPage].scene.(*syncScene).keeping(m, func() { m.counts.status = st })
	if was.Conflicts != st.Conflicts || was.Quarantined != st.Quarantined || was.Pending != st.Pending || was.Online != st.Online {
		m.pages[syncPage].scene.stale()
	}
}

// syncLight says how the desk stands with its server: a sign, a word, a colour, and what is
// to be done; without words signs and what waits. A desk that knows no server has none.
func (m *app) syncLight(wordy bool) string {
	st := m.counts.status
	if st.Server == "" {
		return ""
	}
	if !wordy {
		return m.lightStyle(st).Apply(strings.Join(m.shortLight(st), " "))
	}
	parts := []string{lightSign(st) + " " + m.lightWord(st)}
	if run := st.Running; run != nil {
		parts[0] = m.running(run, run.PerSec >= 1)
	} else if st.Pending > 0 {
		parts = append(parts, m.words.N("sync.queued", st.Pending))
	}
	if st.Conflicts > 0 {
		parts = append(parts, m.words.N("sync.conflicts", st.Conflicts))
	}
	if st.Quarantined > 0 {
		parts = append(parts, m.words.N("sync.quarantined", st.Quarantined))
	}
	return m.lightStyle(st).Apply(strings.Join(parts, " · "))
}

// shortLight is the light without words: ! where a person has to do something.
func (m *app) shortLight(st desk.Status) []string {
	parts := []string{lightSign(st)}
	if stopped(st.State) {
		parts[0] += "!"
	}
	if st.Running != nil {
		parts[0] = m.running(st.Running, false)
	}
	if st.Conflicts > 0 {
		parts = append(parts, "⚠"+m.words.Number(st.Conflicts))
	}
	if st.Quarantined > 0 {
		parts = append(parts, "✗"+m.words.Number(st.Quarantined))
	}
	if st.Pending > 0 && st.Running == nil {
		parts = append(parts, m.words.Number(st.Pending))
	}
	return parts
}

func lightSign(st desk.Status) string {
	if st.Online {
		return "●"
	}
	return "○"
}

// lightWord says why sync waits for a person, else whether the server can be reached.
func (m *app) lightWord(st desk.Status) string {
	switch {
	case stopped(st.State):
		return m.words.T("sync.light." + string(st.State))
	case st.Online:
		return m.words.T("sync.online")
	}
	return m.words.T("sync.offline")
}

// running says how far what is on its way is.
func (m *app) running(run *desk.SyncProgress, rate bool) string {
	data := words.Data{"Done": m.words.Number(run.Done), "Total": m.words.Number(run.Total), "Rate": m.words.Number(int(run.PerSec))}
	if rate {
		return m.words.T("sync.rate", data)
	}
	return m.words.T("sync.running", data)
}

func (m *app) lightStyle(st desk.Status) theme.Style {
	switch {
	case st.Conflicts > 0 || st.Quarantined > 0 || st.Clock != "" || stopped(st.State):
		return m.theme.Warn
	case st.Running != nil:
		return m.theme.Accent
	case st.Online:
		return m.theme.Good
	}
	return m.theme.Dim
}

// stopped reports whether a person has to do something before sync goes on.
func stopped(s desk.SyncState) bool {
	switch s {
	case desk.StateLoggedOut, desk.StateRevoked, desk.StateRefused, desk.StateTooOld, desk.StateFull, desk.StateFailing:
		return true
	}
	return false
}
