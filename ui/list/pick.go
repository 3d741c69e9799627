package list

import (
	"tradedesk/desk"
	"tradedesk/model"
)

// MaxPicked bounds a bulk action.
const MaxPicked = 5000

// Pick picks the cursor's row, or lets it go, and moves on. It gives false when
// no more can be picked.
func (l *List) Pick() bool {
	row, ok := l.Current()
	if !ok {
		return true
	}
	if !l.toggle(row) {
		return false
	}
	l.Move(1)
	return true
}

// PickRows picks rows that were read elsewhere, MaxPicked in all.
func (l *List) PickRows(rows []desk.Row) {
	for _, row := range rows {
		if !l.pick(row) {
			return
		}
	}
}

// Unpick lets every row go.
func (l *List) Unpick() {
	clear(l.picked)
	clear(l.except)
	l.everything, l.ranged = false, nil
}

// Picked gives how many rows are picked, at least one when all are.
func (l *List) Picked() int {
	if l.everything {
		return max(l.Total()-len(l.except), 1)
	}
	return len(l.picked)
}

// Chosen gives the rows that an action is for: those picked, else the one with
// the cursor. When everything is picked it gives what of it is held.
func (l *List) Chosen() []model.Excerpt {
	if l.everything {
		var out []model.Excerpt
		for _, row := range l.rows {
			if l.isPicked(row) {
				out = append(out, row.Excerpt)
			}
		}
		return out
	}
	if len(l.picked) == 0 {
		if row, ok := l.Current(); ok {
			return []model.Excerpt{row.Excerpt}
		}
		return nil
	}
	out := make([]model.Excerpt, 0, len(l.picked))
	for _, row := range l.rows {
		if e, ok := l.picked[row.ID]; ok {
			out = append(out, e)
		}
	}
	held := make(map[model.ID]bool, len(out))
	for _, e := range out {
		held[e.ID] = true
	}
	for id, e := range l.picked {
		if !held[id] {
			out = append(out, e)
		}
	}
	return out
}

// Remove takes rows out ahead of the desk, because an action under way will; the
// cursor stays where it is, so the next row comes under it.
func (l *List) Remove(ids []model.ID) {
	out := make(map[model.ID]bool, len(ids))
	for _, id := range ids {
		out[id] = true
		l.gone[id] = 0
		delete(l.picked, id)
	}
	kept := make([]desk.Row, 0, len(l.rows))
	cursor, top := l.cursor, l.top
	for i, row := range l.rows {
		if !out[row.ID] {
			kept = append(kept, row)
			continue
		}
		if i < l.cursor {
			cursor--
		}
		if i < l.top {
			top--
		}
	}
	removed := len(l.rows) - len(kept)
	if l.total >= removed {
		l.total -= removed
	}
	if l.counted >= removed {
		l.counted -= removed
	}
	l.rows, l.cursor, l.top = kept, cursor, top
	l.clamp()
}

// Settle says that the action that rows were taken out for is done or has
// failed: the next reading decides whether they are there.
func (l *List) Settle(ids []model.ID) {
	for _, id := range ids {
		if _, ok := l.gone[id]; ok {
			l.gone[id] = l.seq + 1
		}
	}
	l.stale = true
}

// Show is one row on the screen and how it stands out.
type Show struct {
	desk.Row
	Cursor bool // the cursor is on it
	Picked bool
	Ranged bool // it is in the range that is being drawn up
	New    bool // it came in after the list was opened, and was not visited yet
}

// Visible gives the rows that are in sight, and how many before and after them
// are held.
func (l *List) Visible() []Show {
	from, to := l.top, min(l.top+l.height, len(l.rows))
	out := make([]Show, 0, max(to-from, 0))
	for i := from; i < to; i++ {
		row := l.rows[i]
		out = append(out, Show{Row: row, Cursor: i == l.cursor, Picked: l.isPicked(row), Ranged: l.inRange(i), New: l.isNew(row)})
	}
	return out
}

func (l *List) isNew(row desk.Row) bool {
	return !l.seen[row.ID] && row.ID.Time().After(l.opened)
}

// NewAbove counts the new rows held above those in sight.
func (l *List) NewAbove() int {
	n := 0
	for _, row := range l.rows[:min(l.top, len(l.rows))] {
		if l.isNew(row) {
			n++
		}
	}
	return n
}
