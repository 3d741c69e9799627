package ui

import (
	"context"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/invitation"
	"tradedesk/model/match"
	"tradedesk/ui/keys"
	"tradedesk/ui/words"
)

// mostMatched bounds the suppliers that a ranking shows, and those who are left out.
const mostMatched = 200

// matchOverlay shows who can serve an RFQ, the best first, who is left out, and who was
// asked and answered.
type matchOverlay struct {
	rfq model.ID

	read      *model.RFQ // nil until the records are here
	rows      []matchRow
	total     int
	leftOut   int
	elsewhere int
	marked    []model.ID // in the order in which they were marked
	at, top   int
	flying    bool
	outdated  bool
}

// matchRow is a supplier of the ranking, or one who is left out.
type matchRow struct {
	supplier *model.Supplier
	entry    *match.Entry // nil for one who is left out
	out      []match.Reason
	standing *invitation.Standing // nil when nobody asked them
}

// matchSuppliers opens the ranking for the RFQ under the cursor.
func (m *app) matchSuppliers() tea.Cmd {
	e, ok := m.page().current()
	if !ok || e.Kind != model.KindRFQ {
		return m.say(m.words.T("why.rfq_only"))
	}
	m.push(&matchOverlay{rfq: e.ID})
	return nil
}

func (o *matchOverlay) place() keys.Place { return keys.PlaceOf("place.match") }

func (o *matchOverlay) owns(id keys.ID) bool { return strings.HasPrefix(string(id), "match.") }

func (o *matchOverlay) update(*app, tea.Msg) tea.Cmd { return nil }

func (o *matchOverlay) stale() { o.outdated = true }

// told reads again: a supplier or a lane counts as much as an answer.
func (o *matchOverlay) told(desk.News) { o.outdated = true }

type matchedMsg struct {
	of
	overlay *matchOverlay
	rfq     *model.RFQ
	result  match.Result
	thread  invitation.Thread
	err     error
}

func (o *matchOverlay) reads(m *app) tea.Cmd {
	if o.flying || o.read != nil && !o.outdated {
		return nil
	}
	o.flying, o.outdated = true, false
	d, session, id, now := m.desk, of(m.session), o.rfq, m.now.In(m.o.Location)
	return m.work.Reading(func(ctx context.Context) tea.Msg {
		msg := matchedMsg{of: session, overlay: o}
		if msg.rfq, msg.result, msg.err = desk.Match(ctx, d, id, now, match.Options{Limit: mostMatched}); msg.err == nil {
			msg.thread, msg.err = desk.ReadInvitations(ctx, d, id, now)
		}
		return msg
	})
}

// take puts who was asked and is in no ranking behind those who are in it. The cursor
// stays on its supplier.
func (msg matchedMsg) take(m *app) tea.Cmd {
	o := msg.overlay
	o.flying = false
	if msg.err != nil {
		if o.read == nil && m.showing(o) {
			m.drop(o)
		}
		return m.failed(m.words.T("failed.match"), msg.err)
	}
	under, _ := o.row()
	o.read, o.rows, o.total, o.leftOut, o.elsewhere = msg.rfq, nil, msg.result.Total, msg.result.LeftOut, msg.result.Elsewhere
	for i := range msg.result.Ranked {
		e := &msg.result.Ranked[i]
		o.rows = append(o.rows, matchRow{supplier: e.Supplier, entry: e})
	}
	for _, x := range msg.result.Excluded {
		o.rows = append(o.rows, matchRow{supplier: x.Supplier, out: x.Reasons})
	}
	for _, s := range invitation.Standings(msg.thread) {
		i := o.find(s.Supplier)
		if i < 0 && msg.thread.Suppliers[s.Supplier] != nil {
			i, o.rows = len(o.rows), append(o.rows, matchRow{supplier: msg.thread.Suppliers[s.Supplier], out: []match.Reason{{Code: match.NoProduct}}})
		}
		if i >= 0 {
			o.rows[i].standing = &s
		}
	}
	if under.supplier != nil {
		o.at = max(o.find(under.supplier.ID), 0)
	}
	o.marked = slices.DeleteFunc(o.marked, func(id model.ID) bool { i := o.find(id); return i < 0 || o.rows[i].standing != nil })
	o.at = max(min(o.at, len(o.rows)-1), 0)
	return nil
}

