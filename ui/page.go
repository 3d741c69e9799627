package ui

import (
	"slices"
	"time"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/invitation"
	"tradedesk/ui/keys"
	"tradedesk/ui/layout"
	"tradedesk/ui/list"
)

// maxDetails bounds the details a page keeps, so that going back and forth
// between a few records reads nothing.
const maxDetails = 64

// page is a list of one kind and the detail of one record.
type page struct {
	name  string // word id of its title
	digit int    // its number in the header, 0 for none
	kind  model.Kind
	view  desk.View
	stage model.Stage // "" shows all

	scene   scene // instead of the list and the detail, or nil
	sort    sorting
	filter  narrowing
	tally   tally
	queries int // counts the queries that were shown

	list   *list.List
	screen layout.Screen
	inside bool           // the keys go to the detail
	pin    *model.Excerpt // a record that was asked for by name; shown whatever the list shows

	details map[model.ID]*known
	flying  model.ID // the detail that is being read
	scroll  int
	on      target // what in the detail the cursor is on
	upward  bool   // it came up to where older messages go
	drawn   drawnDetail
	looking model.ID // the record that was shown last
}

// known is a detail that was read.
type known struct {
	desk.Detail
	version int
	others  []model.Change // that the person here has not seen yet
	apart   []string       // registers with values that a person is to decide between
	older   int            // messages that are read besides those that a detail brings
	related map[model.Kind]int
	// replies are how a supplier answered so far, standings how those stand who were asked
	// about an RFQ.
	replies   invitation.Record
	standings []invitation.Standing
	stale     bool
	missing   bool
}

func newPage(name string, kind model.Kind, view desk.View, now time.Time) *page {
	p := &page{name: name, kind: kind, view: view, details: map[model.ID]*known{}}
	p.list = list.New(p.query(), now)
	return p
}

// newPages makes the pages of the header in their order. The last has no number:
// it shows records of the kinds that have no page of their own.
func newPages(now time.Time) []*page {
	pages := []*page{
		newPage("page.inbox", model.KindLead, desk.ViewInbox, now),
		newPage("page.leads", model.KindLead, desk.ViewAll, now),
		newPage("page.suppliers", model.KindSupplier, desk.ViewAll, now),
		newPage("page.rfqs", model.KindRFQ, desk.ViewAll, now),
		newPage("page.agenda", "", desk.ViewDue, now),
		newFair(now),
		newSyncPage(now),
		newPage("page.others", model.KindContact, desk.ViewAll, now),
	}
	for i, p := range pages[:numbered-1] {
		p.digit = i + 1
	}
	pages[syncPage].digit = 8
	return pages
}

// Where the pages are; the one at numbered, which the header shows only while it is
// open, has the kinds that have no page of their own.
const (
	inboxPage = iota
	leadsPage
	suppliersPage
	rfqsPage
	agendaPage
	fairPage
	syncPage
	numbered
)

func (p *page) query() desk.Query {
	if f, ok := p.scene.(*fair); ok {
		return f.query()
	}
	q := desk.Query{Kind: p.kind, View: p.view}
	if q.View == desk.ViewPromised {
		q.Kind = model.KindLead
	}
	p.sort.apply(&q)
	if p.stage != "" {
		q.Where = []desk.Cond{{Field: "stage", Op: desk.OpEqual, Text: string(p.stage)}}
	}
	q.Where = append(q.Where, p.filter.conds...)
	return q
}

// reset shows the page's list from its beginning.
func (p *page) reset(now time.Time) {
	p.dropTally()
	p.list.Reset(p.query(), now)
	p.moved()
}

func (p *page) inbox() bool { return p.view == desk.ViewInbox }

func (p *page) setSize(s layout.Screen) {
	p.screen = s
	p.list.SetHeight(max(s.List.H-listChrome, 1))
}

// current gives the record that the detail shows and single actions are for.
func (p *page) current() (model.Excerpt, bool) {
	if p.pin != nil {
		return *p.pin, true
	}
	row, ok := p.list.Current()
	return row.Excerpt, ok
}

// chosen gives the records that an action is for.
func (p *page) chosen() []model.Excerpt {
	p.list.CloseRange()
	if p.pin != nil && p.list.Picked() == 0 {
		return []model.Excerpt{*p.pin}
	}
	return p.list.Chosen()
}

// detailShown reports whether the detail is on the screen.
func (p *page) detailShown() bool { return p.screen.Wide || p.inside }

// show pins a record and opens its detail.
func (p *page) show(e model.Excerpt) {
	p.pin, p.inside, p.scroll, p.on = &e, true, 0, target{}
}

