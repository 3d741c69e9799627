// Package list shows a window of a desk's list: the rows around the cursor, read
// as the cursor moves, never the whole. It does no reading itself: it says what
// to read, and takes what was read.
package list

import (
	"time"

	"tradedesk/desk"
	"tradedesk/model"
)

// How many rows are read at once, how many are held at most, and how near to the
// end of what is held the cursor comes before more is read.
const (
	chunk  = 120
	window = 480
	margin = 40
)

// side says what a fetch is for.
type side int

const (
	start   side = iota // the first rows
	end                 // the last rows
	before              // more before the first one held
	after               // more after the last one held
	refresh             // what is held, again
	far                 // the rows around a far one
)

// Fetch is something to read from the desk. Its answer goes to Take.
type Fetch struct {
	Query desk.Query
	seq   int
	side  side
}

// List is the window and the cursor in it.
type List struct {
	query         desk.Query
	rows          []desk.Row
	before, after bool // the desk has rows beyond the window
	total         int  // as the desk says, -1 when it does not
	counted       int  // as a count says, -1 before one
	recount       bool
	base          int // place of rows[0] among all, -1 when it is not known
	loaded        bool
	cursor, top   int
	height        int
	opened        time.Time

	picked     map[model.ID]model.Excerpt
	everything bool // all are picked, but except
	except     map[model.ID]bool
	ranged     *rangeStart // of a range that was begun

	seen map[model.ID]bool
	gone map[model.ID]int // taken out ahead of the desk, until a fetch of this number

	seq    int
	flying bool // a fetch is under way
	halted bool // a fetch failed: nothing more is read until something moves
	target int  // place of the row to go to, -1 for none
	jump   side // where to go next: start or end
	wants  bool // jump is wanted
	stale  bool // what is held must be read again
	follow model.ID
}

// New makes a list of what a query selects, opened at a moment: later records
// are marked as new.
func New(q desk.Query, now time.Time) *List {
	l := &List{}
	l.Reset(q, now)
	return l
}

// Reset shows another query from its beginning. Answers to older fetches no
// longer count.
func (l *List) Reset(q desk.Query, now time.Time) {
	q.Limit, q.From, q.Back = chunk, "", false
	*l = List{
		query: q, height: l.height, opened: now, seq: l.seq + 1, total: unknown, counted: unknown, base: unknown, target: unknown, wants: true, jump: start,
		picked: map[model.ID]model.Excerpt{}, except: map[model.ID]bool{}, seen: map[model.ID]bool{}, gone: map[model.ID]int{},
	}
}

// Query gives what the list shows.
func (l *List) Query() desk.Query { return l.query }

// SetHeight says how many rows are seen at once.
func (l *List) SetHeight(h int) {
	l.height = max(h, 1)
	l.clamp()
}

// Len gives how many rows are held.
func (l *List) Len() int { return len(l.rows) }

// Loaded reports whether a first answer came.
func (l *List) Loaded() bool { return l.loaded }

// Opening reports whether the first answer is still to come.
func (l *List) Opening() bool { return !l.loaded && !l.halted }

// Current gives the row with the cursor.
func (l *List) Current() (desk.Row, bool) {
	if l.cursor < 0 || l.cursor >= len(l.rows) {
		return desk.Row{}, false
	}
	return l.rows[l.cursor], true
}

// Neighbour gives the row that many rows below the cursor, as far as it is held.
func (l *List) Neighbour(by int) (desk.Row, bool) {
	if i := l.cursor + by; i >= 0 && i < len(l.rows) {
		return l.rows[i], true
	}
	return desk.Row{}, false
}

// Move moves the cursor by rows.
func (l *List) Move(by int) {
	l.follow = model.ID{}
	l.resume()
	l.cursor += by
	l.clamp()
}

// resume begins another move: what was on its way elsewhere, or failed, is left.
func (l *List) resume() { l.target, l.halted = unknown, false }

// Page moves the cursor by screens.
func (l *List) Page(by int) {
	l.top += by * max(l.height-1, 1)
	l.Move(by * max(l.height-1, 1))
}

// Home goes to the first row, reading it if it is not held.
func (l *List) Home() {
	l.resume()
	if l.before {
		l.wants, l.jump = true, start
		return
	}
	l.cursor, l.top = 0, 0
	l.clamp()
}

// End goes to the last row, reading it alone if it is not held.
func (l *List) End() {
	l.resume()
	if l.after {
		l.wants, l.jump = true, end
		return
	}
	l.cursor = len(l.rows) - 1
	l.clamp()
}

// clamp keeps the cursor on a row and the row in sight.
func (l *List) clamp() {
	l.cursor = max(min(l.cursor, len(l.rows)-1), 0)
	h := max(l.height, 1)
	l.top = min(l.top, l.cursor)
	l.top = max(l.top, l.cursor-h+1)
	l.top = max(min(l.top, len(l.rows)-h), 0)
	if row, ok := l.Current(); ok && l.loaded {
		l.seen[row.ID] = true
	}
}

// Refresh says that what is held may have changed.
func (l *List) Refresh() { l.stale, l.halted = true, false }

