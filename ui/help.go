package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/ui/cells"
	"tradedesk/ui/keys"
	"tradedesk/ui/layout"
)

// sheetOverlay shows lines to read: the help, a report.
type sheetOverlay struct {
	title string
	lines func(m *app, w int) []string
	again func() tea.Cmd // looks at the columns of the file that a report is of; nil for none
	alike []desk.Alike   // what a file brought that may have been there, to be reviewed
	top   int
	shown int // lines that were shown last, and lines there are
	all   int
}

func (o *sheetOverlay) place() keys.Place            { return keys.PlaceOf("place.read") }
func (o *sheetOverlay) owns(id keys.ID) bool         { return strings.HasPrefix(string(id), "read.") }
func (o *sheetOverlay) update(*app, tea.Msg) tea.Cmd { return nil }

func (o *sheetOverlay) state(s *keys.State) {
	s.Mappable, s.Alike = o.again != nil, len(o.alike) > 0
}

func (o *sheetOverlay) do(m *app, id keys.ID) tea.Cmd {
	switch id {
	case keys.ReadUp:
		o.top--
	case keys.ReadDown:
		o.top++
	case keys.ReadPU:
		o.top -= o.shown
	case keys.ReadPD:
		o.top += o.shown
	case keys.ReadReview:
		m.drop(o)
		m.reviewAlike(o.alike)
		return nil
	case keys.ReadBack:
		m.drop(o)
	case keys.ReadMap:
		m.drop(o)
		return o.again()
	}
	o.top = max(min(o.top, o.all-o.shown), 0)
	return nil
}

func (o *sheetOverlay) draw(m *app) ([]string, layout.Box) {
	return m.boxed(o.title, min(100, m.screen.Size.W-8), m.screen.Size.H-8, func(w, h int) []string {
		lines := o.lines(m, w)
		o.shown, o.all = h, len(lines)
		o.top = max(min(o.top, o.all-o.shown), 0)
		return lines[o.top:]
	})
}

// newHelp lists every key of the place, inner scopes first, and says what cannot
// be done now and why.
func newHelp(m *app) *sheetOverlay {
	place, state := m.place(), m.state()
	return &sheetOverlay{title: m.words.T("help.title"), lines: func(m *app, w int) []string {
		var lines []string
		scope := keys.Scope("")
		for _, a := range m.keys.In(place) {
			if a.Scope != scope {
				if scope != "" {
					lines = append(lines, cells.Spaces(w))
				}
				scope = a.Scope
				lines = append(lines, m.theme.Strong.Apply(m.screen.Direction.Start(m.words.T("scope."+string(scope)), w)))
			}
			lines = append(lines, m.helpLines(a, place, state, w)...)
		}
		return lines
	}}
}

const (
	helpKeyCells  = 20
	mostHelpLines = 4 // that an action takes
)

// helpLines says the keys of an action and what it does, in as many lines as that takes.
func (m *app) helpLines(a keys.Action, place keys.Place, state keys.State, w int) []string {
	var labels []string
	for _, key := range place.Keys(a) {
		// A key may mean something else further in.
		if first, found, _ := m.keys.Find(place, "", key); !found || first.ID == a.ID {
			labels = append(labels, keys.Label(m.words, key))
		}
	}
	text, style := m.words.T(a.Help()), m.theme.Text
	if ok, why := a.Can(state); !ok {
		text, style = text+" ("+m.words.T(why)+")", m.theme.Dim
	}
	key, room := strings.Join(labels, "  "), w-helpKeyCells-2
	var lines []string
	for _, line := range m.screen.Direction.Wrap(text, room, mostHelpLines) {
		at := m.theme.Key.Apply(m.screen.Direction.Inset(2, key, helpKeyCells))
		lines = append(lines, m.screen.Direction.Line(at, "  ", style.Apply(m.screen.Direction.Start(line, room))))
		key = ""
	}
	return lines
}
