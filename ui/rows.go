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
const listChrome = 1

// marks are the cells before a row: where the cursor is, and what is picked or new.
const marks = 3

// listLines draws the list in its box: what it shows in one line, then the rows
// in sight.
func (m *app) listLines(p *page) []string {
	w, h := m.screen.List.W, m.screen.List.H
	lines := make([]string, 0, h)
	lines = append(lines, m.theme.Dim.Apply(m.screen.Direction.Start(" "+m.summary(p), w)))
	switch {
	case p.list.Len() > 0:
		columns := fit(p.columns(), w-marks-1)
		if p.agenda() {
			lines = append(lines, m.agendaRows(p, columns, w, h-len(lines))...)
			break
		}
		for _, row := range p.list.Visible() {
			lines = append(lines, m.row(row, columns, w))
		}
	case p.list.Loaded():
		lines = append(lines, m.emptyLines(p, w)...)
	}
	return cells.Block(lines, w, h)
}

// row draws one row: a run for each column, or one run when the cursor is on it.
func (m *app) row(row list.Show, columns []placed, w int) string {
	mark, pick, pickStyle := " ", " ", m.theme.Text
	if row.Cursor {
		mark = m.theme.Mark
	}
	switch {
	case row.Picked:
		pick, pickStyle = "●", m.theme.Picked
	case row.New:
		pick, pickStyle = "+", m.theme.New
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
		if c.end != (m.screen.Direction == layout.RightToLeft) {
			text = cells.Spaces(c.w-width) + cells.Cut(text, c.w)
		} else {
			text = cells.FitKnown(text, width, c.w)
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
	switch {
	case !p.list.Loaded():
	case p.agenda():
		parts = append(parts, m.agendaSummary(p))
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
	case p.inbox():
		return m.counts.Inbox
	case p.stage != "":
		return m.counts.Stages[p.kind][p.stage]
	}
	return m.counts.Kinds[p.kind]
}

// emptyLines say what would fill the page, and which key does it.
func (m *app) emptyLines(p *page, w int) []string {
	id, action := "empty."+kindWord(p.kind), keys.Create
	switch {
	case p.agenda():
		id, action = "empty."+string(p.view), keys.AgendaShow
	case p.stage != "":
		id, action = "empty.filter", keys.Back
	case p.inbox() && m.counts.Kinds[model.KindLead] > 0:
		id, action = "empty.judged", keys.GoLeads
	case p.inbox():
		id, action = "empty.inbox", keys.Import
	}
	lines := []string{cells.Spaces(w), m.screen.Direction.Start("   "+m.words.T(id), w), cells.Spaces(w)}
	if a, ok := m.keys.Action(action); ok {
		key := keys.Label(m.words, a.Keys[0])
		hint := m.theme.Key.Apply(key) + "  " + m.words.T(a.Help())
		lines = append(lines, m.screen.Direction.Start("   "+hint, w))
	}
	return lines
}
