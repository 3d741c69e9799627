package ui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/sahilm/fuzzy"

	"tradedesk/desk"
	"tradedesk/model/text"
	"tradedesk/ui/form"
	"tradedesk/ui/keys"
)

// How many records a search shows, and how many actions the palette puts before
// them.
const (
	maxHits    = 100
	maxActions = 7
)

// finder is the search, and the palette, which finds actions too.
type finder struct {
	line    form.Line
	actions []keys.Action // of the palette; nil: search only
	names   []string      // of the actions, folded, to match
	can     keys.State    // where the palette was opened
	found   []keys.Action // those that match what is typed
	kindW   int           // cells of what a record is

	ask    question
	result desk.SearchResult
	known  bool     // there was an answer
	shows  string   // the line that it is of
	sought []string // the words of that, folded
	opens  bool     // the best hit is opened as soon as there is one

	offered completing      // at the cursor
	mine    func() searches // of who sits here, shown while nothing is typed
	back    int             // how far back in them the line was taken from, 0 when it was typed
	was     string          // what was typed before that

	at      int  // the entry with the mark
	moved   bool // the mark was moved since something was typed
	swapped swapped
	top     int // the first row in sight
	shown   int // how many there are
	chrome  int // lines above them
}

func (m *app) openSearch() tea.Cmd {
	f := &finder{mine: m.mine, kindW: m.kindCells()}
	f.line.Placeholder = m.words.T("find.search")
	m.push(f)
	return f.warm(m)
}

// moving reports whether an action only moves about in a list, which nobody looks
// for by its name.
func moving(a keys.Action) bool { return a.Scope == keys.ScopeMove && (a.Counted || a.ID == keys.Open) }

// openPalette offers what can be done where the person is, but moving about.
func (m *app) openPalette() tea.Cmd {
	f := &finder{can: m.state(), actions: []keys.Action{}, kindW: m.kindCells()}
	f.line.Placeholder = m.words.T("find.palette")
	for _, a := range m.keys.In(m.place()) {
		if a.ID == keys.Palette || a.Scope == keys.ScopeScroll || moving(a) {
			continue
		}
		f.actions = append(f.actions, a)
		f.names = append(f.names, text.Fold(m.words.T(a.Name())+" "+m.words.T(a.Help())))
	}
	f.found = f.actions
	m.push(f)
	return nil
}

func (f *finder) palette() bool { return f.actions != nil }

func (f *finder) place() keys.Place {
	switch {
	case f.palette():
		return keys.PlaceOf("place.text")
	case f.line.Empty() && len(f.entries()) > 0:
		return keys.PlaceOf("place.searched")
	}
	return keys.PlaceOf("place.search")
}

func (f *finder) owns(id keys.ID) bool {
	return strings.HasPrefix(string(id), "text.") || strings.HasPrefix(string(id), "search.")
}

func (f *finder) state(s *keys.State) {
	hits := f.result.Hits
	s.Search.Groups = slices.ContainsFunc(hits, func(h desk.Hit) bool { return groupOf(h) != groupOf(hits[0]) })
	s.Search.Meant = len(f.result.Meant) > 0
	s.Search.Hits = len(hits) > 0
	s.Typed = f.line.Value() != ""
	if f.mine != nil {
		s.Search.Recent = len(f.mine().Recent) > 0
	}
}

func (f *finder) do(m *app, id keys.ID) tea.Cmd {
	f.opens = false
	if cmd, done := f.offering(m, id); done {
		return cmd
	}
	switch id {
	case keys.TextUp:
		f.walk(-1)
	case keys.TextDown:
		f.walk(1)
	case keys.SearchPageUp:
		f.walk(-max(f.shown-1, 1))
	case keys.SearchPageDown:
		f.walk(max(f.shown-1, 1))
	case keys.SearchGroup:
		f.toGroup()
	case keys.SearchMeant:
		return f.takeMeant(m)
	case keys.TextErase:
		return f.set(m, "")
	case keys.TextBack:
		f.close(m)
	case keys.TextPick:
		return f.choose(m)
	case keys.SearchFilter:
		return f.complete(m, true)
	case keys.SearchKeep:
		return f.keepLine(m)
	case keys.SearchDrop:
		return f.dropLine(m)
	case keys.SearchOlder:
		return f.recall(m, 1)
	case keys.SearchNewer:
		return f.recall(m, -1)
	case keys.SearchList:
		return f.list(m)
	case keys.SearchHelp:
		m.push(newHelp(m))
	}
	return nil
}