// moved follows the cursor with the detail.
func (p *page) moved() { p.pin, p.scroll, p.on = nil, 0, target{} }

func (p *page) shows(kinds []model.Kind) bool {
	// A message, a quote or a task belongs to the records of other kinds.
	return len(kinds) == 0 || p.agenda() || p.scene != nil || slices.Contains(kinds, p.kind) || slices.ContainsFunc(kinds, func(k model.Kind) bool {
		return k == model.KindMessage || k == model.KindQuote || k == model.KindTask || k == model.KindRFQ || k == model.KindContact || k == model.KindOffer || k == model.KindDeal
	})
}

// stale says that the list, and the details of the given records or of all, may
// have changed. A detail shows other records too, so the one in sight is read
// again whatever changed.
func (p *page) stale(ids []model.ID) {
	p.list.Refresh()
	if p.scene != nil {
		p.scene.stale()
	}
	e, shown := p.current()
	for id, k := range p.details {
		if len(ids) == 0 || shown && id == e.ID || slices.Contains(ids, id) {
			k.stale = true
		}
	}
}

// wantsDetail gives the record whose detail is to be read next: the one in
// sight, then the one that comes under the cursor after a decision. One is read
// at a time.
func (p *page) wantsDetail() (model.ID, bool) {
	if !p.flying.IsZero() || !p.detailShown() {
		return model.ID{}, false
	}
	if e, ok := p.current(); ok && p.lacks(e.ID) {
		return e.ID, true
	}
	if row, ok := p.list.Neighbour(1); ok && p.lacks(row.ID) {
		return row.ID, true
	}
	return model.ID{}, false
}

func (p *page) lacks(id model.ID) bool {
	k, ok := p.details[id]
	return !ok || k.stale
}

func (p *page) takeDetail(id model.ID, d desk.Detail, err error) {
	if p.flying == id {
		p.flying = model.ID{}
	}
	if len(p.details) >= maxDetails {
		clear(p.details)
	}
	version, older := 1, 0
	if old, ok := p.details[id]; ok {
		version, older = old.version+1, old.older
		if err != nil {
			d = old.Detail
		}
	}
	k := &known{Detail: d, version: version, older: older, missing: d.Record == nil}
	if !k.missing {
		k.related = countRelated(k)
	}
	p.details[id] = k
}

// state is what actions look at.
func (m *app) state() keys.State {
	p := m.page()
	e, ok := p.current()
	s := keys.State{
		Kind: p.kind, Stage: e.Stage, Row: ok, Picked: p.list.Picked(), Filtered: p.stage != "" || p.filter.on(),
		Inbox: p.inbox(), Importing: m.reading != nil, Wide: p.screen.Wide,
		Listed: !p.agenda() && p.scene == nil, Repeats: m.again != nil && m.againFor == p.kind, JumpsBack: len(m.jumps.past) > 0, JumpsOn: len(m.jumps.future) > 0,
	}
	if p.agenda() {
		s.Kind, s.Due = e.Kind, p.dueReason(e)
	}
	s.Sync.LoggedIn, s.Letter.Sends = m.loggedIn(), m.o.Sends
	if scene := m.scene(); scene != nil {
		scene.state(m, &s)
	}
	if k, ok := p.details[e.ID]; ok && len(k.Duplicates) > 0 && m.scene() == nil {
		s.Alike = true
	}
	if top, ok := m.top().(judge); ok {
		top.state(&s)
	}
	if k := p.details[e.ID]; ok && k != nil {
		s.Related = k.related
	}
	if at, on := m.target(); on {
		s.Part = keys.Part{What: at.what, Kind: at.row.Kind, Stage: at.row.Stage, Owner: e.Kind}
	}
	return s
}

// place is where the keys go.
func (m *app) place() keys.Place {
	if top := m.top(); top != nil {
		return top.place()
	}
	p := m.page()
	_, on := m.target()
	switch {
	case m.starting:
		return keys.PlaceOf("place.start")
	case p.scene != nil:
		return p.scene.place()
	case p.agenda() && on:
		return keys.PlaceOf("place.due_part")
	case p.agenda() && p.inside:
		return keys.PlaceOf("place.due")
	case p.agenda():
		return keys.PlaceOf("place.agenda")
	}
	name := "record"
	switch p.kind {
	case model.KindLead:
		name = "lead"
	case model.KindRFQ:
		name = "rfq"
	case model.KindOffer:
		name = "offer"
	case model.KindDeal:
		name = "deal"
	case model.KindMessage:
		name = "message"
	}
	switch {
	case on:
		name += "_part"
	case !p.inside:
		name += "s"
	}
	return keys.PlaceOf("place." + name)
}
