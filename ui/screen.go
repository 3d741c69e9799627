package ui

import (
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"tradedesk/ui/cells"
	"tradedesk/ui/keys"
	"tradedesk/ui/layout"
	"tradedesk/ui/theme"
	"tradedesk/ui/words"
)

// content draws the whole screen.
func (m *app) content() string {
	s := m.screen
	switch {
	case s.Size.Empty():
		return ""
	case s.Small:
		return m.painted(m.tooSmall())
	}
	lines := make([]string, 0, s.Size.H)
	lines = append(lines, m.header(s.Header.W), m.theme.Border.Apply(rule(s.Above.W)))
	lines = append(lines, m.body()...)
	lines = append(lines, m.toastLine(s.Below.W), m.footer(s.Footer.W))
	for _, o := range m.overlays {
		top, box := o.draw(m)
		m.order.Over(lines, top, box.X, box.Y)
	}
	return m.painted(lines)
}

func (m *app) body() []string {
	s, p := m.screen, m.page()
	if scene := m.scene(); scene != nil {
		return scene.draw(m, s.Body.W, s.Body.H)
	}
	switch {
	case m.starting:
		return m.startLines(s.Body.W, s.Body.H)
	case !s.Wide && p.inside:
		return m.detailBox(p)
	case !s.Wide:
		return m.listLines(p)
	}
	bar, style := "│", m.theme.Border
	switch {
	case p.inside:
		bar, style = "┃", m.theme.Accent
	case p.list.Opening() && !m.counts.known:
		// In the first frame there is nothing to part, and a bar at the end of empty
		// lines is what takes the renderer longest.
		bar, style = " ", theme.Style{}
	}
	between := make([]string, s.Rule.H)
	for i := range between {
		between[i] = style.Apply(bar)
	}
	return layout.Join(layout.Piece{Box: s.List, Lines: m.listLines(p)},
		layout.Piece{Box: s.Rule, Lines: between}, layout.Piece{Box: s.Detail, Lines: m.detailBox(p)})
}

// tooSmall says what size is needed.
func (m *app) tooSmall() []string {
	w, h := m.screen.Size.W, m.screen.Size.H
	text := m.words.T("small", words.Data{"W": layout.MinWidth, "H": layout.MinHeight, "NowW": w, "NowH": h})
	var lines []string
	for _, line := range m.screen.Direction.Wrap(text, w, h) {
		lines = append(lines, cells.Fit(line, w))
	}
	return cells.Block(lines, w, h)
}

// countsOf says which pages have their count beside their name.
type countsOf int

const (
	countsNone   countsOf = iota
	countsUrgent          // where something waits: the inbox and the agenda
	countsAll
)

// header draws the pages with their counts, the sync light, and who sits here;
// on a narrow screen what matters least goes first.
func (m *app) header(w int) string {
	text, _ := m.headerLine(w)
	return text
}

// headerAreas gives where the pages stand in the header.
func (m *app) headerAreas(w int) []area {
	_, areas := m.headerLine(w)
	return areas
}

func (m *app) headerLine(w int) (string, []area) {
	for _, detail := range []struct {
		counts                     countsOf
		names, app, me, wordyLight bool
	}{
		{countsAll, true, true, true, true}, {countsAll, true, true, false, true}, {countsAll, true, false, false, true},
		{countsUrgent, true, false, false, true}, {countsUrgent, true, false, false, false},
		{countsNone, true, false, false, false}, {countsUrgent, false, false, false, false},
	} {
		end := m.lights(detail.wordyLight)
		if detail.me {
			if end != "" {
				end += "  "
			}
			end += m.theme.Dim.Apply(m.me())
		}
		app := ""
		if detail.app {
			app = m.theme.Dim.Apply(" " + m.words.T("app.name") + " ")
		}
		tabs, areas := m.tabs(detail.counts, detail.names, cells.Width(app))
		start := m.screen.Direction.Line(app, tabs)
		if cells.Width(start)+cells.Width(end)+2 <= w {
			return m.screen.Direction.Spread(start, m.screen.Direction.Line(end, " "), w), areas
		}
	}
	tabs, areas := m.tabs(countsNone, false, 0)
	return m.screen.Direction.Spread(tabs, m.lights(false), w), areas
}

// tabs draws the pages, and gives where each stands when the first cell is at from.
func (m *app) tabs(counts countsOf, withNames bool, from int) (string, []area) {
	parts := []string{" "}
	var areas []area
	from++
	for i, p := range m.pages {
		if i == numbered && m.at != i {
			continue
		}
		label := m.tabLabel(i, p, counts, withNames)
		w := cells.Width(label) + 2
		areas = append(areas, area{from, from + w, func() tea.Cmd { m.goTo(i); return nil }})
		from += w
		style := m.theme.Text
		if p.agenda() && m.pageCount(p) > 0 {
			style = m.theme.Warn
		}
		if i == m.at && !m.starting {
			parts = append(parts, m.theme.Accent.Apply("["+label+"]"))
			continue
		}
		parts = append(parts, " "+style.Apply(label)+" ")
	}
	return m.screen.Direction.Line(parts...), areas
}