func (f *finder) update(m *app, msg tea.Msg) tea.Cmd {
	before, offers := f.line.Value(), f.offered.open()
	if !f.line.Update(msg) {
		return nil
	}
	var cmd tea.Cmd
	if offers {
		cmd = f.complete(m, false)
	}
	if f.line.Value() == before {
		return cmd
	}
	return tea.Batch(f.typed(m), cmd)
}

// set puts a line in the place of what is typed.
func (f *finder) set(m *app, line string) tea.Cmd {
	f.line.Set(line)
	f.offered = completing{}
	return f.typed(m)
}

// typed matches the actions at once, and asks the desk for records.
func (f *finder) typed(m *app) tea.Cmd {
	typed := text.Fold(f.line.Value())
	f.at, f.top, f.moved, f.opens, f.back, f.swapped = 0, 0, false, false, 0, swapped{}
	f.found = f.actions
	if f.palette() && typed != "" {
		f.found = nil
		for _, match := range called(fuzzy.Find(typed, f.names), typed) {
			if len(f.found) < maxActions {
				f.found = append(f.found, f.actions[match.Index])
			}
		}
	}
	return f.search(m)
}

// called puts the actions first whose name begins so, before those that only speak of it.
func called(matches fuzzy.Matches, typed string) fuzzy.Matches {
	slices.SortStableFunc(matches, func(a, b fuzzy.Match) int {
		begins, other := strings.HasPrefix(a.Str, typed), strings.HasPrefix(b.Str, typed)
		switch {
		case begins == other:
			return 0
		case begins:
			return -1
		}
		return 1
	})
	return matches
}

// choose does what the mark is on. What is shown of another line than is typed is not
// meant: then the best hit is opened when it is there.
func (f *finder) choose(m *app) tea.Cmd {
	e, ok := f.current()
	if ok && e.kind == entryAction {
		f.close(m)
		return m.run(f.found[e.i])
	}
	if f.line.Value() != f.shows && !f.moved {
		f.opens = f.line.Value() != ""
		return nil
	}
	is := f.seen(m, f.goalOf(e, ok))
	switch {
	case is.line != "":
		return f.set(m, is.line)
	case !is.hit.ID.IsZero():
		return f.openHit(m, is.hit)
	}
	return nil
}

// openHit goes to a record, and remembers the line that found it.
func (f *finder) openHit(m *app, hit desk.Hit) tea.Cmd {
	f.close(m)
	m.open(hit.Excerpt)
	if f.palette() {
		return nil
	}
	line := f.shows
	return m.changeSearches(func(s *searches) { s.used(line) })
}

// takeMeant searches for what was perhaps meant.
func (f *finder) takeMeant(m *app) tea.Cmd {
	if len(f.result.Meant) == 0 {
		return nil
	}
	return f.set(m, f.result.Meant[0])
}

// close gives up what is looked for.
func (f *finder) close(m *app) {
	f.ask.end()
	m.drop(f)
}

func (f *finder) wheel(by int) { f.walk(sign(by)) }

// click opens the record, or does the action, that is clicked.
func (f *finder) click(m *app, x, y int) tea.Cmd {
	_, box := f.draw(m)
	rows := f.rows(m)
	at := f.top + y - box.Y - 1 - f.chrome
	if !inBox(box, x, y) || at < f.top || at >= len(rows) || rows[at].entry < 0 {
		return nil
	}
	f.mark(rows[at].entry)
	return f.choose(m)
}
