package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"tradedesk/ui/keys"
	"tradedesk/ui/layout"
)

const (
	wheelRows   = 3
	doubleClick = 400 * time.Millisecond
)

// mouse is whether the mouse is listened to, and the last click.
type mouse struct {
	off  bool
	at   time.Time
	x, y int
}

// area is a stretch of a line in reading order, and what a click on it does.
type area struct {
	from, to int
	do       func() tea.Cmd
}

// toggleMouse gives the mouse to the terminal, or takes it back.
func (m *app) toggleMouse() tea.Cmd {
	m.mouse.off = !m.mouse.off
	if m.mouse.off {
		return m.say(m.words.T("toast.mouse_off"))
	}
	return m.say(m.words.T("toast.mouse_on"))
}

// wheel scrolls what is under the pointer, or the overlay on top.
func (m *app) wheel(msg tea.MouseWheelMsg) tea.Cmd {
	by := wheelRows
	switch msg.Button {
	case tea.MouseWheelUp:
		by = -by
	case tea.MouseWheelDown:
	default:
		return nil
	}
	s, p := m.screen, m.page()
	top := m.top()
	switch {
	case s.Small || m.starting:
	case top != nil:
		if w, ok := top.(wheeled); ok {
			w.wheel(by)
		}
	case inBox(s.Detail, msg.X, msg.Y) && (s.Wide || p.inside):
		p.scroll = max(min(p.scroll+by, len(m.detailLines(p))-s.Detail.H), 0)
	case inBox(s.List, msg.X, msg.Y):
		p.list.Move(by)
		p.moved()
	}
	return nil
}

// wheeled is an overlay that the wheel moves in.
type wheeled interface{ wheel(by int) }

func (o *sheetOverlay) wheel(by int) { o.top = max(min(o.top+by, o.all-o.shown), 0) }
func (o *menuOverlay) wheel(by int)  { o.menu.Select(o.menu.At() + sign(by)) }

func sign(n int) int {
	if n < 0 {
		return -1
	}
	return 1
}

func inBox(b layout.Box, x, y int) bool {
	return x >= b.X && x < b.X+b.W && y >= b.Y && y < b.Y+b.H
}

// click selects and opens rows, goes to pages, and does the actions of the footer.
func (m *app) click(msg tea.MouseClickMsg) tea.Cmd {
	if msg.Button != tea.MouseLeft || m.screen.Small {
		return nil
	}
	now := m.now
	double := msg.X == m.mouse.x && msg.Y == m.mouse.y && now.Sub(m.mouse.at) < doubleClick && !m.mouse.at.IsZero()
	m.mouse.x, m.mouse.y, m.mouse.at = msg.X, msg.Y, now
	if double {
		m.mouse.at = time.Time{} // the third click is not another double one
	}
	m.dropPrefix()
	m.pending = ""
	s, p := m.screen, m.page()
	switch {
	case m.top() != nil:
		if c, ok := m.top().(clicked); ok {
			return c.click(m, msg.X, msg.Y)
		}
	case msg.Y == s.Header.Y:
		return m.clickLine(m.headerAreas(s.Header.W), msg.X)
	case msg.Y == s.Footer.Y:
		return m.clickLine(m.footerAreas(s.Footer.W), msg.X)
	case m.starting:
	case !s.Wide && p.inside:
	case inBox(s.List, msg.X, msg.Y):
		return m.clickList(p, msg.X-s.List.X, msg.Y-s.List.Y, double)
	case s.Wide && inBox(s.Detail, msg.X, msg.Y):
		p.inside = true
	}
	return nil
}

// clicked is an overlay that takes clicks.
type clicked interface {
	click(m *app, x, y int) tea.Cmd
}

// clickLine does what stands at a cell of a whole line.
func (m *app) clickLine(areas []area, x int) tea.Cmd {
	if m.screen.Direction == layout.RightToLeft {
		x = m.screen.Size.W - 1 - x
	}
	for _, a := range areas {
		if x >= a.from && x < a.to {
			return a.do()
		}
	}
	return nil
}

func (m *app) clickList(p *page, x, y int, double bool) tea.Cmd {
	switch row := y - listChrome; {
	case row < -1:
	case row == -1:
		return m.clickHeading(p, x)
	case p.list.Click(row):
		p.moved()
		p.inside = false
		if double {
			return m.runID(keys.Open)
		}
	}
	return nil
}

// clickHeading sorts by the column whose heading is clicked.
func (m *app) clickHeading(p *page, x int) tea.Cmd {
	w := m.screen.List.W
	if m.screen.Direction == layout.RightToLeft {
		x = w - 1 - x
	}
	at := marks
	for _, c := range m.fitted(p.columns(), w-marks-1) {
		if x >= at && x < at+c.w+columnGap && c.sort != "" {
			return m.sortBy(p, c.sort)
		}
		at += c.w + columnGap
	}
	return nil
}

// click takes the choice that is clicked.
func (o *menuOverlay) click(m *app, x, y int) tea.Cmd {
	_, box := o.draw(m)
	if !inBox(box, x, y) {
		return nil
	}
	result := o.menu.Click(y - box.Y - 1)
	if !result.Done {
		return nil
	}
	m.drop(o)
	return o.then(result.Index)
}
