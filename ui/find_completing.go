package ui

import (
	"context"
	"strings"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/ui/cells"
	"tradedesk/ui/keys"
	"tradedesk/ui/layout"
)

// maxOffered is how many choices are in sight at once.
const maxOffered = 8

// completing is what can stand at the cursor of a line.
type completing struct {
	line   string // that it is for, with the cursor at a byte of it
	cursor int
	desk.Completion
	at  int
	top int
}

func (o *completing) open() bool { return len(o.Choices) > 0 }

func (o *completing) walk(by int) { o.at = max(min(o.at+by, len(o.Choices)-1), 0) }

type completedMsg struct {
	of
	finder  *finder
	offered completing
	asked   bool // by a key of its own: a single choice is taken at once
	err     error
}

// complete asks what can stand at the cursor.
func (f *finder) complete(m *app, asked bool) tea.Cmd {
	d, msg := m.desk, completedMsg{of: of(m.session), finder: f, asked: asked, offered: completing{line: f.line.Text(), cursor: f.line.Cursor()}}
	return m.work.Reading(func(ctx context.Context) tea.Msg {
		msg.offered.Completion, msg.err = d.Complete(ctx, msg.offered.line, msg.offered.cursor)
		return msg
	})
}

func (f *finder) fresh(o completing) bool {
	return o.line == f.line.Text() && o.cursor == f.line.Cursor()
}

func (msg completedMsg) take(m *app) tea.Cmd {
	f := msg.finder
	switch {
	case !m.showing(f) || !f.fresh(msg.offered):
		return nil
	case msg.err != nil:
		return m.failed(m.words.T("failed.search"), msg.err)
	}
	f.offered = msg.offered
	switch {
	case !msg.asked:
	case len(f.offered.Choices) == 1:
		return f.takeOffered(m)
	case !f.offered.open():
		return m.cannot(m.words.T("toast.nothing_offered"))
	}
	return nil
}

// offering does an action on the choices that are open, and reports whether it was for
// them.
func (f *finder) offering(m *app, id keys.ID) (tea.Cmd, bool) {
	if !f.offered.open() {
		return nil, false
	}
	switch id {
	case keys.TextUp, keys.SearchOlder:
		f.offered.walk(-1)
	case keys.TextDown, keys.SearchNewer:
		f.offered.walk(1)
	case keys.SearchPageUp:
		f.offered.walk(-maxOffered)
	case keys.SearchPageDown:
		f.offered.walk(maxOffered)
	case keys.TextBack:
		f.offered = completing{}
	case keys.TextPick, keys.SearchFilter:
		return f.takeOffered(m), true
	default:
		return nil, false
	}
	return nil, true
}

// takeOffered puts the marked choice into the line; behind the name of a filter its
// values are offered.
func (f *finder) takeOffered(m *app) tea.Cmd {
	o := f.offered
	if !f.fresh(o) {
		return nil
	}
	f.offered = completing{}
	f.line.Replace(o.Replace.From, o.Replace.To, o.Choices[o.at].Text)
	cmd := f.typed(m)
	if o.Filter == "" && strings.HasSuffix(o.Choices[o.at].Text, ":") {
		return tea.Batch(cmd, f.complete(m, false))
	}
	return cmd
}

// drawOffered lays the choices over the lines, at the cursor.
func (f *finder) drawOffered(m *app, lines []string, w int) {
	o := &f.offered
	if !o.open() {
		return
	}
	h := min(len(o.Choices), maxOffered, len(lines)-3)
	if h < 1 {
		return
	}
	o.top = max(min(o.top, o.at), o.at-h+1)
	rows, wide := make([][2]string, 0, h), 0
	for i := o.top; i < o.top+h; i++ {
		text, label := cells.Safe(o.Choices[i].Text), f.label(m, i)
		rows = append(rows, [2]string{text, label})
		wide = max(wide, cells.Width(text))
	}
	d := m.screen.Direction
	wide = min(wide, offeredCells)
	inner := 0
	for _, row := range rows {
		inner = max(inner, 2+wide+2+cells.Width(row[1]))
	}
	inner = min(inner, w-4)
	var out []string
	for i, row := range rows {
		text, label := d.Start(row[0], wide), d.Start(row[1], inner-wide-4)
		if o.top+i == o.at {
			out = append(out, m.theme.Selected.Apply(d.Line(m.theme.Mark, " ", text, "  ", label)))
			continue
		}
		out = append(out, d.Line("  ", text, "  ", m.theme.Dim.Apply(label)))
	}
	box := m.frame("", out, inner+4, h+2)
	x := max(min(2+f.line.CursorX(w-2), w-inner-4), 0)
	if d == layout.RightToLeft {
		x = w - inner - 4 - x
	}
	m.order.Over(lines, box, x, 1)
}

// offeredCells is how wide a choice is at most.
const offeredCells = 28

// label says what a choice means.
func (f *finder) label(m *app, i int) string {
	c := f.offered.Choices[i]
	switch {
	case f.offered.Filter == "":
		name := c.Label
		if name == "" {
			name = strings.TrimSuffix(c.Text, ":")
		}
		return m.words.T("search.filter." + name)
	case c.Label != "":
		return cells.Safe(c.Label)
	case f.offered.Filter == "kind":
		return m.words.T("kind." + kindWord(model.Kind(c.Text)))
	}
	return ""
}
