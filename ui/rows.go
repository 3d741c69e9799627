package ui

import (
	"strings"

	"tradedesk/model"
	"tradedesk/ui/cells"
	"tradedesk/ui/keys"
	"tradedesk/ui/layout"
	"tradedesk/ui/list"
	"tradedesk/ui/words"
)

// listChrome is how many lines of the list's box are not rows.
const listChrome = 2

// marks are the cells before a row: where the cursor is, and what is picked or new.
const marks = 3

// listLines draws the list in its box: what it shows in one line, the headings
// of the columns, then the rows in sight.
func (m *app) listLines(p *page) []string {
	w, h := m.screen.List.W, m.screen.List.H
	lines := make([]string, 0, h)
	lines = append(lines, m.summaryLine(p, w))
	switch {
	case p.list.Len() > 0:
		columns := m.fitted(p.columns(), w-marks-1)
		if p.agenda() {
			lines = append(lines, m.agendaRows(p, columns, w, h-len(lines))...)
			break
		}
		lines = append(lines, m.headings(p, columns, w))
		for i, row := range p.list.Visible() {
			lines = append(lines, m.screen.Direction.Line(m.row(row, columns, w-1), m.track(p, i)))
		}
	case p.list.Loaded():
		lines = append(lines, m.emptyLines(p, w)...)
	}
	return cells.Block(lines, w, h)
}

// summaryLine says what the list shows, and at its end how it is sorted.
func (m *app) summaryLine(p *page, w int) string {
	d := m.screen.Direction
	text := d.Line(" ", m.summary(p))
	order := ""
	if p.sort.Field != "" {
		order = p.sort.arrow() + " "
	}
	order = d.Line(order+m.sortName(p, p.sort.Field), " ")
	if cells.Width(text)+cells.Width(order)+2 > w {
		return m.theme.Dim.Apply(d.Start(text, w))
	}
	return m.theme.Dim.Apply(d.Spread(text, order, w))
}

// headings draws the names of the columns; an arrow stands at the one that the
// list is sorted by, in the gap beside it when the column is narrow.
func (m *app) headings(p *page, columns []placed, w int) string {
	parts := []string{cells.Spaces(marks)}
	used, borrowed := marks, 0
	for i, c := range columns {
		if i > 0 {
			parts = append(parts, cells.Spaces(columnGap-borrowed))
			used += columnGap - borrowed
		}
		borrowed = 0
		room := c.w
		text := ""
		if c.head != "" {
			text = m.words.T(c.head)
		}
		if sorted := c.sort != "" && c.sort == p.sort.Field; sorted {
			if room == cells.Width(text) || room < 3 {
				room, borrowed = room+1, 1
			}
			text = cells.Cut(text, room-1) + p.sort.arrow()
		}
		text = m.screen.Direction.Cut(text+cells.Spaces(c.tail), room)
		if c.end != (m.screen.Direction == layout.RightToLeft) {
			text = cells.FitEnd(text, room)
		} else {
			text = cells.Fit(text, room)
		}
		parts = append(parts, text)
		used += room
	}
	parts = append(parts, cells.Spaces(w-used))
	return m.theme.Dim.Apply(m.screen.Direction.Line(parts...))
}

// track draws one cell of the bar at the end of the rows, which shows where
// among all the rows in sight are.
func (m *app) track(p *page, line int) string {
	from, size, ok := p.list.Thumb(m.screen.List.H - listChrome)
	switch {
	case !ok:
		return " "
	case line >= from && line < from+size:
		return m.theme.Dim.Apply("┃")
	}
	return m.theme.Border.Apply("│")
}

