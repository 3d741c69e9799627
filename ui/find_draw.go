package ui

import (
	"slices"
	"strings"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/ui/cells"
	"tradedesk/ui/form"
	"tradedesk/ui/keys"
	"tradedesk/ui/layout"
	"tradedesk/ui/theme"
	"tradedesk/ui/words"
)

// findWide is how wide the search is, where there is room.
const findWide = 104

func (f *finder) draw(m *app) ([]string, layout.Box) {
	box := m.screen.Top(max(findWide, m.screen.Size.W*7/10), m.screen.Size.H-4)
	w, h := box.W-4, box.H-2
	f.line.Styles = form.LineStyles{Text: m.theme.Field, Placeholder: m.theme.Dim}
	f.line.Look = f.colours(m)
	lines := []string{m.typedLine(&f.line, w), f.summary(m, w)}
	f.chrome = len(lines)
	f.shown = max(h-len(lines), 1)
	rows := f.rows(m)
	f.follow(rows)
	for i := f.top; i < len(rows) && i < f.top+f.shown; i++ {
		lines = append(lines, f.row(m, rows[i], w))
	}
	if f.offered.open() {
		lines = cells.Block(lines, w, h)
		f.drawOffered(m, lines, w)
	}
	title := m.words.T("find.search_title")
	if f.palette() {
		title = m.words.T("find.palette_title")
	}
	return m.frame(title, lines, box.W, box.H), box
}

// follow keeps the mark in sight, with what stands over its group.
func (f *finder) follow(rows []findRow) {
	if len(rows) == 0 {
		f.top = 0
		return
	}
	first := f.rowOf(rows)
	last := first
	for last+1 < len(rows) && rows[last+1].entry == f.at {
		last++
	}
	if first > 0 && rows[first-1].entry < 0 && f.shown > 2 {
		first--
	}
	f.top = max(min(f.top, first), last-f.shown+1)
}

// colours gives the looks of the line: its filters and quotation marks stand out, and what
// says nothing.
func (f *finder) colours(m *app) func(at int) theme.Style {
	line := f.line.Text()
	parts := desk.ParseSearch(line, m.desk.Me(), m.now)
	problems := f.problems()
	lead := f.lead()
	return func(at int) theme.Style {
		for _, p := range problems {
			if at-lead >= p.From && at-lead < p.To && p.Code != desk.ProblemMany && p.Code != desk.ProblemLong && p.Code != desk.ProblemRates {
				return m.theme.Broken
			}
		}
		for _, p := range parts {
			if at < p.From || at >= p.To {
				continue
			}
			switch p.Kind {
			case desk.SearchFilter:
				return m.theme.Filter
			case desk.SearchPhrase:
				return m.theme.Phrase
			case desk.SearchBroken:
				return m.theme.Broken
			}
		}
		return m.theme.Field
	}
}

// lead gives how many bytes of the line stand before what is searched for.
func (f *finder) lead() int {
	line := f.line.Text()
	return len(line) - len(strings.TrimLeft(line, " "))
}

// problems gives what is wrong with the line, once it was answered.
func (f *finder) problems() []desk.SearchProblem {
	if f.line.Value() != f.shows {
		return nil
	}
	return f.result.Problems
}

// summary says what is wrong with the line, or how much was found, and what was perhaps
// meant.
func (f *finder) summary(m *app, w int) string {
	d := m.screen.Direction
	count := f.counted(m)
	if all := f.problems(); len(all) > 0 {
		end := m.theme.Dim.Apply(count)
		problem, style := cells.Cut("! "+m.searchProblem(all[0]), w-cells.Width(count)-2), m.theme.Warn
		if at := f.line.Cursor() - f.lead(); at >= all[0].From && at <= all[0].To {
			style = m.theme.Dim // it is being typed
		}
		return d.Spread(style.Apply(problem), end, w)
	}
	meant := ""
	if len(f.result.Hits) > 0 && len(f.result.Meant) > 0 {
		meant = m.words.T("find.meant", words.Data{"Line": cells.Safe(f.result.Meant[0]), "Key": keys.Label(m.words, m.keyOf(keys.SearchMeant))})
	}
	if f.palette() {
		meant = ""
	}
	return d.Spread(m.theme.Dim.Apply(count), m.theme.Accent.Apply(cells.Cut(meant, w-cells.Width(count)-2)), w)
}

