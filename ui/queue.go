package ui

import (
	"context"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/ui/keys"
)

// How many changes are read at once, how many are held at most, and how near to the end of
// what is held the cursor comes before more is read.
const (
	queueChunk  = 120
	queueWindow = 480
	queueMargin = 60
)

// queueSide says what a read of the queue is for.
type queueSide int

const (
	queueStart  queueSide = iota // the oldest
	queueEnd                     // the latest
	queueBefore                  // more before the first that is held
	queueBehind                  // more behind the last
	queueAgain                   // what is held, again
)

// queueOverlay lists all that waits to be sent. It holds those around the cursor.
type queueOverlay struct {
	rows           []desk.Queued
	before, behind bool // others wait before the first row, behind the last
	total          int
	lines          scrolled

	read     bool
	flying   bool
	outdated bool
	jump     bool // to the oldest or the latest
	to       queueSide
}

func (o *queueOverlay) place() keys.Place                 { return keys.PlaceOf("place.queue") }
func (o *queueOverlay) owns(id keys.ID) bool              { return strings.HasPrefix(string(id), "queue.") }
func (o *queueOverlay) update(*app, tea.Msg) tea.Cmd      { return nil }
func (o *queueOverlay) stale()                            { o.outdated = true }
func (o *queueOverlay) told(desk.News)                    { o.outdated = true }
func (o *queueOverlay) state(s *keys.State)               { s.Sync.Waits = len(o.rows) > 0 }
func (o *queueOverlay) wheel(by int)                      { o.lines.n = len(o.rows); o.lines.at += by; o.lines.clamp() }
func (o *queueOverlay) leap(to queueSide, elsewhere bool) { o.jump, o.to = elsewhere, to }

func (o *queueOverlay) do(m *app, id keys.ID) tea.Cmd {
	o.lines.n = len(o.rows)
	switch id {
	case keys.QueueFirst:
		o.leap(queueStart, o.before)
	case keys.QueueLast:
		o.leap(queueEnd, o.behind)
	case keys.QueueClose:
		m.drop(o)
		return nil
	case keys.QueueOpen:
		if o.lines.at >= len(o.rows) {
			return nil
		}
		return m.withRecord(o.rows[o.lines.at].Record, func(m *app, r model.Record) tea.Cmd {
			m.drop(o)
			m.open(m.rowOf(r))
			return nil
		})
	}
	o.lines.move(id)
	return nil
}

// next says what is to be read, if anything.
func (o *queueOverlay) next() (side queueSide, q desk.QueueQuery, due bool) {
	chunk := desk.QueueQuery{Limit: queueChunk}
	switch n := len(o.rows); {
	case o.flying:
		return 0, chunk, false
	case o.jump && o.to == queueEnd:
		return queueEnd, desk.QueueQuery{Back: true, Limit: queueChunk}, true
	case o.jump, !o.read, o.outdated && n == 0:
		return queueStart, chunk, true
	case o.outdated:
		again := desk.QueueQuery{Limit: max(n, queueChunk)}
		if o.before {
			again.From = o.rows[0].N - 1
		}
		return queueAgain, again, true
	case o.behind && o.lines.at >= n-queueMargin:
		return queueBehind, desk.QueueQuery{From: o.rows[n-1].N, Limit: queueChunk}, true
	case o.before && o.lines.at < queueMargin:
		return queueBefore, desk.QueueQuery{From: o.rows[0].N, Back: true, Limit: queueChunk}, true
	}
	return 0, chunk, false
}

type queueMsg struct {
	of
	overlay *queueOverlay
	side    queueSide
	page    desk.QueuePage
	err     error
}

func (o *queueOverlay) reads(m *app) tea.Cmd {
	side, q, due := o.next()
	if !due {
		return nil
	}
	o.flying, o.outdated, o.jump = true, false, false
	d, msg := m.desk, queueMsg{of: of(m.session), overlay: o, side: side}
	return m.work.Reading(func(ctx context.Context) tea.Msg {
		msg.page, msg.err = d.Queue(ctx, q)
		return msg
	})
}

func (msg queueMsg) take(m *app) tea.Cmd {
	o := msg.overlay
	o.flying = false
	if msg.err != nil {
		if m.showing(o) {
			m.drop(o)
		}
		return m.failed(m.words.T("failed.queue"), msg.err)
	}
	o.take(msg.side, msg.page)
	return nil
}

// take puts what was read where it belongs. The cursor stays on its change.
func (o *queueOverlay) take(side queueSide, page desk.QueuePage) {
	under := uint64(0)
	if o.lines.at < len(o.rows) {
		under = o.rows[o.lines.at].N
	}
	above := o.lines.at - o.lines.top
	o.read, o.total = true, page.Total
	switch side {
	case queueStart:
		o.rows, o.before, o.behind = page.Changes, false, page.More
		under = 0
	case queueEnd:
		o.rows, o.before, o.behind = page.Changes, page.More, false
		if n := len(o.rows); n > 0 {
			under = o.rows[n-1].N
		}
	case queueAgain:
		o.rows, o.behind, o.before = page.Changes, page.More, o.before && len(page.Changes) > 0
		o.outdated = o.outdated || len(o.rows) == 0 && page.Total > 0 // all that was held is sent
	case queueBehind:
		o.rows, o.behind = append(o.rows, page.Changes...), page.More
		if over := len(o.rows) - queueWindow; over > 0 {
			o.rows, o.before = slices.Clone(o.rows[over:]), true
		}
	case queueBefore:
		o.rows, o.before = append(page.Changes, o.rows...), page.More
		if len(o.rows) > queueWindow {
			o.rows, o.behind = slices.Clone(o.rows[:queueWindow]), true
		}
	}
	o.follow(under, above)
}

// follow puts the cursor on a change, or on the one behind it when it waits no more, so many
// lines below the top.
func (o *queueOverlay) follow(n uint64, above int) {
	o.lines.n = len(o.rows)
	at, _ := slices.BinarySearchFunc(o.rows, n, func(q desk.Queued, n uint64) int {
		if q.N < n {
			return -1
		}
		return int(min(q.N-n, 1))
	})
	o.lines.at = at
	o.lines.clamp()
	o.lines.top = o.lines.at - above
}