// row draws one row: a run for each column, or one run when the cursor is on it.
func (m *app) row(row list.Show, columns []placed, w int) string {
	mark, pick, pickStyle := " ", " ", m.theme.Text
	if row.Cursor {
		mark = m.theme.Mark
	}
	switch {
	case row.Ranged:
		pick, pickStyle = "◦", m.theme.Picked
	case row.Picked:
		pick, pickStyle = "●", m.theme.Picked
	case row.New:
		pick, pickStyle = "+", m.theme.New
	case m.kept.Unseen[row.Excerpt.ID]:
		pick, pickStyle = "~", m.theme.New
	}
	parts := make([]string, 0, len(columns)*2+3)
	add := func(how look, text string) {
		if !row.Cursor {
			text = m.style(how).Apply(text)
		}
		parts = append(parts, text)
	}
	used := marks
	for i, c := range columns {
		if i > 0 {
			parts = append(parts, cells.Spaces(columnGap))
			used += columnGap
		}
		text, width, how := c.text(m, &row.Excerpt)
		if width > c.w { // blanks behind a text are no loss
			text = strings.TrimRight(text, " ")
			width = cells.Width(text)
		}
		if c.end != (m.screen.Direction == layout.RightToLeft) {
			text = cells.Placed(cells.Spaces(c.w-width) + m.screen.Direction.Cut(text, c.w))
		} else {
			text = cells.FitKnown(cells.Isolate(text, m.screen.Direction.Base()), width, c.w)
		}
		add(how, text)
		used += c.w
	}
	parts = append(parts, cells.Spaces(w-used))
	if row.Cursor {
		return m.theme.Selected.Apply(m.screen.Direction.Line(append([]string{mark, pick, " "}, parts...)...))
	}
	return m.screen.Direction.Line(append([]string{mark, pickStyle.Apply(pick), " "}, parts...)...)
}

// summary is what the list shows, in one line.
func (m *app) summary(p *page) string {
	var parts []string
	if n := p.list.Picked(); n > 0 {
		parts = append(parts, m.words.N("summary.picked", n))
	}
	if n := p.list.NewAbove(); n > 0 {
		parts = append(parts, "↑ "+m.words.N("summary.new", n))
	}
	if p.filter.on() {
		parts = append(parts, p.filter.label())
	}
	switch n := m.shownCount(p); {
	case !p.list.Loaded():
	case p.agenda():
		parts = append(parts, m.agendaSummary(p))
	case n < 0:
		parts = append(parts, m.words.T("summary.counting"))
	case p.filter.on():
		parts = append(parts, m.words.N("summary.rows", n))
	case p.inbox():
		parts = append(parts, m.words.N("summary.inbox", m.shownCount(p)))
		if m.counts.Snoozed > 0 {
			parts = append(parts, m.words.N("summary.snoozed", m.counts.Snoozed))
		}
		parts = append(parts, m.words.T("summary.promise", words.Data{"Span": m.words.T("span.hours", words.Data{"N": int(promise.Hours())})}))
	case p.stage != "":
		parts = append(parts, m.words.T("summary.stage", words.Data{"Stage": m.stage(p.kind, p.stage)}), m.words.N("summary.rows", m.shownCount(p)))
	default:
		parts = append(parts, m.words.N("summary.rows", m.shownCount(p)))
	}
	return strings.Join(parts, " · ")
}

// shownCount counts what the list shows, as the desk says, else as it was counted.
func (m *app) shownCount(p *page) int {
	switch {
	case p.list.Total() >= 0:
		return p.list.Total()
	case p.filter.on():
		return -1
	case p.inbox():
		return m.counts.Inbox
	case p.stage != "":
		return m.counts.Stages[p.kind][p.stage]
	}
	return m.counts.Kinds[p.kind]
}

// How an empty page says what would fill it: how far in, in at most so many lines each.
const (
	emptyInset = 3
	mostEmpty  = 4
)

// emptyLines say what would fill the page, and which key does it.
func (m *app) emptyLines(p *page, w int) []string {
	id, action := "empty."+kindWord(p.kind), keys.Create
	switch {
	case p.agenda():
		id, action = "empty."+string(p.view), keys.AgendaShow
	case p.filter.on():
		id, action = "empty.narrowed", keys.Back
	case p.stage != "":
		id, action = "empty.filter", keys.Back
	case p.inbox() && m.counts.Kinds[model.KindLead] > 0:
		id, action = "empty.judged", keys.GoLeads
	case p.inbox():
		id, action = "empty.inbox", keys.Import
	}
	d, lines := m.screen.Direction, []string{cells.Spaces(w)}
	for _, part := range m.screen.Direction.Wrap(m.words.T(id), w-emptyInset-1, mostEmpty) {
		lines = append(lines, d.Inset(emptyInset, part, w))
	}
	lines = append(lines, cells.Spaces(w))
	a, ok := m.keys.Action(action)
	if !ok {
		return lines
	}
	key := keys.Label(m.words, a.Keys[0])
	under := emptyInset + cells.Width(key) + 2
	for i, part := range m.screen.Direction.Wrap(m.words.T(a.Help()), w-under-1, mostEmpty) {
		if i == 0 {
			lines = append(lines, d.Inset(emptyInset, d.Line(m.theme.Key.Apply(key), "  ", part), w))
			continue
		}
		lines = append(lines, d.Inset(under, part, w))
	}
	return lines
}
