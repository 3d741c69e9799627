package ui

import (
	"context"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/sahilm/fuzzy"

	"tradedesk/desk"
	"tradedesk/ui/cells"
	"tradedesk/ui/form"
	"tradedesk/ui/keys"
	"tradedesk/ui/layout"
	"tradedesk/ui/words"
)

// How many records a search shows, and how many actions the palette puts before
// them.
const (
	maxHits    = 60
	maxActions = 7
)

// finder is the search, and the palette, which finds actions too.
type finder struct {
	line    form.Line
	actions []keys.Action // of the palette; nil: search only
	names   []string      // of the actions, to match
	state   keys.State

	found  []keys.Action
	result desk.SearchResult
	known  bool // there was an answer
	flying bool
	at     int
	top    int
	shown  int
}

func (m *app) openSearch() tea.Cmd {
	f := &finder{}
	f.line.Placeholder = m.words.T("find.search")
	m.push(f)
	// Searching for nothing makes the desk read what is searched while the person
	// types.
	d := m.desk
	return m.work.reading(func(ctx context.Context) tea.Msg {
		_, _ = d.Search(ctx, desk.SearchQuery{}) // what fails, fails again for a text
		return nil
	})
}

// moving reports whether an action only moves about in a list, which nobody looks
// for by its name.
func moving(a keys.Action) bool { return a.Scope == keys.ScopeMove && (a.Counted || a.ID == keys.Open) }

// openPalette offers what can be done where the person is, but moving about.
func (m *app) openPalette() tea.Cmd {
	f := &finder{state: m.state()}
	f.line.Placeholder = m.words.T("find.palette")
	for _, a := range m.keys.In(m.place()) {
		if a.ID == keys.Palette || a.Scope == keys.ScopeScroll || moving(a) {
			continue
		}
		f.actions = append(f.actions, a)
		f.names = append(f.names, m.words.T(a.Name())+" "+m.words.T(a.Help()))
	}
	f.found = f.actions
	m.push(f)
	return nil
}

func (f *finder) place() keys.Place    { return keys.PlaceOf("place.text") }
func (f *finder) owns(id keys.ID) bool { return strings.HasPrefix(string(id), "text.") }

func (f *finder) do(m *app, id keys.ID) tea.Cmd {
	switch id {
	case keys.TextUp:
		f.at--
	case keys.TextDown:
		f.at++
	case keys.TextErase:
		f.line.Set("")
		return f.typed(m)
	case keys.TextBack:
		m.drop(f)
	case keys.TextPick:
		return f.choose(m)
	}
	f.at = max(min(f.at, f.len()-1), 0)
	return nil
}

func (f *finder) len() int { return len(f.found) + len(f.result.Hits) }

func (f *finder) update(m *app, msg tea.Msg) tea.Cmd {
	before := f.line.Value()
	if !f.line.Update(msg) || f.line.Value() == before {
		return nil
	}
	return f.typed(m)
}

// typed matches the actions at once, and asks the desk for records.
func (f *finder) typed(m *app) tea.Cmd {
	text := f.line.Value()
	f.at, f.top = 0, 0
	f.found = f.actions
	if text == "" {
		f.result, f.known = desk.SearchResult{}, false
		return nil
	}
	if f.actions != nil {
		f.found = nil
		for _, match := range fuzzy.Find(text, f.names) {
			if len(f.found) < maxActions {
				f.found = append(f.found, f.actions[match.Index])
			}
		}
	}
	return f.ask(m)
}

type foundMsg struct {
	of
	finder *finder
	text   string
	result desk.SearchResult
	err    error
}

// ask searches for what is typed; one search is under way at a time, and the
// last text is always searched for.
func (f *finder) ask(m *app) tea.Cmd {
	text := f.line.Value()
	if f.flying || text == "" {
		return nil
	}
	f.flying = true
	d, session := m.desk, of(m.session)
	return m.work.reading(func(ctx context.Context) tea.Msg {
		result, err := d.Search(ctx, desk.SearchQuery{Text: text, Limit: maxHits})
		return foundMsg{of: session, finder: f, text: text, result: result, err: err}
	})
}

func (msg foundMsg) take(m *app) tea.Cmd {
	f := msg.finder
	f.flying = false
	switch {
	case !m.showing(f):
		return nil
	case msg.text != f.line.Value():
		return f.ask(m)
	case msg.err != nil:
		return m.failed(m.words.T("failed.search"), msg.err)
	}
	f.result, f.known = msg.result, true
	f.at = max(min(f.at, f.len()-1), 0)
	return nil
}

