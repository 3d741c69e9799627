package ui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/ui/words"
)

// maxListed is how many records of a search a list is made of: a condition has no more
// values.
const maxListed = 100

// list narrows the page of the marked hit's kind to what was found of that kind, where it
// can be picked and worked on as any list.
func (f *finder) list(m *app) tea.Cmd {
	e, ok := f.current()
	if !ok || e.kind != entryHit {
		return m.cannot(m.words.T("why.no_hit"))
	}
	kind := f.result.Hits[e.i].Kind
	var ids []string
	for _, hit := range f.result.Hits {
		if hit.Kind == kind && len(ids) < maxListed {
			ids = append(ids, hit.ID.String())
		}
	}
	line, word := f.shows, "find.listed"
	if f.result.More || f.result.Total > len(f.result.Hits) {
		word = "find.listed_best"
	}
	f.close(m)
	m.showFound(kind, line, ids)
	return tea.Batch(m.changeSearches(func(s *searches) { s.used(line) }),
		m.say(m.words.N(word, len(ids), words.Data{"Line": line})))
}

// showFound goes to the page of a kind, narrowed to records that a line found.
func (m *app) showFound(kind model.Kind, line string, ids []string) {
	m.jumpFrom()
	m.starting = false
	at := slices.IndexFunc(m.pages[:numbered], func(p *page) bool { return p.kind == kind && p.view == desk.ViewAll && p.scene == nil })
	if at < 0 {
		m.showOthers(kind)
		at = numbered
	}
	m.at = at
	p := m.page()
	p.stage, p.inside = "", false
	p.filter = narrowing{found: line, conds: []desk.Cond{{Field: "id", Op: desk.OpEqual, Text: strings.Join(ids, desk.Alternatives)}}}
	p.reset(m.now)
}
