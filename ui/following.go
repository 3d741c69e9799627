package ui

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
)

// following is what an overlay knows of its record while it is open: whether others may
// have changed it since it was read.
type following struct {
	outdated bool
	flying   bool // it is being read again
}

// recordOverlay is an overlay that shows what others make of its record.
type recordOverlay interface {
	overlay
	busy() bool
	following() *following
	followed() model.ID // zero: it follows none
	// others takes the record as it is now, and who changed what.
	others(m *app, detail desk.Detail, history []model.Change)
}

// historyRead bounds how many changes of a record are looked through for who made them.
const historyRead = 200

// maybeOutdated notes that the record of an overlay may have been changed.
func maybeOutdated(o recordOverlay) { o.following().outdated = !o.followed().IsZero() }

// toldOf notes news of an overlay's record.
func toldOf(o recordOverlay, n desk.News) {
	if id := o.followed(); !id.IsZero() && concerns(n, id) {
		o.following().outdated = true
	}
}

type followedMsg struct {
	of
	overlay recordOverlay
	detail  desk.Detail
	history []model.Change
	err     error
}

// readAgain asks for an overlay's record again when it may have been changed. While it is
// being saved the desk has the last word.
func (m *app) readAgain(o recordOverlay) tea.Cmd {
	f := o.following()
	if !f.outdated || f.flying || o.busy() {
		return nil
	}
	f.outdated, f.flying = false, true
	d, id, msg := m.desk, o.followed(), followedMsg{of: of(m.session), overlay: o}
	return m.work.Reading(func(ctx context.Context) tea.Msg {
		if msg.detail, msg.err = d.Detail(ctx, id); msg.err == nil {
			msg.history, msg.err = d.History(ctx, id, historyRead)
		}
		return msg
	})
}

func (msg followedMsg) take(m *app) tea.Cmd {
	o := msg.overlay
	o.following().flying = false
	switch {
	case !m.showing(o) || o.busy():
	case msg.err != nil:
		return m.failed(m.words.T("failed.detail"), msg.err)
	default:
		o.others(m, msg.detail, msg.history)
	}
	return nil
}
