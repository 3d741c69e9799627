package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"tradedesk/ui/cells"
	"tradedesk/ui/keys"
	"tradedesk/ui/words"
)

// How long a toast stays. What failed stays longer, and until a key is pressed.
const (
	toastStays   = 6 * time.Second
	failureStays = 30 * time.Second
)

type tone int

const (
	toneQuiet tone = iota
	toneWorking
	toneGood
	toneBad
)

// toast is one line that says what was done, on the rule above the footer.
type toast struct {
	text  string
	tone  tone
	seq   int
	keys  int            // pressed since it came
	tasks map[int]string // what is under way
	last  int            // the latest task that is done: answers come in any order
}

type toastOverMsg struct{ seq int }

type slowMsg struct{ task int }

// begin says that something is under way; later makes it seen when it is slow.
func (t *toast) begin(text string) (task int, later tea.Cmd) {
	if t.tasks == nil {
		t.tasks = map[int]string{}
	}
	t.seq++
	task = t.seq
	t.tasks[task] = text
	return task, tea.Tick(slow, func(time.Time) tea.Msg { return slowMsg{task} })
}

// end says that something is done, and whether it is the latest that is: of
// answers that come out of order the last one stays to be seen.
func (t *toast) end(task int) (latest bool) {
	delete(t.tasks, task)
	latest = task > t.last
	t.last = max(t.last, task)
	if t.tone == toneWorking {
		t.text = ""
	}
	return latest
}

func (t *toast) keyed() {
	if t.keys++; t.keys > 3 && t.tone != toneWorking {
		t.text = ""
	}
}

func (m *app) tell(text string, how tone, stays time.Duration) tea.Cmd {
	m.toast.seq++
	m.toast.text, m.toast.tone, m.toast.keys = cells.Safe(text), how, 0
	seq := m.toast.seq
	return tea.Tick(stays, func(time.Time) tea.Msg { return toastOverMsg{seq} })
}

// say tells something, succeed that something is done.
func (m *app) say(text string) tea.Cmd     { return m.tell(text, toneQuiet, toastStays) }
func (m *app) succeed(text string) tea.Cmd { return m.tell(text, toneGood, toastStays) }

// failed tells what did not work and why, in words for what people can do
// something about.
func (m *app) failed(what string, err error) tea.Cmd {
	m.trouble++
	return m.tell(m.words.T("toast.failed", words.Data{"What": what, "Why": m.why(err)}), toneBad, failureStays)
}

// cannot says why something is not done.
func (m *app) cannot(text string) tea.Cmd {
	m.trouble++
	return m.say(text)
}

// refuse says why an action cannot run now.
func (m *app) refuse(a keys.Action, why string) tea.Cmd {
	return m.cannot(m.words.T("toast.refused", words.Data{"Action": m.words.T(a.Name()), "Why": m.words.T(why)}))
}

func (m *app) toastMessage(msg tea.Msg) {
	switch msg := msg.(type) {
	case toastOverMsg:
		if msg.seq == m.toast.seq {
			m.toast.text = ""
		}
	case slowMsg:
		if text, ok := m.toast.tasks[msg.task]; ok {
			m.toast.text, m.toast.tone = cells.Safe(text), toneWorking
		}
	}
}

// toastLine draws the rule above the footer, and the toast on it.
func (m *app) toastLine(w int) string {
	if m.toast.text == "" {
		return m.theme.Border.Apply(rule(w))
	}
	mark, style := "·", m.theme.Strong
	switch m.toast.tone {
	case toneWorking:
		mark, style = "…", m.theme.Dim
	case toneGood:
		mark, style = "✓", m.theme.Good
	case toneBad:
		mark, style = "✗", m.theme.Urgent
	case toneQuiet:
	}
	d := m.screen.Direction
	text := d.Line(" ", mark, " ", d.Cut(m.toast.text, w-8), " ")
	return d.Line(m.theme.Border.Apply(rule(2)), style.Apply(text), m.theme.Border.Apply(rule(w-2-cells.Width(text))))
}