// counted says how much was found, and whether there may be more.
func (f *finder) counted(m *app) string {
	if !f.known {
		return ""
	}
	text := m.words.N("find.total", f.result.Total)
	switch shown := len(f.result.Hits); {
	case f.result.More:
		text = m.words.T("find.more", words.Data{"Shown": m.words.Number(f.result.Total)})
	case f.result.Total > shown:
		text = m.words.N("find.best", f.result.Total, words.Data{"Shown": shown})
	}
	above := ""
	if f.top > 0 {
		above = "↑ " + m.words.Number(f.top)
	}
	return joined(" · ", text, f.progressed(m), f.unmade(m), above)
}

// unmade says why there is no index: who waits for each answer can do something about it.
func (f *finder) unmade(m *app) string {
	if f.result.Unmade == "" {
		return ""
	}
	return m.words.T("find.unmade", words.Data{"Why": cells.Safe(f.result.Unmade)})
}

// progressed says that the answer is not whole yet.
func (f *finder) progressed(m *app) string {
	switch making := f.ask.making; {
	case !f.ask.looking:
		return ""
	case making != nil && making.Total > 0:
		return m.words.T("find.making", words.Data{"Percent": min(making.Read*100/making.Total, 99)})
	}
	return m.words.T("find.looking")
}

// searchProblem says in words what is wrong with a part of the line.
func (m *app) searchProblem(p desk.SearchProblem) string {
	there := p.There
	if len(there) > mostThere {
		there = append(slices.Clone(there[:mostThere]), cells.Ellipsis)
	}
	data := words.Data{
		"Filter": string(p.Filter), "Typed": cells.Safe(p.Typed), "Nearest": cells.Safe(p.Nearest),
		"There": cells.Safe(strings.Join(there, ", ")), "Why": m.whyRefused(p),
	}
	id, more := "search.problem."+string(p.Code), ""
	switch {
	case p.Nearest != "":
		more = "_near"
	case p.Why != "":
		more = "_why"
	case len(there) > 0:
		more = "_there"
	}
	if text := m.words.T(id+more, data); text != id+more {
		return text
	}
	return m.words.T(id, data)
}

// mostThere is how many of the values that there are a problem names.
const mostThere = 8

// kindCells is how wide the name of what a record is can be in the language.
func (m *app) kindCells() int {
	widest := 10
	for _, kind := range model.Kinds() {
		widest = max(widest, cells.Width(m.words.T("kind."+kindWord(kind))))
	}
	return widest
}

// row draws a line of the list.
func (f *finder) row(m *app, r findRow, w int) string {
	if r.entry < 0 {
		return f.divider(m, r.head, w)
	}
	e := f.entries()[r.entry]
	on := r.entry == f.at
	mark := " "
	if on && !r.snippet {
		mark = m.theme.Mark
	}
	switch {
	case e.kind == entryAction:
		return f.action(m, f.found[e.i], mark, on, w)
	case e.kind == entryMeant:
		return f.plain(m, cells.Safe(f.result.Meant[e.i]), "", mark, on, w)
	case e.kind == entrySaved:
		saved := f.mine().Saved[e.i]
		return f.plain(m, cells.Safe(saved.Name), cells.Safe(saved.Text), mark, on, w)
	case e.kind == entryRecent:
		return f.plain(m, cells.Safe(f.mine().Recent[e.i]), "", mark, on, w)
	case r.snippet:
		return f.snippet(m, f.result.Hits[e.i], on, w)
	}
	return f.hit(m, f.result.Hits[e.i], mark, on, w)
}

// divider draws what stands over a group.
func (f *finder) divider(m *app, head string, w int) string {
	d := m.screen.Direction
	head = cells.Cut(head, w-8)
	border := m.theme.Border
	return d.Line(border.Apply(rule(2)), " ", m.theme.Dim.Apply(head), " ", border.Apply(rule(w-4-cells.Width(head))))
}

