package ui

import (
	"strings"
	"unicode"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"tradedesk/ui/cells"
	"tradedesk/ui/keys"
	"tradedesk/ui/layout"
	"tradedesk/ui/words"
)

// confirmation asks before an action on several records, and says how many they
// are. The key that asked for the action is not taken for the answer.
type confirmation struct {
	what  string
	asked string // the key that asked
	yes   func() tea.Cmd
	no    func()
	wrong bool // the key that asked was pressed again
}

// confirm asks before a commit.
func (m *app) confirm(c commit) {
	m.push(&confirmation{
		what: c.label, asked: m.typed,
		yes: func() tea.Cmd { return m.send(c) },
		no: func() {
			if c.cancelled != nil {
				c.cancelled()
			}
		},
	})
}

func (o *confirmation) place() keys.Place            { return keys.PlaceOf("place.confirm") }
func (o *confirmation) owns(id keys.ID) bool         { return strings.HasPrefix(string(id), "confirm.") }
func (o *confirmation) update(*app, tea.Msg) tea.Cmd { return nil }

func (o *confirmation) do(m *app, id keys.ID) tea.Cmd {
	switch {
	case id == keys.ConfirmNo:
		m.drop(o)
		o.no()
	case m.typed == o.asked:
		o.wrong = true
	default:
		m.drop(o)
		return o.yes()
	}
	return nil
}

// yesKey gives the key that answers: the first that did not ask.
func (o *confirmation) yesKey(m *app) string {
	a, _ := m.keys.Action(keys.ConfirmYes)
	return keys.Label(m.words, o.yesOf(m.place().Keys(a)))
}

func (o *confirmation) yesOf(all []string) string {
	for _, key := range all {
		if key != o.asked {
			return key
		}
	}
	return all[0]
}

func (o *confirmation) draw(m *app) ([]string, layout.Box) {
	question := m.words.T("confirm.ask", words.Data{"What": sentence(o.what)})
	no, _ := m.keys.Action(keys.ConfirmNo)
	answers := m.words.T("confirm.keys", words.Data{"Yes": o.yesKey(m), "No": keys.Label(m.words, no.Keys[0])})
	width := min(max(cells.Width(question), cells.Width(answers), 40), m.screen.Size.W-8)
	return m.boxed(m.words.T("confirm.title"), width, 3, func(w, _ int) []string {
		d := m.screen.Direction
		last := m.theme.Dim.Apply(d.Start(answers, w))
		if o.wrong {
			last = m.theme.Warn.Apply(d.Start("! "+m.words.T("confirm.other_key", words.Data{"Yes": o.yesKey(m)}), w))
		}
		return []string{m.theme.Strong.Apply(d.Start(cells.Safe(question), w)), cells.Spaces(w), last}
	})
}

// sentence begins a text with a capital.
func sentence(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[size:]
}
