package search

import (
	"cmp"
	"slices"
)

// place is a record of a segment that matches: where it stands in the order of length
// and age, and its points.
type place struct {
	at     int32
	points int64
}

// compare orders places, the best first: fuzzy.Find over texts sorted by length, then
// age.
func (p place) compare(o place) int {
	return cmp.Or(cmp.Compare(o.points, p.points), cmp.Compare(p.at, o.at))
}

// top keeps the best places it is shown, limit of them; the worst is on top of its heap.
type top struct {
	limit int
	heap  []place
}

func (t *top) full() bool { return len(t.heap) >= t.limit }

// worst gives the points that a place needs at least, once it is full.
func (t *top) worst() int64 { return t.heap[0].points }

// add gives whether the place was kept.
func (t *top) add(p place) bool {
	if !t.full() {
		t.heap = append(t.heap, p)
		t.rise(len(t.heap) - 1)
		return true
	}
	if p.compare(t.heap[0]) > 0 {
		return false
	}
	t.heap[0] = p
	t.sink()
	return true
}

func (t *top) rise(i int) {
	for i > 0 {
		up := (i - 1) / 2
		if t.heap[i].compare(t.heap[up]) < 0 {
			return
		}
		t.heap[i], t.heap[up] = t.heap[up], t.heap[i]
		i = up
	}
}

func (t *top) sink() {
	for i := 0; ; {
		child := 2*i + 1
		if child >= len(t.heap) {
			return
		}
		if right := child + 1; right < len(t.heap) && t.heap[right].compare(t.heap[child]) > 0 {
			child = right
		}
		if t.heap[child].compare(t.heap[i]) < 0 {
			return
		}
		t.heap[i], t.heap[child] = t.heap[child], t.heap[i]
		i = child
	}
}

// best gives what several have kept, in order.
func best(limit int, of ...*top) []place {
	var all []place
	for _, t := range of {
		all = append(all, t.heap...)
	}
	slices.SortFunc(all, place.compare)
	return all[:min(limit, len(all))]
}
