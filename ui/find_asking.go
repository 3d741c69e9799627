package ui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
)

const (
	// findBudget is how long the first answer to a key may take; the whole one follows.
	findBudget = 30 * time.Millisecond
	// findRests is how long nobody must type for all that match to be counted.
	findRests = 400 * time.Millisecond
	// findProgress is how often it is asked how far the index is that is being made.
	findProgress = 500 * time.Millisecond
)

// question is a line that the desk is asked for. Each key asks anew and gives the last
// question up.
type question struct {
	seq     int
	line    string
	ctx     context.Context // ends with the question
	stop    context.CancelFunc
	looking bool // the whole answer is still to come
	making  *desk.IndexMaking
	news    findNews
}

// begin asks for another line.
func (q *question) begin(m *app, line string) {
	q.end()
	q.seq++
	q.line, q.looking = line, true
	q.news = findNews{kinds: desk.SearchKinds(line, m.desk.Me(), m.now), open: true, began: m.now}
	q.ctx, q.stop = context.WithCancel(m.work.ForReads())
}

// end gives the question up.
func (q *question) end() {
	if q.stop != nil {
		q.stop()
	}
	q.stop, q.looking, q.making = nil, false, nil
}

type foundMsg struct {
	of
	finder *finder
	seq    int
	whole  bool // the answer is not bounded in time
	result desk.SearchResult
	err    error
}

// warm has the desk open its index, or begin to make it, before anything is typed, and
// reads what was searched for, at another screen perhaps.
func (f *finder) warm(m *app) tea.Cmd {
	d, q, session := m.desk, desk.SearchQuery{Session: m.searcher, Budget: findBudget}, of(m.session)
	return m.work.Reading(func(ctx context.Context) tea.Msg {
		all, err := readSearches(ctx, d)
		_, _ = d.Search(ctx, q) // what fails, fails again for a line
		if err != nil {
			return nil // it was told when the desk was opened
		}
		return searchesMsg{of: session, all: all}
	})
}

// search asks for what is typed: what is found at once first, all of it then.
func (f *finder) search(m *app) tea.Cmd {
	line := f.line.Value()
	if line == "" {
		f.ask.end()
		f.result, f.known, f.shows = desk.SearchResult{}, false, ""
		return nil
	}
	f.ask.begin(m, line)
	return f.look(m, desk.SearchQuery{Text: line, Limit: maxHits, Budget: findBudget})
}

func (f *finder) look(m *app, q desk.SearchQuery) tea.Cmd {
	q.Session = m.searcher
	d, msg, ctx := m.desk, foundMsg{of: of(m.session), finder: f, seq: f.ask.seq, whole: q.Budget == 0}, f.ask.ctx
	return m.work.Reading(func(context.Context) tea.Msg {
		msg.result, msg.err = d.Search(ctx, q)
		if ctx.Err() != nil {
			return nil
		}
		return msg
	})
}

// asks reports whether an answer is to what is asked now.
func (f *finder) asks(m *app, seq int) bool {
	return m.showing(f) && f.ask.seq == seq && f.ask.stop != nil
}

func (msg foundMsg) take(m *app) tea.Cmd {
	f := msg.finder
	if !f.asks(m, msg.seq) {
		return nil
	}
	if msg.err != nil {
		f.ask.end()
		return m.failed(m.words.T("failed.search"), msg.err)
	}
	f.ask.looking, f.ask.making = msg.result.Partial && !msg.whole, msg.result.Making
	f.ask.news.answered(m, !f.ask.looking)
	f.answered(m, msg.result)
	var cmds []tea.Cmd
	if f.opens && (len(f.result.Hits) > 0 || !f.ask.looking) {
		f.opens = false
		if len(f.result.Hits) > 0 {
			return f.choose(m)
		}
	}
	switch {
	case f.ask.looking:
		cmds = append(cmds, f.look(m, desk.SearchQuery{Text: f.ask.line, Limit: maxHits}), f.progress(m))
	case msg.result.More:
		cmds = append(cmds, f.rests(m))
	}
	return tea.Batch(cmds...)
}

type findRestMsg struct {
	of
	finder *finder
	seq    int
}

// rests waits until nobody types, to count all that match.
func (f *finder) rests(m *app) tea.Cmd {
	msg := findRestMsg{of(m.session), f, f.ask.seq}
	return tea.Tick(findRests, func(time.Time) tea.Msg { return msg })
}

type findCountMsg struct {
	of
	finder *finder
	seq    int
	total  int
}

// take counts, beside: nothing waits for it, and when it fails the list says "more".
func (msg findRestMsg) take(m *app) tea.Cmd {
	f := msg.finder
	if !f.asks(m, msg.seq) {
		return nil
	}
	d, ctx := m.desk, f.ask.ctx
	q := desk.SearchQuery{Text: f.ask.line, Limit: maxHits, Count: true, Session: m.searcher}
	return m.work.Listening(func(context.Context) tea.Msg {
		result, err := d.Search(ctx, q)
		if err != nil || result.More {
			return nil
		}
		return findCountMsg{of: msg.of, finder: f, seq: msg.seq, total: result.Total}
	})
}

func (msg findCountMsg) take(m *app) tea.Cmd {
	if f := msg.finder; f.asks(m, msg.seq) {
		f.result.Total, f.result.More = msg.total, false
	}
	return nil
}

type findProgressMsg struct {
	of
	finder *finder
	seq    int
	asked  bool // making is known
	making *desk.IndexMaking
}

// progress asks after a while how far the index is that is being made.
func (f *finder) progress(m *app) tea.Cmd {
	if f.ask.making == nil {
		return nil
	}
	msg := findProgressMsg{of: of(m.session), finder: f, seq: f.ask.seq}
	return tea.Tick(findProgress, func(time.Time) tea.Msg { return msg })
}

// take searches again as soon as the index is there: that is faster than what is under
// way.
func (msg findProgressMsg) take(m *app) tea.Cmd {
	f := msg.finder
	switch {
	case !f.asks(m, msg.seq) || !f.ask.looking:
		return nil
	case !msg.asked:
		d, ctx, q := m.desk, f.ask.ctx, desk.SearchQuery{Session: m.searcher, Budget: time.Millisecond}
		return m.work.Listening(func(context.Context) tea.Msg {
			result, err := d.Search(ctx, q)
			if err != nil {
				return nil
			}
			msg.asked, msg.making = true, result.Making
			return msg
		})
	case msg.making == nil && f.ask.news.again:
		return f.searchAgain(m)
	case msg.making == nil:
		return f.search(m)
	}
	f.ask.making = msg.making
	return f.progress(m)
}
