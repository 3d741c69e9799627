package ui

import (
	"context"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/duplicate"
	"tradedesk/ui/cells"
	"tradedesk/ui/keys"
	"tradedesk/ui/layout"
	"tradedesk/ui/words"
)

// pairsOverlay lists the pairs of a kind that may be the same, to be gone through
// one after the other.
type pairsOverlay struct {
	query desk.PairQuery
	// given, when set, are the pairs of a report: no others are looked for.
	given bool

	pairs  []desk.DuplicatePair
	lines  scrolled
	more   string // where the next page begins
	ended  bool   // there are no more pages
	flying bool
	asked  int // counts the questions; answers to older ones are stale
}

// openPairs opens the review of the page's kind, or of leads.
func (m *app) openPairs() tea.Cmd {
	kind := m.page().kind
	if !duplicate.Mergeable(kind) {
		kind = model.KindLead
	}
	m.push(&pairsOverlay{query: desk.PairQuery{Kind: kind}})
	return nil
}

// reviewAlike opens the review of what a file brought.
func (m *app) reviewAlike(alike []desk.Alike) {
	o := &pairsOverlay{query: desk.PairQuery{Kind: alike[0].Kind}, given: true, ended: true}
	for _, a := range alike {
		o.pairs = append(o.pairs, desk.DuplicatePair{
			First:  model.Excerpt{ID: a.Other, Kind: a.Kind, Title: a.Name},
			Second: model.Excerpt{ID: a.ID, Kind: a.Kind, Title: a.Title},
			Level:  a.Level, Code: a.Code, Shared: a.Shared, Why: a.Why,
		})
	}
	m.push(o)
}

func pairOf(p desk.DuplicatePair, a, b model.ID) bool {
	return p.First.ID == a && p.Second.ID == b || p.First.ID == b && p.Second.ID == a
}

func (o *pairsOverlay) place() keys.Place { return keys.PlaceOf("place.pairs") }

func (o *pairsOverlay) owns(id keys.ID) bool {
	return strings.HasPrefix(string(id), "same.") || strings.HasPrefix(string(id), "pair.")
}

func (o *pairsOverlay) update(*app, tea.Msg) tea.Cmd { return nil }

func (o *pairsOverlay) state(s *keys.State) { s.Alike = len(o.pairs) > 0 }

// stale looks for all pairs again: something that was done was taken back.
func (o *pairsOverlay) stale() {
	if !o.given {
		o.pairs, o.more, o.ended = nil, "", false
		o.asked, o.flying = o.asked+1, false
	}
}

// pairsAhead is how many pairs after the cursor are kept ready.
const pairsAhead = 50

type pairsMsg struct {
	of
	overlay *pairsOverlay
	asked   int
	page    desk.DuplicatePage
	err     error
}

// reads asks for pairs until enough are ready or there are no more.
func (o *pairsOverlay) reads(m *app) tea.Cmd {
	if o.flying || o.ended || o.given || len(o.pairs)-o.lines.at > pairsAhead {
		return nil
	}
	o.flying, o.asked = true, o.asked+1
	d, session, asked := m.desk, of(m.session), o.asked
	q := o.query
	q.From, q.Limit = o.more, pairsAhead
	return m.work.Reading(func(ctx context.Context) tea.Msg {
		page, err := d.DuplicatePairs(ctx, q)
		return pairsMsg{of: session, overlay: o, asked: asked, page: page, err: err}
	})
}

func (msg pairsMsg) take(m *app) tea.Cmd {
	o := msg.overlay
	if msg.asked != o.asked {
		return nil
	}
	o.flying = false
	if msg.err != nil {
		o.ended = true
		return m.failed(m.words.T("failed.pairs"), msg.err)
	}
	o.pairs = append(o.pairs, msg.page.Pairs...)
	o.more, o.ended = msg.page.Next, msg.page.Next == ""
	return nil
}

func (o *pairsOverlay) do(m *app, id keys.ID) tea.Cmd {
	if o.lines.move(id) {
		return nil
	}
	switch id {
	case keys.SameClose:
		m.drop(o)
	case keys.SameUndo:
		return m.undo()
	case keys.PairOpen:
		o.open(m)
	case keys.SameMerge:
		return o.mergeAll(m)
	case keys.SameNot:
		pair := o.pairs[o.lines.at]
		return m.tellApart([2]model.ID{pair.First.ID, pair.Second.ID}, func(*app) {
			o.settle(func(p desk.DuplicatePair) bool { return pairOf(p, pair.First.ID, pair.Second.ID) })
		}, nil)
	case keys.PairLevel:
		o.ask(o.query.Kind, o.nextLevel())
	case keys.PairKind:
		o.ask(o.nextKind(), o.query.Level)
	}
	return nil
}

// ask shows other pairs.
func (o *pairsOverlay) ask(kind model.Kind, level duplicate.Level) {
	*o = pairsOverlay{query: desk.PairQuery{Kind: kind, Level: level}, asked: o.asked + 1}
}

