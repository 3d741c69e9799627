package ui

import (
	"context"
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/invitation"
	"tradedesk/ui/list"
)

// reads asks for what the screen shows and does not have: the one place from
// which the desk is read for the pages.
func (m *app) reads() tea.Cmd {
	if m.screen.Size.Empty() {
		return nil
	}
	p := m.page()
	if !m.kept.known {
		if m.kept.flying {
			return nil
		}
		return m.readKept()
	}
	var cmds []tea.Cmd
	// The counts go through much of a large file: the first rows are shown before.
	if m.counts.stale && !m.counts.flying && (p.scene != nil || !p.list.Opening()) {
		m.counts.stale, m.counts.flying = false, true
		cmds = append(cmds, m.readCounts())
	}
	cmds = append(cmds, m.readLight())
	for _, o := range m.overlays {
		if r, ok := o.(reader); ok {
			cmds = append(cmds, r.reads(m))
		}
	}
	if p.scene != nil {
		return tea.Batch(append(cmds, p.scene.reads(m))...)
	}
	m.looked()
	cmds = append(cmds, m.countRows(p))
	if f, ok := p.list.Next(); ok {
		cmds = append(cmds, m.readRows(p, f))
	}
	if id, ok := p.wantsDetail(); ok {
		p.flying = id
		cmds = append(cmds, m.readDetail(p, id))
	} else if id, ok := p.wantsOlder(); ok {
		p.flying = id
		cmds = append(cmds, m.readMore(p, id))
	}
	return tea.Batch(cmds...)
}

type countsMsg struct {
	of
	counts desk.Counts
	status desk.Status
	err    error
}

func (m *app) readCounts() tea.Cmd {
	d, session := m.desk, of(m.session)
	return m.work.Reading(func(ctx context.Context) tea.Msg {
		counts, err := d.Counts(ctx)
		status, statusErr := d.Status(ctx)
		return countsMsg{of: session, counts: counts, status: status, err: errors.Join(err, statusErr)}
	})
}

func (msg countsMsg) take(m *app) tea.Cmd {
	m.counts.flying = false
	if msg.err != nil {
		return m.failed(m.words.T("failed.counts"), msg.err)
	}
	m.counts.Counts = msg.counts
	m.takeStatus(msg.status)
	all := 0
	for _, n := range msg.counts.Kinds {
		all += n
	}
	if all > 0 || !m.counts.known {
		// Who opened a fair at an empty desk is there to capture.
		m.starting = all == 0 && m.o.Fair.IsZero()
	}
	m.counts.known = true
	return nil
}

type rowsMsg struct {
	of
	page  *page
	fetch list.Fetch
	rows  desk.Page
	err   error
}

func (m *app) readRows(p *page, f list.Fetch) tea.Cmd {
	d, session := m.desk, of(m.session)
	return m.work.Reading(func(ctx context.Context) tea.Msg {
		rows, err := d.List(ctx, f.Query)
		return rowsMsg{of: session, page: p, fetch: f, rows: rows, err: err}
	})
}

func (msg rowsMsg) take(m *app) tea.Cmd {
	if msg.err != nil {
		msg.page.list.Fail(msg.fetch)
		return m.failed(m.words.T("failed.list"), msg.err)
	}
	msg.page.list.Take(msg.fetch, msg.rows)
	return nil
}

type detailMsg struct {
	of
	page   *page
	id     model.ID
	detail desk.Detail
	others []model.Change
	apart  []string // registers that people wrote while apart
	asked  askedOf
	err    error
}

// askedOf is what asking for quotes came to: of a supplier over all RFQs, of an RFQ with
// all suppliers.
type askedOf struct {
	replies   invitation.Record
	standings []invitation.Standing
}

func readAsked(ctx context.Context, d desk.Desk, r model.Record, now time.Time) (out askedOf, err error) {
	switch r := r.(type) {
	case *model.Supplier:
		out.replies, err = desk.RecordOf(ctx, d, r, now)
	case *model.RFQ:
		var thread invitation.Thread
		if thread, err = desk.ReadInvitations(ctx, d, r.ID, now); err == nil {
			out.standings = invitation.Standings(thread)
		}
	}
	return out, err
}