func (m *app) tabLabel(i int, p *page, counts countsOf, withNames bool) string {
	name := m.words.T(p.name)
	if i == numbered {
		name = m.words.T("kinds." + kindWord(p.kind))
	}
	label := strconv.Itoa(p.digit)
	switch {
	case i == numbered:
		label = name
	case withNames || i == m.at:
		label += " " + name
	}
	if n := m.pageCount(p); n > 0 && (counts == countsAll || counts == countsUrgent && (p.inbox() || p.agenda())) {
		label += " " + m.words.Number(n)
	}
	return label
}

func (m *app) pageCount(p *page) int {
	switch {
	case p.scene != nil:
		return p.scene.count(m)
	case p.agenda():
		return m.counts.Due
	case p.inbox():
		return m.counts.Inbox
	}
	return m.counts.Kinds[p.kind]
}

func (m *app) me() string {
	me := cells.Safe(m.desk.Me())
	if m.demo {
		return m.words.T("demo.name") + " · " + me
	}
	return me
}

// footer draws the keys that work here, as many as fit. Those of every page, the
// way to all others among them, keep their place at the end.
func (m *app) footer(w int) string {
	text, _ := m.footerLine(w)
	return text
}

// footerAreas gives where the keys stand in the footer.
func (m *app) footerAreas(w int) []area {
	_, areas := m.footerLine(w)
	return areas
}

func (m *app) footerLine(w int) (string, []area) {
	place, state := m.place(), m.state()
	hints := m.keys.Hints(place)
	if m.pending != "" {
		hints = m.keys.Continuations(place, m.pending)
	}
	if m.unread() {
		hints = nil
	}
	var here, everywhere []keys.Action
	for _, a := range hints {
		if ok, _ := a.Can(state); !ok || a.ID == keys.Pane && !m.screen.Wide || a.ID == keys.Help && !m.keys.Hides(place) {
			continue
		}
		if (a.Scope == keys.ScopeGlobal || a.Scope == keys.ScopeAlways) && m.pending == "" {
			everywhere = append(everywhere, a)
		} else {
			here = append(here, a)
		}
	}
	status := m.status()
	room := w - 1 - cells.Width(status)
	_, _, used := m.hints(everywhere, 0, w*2/5)
	start, areas, begun := m.hints(here, 1+cells.Width(status), room-used)
	end, more, _ := m.hints(everywhere, 1+cells.Width(status)+begun, w*2/5)
	return m.screen.Direction.Inset(1, m.screen.Direction.Line(status, start, end), w), append(areas, more...)
}

// status says what the next key belongs to: a number, a macro.
func (m *app) status() string {
	var parts []string
	if m.recorder.on() {
		parts = append(parts, m.theme.Urgent.Apply(m.words.T("status.recording", words.Data{"Letter": m.recorder.letter})))
	}
	if m.player.on() {
		parts = append(parts, m.theme.Accent.Apply(m.words.T("status.playing", words.Data{"Letter": m.player.letter})))
	}
	if m.prefix.n > 0 {
		parts = append(parts, m.theme.Accent.Apply(strconv.Itoa(m.prefix.n)))
	}
	if len(parts) == 0 {
		return ""
	}
	return m.screen.Direction.Line(append(parts, "  ")...)
}

// hints draws keys and names as far as they fit, and says where each stands when
// the first cell is at from, and how wide they are.
func (m *app) hints(actions []keys.Action, from, w int) (text string, areas []area, used int) {
	var parts []string
	for _, a := range actions {
		key, name := keys.Label(m.words, m.hintKey(a)), m.words.T(a.Name())
		wide := cells.Width(key) + 1 + cells.Width(name) + 2
		if used+wide > w {
			break
		}
		areas = append(areas, area{from + used, from + used + wide - 2, func() tea.Cmd { m.pending, m.typed = "", string(a.ID); return m.run(a) }})
		used += wide
		parts = append(parts, m.theme.Key.Apply(key), " ", m.theme.Dim.Apply(name), "  ")
	}
	return m.screen.Direction.Line(parts...), areas, used
}

// hintKey gives the binding to show: the one that goes on from what is pending.
func (m *app) hintKey(a keys.Action) string {
	usable := m.place().Keys(a)
	if o, ok := m.top().(*confirmation); ok && a.ID == keys.ConfirmYes {
		return o.yesOf(usable)
	}
	for _, key := range usable {
		if m.pending != "" && strings.HasPrefix(key, m.pending+" ") {
			return key
		}
	}
	return usable[0]
}
