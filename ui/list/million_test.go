package list

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"testing"

	"tradedesk/desk"
	"tradedesk/model"
)

// million is a desk's list of rows that are made when they are read; it counts
// what reading them costs.
type million struct {
	n       int
	counted bool // the desk says how many there are
	calls   int
	most    int // rows of one call
	rows    int
}

func (m *million) read(q desk.Query) desk.Page {
	from, to := 0, m.n
	place := -1
	if q.From != "" {
		if _, err := fmt.Sscanf(q.From, "%d", &place); err != nil {
			panic(err)
		}
	}
	if q.Back {
		if place >= 0 {
			to = place
		}
		to = max(to-q.Skip, 0)
		from = max(to-q.Limit, 0)
	} else {
		from = min(place+1+q.Skip, m.n)
		to = min(from+q.Limit, m.n)
	}
	m.calls++
	m.rows += to - from
	m.most = max(m.most, to-from)
	page := desk.Page{Total: -1, Before: from > 0, After: to < m.n}
	if m.counted {
		page.Total = m.n
	}
	for i := from; i < to; i++ {
		var id model.ID
		binary.BigEndian.PutUint64(id[8:], uint64(i)|1<<63)
		page.Rows = append(page.Rows, desk.Row{Excerpt: model.Excerpt{ID: id, Title: fmt.Sprint(i)}, Cursor: fmt.Sprint(i)})
	}
	return page
}

func (m *million) settle(l *List) {
	for {
		f, ok := l.Next()
		if !ok {
			return
		}
		l.Take(f, m.read(f.Query))
	}
}

// Whatever keys are pressed, each costs at most two small readings, as many rows
// as there are or not.
func TestAMillionRowsCostAsMuchAsAFew(t *testing.T) {
	m := &million{n: 1_000_000, counted: true}
	l := New(desk.Query{Kind: model.KindLead}, opened)
	l.SetHeight(46)
	m.settle(l)
	dice := rand.New(rand.NewPCG(1, 2))
	const keys = 3000
	for range keys {
		before := m.calls
		switch dice.IntN(7) {
		case 0:
			l.Move(1)
		case 1:
			l.Move(-1)
		case 2:
			l.Page(1)
		case 3:
			l.Page(-1)
		case 4:
			l.Home()
		case 5:
			l.End()
		case 6:
			l.Refresh()
		}
		m.settle(l)
		if m.calls-before > 2 {
			t.Fatalf("%d readings for one key", m.calls-before)
		}
		if l.Len() > window+chunk {
			t.Fatalf("%d rows are held", l.Len())
		}
		if row, ok := l.Current(); !ok || l.At() >= 0 && fmt.Sprint(l.At()) != row.Title {
			t.Fatalf("the cursor is on %s, said to be row %d", row.Title, l.At())
		}
	}
	if m.most > window+chunk {
		t.Errorf("%d rows were read at once", m.most)
	}
}

func TestEndOfAMillionIsOneReading(t *testing.T) {
	m := &million{n: 1_000_000, counted: true}
	l := New(desk.Query{Kind: model.KindLead}, opened)
	l.SetHeight(20)
	m.settle(l)
	m.calls, m.rows = 0, 0
	l.End()
	m.settle(l)
	if current(l) != "999999" || l.At() != 999_999 || m.calls > 2 || m.rows > 2*chunk {
		t.Errorf("the end is %s (row %d), in %d readings of %d rows", current(l), l.At(), m.calls, m.rows)
	}
	if from, size, ok := l.Thumb(20); !ok || from != 19 || size != 1 {
		t.Errorf("at the end the thumb is %d cells from %d on, %t", size, from, ok)
	}
}

// A far row is read with those around it, and not those on the way.
func TestGotoAFarRow(t *testing.T) {
	m := &million{n: 1_000_000, counted: true}
	l := New(desk.Query{Kind: model.KindLead}, opened)
	l.SetHeight(20)
	m.settle(l)
	for _, c := range []struct{ place, calls int }{
		{500_000, 3}, {510_000, 3}, {510_300, 3}, {999_000, 3}, {100, 3}, {2_000_000, 3},
	} {
		m.calls, m.most = 0, 0
		l.Goto(c.place)
		m.settle(l)
		if want := min(c.place, m.n-1); l.At() != want || current(l) != fmt.Sprint(want) {
			t.Errorf("row %d: the cursor is on %s, row %d", c.place, current(l), l.At())
		}
		if m.calls > c.calls || m.most > window {
			t.Errorf("row %d: %d readings of up to %d rows, want at most %d", c.place, m.calls, m.most, c.calls)
		}
		if l.Len() > window+chunk {
			t.Errorf("row %d: %d rows are held", c.place, l.Len())
		}
	}
	l.Goto(500_000)
	f, _ := l.Next()
	l.Take(f, m.read(f.Query))
	l.Home() // another key ends the way
	m.settle(l)
	if l.At() != 0 {
		t.Errorf("the cursor is on row %d", l.At())
	}
}

// What the desk cannot say without a walk is counted beside, and counted again
// after a change.
func TestCountFollows(t *testing.T) {
	m := &million{n: 1000}
	l := New(desk.Query{Kind: model.KindLead}, opened)
	l.SetHeight(20)
	m.settle(l)
	if l.Total() != -1 || !l.WantsCount() || current(l) != "0" {
		t.Fatalf("total %d, wanted %t, cursor on %q", l.Total(), l.WantsCount(), current(l))
	}
	if _, _, ok := l.Thumb(20); ok {
		t.Error("a thumb without a total")
	}
	l.End()
	m.settle(l)
	if l.At() != -1 {
		t.Errorf("the place of the end is said to be %d", l.At())
	}
	l.Counted(1000)
	if l.Total() != 1000 || l.WantsCount() || l.At() != 999 {
		t.Errorf("total %d, wanted %t, row %d", l.Total(), l.WantsCount(), l.At())
	}
	l.Refresh()
	m.settle(l)
	if l.Total() != 1000 || !l.WantsCount() {
		t.Errorf("after a change: total %d, wanted %t", l.Total(), l.WantsCount())
	}
}
