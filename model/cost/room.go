package cost

import "github.com/cockroachdb/apd/v3"

// room is where the numbers and lists of one offer are worked out: a comparison needs
// tens of thousands, and none of them is in its result, so that the next offer has the
// room of the one before.
type room struct {
	chunks  [][]apd.Decimal
	chunk   int // that numbers are taken of
	taken   int // of that
	bands   []band
	bills   []bill
	charges []billed
	steps   []step
	goods   []*apd.Decimal
	shares  []*apd.Decimal
}

// Numbers of the first chunk, and of those that come when it is taken.
const (
	firstChunk = 48
	laterChunk = 256
)

// number gives a fresh number.
func (r *room) number() *apd.Decimal {
	if r.chunk < len(r.chunks) && r.taken == len(r.chunks[r.chunk]) {
		r.chunk, r.taken = r.chunk+1, 0
	}
	if r.chunk == len(r.chunks) {
		size := laterChunk
		if r.chunk == 0 {
			size = firstChunk
		}
		r.chunks = append(r.chunks, make([]apd.Decimal, size))
	}
	d := &r.chunks[r.chunk][r.taken]
	r.taken++
	*d = apd.Decimal{}
	return d
}

// reuse takes all of the room for what comes next.
func (r *room) reuse() { r.chunk, r.taken = 0, 0 }

// workroom gives the room of a calculation, made when it is first asked for.
func (c *calc) workroom() *room {
	if c.room == nil {
		c.room = new(room)
	}
	return c.room
}

func (r *room) bandsFor(n int) []band {
	if cap(r.bands) < n {
		r.bands = make([]band, n)
	}
	return r.bands[:n]
}

// billsFor gives an empty list that has room for so many bills and need not grow.
func (r *room) billsFor(n int) []bill {
	if cap(r.bills) < n {
		r.bills = make([]bill, 0, n)
	}
	return r.bills[:0]
}

// pointersFor gives one of the room's lists of numbers, with so many that are none yet.
func (r *room) pointersFor(of *[]*apd.Decimal, n int) []*apd.Decimal {
	if cap(*of) < n {
		*of = make([]*apd.Decimal, n)
	}
	*of = (*of)[:n]
	clear(*of)
	return *of
}
