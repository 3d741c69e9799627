package list

import (
	"tradedesk/desk"
	"tradedesk/model"
)

// PickEverything picks all rows that the list shows, whether they are held or not.
func (l *List) PickEverything() {
	l.Unpick()
	l.everything = true
}

// Everything reports whether all rows are picked, but for those given.
func (l *List) Everything() (except []model.ID, all bool) {
	if !l.everything {
		return nil, false
	}
	for id := range l.except {
		except = append(except, id)
	}
	return except, true
}

// toggle picks a row or lets it go; false when no more can be picked, or let go
// of everything.
func (l *List) toggle(row desk.Row) bool {
	if l.everything {
		if l.except[row.ID] {
			delete(l.except, row.ID)
			return true
		}
		if len(l.except) >= desk.MaxExcept {
			return false
		}
		l.except[row.ID] = true
		return true
	}
	if _, picked := l.picked[row.ID]; picked {
		delete(l.picked, row.ID)
		return true
	}
	return l.pick(row)
}

func (l *List) pick(row desk.Row) bool {
	if l.everything {
		delete(l.except, row.ID)
		return true
	}
	if _, picked := l.picked[row.ID]; !picked && len(l.picked) >= MaxPicked {
		return false
	}
	l.picked[row.ID] = row.Excerpt
	return true
}

func (l *List) isPicked(row desk.Row) bool {
	if l.everything {
		return !l.except[row.ID]
	}
	_, picked := l.picked[row.ID]
	return picked
}

// rangeStart is where a range of rows was begun.
type rangeStart struct {
	row   desk.Row
	place int // among all, -1 when it was not known
}

// Range begins a range at the cursor, or picks the one that was begun. far says
// that the range reaches beyond what is held: q selects its rows, from the one
// after its first on, until the row with the cursor.
func (l *List) Range() (q desk.Query, far bool) {
	row, ok := l.Current()
	switch {
	case !ok:
	case l.ranged == nil:
		l.ranged = &rangeStart{row, l.At()}
	case l.held(l.ranged.row.ID) >= 0:
		l.CloseRange()
	default:
		q = l.query
		q.From, q.Back = l.ranged.row.Cursor, l.At() < l.ranged.place
		l.pick(l.ranged.row)
		l.ranged = nil
		return q, true
	}
	return desk.Query{}, false
}

// Ranging reports whether a range was begun.
func (l *List) Ranging() bool { return l.ranged != nil }

// CloseRange picks what of the range is held, if one was begun.
func (l *List) CloseRange() {
	if l.ranged == nil {
		return
	}
	for i, row := range l.rows {
		if l.inRange(i) && !l.pick(row) {
			break
		}
	}
	l.ranged = nil
}

// DropRange forgets a range that was begun; it reports whether there was one.
func (l *List) DropRange() bool {
	was := l.ranged != nil
	l.ranged = nil
	return was
}

func (l *List) held(id model.ID) int {
	for i, row := range l.rows {
		if row.ID == id {
			return i
		}
	}
	return -1
}

// inRange reports whether a row that is held stands between the anchor and the cursor.
func (l *List) inRange(i int) bool {
	if l.ranged == nil {
		return false
	}
	from := l.held(l.ranged.row.ID)
	if from < 0 {
		if from = 0; l.ranged.place > l.At() {
			from = len(l.rows) - 1
		}
	}
	return i >= min(from, l.cursor) && i <= max(from, l.cursor)
}
