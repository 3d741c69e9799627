package ui

import (
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
)

const (
	// findGathers is how long news are gathered before a line is searched again: who reads
	// in a file of a hundred thousand records brings a few questions, not a thousand.
	findGathers = 250 * time.Millisecond
	// findShare is how many times as long as the last answer took nothing is asked again:
	// news take at most a fifth of the time, however much there is to look through.
	findShare = 4
)

// findNews is what a question knows of changes that were made since it was asked.
type findNews struct {
	kinds []model.Kind // whose changes matter, nil for all
	again bool         // it is asked because of news, not by a key
	stale bool         // something changed since
	waits bool         // news are being gathered
	open  bool         // an answer is on its way
	began time.Time
	took  time.Duration // until all of the answer was there
}

// answered notes that an answer came.
func (n *findNews) answered(m *app, whole bool) {
	n.open = !whole
	n.took = m.now.Sub(n.began)
}

// told notes news of what may be among the hits, or come among them.
func (f *finder) told(news desk.News) {
	n := &f.ask.news
	relevant := func(k model.Kind) bool { return slices.Contains(news.Kinds, k) }
	if news.All || n.kinds == nil || slices.ContainsFunc(n.kinds, relevant) {
		n.stale = true
	}
}

// stale says that anything may have changed.
func (f *finder) stale() { f.ask.news.stale = true }

type findNewsMsg struct {
	of
	finder *finder
	seq    int
}

// reads gathers news, once the last answer is there, and then searches again.
func (f *finder) reads(m *app) tea.Cmd {
	n := &f.ask.news
	if f.ask.stop == nil || !n.stale || n.waits || n.open {
		return nil
	}
	n.waits = true
	msg := findNewsMsg{of(m.session), f, f.ask.seq}
	return tea.Tick(max(findGathers, findShare*n.took), func(time.Time) tea.Msg { return msg })
}

func (msg findNewsMsg) take(m *app) tea.Cmd {
	if !msg.finder.asks(m, msg.seq) {
		return nil
	}
	return msg.finder.searchAgain(m)
}

// searchAgain asks for the line of the hits once more, because of news.
func (f *finder) searchAgain(m *app) tea.Cmd {
	f.ask.begin(m, f.ask.line)
	f.ask.looking, f.ask.news.again = false, true
	return f.look(m, desk.SearchQuery{Text: f.ask.line, Limit: maxHits, Budget: findBudget})
}

// answered shows an answer. One that is not whole yet says nothing of news, and takes the
// place of nothing that is shown; how many match stays as it was counted last until they
// are counted again.
func (f *finder) answered(m *app, result desk.SearchResult) {
	if f.ask.news.again {
		if f.ask.looking {
			return
		}
		if result.More && f.known && !f.result.More {
			result.Total, result.More = max(f.result.Total, result.Total), false
		}
	}
	f.show(m, f.ask.line, result)
}
