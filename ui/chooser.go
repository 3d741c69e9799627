package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"tradedesk/model/text"
	"tradedesk/ui/cells"
	"tradedesk/ui/form"
	"tradedesk/ui/keys"
	"tradedesk/ui/layout"
	"tradedesk/ui/picker"
)

// chooser picks one of many choices by the letters that are typed.
type chooser struct {
	title   string
	choices []picker.Choice
	line    form.Line
	shown   []int // of choices, those with the letters
	at      int
	then    func(i int) tea.Cmd
}

func newChooser(m *app, title string, choices []picker.Choice, at int, then func(i int) tea.Cmd) *chooser {
	o := &chooser{title: title, choices: choices, then: then}
	o.line.Placeholder = m.words.T("chooser.placeholder")
	o.line.Styles = form.LineStyles{Text: m.theme.Field, Placeholder: m.theme.Dim}
	o.filter()
	o.at = max(at, 0)
	return o
}

func (o *chooser) place() keys.Place        { return keys.PlaceOf("place.menu") }
func (o *chooser) owns(keys.ID) bool        { return false }
func (o *chooser) do(*app, keys.ID) tea.Cmd { return nil }

// filter keeps the choices with the letters; those that begin with them first.
func (o *chooser) filter() {
	letters := text.Fold(o.line.Value())
	var begin, within []int
	for i, c := range o.choices {
		label := text.Fold(c.Label)
		switch {
		case strings.HasPrefix(label, letters):
			begin = append(begin, i)
		case strings.Contains(label, letters) || strings.Contains(c.Hint, letters):
			within = append(within, i)
		}
	}
	o.shown, o.at = append(begin, within...), 0
}

func (o *chooser) update(m *app, msg tea.Msg) tea.Cmd {
	k, ok := msg.(tea.KeyPressMsg)
	if ok {
		switch form.Stroke(k) {
		case "esc":
			m.drop(o)
			return nil
		case "enter":
			if o.at >= len(o.shown) {
				return nil
			}
			m.drop(o)
			return o.then(o.shown[o.at])
		case "up", "ctrl+p":
			o.move(-1)
			return nil
		case "down", "ctrl+n":
			o.move(1)
			return nil
		case "pgup":
			o.move(-10)
			return nil
		case "pgdown":
			o.move(10)
			return nil
		}
	}
	if before := o.line.Value(); o.line.Update(msg) && o.line.Value() != before {
		o.filter()
	}
	return nil
}

func (o *chooser) move(by int) { o.at = max(min(o.at+by, len(o.shown)-1), 0) }

func (o *chooser) draw(m *app) ([]string, layout.Box) {
	return m.boxed(o.title, 60, min(len(o.choices)+1, 20), func(w, h int) []string {
		lines := []string{o.line.View(m.screen.Direction, w, true)}
		d, rows := m.screen.Direction, max(h-1, 1)
		top := max(o.at-rows+1, 0)
		for i := top; i < len(o.shown) && i < top+rows; i++ {
			c := o.choices[o.shown[i]]
			label := cells.Safe(c.Label)
			if i == o.at {
				lines = append(lines, m.theme.Selected.Apply(d.Start(d.Line(m.theme.Mark, " ", d.Cut(label, w-2)), w)))
				continue
			}
			lines = append(lines, d.Inset(2, label, w))
		}
		if len(o.shown) == 0 {
			lines = append(lines, m.theme.Dim.Apply(d.Inset(2, m.words.T("chooser.none"), w)))
		}
		return lines
	})
}
