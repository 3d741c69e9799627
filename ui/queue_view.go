package ui

import (
	"tradedesk/ui/cells"
	"tradedesk/ui/layout"
)

// queueFoot is room for all that is to be said of the change with the cursor.
const queueFoot = 3

func (o *queueOverlay) draw(m *app) ([]string, layout.Box) {
	return m.boxed(m.words.T("queue.title"), m.screen.Size.W, m.screen.Size.H-6, func(w, h int) []string {
		switch {
		case !o.read:
			return []string{m.theme.Dim.Apply(m.screen.Direction.Start(m.words.T("sync.reading"), w))}
		case len(o.rows) == 0:
			return (&sheet{m: m, w: w}).wrapped(m.words.T("queue.none"))
		}
		return append(cells.Block(o.list(m, w, max(h-1-queueFoot, 1)), w, h-queueFoot), cells.Block(o.foot(m, w), w, queueFoot)...)
	})
}

// list draws how many wait, and those that have room.
func (o *queueOverlay) list(m *app, w, room int) []string {
	d := m.screen.Direction
	lines := []string{d.Start(m.theme.Strong.Apply(cells.Cut(m.words.N("queue.count", o.total), w)), w)}
	from, to := o.lines.window(len(o.rows), room)
	for i := from; i < to; i++ {
		lines = append(lines, m.drawCells(m.queueCells(o.rows[i], w), i == o.lines.at, w))
	}
	return lines
}

func (o *queueOverlay) foot(m *app, w int) []string {
	if o.lines.at >= len(o.rows) {
		return nil
	}
	lines := []string{m.theme.Border.Apply(rule(w))}
	for _, line := range m.screen.Direction.Wrap(m.waits(o.rows[o.lines.at]), w, queueFoot-1) {
		lines = append(lines, m.theme.Dim.Apply(m.screen.Direction.Start(line, w)))
	}
	return lines
}
