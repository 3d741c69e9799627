package ui

import (
	tea "charm.land/bubbletea/v2"

	"tradedesk/ui/keys"
)

// scene is what a page shows when it is no list with a detail beside it. It
// draws the whole body, and has the keys and pastes of its place.
type scene interface {
	place() keys.Place
	// owns reports whether an action of the place is done by do; keys without an
	// action go to update.
	owns(keys.ID) bool
	do(*app, keys.ID) tea.Cmd
	update(*app, tea.Msg) tea.Cmd
	// state adds what actions of the place look at.
	state(*app, *keys.State)
	draw(m *app, w, h int) []string
	// reads asks for what is shown and not there; stale says that it may have changed.
	reads(*app) tea.Cmd
	stale()
	// count stands beside the page's name in the header; 0 does not.
	count(*app) int
}

// scene gives what the page under the overlays shows, nil for a list.
func (m *app) scene() scene {
	if m.starting {
		return nil
	}
	return m.page().scene
}