func (f *finder) choose(m *app) tea.Cmd {
	if f.at >= f.len() {
		return nil
	}
	m.drop(f)
	if f.at < len(f.found) {
		return m.run(f.found[f.at])
	}
	m.open(f.result.Hits[f.at-len(f.found)].Excerpt)
	return nil
}

func (f *finder) draw(m *app) ([]string, layout.Box) {
	box := m.screen.Top(104, m.screen.Size.H-4)
	w, h := box.W-4, box.H-2
	f.line.Styles = form.LineStyles{Text: m.theme.Field, Placeholder: m.theme.Dim}
	lines := []string{m.theme.Accent.Apply("> ") + f.line.View(w-2, true), m.theme.Dim.Apply(m.screen.Direction.Start(f.summary(m), w))}
	f.shown = max(h-len(lines), 1)
	f.top = max(min(f.top, f.at), f.at-f.shown+1)
	for i := f.top; i < f.len() && i < f.top+f.shown; i++ {
		lines = append(lines, f.entry(m, i, w))
	}
	title := m.words.T("find.search_title")
	if f.actions != nil {
		title = m.words.T("find.palette_title")
	}
	return m.frame(title, lines, box.W, box.H), box
}

func (f *finder) summary(m *app) string {
	switch {
	case f.line.Value() == "" || !f.known:
		return ""
	case f.result.Total > len(f.result.Hits):
		return m.words.N("find.best", f.result.Total, words.Data{"Shown": len(f.result.Hits)})
	}
	return m.words.N("find.total", f.result.Total)
}

const findKindCells = 10

// entry draws one action or record; matched letters stand out.
func (f *finder) entry(m *app, i, w int) string {
	mark := " "
	if i == f.at {
		mark = m.theme.Mark
	}
	if i < len(f.found) {
		return f.action(m, f.found[i], mark, i == f.at, w)
	}
	hit := f.result.Hits[i-len(f.found)]
	room := w - findKindCells - 3
	titleW := min(max(room*45/100, 16), 44)
	kind := m.screen.Direction.Start(m.words.T("kind."+kindWord(hit.Kind)), findKindCells)
	rest := m.screen.Direction.Inset(2, joined(" · ", cells.Safe(hit.Country.String()), cells.Safe(hit.Detail), f.stageOf(m, hit)), room-titleW)
	title := m.title(hit.Excerpt)
	if i == f.at {
		return m.theme.Selected.Apply(m.screen.Direction.Line(mark, " ", kind, " ")) +
			f.marked(m, title, hit, titleW, true) + m.theme.Selected.Apply(rest)
	}
	return m.screen.Direction.Line(mark, " ", m.theme.Dim.Apply(kind), " ", f.marked(m, title, hit, titleW, false), m.theme.Dim.Apply(rest))
}

func (f *finder) stageOf(m *app, hit desk.Hit) string {
	if hit.Stage == "" {
		return ""
	}
	return m.stage(hit.Kind, hit.Stage)
}

// marked draws a title with its matched letters in runs.
func (f *finder) marked(m *app, title string, hit desk.Hit, w int, selected bool) string {
	plain := m.theme.Strong
	if selected {
		plain = m.theme.Selected
	}
	shown := m.screen.Direction.Start(title, w)
	if title != hit.Title || len(hit.Positions) == 0 || m.screen.Direction == layout.RightToLeft {
		return plain.Apply(shown)
	}
	matched := make(map[int]bool, len(hit.Positions))
	for _, at := range hit.Positions {
		matched[at] = true
	}
	var b, run strings.Builder
	in := false
	flush := func() {
		if in {
			m.theme.Match.Write(&b, run.String())
		} else {
			plain.Write(&b, run.String())
		}
		run.Reset()
	}
	n := 0
	for _, r := range shown {
		if matched[n] != in {
			flush()
			in = matched[n]
		}
		run.WriteRune(r)
		n++
	}
	flush()
	return b.String()
}

func (f *finder) action(m *app, a keys.Action, mark string, selected bool, w int) string {
	key := m.screen.Direction.Start(keys.Label(m.words, a.Keys[0]), findKindCells)
	text, style := m.words.T(a.Help()), m.theme.Text
	if ok, why := a.Can(f.state); !ok {
		text, style = text+" ("+m.words.T(why)+")", m.theme.Dim
	}
	text = m.screen.Direction.Start(text, w-findKindCells-3)
	if selected {
		return m.theme.Selected.Apply(m.screen.Direction.Line(mark, " ", key, " ", text))
	}
	return m.screen.Direction.Line(mark, " ", m.theme.Key.Apply(key), " ", style.Apply(text))
}