// plain draws a line that can be searched for, with its name before it if it has one.
func (f *finder) plain(m *app, text, more, mark string, on bool, w int) string {
	d := m.screen.Direction
	room := w - 2
	if more != "" {
		room = min(room/2, max(cells.Width(text), savedCells))
	}
	text, more = d.Start(text, room), d.Inset(2, more, w-2-room)
	if on {
		return m.theme.Selected.Apply(d.Line(mark, " ", text, more))
	}
	return d.Line(mark, " ", text, m.theme.Dim.Apply(more))
}

// savedCells is how wide the names of saved searches are at least.
const savedCells = 20

// hit draws a record; matched letters stand out.
func (f *finder) hit(m *app, hit desk.Hit, mark string, on bool, w int) string {
	d := m.screen.Direction
	room := w - f.kindW - 3
	titleW := min(max(room*45/100, 16), 56)
	kind := d.Start(m.words.T("kind."+kindWord(hit.Kind)), f.kindW)
	rest, places := f.besides(m, hit)
	title := m.title(hit.Excerpt)
	positions := hit.Positions
	if title != hit.Title {
		positions = nil
	}
	plain, found := m.theme.Dim, m.theme.Match
	head := d.Line(mark, " ", plain.Apply(kind), " ")
	if on {
		plain, found = m.theme.Selected, m.theme.Found
		head = plain.Apply(d.Line(mark, " ", kind, " "))
	}
	return d.Line(head, m.lettered(title, positions, titleW, on), plain.Apply(cells.Spaces(2)),
		m.marked(rest, room-titleW-2, plain, found, func(at int) bool { return places[at] }))
}

// snippet draws the place of a text that has what was typed.
func (f *finder) snippet(m *app, hit desk.Hit, on bool, w int) string {
	d := m.screen.Direction
	text, plain, found := cells.Safe(hit.Snippet), m.theme.Dim, m.theme.Match
	if on {
		plain, found = m.theme.Selected, m.theme.Found
	}
	marks := hit.Marks
	if text != hit.Snippet {
		marks = nil
	}
	lead := plain.Apply(cells.Spaces(f.kindW + 3))
	return d.Line(lead, m.marked(text, w-f.kindW-3, plain, found, func(at int) bool {
		return slices.ContainsFunc(marks, func(mark [2]int) bool { return at >= mark[0] && at < mark[1] })
	}))
}

// lettered draws a title in w cells with the letters that a search matched.
func (m *app) lettered(title string, positions []int, w int, on bool) string {
	plain, found := m.theme.Strong, m.theme.Match
	if on {
		plain, found = m.theme.Selected, m.theme.Found
	}
	return m.marked(title, w, plain, found, func(at int) bool { return slices.Contains(positions, at) })
}

// marked draws text where reading begins, in w cells, with some of its runes in another
// style.
func (m *app) marked(text string, w int, plain, found theme.Style, is func(rune int) bool) string {
	runs, wide := cells.Runs(m.screen.Direction.Base(), text, w, is)
	var b strings.Builder
	for _, run := range runs {
		if run.Marked {
			found.Write(&b, run.Text)
		} else {
			plain.Write(&b, run.Text)
		}
	}
	return m.screen.Direction.Line(b.String(), plain.Apply(cells.Spaces(w-wide)))
}

func (f *finder) action(m *app, a keys.Action, mark string, selected bool, w int) string {
	key := m.screen.Direction.Start(keys.Label(m.words, a.Keys[0]), f.kindW)
	text, style := m.words.T(a.Help()), m.theme.Text
	if ok, why := a.Can(f.can); !ok {
		text, style = text+" ("+m.words.T(why)+")", m.theme.Dim
	}
	text = m.screen.Direction.Start(text, w-f.kindW-3)
	if selected {
		return m.theme.Selected.Apply(m.screen.Direction.Line(mark, " ", key, " ", text))
	}
	return m.screen.Direction.Line(mark, " ", m.theme.Key.Apply(key), " ", style.Apply(text))
}
