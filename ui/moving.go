package ui

import (
	tea "charm.land/bubbletea/v2"

	"tradedesk/ui/keys"
)

// runMove moves among the rows of a page, marks and narrows them.
func (m *app) runMove(id keys.ID) (tea.Cmd, bool) {
	p := m.page()
	switch id {
	case keys.Up:
		p.list.Walk(-m.count())
	case keys.Down:
		p.list.Walk(m.count())
	case keys.PageUp:
		p.list.Page(-m.count())
	case keys.PageDown:
		p.list.Page(m.count())
	case keys.First, keys.Last:
		m.goToRow(p, id)
	case keys.Pick:
		for range min(m.count(), maxPicked) {
			if !p.list.Pick() {
				return m.cannot(m.words.N("toast.too_many", maxPicked)), true
			}
		}
	case keys.PickRange:
		return m.pickRange(), true
	case keys.PickAll:
		return m.pickAll(), true
	case keys.Open:
		p.inside = true
		return nil, true
	case keys.Filter:
		return m.filterMenu(), true
	case keys.Narrow:
		return m.openFilter(), true
	case keys.Saved:
		return m.openSaved(), true
	case keys.Sort:
		return m.sortMenu(), true
	default:
		return m.runScroll(id)
	}
	p.moved()
	return nil, true
}

// goToRow goes to the first or the last row, or with a number to that row.
func (m *app) goToRow(p *page, id keys.ID) {
	m.jumpFrom()
	switch {
	case m.times > 0:
		p.list.Goto(m.times - 1)
	case id == keys.First:
		p.list.Home()
	default:
		p.list.End()
	}
}

// runScroll moves in the detail of a record.
func (m *app) runScroll(id keys.ID) (tea.Cmd, bool) {
	p, drawn := m.page(), m.drawnOf(m.page())
	// The last line in sight says how many there are below it, if there are any.
	h := max(m.screen.Detail.H-1, 1)
	if len(drawn.lines) <= p.scroll+m.screen.Detail.H {
		h = m.screen.Detail.H
	}
	switch id {
	case keys.ScrollUp:
		p.step(drawn, -m.count(), h)
	case keys.ScrollDn:
		p.step(drawn, m.count(), h)
	case keys.ScrollPU:
		p.scroll -= m.count() * h
	case keys.ScrollPD:
		p.scroll += m.count() * h
	case keys.ScrollTop:
		p.scroll = 0
		p.toEnd(drawn, false)
	case keys.ScrollEnd:
		p.scroll = len(drawn.lines)
		p.toEnd(drawn, true)
	case keys.Pane:
		p.inside = !p.inside
	case keys.Back:
		m.back()
	default:
		return nil, false
	}
	p.scroll = max(min(p.scroll, len(drawn.lines)-m.screen.Detail.H), 0)
	p.follow(drawn, h)
	return nil, true
}

// back takes one step back, the nearest first.
func (m *app) back() {
	p := m.page()
	switch {
	case p.list.DropRange():
	case p.list.Picked() > 0:
		p.list.Unpick()
	case p.inside && p.on.what != keys.PartNone:
		p.on = target{}
	case p.pin != nil:
		p.moved()
		p.inside = false
	case p.inside:
		p.inside = false
	case p.filter.on():
		p.filter = narrowing{}
		p.reset(m.now)
	case p.stage != "":
		p.stage = ""
		p.reset(m.now)
	}
}
