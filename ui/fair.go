package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/ui/cells"
	"tradedesk/ui/form"
	"tradedesk/ui/keys"
)

// fair is the page of quick capture: one line to type into, and what was captured.
type fair struct {
	page     *page // of what was captured
	line     form.Line
	browsing bool // the keys go to what was captured
}

func newFair(now time.Time) *page {
	p := newPage("page.fair", model.KindLead, desk.ViewAll, now)
	p.scene = &fair{page: p}
	return p
}

func (f *fair) place() keys.Place {
	if f.browsing {
		return keys.PlaceOf("place.captured")
	}
	return keys.PlaceOf("place.fair")
}

func (f *fair) owns(id keys.ID) bool {
	switch id {
	case keys.FairList, keys.CapturedOpen, keys.CapturedBack:
		return true
	}
	return false
}

func (f *fair) do(m *app, id keys.ID) tea.Cmd {
	switch id {
	case keys.FairList:
		f.browsing = true
	case keys.CapturedBack:
		f.browsing = false
	case keys.CapturedOpen:
		if e, ok := f.page.current(); ok {
			m.open(e)
		}
	}
	return nil
}

func (f *fair) update(_ *app, msg tea.Msg) tea.Cmd {
	if !f.browsing {
		f.line.Update(msg)
	}
	return nil
}

func (f *fair) state(s *keys.State) { s.Typed = f.line.Value() != "" }

func (f *fair) stale() {}

func (f *fair) count(*app) int { return 0 }

func (f *fair) reads(m *app) tea.Cmd {
	if fetch, ok := f.page.list.Next(); ok {
		return m.readRows(f.page, fetch)
	}
	return nil
}

func (f *fair) draw(m *app, w, h int) []string {
	lines := []string{m.theme.Accent.Apply("> ") + f.line.View(w-2, !f.browsing)}
	columns := fit([]column{colTitle(), colCountry(), colWants(), colAge()}, w-marks-1)
	f.page.list.SetHeight(h - len(lines))
	for _, row := range f.page.list.Visible() {
		row.Cursor = row.Cursor && f.browsing
		lines = append(lines, m.row(row, columns, w))
	}
	return cells.Block(lines, w, h)
}
