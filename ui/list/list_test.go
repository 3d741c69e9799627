package list

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tradedesk/desk"
	"tradedesk/model"
)

var opened = time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)

// table is a desk's list of rows, read by cursor as the store does.
type table []desk.Row

func rows(n int) table {
	out := make(table, n)
	for i := range out {
		out[i] = row(i)
	}
	return out
}

func row(i int) desk.Row {
	id := model.ID{14: byte(i >> 8), 15: byte(i)}
	return desk.Row{Excerpt: model.Excerpt{ID: id, Title: fmt.Sprint(i)}, Cursor: fmt.Sprintf("%06d", i)}
}

func (t table) read(q desk.Query) desk.Page {
	from, to := 0, len(t)
	switch {
	case q.Back:
		for q.From != "" && to > 0 && t[to-1].Cursor >= q.From {
			to--
		}
		to = max(to-q.Skip, 0)
		from = max(to-q.Limit, 0)
	default:
		for q.From != "" && from < len(t) && t[from].Cursor <= q.From {
			from++
		}
		from = min(from+q.Skip, len(t))
		to = min(from+q.Limit, len(t))
	}
	return desk.Page{Rows: append([]desk.Row(nil), t[from:to]...), Total: len(t), Before: from > 0, After: to < len(t)}
}

func settle(l *List, t table) {
	for {
		f, ok := l.Next()
		if !ok {
			return
		}
		l.Take(f, t.read(f.Query))
	}
}

func opened100(t table) *List {
	l := New(desk.Query{Kind: model.KindLead}, opened)
	l.SetHeight(10)
	settle(l, t)
	return l
}

func current(l *List) string {
	row, _ := l.Current()
	return row.Title
}

func TestListHoldsAWindow(t *testing.T) {
	data := rows(5000)
	l := opened100(data)
	for i := range 3000 {
		l.Move(1)
		settle(l, data)
		if got := current(l); got != fmt.Sprint(i+1) {
			t.Fatalf("after %d moves the cursor is on %s", i+1, got)
		}
		if l.Len() > window+chunk {
			t.Fatalf("%d rows are held", l.Len())
		}
	}
	l.End()
	settle(l, data)
	if current(l) != "4999" || l.Len() > window {
		t.Errorf("the end is %s with %d rows held", current(l), l.Len())
	}
	l.Move(-1000)
	settle(l, data)
	l.Home()
	settle(l, data)
	if current(l) != "0" {
		t.Errorf("the beginning is %s", current(l))
	}
}

func TestRefreshKeepsTheRowInItsPlace(t *testing.T) {
	data := rows(300)
	l := opened100(data)
	l.Move(15)
	line := func() int {
		for i, s := range l.Visible() {
			if s.Cursor {
				return i
			}
		}
		return -1
	}
	was, at := current(l), line()
	late := row(999)
	late.ID = model.NewIDs(func() time.Time { return opened.Add(time.Minute) }, nil).New()
	late.Cursor = "000000a"
	data = append(table{data[0], late}, data[1:]...)
	l.Refresh()
	settle(l, data)
	if current(l) != was || line() != at {
		t.Errorf("the cursor went from %s in line %d to %s in line %d", was, at, current(l), line())
	}
	if l.NewAbove() != 1 {
		t.Errorf("%d new rows above, want 1", l.NewAbove())
	}
	l.Home()
	l.Move(1)
	if l.NewAbove() != 0 || l.Visible()[1].New {
		t.Error("a row that was visited is still marked as new")
	}
}

func TestRemoveBringsTheNextRow(t *testing.T) {
	data := rows(50)
	l := opened100(data)
	l.Move(3)
	was, _ := l.Current()
	l.Remove([]model.ID{was.ID})
	if current(l) != "4" || l.Total() != 49 {
		t.Fatalf("the cursor is on %s of %d", current(l), l.Total())
	}
	l.Refresh()
	settle(l, data) // read before the desk was done
	if current(l) != "4" {
		t.Fatalf("an early reading put %s under the cursor", current(l))
	}
	if row, _ := l.Neighbour(-1); row.Title != "2" {
		t.Fatalf("the removed row is back: %s", row.Title)
	}
	f, _ := l.Next()
	l.Settle([]model.ID{was.ID})
	l.Take(f, data.read(f.Query))
	settle(l, data) // the action failed: the row is there again
	if row, _ := l.Neighbour(-1); row.Title != "3" {
		t.Errorf("the row is not back after it failed: %s", row.Title)
	}
}

