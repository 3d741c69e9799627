package ui

import (
	"slices"

	"tradedesk/ui/keys"
)

// item gives the part of the detail that the cursor is on.
func (p *page) item(d drawnDetail) (item, bool) {
	if !p.inside || p.on.what == keys.PartNone {
		return item{}, false
	}
	at := p.itemAt(d)
	if at < 0 {
		return item{}, false
	}
	return d.items[at], true
}

func (p *page) itemAt(d drawnDetail) int {
	return slices.IndexFunc(d.items, func(i item) bool { return i.same(p.on) })
}

// target gives what the cursor in the detail is on.
func (m *app) target() (target, bool) {
	p := m.page()
	if !p.inside {
		return target{}, false
	}
	at, ok := p.item(m.drawnOf(p))
	return at.target, ok
}

// stay keeps what is in sight where it is when the detail is drawn anew: lines may
// have come above it.
func (p *page) stay(old, now drawnDetail) {
	top := slices.IndexFunc(old.items, func(i item) bool { return i.first >= p.scroll && i.what != keys.PartOlder })
	if p.scroll == 0 || top < 0 {
		return
	}
	if at := slices.IndexFunc(now.items, func(i item) bool { return i.same(old.items[top].target) }); at >= 0 {
		p.scroll += now.items[at].first - old.items[top].first
	}
}

// near is how many lines beyond what is in sight a part is still stepped to.
const near = 2

// step moves the cursor to the next part of the detail when that is in sight, and
// else moves on by a line: a long text is read to its end first.
func (p *page) step(d drawnDetail, by, h int) {
	at, on := p.item(d)
	first, after := p.scroll, p.scroll+h
	switch {
	case by > 0 && on && at.after > after || by < 0 && on && at.first < first:
		p.scroll += by
		return
	}
	next := p.neighbour(d, by, after)
	if next < 0 || by > 0 && d.items[next].first >= after+near || by < 0 && d.items[next].after <= first-near {
		p.scroll += by
		return
	}
	p.on = d.items[next].target
	p.upward = by < 0 && p.on.what == keys.PartOlder
	p.reveal(d.items[next], h)
}

// neighbour gives the part after or before the cursor; without a cursor, the first
// or last that begins in sight, which ends before a line.
func (p *page) neighbour(d drawnDetail, by, end int) int {
	at := p.itemAt(d)
	if p.on.what == keys.PartNone || at < 0 {
		first := slices.IndexFunc(d.items, func(i item) bool { return i.first >= p.scroll })
		if by > 0 || first < 0 {
			return first
		}
		for first+1 < len(d.items) && d.items[first+1].first < end {
			first++
		}
		return first
	}
	if next := at + by; next >= 0 && next < len(d.items) {
		return next
	}
	return -1
}

// reveal scrolls as little as brings a part into sight, its beginning at least.
func (p *page) reveal(at item, h int) {
	if at.after > p.scroll+h {
		p.scroll = at.after - h
	}
	if at.first < p.scroll {
		p.scroll = at.first
	}
}

// toEnd takes the cursor, if there is one, to the first or the last part.
func (p *page) toEnd(d drawnDetail, last bool) {
	switch {
	case p.on.what == keys.PartNone || len(d.items) == 0:
	case last:
		p.on = d.items[len(d.items)-1].target
	default:
		p.on = d.items[0].target
	}
}

// follow takes the cursor along when the detail was scrolled by more than a line.
func (p *page) follow(d drawnDetail, h int) {
	at, on := p.item(d)
	if !on || at.after > p.scroll && at.first < p.scroll+h {
		return
	}
	in := slices.IndexFunc(d.items, func(i item) bool { return i.first >= p.scroll && i.first < p.scroll+h })
	if in < 0 {
		p.on = target{}
		return
	}
	p.on = d.items[in].target
}
