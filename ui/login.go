package ui

import (
	"context"
	"errors"
	"strings"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/ui/cells"
	"tradedesk/ui/form"
	"tradedesk/ui/keys"
	"tradedesk/ui/layout"
	"tradedesk/ui/words"
)

// loginField names a line of the login.
type loginField int

const (
	loginServer loginField = iota
	loginSecret            // a code or a token; never shown, kept or recorded
	loginName              // of this desk
	loginMode              // when it syncs
	loginFields
)

// loginModes are what can be chosen, in the order of the keys.
func loginModes() []desk.SyncMode {
	return []desk.SyncMode{desk.SyncAutomatic, desk.SyncManual}
}

// login signs the desk in to a server.
type login struct {
	lines  [loginMode]form.Line
	mode   int
	at     loginField
	saving bool
	note   string // why it did not work
}

// openLogin asks for what makes the desk one of a workspace's. What is typed into a macro
// could be read later, so that none is recorded here.
func (m *app) openLogin() tea.Cmd {
	if m.recorder.on() {
		return m.cannot(m.words.T("why.recording"))
	}
	o, st := &login{}, m.counts.status
	o.lines[loginServer].Set(st.Server)
	o.lines[loginServer].Placeholder = "https://desk.example"
	o.lines[loginSecret].Placeholder = m.words.T("login.secret_example")
	o.lines[loginName].Placeholder = m.words.T("login.name_example")
	if st.Mode == desk.SyncManual {
		o.mode = 1
	}
	if st.Server != "" {
		o.at = loginSecret
	}
	m.push(o)
	return nil
}

func (o *login) place() keys.Place    { return keys.PlaceOf("place.login") }
func (o *login) owns(id keys.ID) bool { return strings.HasPrefix(string(id), "login.") }

func (o *login) do(m *app, id keys.ID) tea.Cmd {
	switch {
	case id == keys.LoginStop:
		m.drop(o)
	case o.saving:
	case id == keys.LoginNext:
		o.at = (o.at + 1) % loginFields
	case id == keys.LoginPrev:
		o.at = (o.at + loginFields - 1) % loginFields
	case id == keys.LoginDo:
		return o.signIn(m)
	}
	return nil
}

func (o *login) update(_ *app, msg tea.Msg) tea.Cmd {
	if o.saving {
		return nil
	}
	if o.at < loginMode {
		if o.lines[o.at].Update(msg) {
			o.note = ""
		}
		return nil
	}
	if k, ok := msg.(tea.KeyPressMsg); ok {
		switch form.Stroke(k) {
		case "left", "right", "space":
			o.mode = (o.mode + 1) % len(loginModes())
		}
	}
	return nil
}

// request gives what is typed. An address without a scheme means https, but on this
// machine.
func (o *login) request() desk.LoginRequest {
	server := o.lines[loginServer].Value()
	if server != "" && !strings.Contains(server, "://") {
		scheme := "https://"
		if strings.HasPrefix(server, "localhost") || strings.HasPrefix(server, "127.") {
			scheme = "http://"
		}
		server = scheme + server
	}
	return desk.LoginRequest{Server: server, Invitation: o.lines[loginSecret].Value(), Name: o.lines[loginName].Value()}
}

type loggedInMsg struct {
	of
	login   *login
	account desk.Account
	err     error
	began   int
}

// signIn takes what is typed for a code that is good once, and for a token when the server
// knows no such code.
func (o *login) signIn(m *app) tea.Cmd {
	req, mode := o.request(), loginModes()[o.mode]
	switch {
	case req.Server == "":
		o.at, o.note = loginServer, m.words.T("login.missing")
		return nil
	case req.Invitation == "":
		o.at, o.note = loginSecret, m.words.T("login.missing")
		return nil
	}
	o.saving, o.note = true, ""
	d, msg := m.desk, loggedInMsg{of: of(m.session), login: o}
	began, later := m.toast.begin(m.words.T("did.login"))
	msg.began = began
	return tea.Batch(later, m.work.Reading(func(ctx context.Context) tea.Msg {
		// Before the login: a metered line is not used even once unasked.
		if msg.err = d.SetSyncMode(ctx, mode); msg.err != nil {
			return msg
		}
		if msg.account, msg.err = d.Login(ctx, req); errors.Is(msg.err, desk.ErrUnauthorized) {
			req.Token, req.Invitation = req.Invitation, ""
			msg.account, msg.err = d.Login(ctx, req)
		}
		return msg
	}))
}

