package list

import (
	"tradedesk/desk"
	"tradedesk/model"
)

// unknown is a number that the desk did not say.
const unknown = -1

// Total gives how many rows there are, -1 when neither the desk nor a count said.
func (l *List) Total() int {
	if l.total >= 0 {
		return l.total
	}
	return l.counted
}

// WantsCount reports whether the rows must be counted, as the desk did not say
// how many there are, or may have changed since they were counted.
func (l *List) WantsCount() bool { return l.loaded && l.total < 0 && (l.counted < 0 || l.recount) }

// Counted says how many rows there are.
func (l *List) Counted(n int) {
	l.counted, l.recount = n, false
	l.settleBase()
}

// First gives the place of the first row in sight among all, from 0; -1 when it
// is not known.
func (l *List) First() int {
	if l.base < 0 {
		return unknown
	}
	return l.base + l.top
}

// At gives the place of the cursor's row among all, from 0; -1 when it is not known.
func (l *List) At() int {
	if l.base < 0 || len(l.rows) == 0 {
		return unknown
	}
	return l.base + l.cursor
}

// settleBase finds the place of the first row that is held, where it is plain:
// nothing is before it, or nothing is after the last.
func (l *List) settleBase() {
	switch total := l.Total(); {
	case !l.before:
		l.base = 0
	case !l.after && total >= 0:
		l.base = max(total-len(l.rows), 0)
	}
}

// Find puts the cursor on a record if it is held, and reports whether it is.
func (l *List) Find(id model.ID) bool {
	at := l.held(id)
	if at < 0 {
		return false
	}
	l.Move(at - l.cursor)
	return true
}

// Click puts the cursor on a row by its line on the screen; false when there is none.
func (l *List) Click(line int) bool {
	if at := l.top + line; line < 0 || line >= l.height || at >= len(l.rows) {
		return false
	}
	l.Move(l.top + line - l.cursor)
	return true
}

// Thumb gives the part of a bar of h cells that stands for the rows in sight;
// ok is false when all are, or it is not known which part they are.
func (l *List) Thumb(h int) (from, size int, ok bool) {
	first, total := l.First(), l.Total()
	if first < 0 || total <= l.height || h < 2 {
		return 0, 0, false
	}
	size = max(h*l.height/total, 1)
	last := total - l.height
	from = min(first, last) * (h - size) / last
	// The ends are shown only at the ends.
	if first > 0 && from == 0 && h > size {
		from = 1
	}
	if first < last && from == h-size && from > 0 {
		from--
	}
	return from, size, true
}

// Goto puts the cursor on the row at a place among all, from 0; the last one when
// there are fewer. What is not held is read: near rows join those that are held, far
// ones take their place.
func (l *List) Goto(place int) {
	place = max(place, 0)
	if total := l.Total(); total >= 0 {
		place = min(place, max(total-1, 0))
	}
	l.resume()
	l.target, l.follow = place, model.ID{}
	l.approach()
}

// Walk moves the cursor by rows, also beyond those that are held.
func (l *List) Walk(by int) {
	if to := l.cursor + by; to >= 0 && to < len(l.rows) || l.At() < 0 {
		l.Move(by)
		return
	}
	l.Goto(l.At() + by)
}

// approach lands on the wanted row when it is held, and gives up when there is none.
func (l *List) approach() {
	if l.target < 0 || l.base < 0 {
		return
	}
	at := l.target - l.base
	if at >= len(l.rows) && !l.after {
		at = len(l.rows) - 1
	}
	switch {
	case at >= 0 && at < len(l.rows):
		l.cursor, l.target = at, unknown
		l.clamp()
	case len(l.rows) == 0:
		l.target = unknown
	}
}

// toward gives what to read next on the way to the wanted row.
func (l *List) toward(f *Fetch) {
	q := &f.Query
	last := l.base + len(l.rows) - 1
	switch away := max(l.target-last, l.base-l.target); {
	case l.base < 0 || away+margin > window:
		f.side, q.Skip = far, max(l.target-chunk/2, 0)
		// From the end when that is nearer.
		if total := l.Total(); total >= 0 && total-l.target < l.target {
			q.Back, q.Skip = true, max(total-l.target-chunk/2, 0)
		}
	case l.target > last:
		f.side, q.From = after, l.rows[len(l.rows)-1].Cursor
		q.Limit = max(away+margin, chunk)
	default:
		f.side, q.From, q.Back = before, l.rows[0].Cursor, true
		q.Limit = max(away+margin, chunk)
	}
}

// arrive takes the rows around a far one; when the list turned out to end before them
// its end is read.
func (l *List) arrive(f Fetch, rows []desk.Row, page desk.Page) {
	l.rows, l.before, l.after = rows, page.Before, page.After
	l.cursor, l.top, l.base = 0, 0, f.Query.Skip
	if f.Query.Back {
		l.base = max(l.Total()-f.Query.Skip-len(rows), 0)
	}
	if len(rows) == 0 && (page.Before || page.After) {
		l.base, l.target = unknown, unknown
		l.wants, l.jump = true, end
		return
	}
	// Rows may have come or gone meanwhile: one that was read is as good.
	l.target = max(min(l.target, l.base+len(rows)-1), l.base)
}