func (o *matchOverlay) find(id model.ID) int {
	return slices.IndexFunc(o.rows, func(r matchRow) bool { return r.supplier.ID == id })
}

// row gives the supplier under the cursor.
func (o *matchOverlay) row() (matchRow, bool) {
	if o.at >= len(o.rows) {
		return matchRow{}, false
	}
	return o.rows[o.at], true
}

func (o *matchOverlay) do(m *app, id keys.ID) tea.Cmd {
	switch id {
	case keys.MatchUp:
		o.at = max(o.at-1, 0)
	case keys.MatchDown:
		o.at = max(min(o.at+1, len(o.rows)-1), 0)
	case keys.MatchMark:
		return o.mark(m)
	case keys.MatchInvite:
		return o.invite(m)
	case keys.MatchRemind:
		return o.remind(m)
	case keys.MatchOpen:
		if r, ok := o.row(); ok {
			m.drop(o)
			m.open(m.rowOf(r.supplier))
		}
	case keys.MatchUndo:
		return m.undo()
	case keys.MatchClose:
		m.drop(o)
	}
	return nil
}

// mark marks the supplier under the cursor, or lets them go.
func (o *matchOverlay) mark(m *app) tea.Cmd {
	r, ok := o.row()
	switch {
	case !ok:
		return nil
	case r.standing != nil:
		return m.cannot(m.words.T("invite.already", words.Data{"Who": m.title(m.rowOf(r.supplier))}))
	}
	if at := slices.Index(o.marked, r.supplier.ID); at >= 0 {
		o.marked = slices.Delete(o.marked, at, at+1)
	} else {
		o.marked = append(o.marked, r.supplier.ID)
	}
	o.at = min(o.at+1, len(o.rows)-1)
	return nil
}

// invite invites who is marked, or else the supplier under the cursor.
func (o *matchOverlay) invite(m *app) tea.Cmd {
	r, ok := o.row()
	if !ok || o.read == nil {
		return nil
	}
	whom := slices.Clone(o.marked)
	if len(whom) == 0 {
		if r.standing != nil {
			return m.cannot(m.words.T("invite.already", words.Data{"Who": m.title(m.rowOf(r.supplier))}))
		}
		whom = []model.ID{r.supplier.ID}
	}
	return o.commit(m, "invite", whom, desk.PlanInvite)
}

// remind reminds the supplier under the cursor if they did not answer, or else all for
// whom it is time.
func (o *matchOverlay) remind(m *app) tea.Cmd {
	r, ok := o.row()
	if !ok || o.read == nil {
		return nil
	}
	var whom []model.ID
	if r.standing != nil && r.standing.Waits() {
		whom = []model.ID{r.supplier.ID}
	}
	for _, other := range o.rows {
		if s := other.standing; len(whom) == 0 && s != nil && s.State == invitation.Late {
			whom = append(whom, s.Supplier)
		}
	}
	if len(whom) == 0 {
		return m.cannot(m.words.T("why.nobody_waits"))
	}
	return o.commit(m, "remind", whom, desk.PlanRemind)
}

// commit has suppliers asked, or reminded.
func (o *matchOverlay) commit(m *app, word string, whom []model.ID, plan planInvite) tea.Cmd {
	var rows []model.Excerpt
	for _, id := range whom {
		if i := o.find(id); i >= 0 {
			rows = append(rows, m.rowOf(o.rows[i].supplier))
		}
	}
	data := words.Data{"Who": m.who(rows), "RFQ": m.title(m.rowOf(o.read))}
	request := desk.InviteRequest{RFQ: o.rfq, Suppliers: whom, Now: m.now.In(m.o.Location), IDs: m.ids}
	return m.askSuppliers(asking{plan: plan, request: request, commit: commit{
		label: m.words.T("did."+word, data), success: m.words.T("done."+word, data), ids: []model.ID{o.rfq},
		after: func(*app) { o.marked, o.outdated = nil, true },
	}})
}