// Follow puts the cursor on a record as soon as a reading has it.
func (l *List) Follow(id model.ID) { l.follow = id }

// Next gives what to read now, if anything; one fetch is under way at a time.
func (l *List) Next() (Fetch, bool) {
	if l.flying || l.halted {
		return Fetch{}, false
	}
	q := l.query
	f := Fetch{Query: q}
	switch {
	case l.wants:
		f.side = l.jump
		q.Back = l.jump == end
		if !l.loaded && l.height > 0 {
			q.Limit = min(l.height, chunk) // what is seen first, the rest when it is
		}
		l.wants, l.stale = false, false
	case l.target >= 0:
		l.toward(&f)
		q = f.Query
	case l.stale:
		f.side = refresh
		q.Limit = max(len(l.rows), chunk)
		if l.before && len(l.rows) > 0 {
			q.From = l.rows[0].Cursor
		}
		l.stale = false
	case l.after && l.cursor >= len(l.rows)-margin-l.height && len(l.rows) > 0:
		f.side, q.From = after, l.rows[len(l.rows)-1].Cursor
	case l.before && l.cursor < margin && len(l.rows) > 0:
		f.side, q.From, q.Back = before, l.rows[0].Cursor, true
	default:
		return Fetch{}, false
	}
	l.seq++
	l.flying = true
	f.Query, f.seq = q, l.seq
	return f, true
}

// Fail says that a fetch gave no answer; what is held stays. It is not asked
// again by itself.
func (l *List) Fail(f Fetch) {
	if f.seq == l.seq {
		l.flying, l.halted, l.target = false, true, unknown
	}
}

// Take puts in what a fetch read; an answer that is no longer asked for is left.
func (l *List) Take(f Fetch, page desk.Page) {
	if f.seq != l.seq || !l.flying {
		return
	}
	l.flying = false
	rows := l.present(f.seq, page.Rows)
	l.total, l.recount = page.Total, l.recount || f.side == refresh
	switch f.side {
	case start, end:
		l.rows, l.before, l.after = rows, page.Before, page.After
		l.cursor, l.top, l.base = 0, 0, unknown
		if f.side == end {
			l.cursor = len(rows) - 1
		}
	case far:
		l.arrive(f, rows, page)
	case after:
		l.rows, l.after = append(l.rows, rows...), page.After
		l.trim(len(l.rows)-window, 0)
	case before:
		l.rows, l.before = append(rows, l.rows...), page.Before
		l.cursor, l.top = l.cursor+len(rows), l.top+len(rows)
		l.base = max(l.base-len(rows), unknown)
		l.trim(0, len(l.rows)-window)
	case refresh:
		l.again(f, rows, page)
	}
	for i, row := range l.rows {
		if row.ID == l.follow && !l.follow.IsZero() {
			l.cursor, l.follow = i, model.ID{}
		}
	}
	l.loaded = true
	l.settleBase()
	l.approach()
	l.clamp()
}

// present leaves out the rows that were taken out ahead of the desk, until the
// desk has had the time to do the same.
func (l *List) present(seq int, rows []desk.Row) []desk.Row {
	for id, until := range l.gone {
		if until > 0 && seq >= until {
			delete(l.gone, id)
		}
	}
	if len(l.gone) == 0 {
		return rows
	}
	kept := make([]desk.Row, 0, len(rows))
	for _, row := range rows {
		if _, out := l.gone[row.ID]; !out {
			kept = append(kept, row)
		}
	}
	return kept
}

func (l *List) trim(head, tail int) {
	if head > 0 {
		l.rows = append([]desk.Row(nil), l.rows[head:]...)
		l.before = true
		l.cursor, l.top = l.cursor-head, l.top-head
		if l.base >= 0 {
			l.base += head
		}
	}
	if tail > 0 {
		l.rows, l.after = l.rows[:len(l.rows)-tail], true
	}
}

// again replaces the rows and keeps the cursor's row where it stands on the
// screen; when it is gone, the next one that is still there takes its place.
func (l *List) again(f Fetch, rows []desk.Row, page desk.Page) {
	if len(rows) == 0 && f.Query.From != "" {
		l.wants, l.jump = true, start
		return
	}
	offset := l.cursor - l.top
	l.cursor = l.anchor(rows)
	l.top = max(l.cursor-offset, 0)
	l.rows, l.after = rows, page.After
	l.before = f.Query.From != "" || page.Before
	if f.Query.From != "" && l.base >= 0 {
		l.base++ // what the first row's cursor pointed to is not read again
	}
	for id := range l.picked {
		for _, row := range rows {
			if row.ID == id {
				l.picked[id] = row.Excerpt
			}
		}
	}
}

func (l *List) anchor(rows []desk.Row) int {
	at := make(map[model.ID]int, len(rows))
	for i, row := range rows {
		at[row.ID] = i
	}
	for i := l.cursor; i < len(l.rows); i++ {
		if place, ok := at[l.rows[i].ID]; ok {
			return place
		}
	}
	for i := min(l.cursor, len(l.rows)) - 1; i >= 0; i-- {
		if place, ok := at[l.rows[i].ID]; ok {
			return place + 1
		}
	}
	return min(l.cursor, max(len(rows)-1, 0))
}