func (msg loggedInMsg) take(m *app) tea.Cmd {
	o := msg.login
	m.toast.end(msg.began)
	o.saving, m.light.stale = false, true
	if msg.err != nil {
		why := m.loginTrouble(msg.err)
		if !m.showing(o) {
			return m.failed(m.words.T("did.login"), errors.New(why))
		}
		o.note = why
		return nil
	}
	m.drop(o)
	m.counts.stale = true
	m.pages[syncPage].scene.stale()
	if m.starting {
		m.goTo(syncPage)
	}
	return m.succeed(m.words.T("done.login", words.Data{"Server": cells.Safe(msg.account.Server), "User": cells.Safe(msg.account.User),
		"Role": m.role(msg.account.Role)}))
}

// role names what a user may do at the server.
func (m *app) role(role string) string {
	if id := "role." + role; m.words.Has(id) {
		return m.words.T(id)
	}
	return cells.Safe(role)
}

// loggedIn reports whether the desk has a token that its server takes, as far as it knows.
func (m *app) loggedIn() bool {
	st := m.counts.status
	return st.Server != "" && st.State != desk.StateLoggedOut
}

func (o *login) draw(m *app) ([]string, layout.Box) {
	const labelW = 12
	return m.boxed(m.words.T("login.title"), 76, int(loginFields)+6, func(w, h int) []string {
		d := m.screen.Direction
		lines := []string{m.theme.Dim.Apply(d.Start(d.Cut(m.words.T("login.about"), w), w)), cells.Spaces(w)}
		for i := range loginFields {
			mark, label := " ", m.theme.Dim
			if i == o.at {
				mark, label = m.theme.Mark, m.theme.Accent
			}
			name := label.Apply(d.Line(mark, " ", d.Start(m.words.T("login."+[...]string{"server", "secret", "name", "mode"}[i]), labelW)))
			lines = append(lines, d.Start(d.Line(name, o.value(m, i, w-labelW-2)), w))
		}
		lines = append(lines, cells.Spaces(w))
		said, style := m.words.T("login.hint"), m.theme.Dim
		switch {
		case o.saving:
			said = m.words.T("login.working")
		case o.note != "":
			said, style = "! "+cells.Safe(o.note), m.theme.Urgent
		}
		for _, line := range m.screen.Direction.Wrap(said, w, 3) {
			lines = append(lines, style.Apply(d.Start(line, w)))
		}
		return cells.Block(lines, w, h)
	})
}

// value draws a line; of a secret only how long it is.
func (o *login) value(m *app, field loginField, w int) string {
	focused := field == o.at && !o.saving
	if field == loginMode {
		style := m.theme.Text
		if focused {
			style = m.theme.Field
		}
		return style.Apply(m.screen.Direction.Start("‹ "+m.words.T("login.mode."+string(loginModes()[o.mode]))+" ›", w))
	}
	line := o.lines[field]
	line.Styles = form.LineStyles{Text: m.theme.Text, Placeholder: m.theme.Dim}
	if focused {
		line.Styles.Text = m.theme.Field
	}
	if field == loginSecret && !line.Empty() {
		at := line.CursorAt()
		masked := form.Line{Styles: line.Styles}
		masked.Set(strings.Repeat("•", line.Length()))
		masked.SetCursor(at)
		return masked.View(m.screen.Direction, w, focused)
	}
	return line.View(m.screen.Direction, w, focused)
}
