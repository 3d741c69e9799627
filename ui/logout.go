package ui

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/ui/cells"
	"tradedesk/ui/keys"
	"tradedesk/ui/layout"
	"tradedesk/ui/words"
)

// logout forgets the token, after asking.
func (m *app) logout() tea.Cmd {
	s, ok := m.pages[syncPage].scene.(*syncScene)
	if !ok {
		return nil
	}
	data := words.Data{"Server": cells.Safe(m.counts.status.Server), "Count": m.counts.status.Pending}
	what := m.words.T("did.logout", data)
	if m.counts.status.Pending > 0 {
		what = m.words.T("did.logout_unsent", data)
	}
	m.push(&confirmation{what: what, asked: m.typed, no: func() {}, yes: func() tea.Cmd {
		return s.logout(m, data)
	}})
	return nil
}

type loggedOutMsg struct {
	syncWrittenMsg
	out desk.Logout
}

func (s *syncScene) logout(m *app, data words.Data) tea.Cmd {
	d := m.desk
	msg := loggedOutMsg{syncWrittenMsg: syncWrittenMsg{of: of(m.session), scene: s, label: m.words.T("did.logout", data), what: m.words.T("done.logout", data)}}
	began, later := m.toast.begin(msg.label)
	msg.began = began
	return tea.Batch(later, m.work.Writing(func(ctx context.Context) (tea.Msg, error) {
		msg.out, msg.err = d.Logout(ctx)
		return msg, msg.err
	}))
}

// take says so when the server still lets the desk's token in, until a person has read it.
func (msg loggedOutMsg) take(m *app) tea.Cmd {
	said := msg.syncWrittenMsg.take(m)
	if msg.err == nil && !msg.out.Told {
		m.push(&untold{msg.out})
	}
	return said
}

// untold lies over the screen after a logout of which the server does not know.
type untold struct{ out desk.Logout }

func (o *untold) place() keys.Place            { return keys.PlaceOf("place.untold") }
func (o *untold) owns(id keys.ID) bool         { return id == keys.UntoldClose }
func (o *untold) update(*app, tea.Msg) tea.Cmd { return nil }

func (o *untold) do(m *app, _ keys.ID) tea.Cmd {
	m.drop(o)
	return nil
}

func (o *untold) draw(m *app) ([]string, layout.Box) {
	const width = 76
	told := m.words.T("untold.said", words.Data{"Why": m.rowWhy(o.out.Why, o.out.Error)})
	what := m.words.T("untold.what")
	command := "tradedesk token revoke " + o.out.Device.String()
	lines := len(m.screen.Direction.Wrap(told, width, 6)) + len(m.screen.Direction.Wrap(what, width, 3)) + 2
	return m.boxed(m.words.T("untold.title"), width, lines, func(w, h int) []string {
		d := m.screen.Direction
		var out []string
		for _, line := range m.screen.Direction.Wrap(told, w, 6) {
			out = append(out, m.theme.Warn.Apply(d.Start(line, w)))
		}
		out = append(out, cells.Spaces(w))
		for _, line := range m.screen.Direction.Wrap(what, w, 3) {
			out = append(out, d.Start(line, w))
		}
		out = append(out, m.theme.Strong.Apply(d.Start(d.Cut(command, w), w)))
		return cells.Block(out, w, h)
	})
}