// nextLevel goes round: all, the certain ones, with the likely ones.
func (o *pairsOverlay) nextLevel() duplicate.Level {
	return (o.query.Level + 1) % duplicate.Possible
}

func (o *pairsOverlay) nextKind() model.Kind {
	kinds := slices.DeleteFunc(model.Kinds(), func(k model.Kind) bool { return !duplicate.Mergeable(k) })
	return kinds[(slices.Index(kinds, o.query.Kind)+1)%len(kinds)]
}

// open shows the pair under the cursor side by side.
func (o *pairsOverlay) open(m *app) {
	if o.lines.at < len(o.pairs) {
		pair := o.pairs[o.lines.at]
		m.push(&mergeOverlay{first: pair.First.ID, second: pair.Second.ID, review: o})
	}
}

// mergeAll merges the pair under the cursor as it would be proposed.
func (o *pairsOverlay) mergeAll(m *app) tea.Cmd {
	pair := o.pairs[o.lines.at]
	request := desk.MergeRequest{Into: pair.First.ID, From: []model.ID{pair.Second.ID}}
	return m.commitMerge(request, m.title(pair.Second), m.title(pair.First), func(*app) {
		o.settle(func(p desk.DuplicatePair) bool { return p.First.ID == pair.Second.ID || p.Second.ID == pair.Second.ID })
	}, nil)
}

// settle takes pairs away; the cursor stays where the next one comes.
func (o *pairsOverlay) settle(settled func(desk.DuplicatePair) bool) {
	before := 0
	for _, p := range o.pairs[:min(o.lines.at, len(o.pairs))] {
		if settled(p) {
			before++
		}
	}
	o.pairs = slices.DeleteFunc(o.pairs, settled)
	o.lines.at -= before
}

// next goes on with the review: the pair that was open is settled, or passed over
// when settled is nil.
func (o *pairsOverlay) next(m *app, settled func(desk.DuplicatePair) bool) {
	if settled != nil {
		o.settle(settled)
	} else {
		o.lines.at++
	}
	if o.lines.at >= len(o.pairs) {
		return
	}
	if o.open(m); settled != nil {
		m.cameUp(m.top()) // when the one before was in, not at a key
	}
}

func (o *pairsOverlay) draw(m *app) ([]string, layout.Box) {
	title := m.words.T("pairs.title", words.Data{"Kind": m.words.T("kinds." + kindWord(o.query.Kind))})
	return m.boxed(title, m.screen.Size.W, m.screen.Size.H-6, func(w, h int) []string {
		lines := []string{m.theme.Dim.Apply(m.screen.Direction.Start(o.summary(m), w))}
		from, to := o.lines.window(len(o.pairs), h-len(lines))
		for i := from; i < to; i++ {
			lines = append(lines, o.drawPair(m, i, w))
		}
		if len(o.pairs) == 0 && o.ended {
			for _, line := range m.screen.Direction.Wrap(m.words.T("pairs.none"), w, 3) {
				lines = append(lines, m.screen.Direction.Start(line, w))
			}
		}
		return cells.Block(lines, w, h)
	})
}

func (o *pairsOverlay) summary(m *app) string {
	what := m.words.T("pairs.level.all")
	if o.query.Level != 0 {
		what = m.words.T("pairs.level." + o.query.Level.String())
	}
	n := m.words.N("pairs.count", len(o.pairs))
	switch {
	case o.given:
		what = m.words.T("pairs.of_the_file")
	case !o.ended:
		n = m.words.T("pairs.looking", words.Data{"N": m.words.Number(len(o.pairs))})
	}
	return joined(" · ", n, what)
}

const pairLevelCells = 10

// drawPair draws one pair: how sure, the two, and why.
func (o *pairsOverlay) drawPair(m *app, i, w int) string {
	d, t, p := m.screen.Direction, m.theme, o.pairs[i]
	room := max(w-2-pairLevelCells, 30)
	why := max(room*42/100, 12)
	each := (room - why) / 2
	name := func(e model.Excerpt) string {
		title, country := m.title(e), cells.Safe(e.Country.String())
		if cells.Width(title)+cells.Width(country)+4 > each {
			return title // a name says more than a country
		}
		return joined("  ", title, country)
	}
	cell := func(text string, w int) string { return d.Start(d.Cut(text, w-2), w) }
	level := cell("≈ "+m.words.T("level."+p.Level.String()), pairLevelCells+1)
	first, second, reason := cell(name(p.First), each), cell(name(p.Second), each), cell(m.duplicateWhy(p.Code, p.Shared), why)
	if i == o.lines.at {
		return t.Selected.Apply(d.Start(d.Line(t.Mark, level, first, second, reason), w))
	}
	return d.Start(d.Line(" ", t.Warn.Apply(level), t.Strong.Apply(first), t.Strong.Apply(second), t.Dim.Apply(reason)), w)
}
