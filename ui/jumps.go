package ui

import "tradedesk/model"

// maxJumps bounds the places that are remembered.
const maxJumps = 100

// spot is a place on the desk: a page and the record that was looked at.
type spot struct {
	page   int
	record model.Excerpt
	inside bool
	pinned bool
}

// jumps is the places that were left by a jump, and those that were left by going
// back.
type jumps struct{ past, future []spot }

// leave remembers a place that is jumped away from.
func (j *jumps) leave(s spot) {
	if n := len(j.past); n > 0 && j.past[n-1].same(s) {
		j.future = nil
		return
	}
	if j.past = append(j.past, s); len(j.past) > maxJumps {
		j.past = j.past[1:]
	}
	j.future = nil
}

// back gives the place before, and remembers the one that is left for going
// forward again.
func (j *jumps) back(from spot) (to spot, ok bool) {
	return shift(&j.past, &j.future, from)
}

func (j *jumps) forward(from spot) (to spot, ok bool) {
	return shift(&j.future, &j.past, from)
}

func shift(take, put *[]spot, from spot) (to spot, ok bool) {
	n := len(*take)
	if n == 0 {
		return spot{}, false
	}
	to = (*take)[n-1]
	*take, *put = (*take)[:n-1], append(*put, from)
	return to, true
}

func (s spot) same(o spot) bool {
	return s.page == o.page && s.record.ID == o.record.ID && s.inside == o.inside
}

// spot gives where the person is.
func (m *app) spot() spot {
	p := m.page()
	e, _ := p.current()
	return spot{page: m.at, record: e, inside: p.inside, pinned: p.pin != nil}
}

// jumpFrom remembers where the person is, as they jump away.
func (m *app) jumpFrom() {
	if !m.starting {
		m.jumps.leave(m.spot())
	}
}

// jump goes back, or forward again.
func (m *app) jump(back bool) {
	move := m.jumps.forward
	if back {
		move = m.jumps.back
	}
	to, ok := move(m.spot())
	if !ok {
		return
	}
	m.land(to)
}

// land goes to a place. A record that its list does not hold is shown by itself.
func (m *app) land(to spot) {
	m.starting = false
	if m.at != to.page {
		m.at = to.page
		m.page().stale(nil)
	}
	p := m.page()
	p.moved()
	p.inside = to.inside
	if to.record.ID.IsZero() {
		return
	}
	if to.page >= numbered {
		m.showOthers(to.record.Kind)
	}
	if to.pinned || !p.list.Find(to.record.ID) {
		p.pin = &to.record
	}
}