func (m *app) readDetail(p *page, id model.ID) tea.Cmd {
	d, session, older, now := m.desk, of(m.session), 0, m.now.In(m.o.Location)
	if k, ok := p.details[id]; ok {
		older = k.older
	}
	read, linked := m.readOthers(id), m.counts.status.Server != ""
	return m.work.Reading(func(ctx context.Context) tea.Msg {
		msg := detailMsg{of: session, page: p, id: id}
		if msg.detail, msg.err = d.Detail(ctx, id); msg.err == nil {
			msg.err = readOlder(ctx, d, &msg.detail, older)
		}
		if msg.err == nil {
			msg.others, msg.err = read(ctx)
		}
		if msg.err == nil && linked {
			msg.apart, msg.err = readApart(ctx, d, id)
		}
		if msg.err == nil {
			msg.asked, msg.err = readAsked(ctx, d, msg.detail.Record, now)
		}
		return msg
	})
}

func (msg detailMsg) take(m *app) tea.Cmd {
	before := msg.page.details[msg.id]
	msg.page.takeDetail(msg.id, msg.detail, msg.err)
	k := msg.page.details[msg.id]
	k.others, k.apart, k.replies, k.standings = msg.others, msg.apart, msg.asked.replies, msg.asked.standings
	if pin := msg.page.pin; pin != nil && pin.ID == msg.id && k.Record != nil {
		row := m.rowOf(k.Record) // it may be at another stage than when it was opened
		msg.page.pin = &row
	}
	m.goOn(msg.page, before)
	if msg.err != nil && !errors.Is(msg.err, desk.ErrNotFound) {
		return m.failed(m.words.T("failed.detail"), msg.err)
	}
	return nil
}

type watchingMsg struct {
	of
	news <-chan desk.News
	stop func()
	err  error
}

// watch asks the desk for news; what was watched before is let go.
func (m *app) watch() tea.Cmd {
	if m.stop != nil {
		m.stop()
		m.stop = nil
	}
	d, session := m.desk, of(m.session)
	return m.work.Reading(func(ctx context.Context) tea.Msg {
		ctx, stop := context.WithCancel(ctx)
		news, err := d.Watch(ctx)
		if err != nil {
			stop()
		}
		return watchingMsg{of: session, news: news, stop: stop, err: err}
	})
}

func (msg watchingMsg) take(m *app) tea.Cmd {
	if msg.err != nil {
		return tea.Batch(m.failed(m.words.T("failed.watch"), msg.err), m.rewatch())
	}
	m.stop = msg.stop
	// What changed between the first reading and the watch would go unseen.
	m.stale()
	return m.await(msg.news)
}

// rewatchAfter is how long a watch that ended waits before it begins again: the
// time in which another program takes the desk over.
const rewatchAfter = time.Second

type rewatchMsg struct{ of }

func (m *app) rewatch() tea.Cmd {
	session := of(m.session)
	return tea.Tick(rewatchAfter, func(time.Time) tea.Msg { return rewatchMsg{session} })
}

func (msg rewatchMsg) take(m *app) tea.Cmd { return m.watch() }

type newsMsg struct {
	of
	news desk.News
	from <-chan desk.News
	over bool // there will be no more
}

func (m *app) await(from <-chan desk.News) tea.Cmd {
	session := of(m.session)
	wait := m.work.Listening(func(ctx context.Context) tea.Msg {
		select {
		case <-ctx.Done():
			return nil
		case news, ok := <-from:
			return newsMsg{of: session, news: news, from: from, over: !ok}
		}
	})
	return func() tea.Msg { return wait() }
}

// take reads again only what is shown; hidden pages do so when they are opened.
func (msg newsMsg) take(m *app) tea.Cmd {
	if msg.over {
		m.stop = nil
		return m.rewatch()
	}
	m.light.stale = m.light.stale || msg.news.Sync
	if msg.news.Sync && !msg.news.All && len(msg.news.Kinds) == 0 {
		return m.await(msg.from) // no record changed
	}
	m.counts.stale = true
	m.noteUnseen(msg.news)
	for _, o := range m.overlays {
		if f, ok := o.(follower); ok {
			f.told(msg.news)
		}
	}
	for _, p := range m.pages {
		if msg.news.All || p.shows(msg.news.Kinds) {
			p.stale(msg.news.Records)
		}
	}
	return m.await(msg.from)
}