func TestStaleAnswersAreDropped(t *testing.T) {
	l := New(desk.Query{Kind: model.KindLead}, opened)
	l.SetHeight(10)
	old, _ := l.Next()
	l.Reset(desk.Query{Kind: model.KindRFQ}, opened)
	l.Take(old, rows(9).read(old.Query))
	if l.Loaded() || l.Len() != 0 {
		t.Error("an answer to the query before was taken")
	}
	f, ok := l.Next()
	if !ok || f.Query.Kind != model.KindRFQ {
		t.Fatal("the new query is not asked")
	}
	if _, ok := l.Next(); ok {
		t.Error("two fetches are under way")
	}
	l.Fail(f)
	l.Refresh()
	if _, ok := l.Next(); !ok {
		t.Error("after a failure nothing is read again")
	}
}

func TestFollow(t *testing.T) {
	data := rows(50)
	l := opened100(data[:20])
	l.Follow(data[30].ID)
	settle(l, data[:20])
	if current(l) != "0" {
		t.Errorf("the cursor is on %s", current(l))
	}
	l.Refresh()
	settle(l, data)
	if current(l) != "30" {
		t.Errorf("the cursor is on %s, not on the row that came", current(l))
	}
	l.Follow(data[40].ID)
	l.Move(1)
	l.Refresh()
	settle(l, data)
	if current(l) != "31" {
		t.Errorf("a key did not end the following: %s", current(l))
	}
}

func TestPicked(t *testing.T) {
	data := rows(30)
	l := opened100(data)
	if got := l.Chosen(); len(got) != 1 || got[0].Title != "0" {
		t.Errorf("nothing picked: %v", got)
	}
	l.Pick()
	l.Pick()
	if got := l.Chosen(); len(got) != 2 || got[0].Title != "0" || got[1].Title != "1" {
		t.Errorf("two picked: %v", got)
	}
	l.PickRows(data)
	if l.Picked() != 30 {
		t.Errorf("%d picked", l.Picked())
	}
	l.Unpick()
	if l.Picked() != 0 {
		t.Error("some are still picked")
	}
}

// Whatever is done, the cursor is on a row that is in sight, and rows are in
// order without a gap.
func TestWindowIsWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		data := rows(rapid.IntRange(0, 1500).Draw(t, "rows"))
		l := opened100(data)
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			switch rapid.IntRange(0, 8).Draw(t, "step") {
			case 0:
				l.Move(rapid.IntRange(-300, 300).Draw(t, "by"))
			case 1:
				l.Page(rapid.IntRange(-3, 3).Draw(t, "pages"))
			case 2:
				l.Home()
			case 3:
				l.End()
			case 4:
				l.Refresh()
			case 5:
				l.SetHeight(rapid.IntRange(1, 60).Draw(t, "height"))
			case 7:
				place := rapid.IntRange(0, 1600).Draw(t, "place")
				l.Goto(place)
				settle(l, data)
				if want := min(place, len(data)-1); len(data) > 0 && l.At() != want {
					t.Fatalf("going to row %d of %d ended at %d", place, len(data), l.At())
				}
			case 8:
				by := rapid.IntRange(-900, 900).Draw(t, "by")
				was := l.At()
				l.Walk(by)
				settle(l, data)
				if want := max(min(was+by, len(data)-1), 0); len(data) > 0 && was >= 0 && l.At() != want {
					t.Fatalf("walking %d from %d of %d ended at %d", by, was, len(data), l.At())
				}
			case 6:
				if row, ok := l.Current(); ok {
					l.Remove([]model.ID{row.ID})
					data = without(data, row.ID)
					l.Settle([]model.ID{row.ID})
				}
			}
			settle(l, data)
			check(t, l, data)
		}
	})
}

func without(data table, id model.ID) table {
	out := make(table, 0, len(data))
	for _, row := range data {
		if row.ID != id {
			out = append(out, row)
		}
	}
	return out
}

func check(t *rapid.T, l *List, data table) {
	if len(data) == 0 {
		if l.Len() != 0 {
			t.Fatal("rows out of nothing")
		}
		return
	}
	shown := l.Visible()
	cursors := 0
	for i, s := range shown {
		if s.Cursor {
			cursors++
		}
		if i > 0 && shown[i-1].Row.Cursor >= s.Row.Cursor {
			t.Fatal("rows are out of order")
		}
	}
	if cursors != 1 {
		t.Fatalf("%d rows in sight have the cursor, of %d held", cursors, l.Len())
	}
	first := 0
	for data[first].ID != l.rows[0].ID {
		first++
	}
	for i, row := range l.rows {
		if data[first+i].ID != row.ID {
			t.Fatalf("row %d is not the one after the row before", i)
		}
	}
	if l.base >= 0 && l.base != first {
		t.Fatalf("the first row is said to be the %dth, and is the %dth", l.base, first)
	}
	if from, size, ok := l.Thumb(20); ok && (from < 0 || size < 1 || from+size > 20) {
		t.Fatalf("the thumb is %d cells from %d on, of 20", size, from)
	}
	if l.before != (first > 0) || l.after != (first+len(l.rows) < len(data)) {
		t.Fatalf("before %v after %v with rows %d to %d of %d", l.before, l.after, first, first+len(l.rows), len(data))
	}
}
