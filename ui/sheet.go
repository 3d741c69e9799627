package ui

import (
	"strings"

	"tradedesk/model"
	"tradedesk/ui/cells"
	"tradedesk/ui/keys"
	"tradedesk/ui/layout"
	"tradedesk/ui/theme"
)

// maxBody bounds the lines of one long text in a detail.
const maxBody = 120

// sheet collects the lines of a detail, each exactly w cells, and the parts of it
// that the cursor can be on. The margin where the cursor's mark stands comes to
// the lines when they are shown.
type sheet struct {
	m     *app
	w     int
	lines []string
	items []item
}

// item is a part of a detail that the cursor can be on: its lines, and what it is.
type item struct {
	first, after int
	target
}

// target is what a part of a detail stands for.
type target struct {
	what  keys.PartKind
	row   model.Excerpt // of a record
	index int           // of a file or a line of the record that is shown
}

// same reports whether two targets stand for one thing, however it looks now.
func (t target) same(other target) bool {
	return t.what == other.what && t.row.ID == other.row.ID && t.index == other.index
}

// part makes what draw draws a part that the cursor can be on.
func (s *sheet) part(t target, draw func()) {
	first := len(s.lines)
	draw()
	if len(s.lines) > first {
		s.items = append(s.items, item{first, len(s.lines), t})
	}
}

func toRecord(e model.Excerpt) target { return target{what: keys.PartRecord, row: e} }

// blank adds an empty line, but not at the top and not a second one.
func (s *sheet) blank() {
	if n := len(s.lines); n > 0 && s.lines[n-1] != cells.Spaces(s.w) {
		s.lines = append(s.lines, cells.Spaces(s.w))
	}
}

// put adds a line that begins where reading begins.
func (s *sheet) put(line string) {
	s.lines = append(s.lines, s.m.screen.Direction.Start(line, s.w))
}

// text adds wrapped text in one style.
func (s *sheet) text(style theme.Style, text string, indent int) {
	s.textAtMost(maxBody, style, text, indent)
}

func (s *sheet) textAtMost(most int, style theme.Style, text string, indent int) {
	for _, line := range s.m.screen.Direction.Wrap(text, s.w-indent, most) {
		s.put(s.m.screen.Direction.Line(cells.Spaces(indent), style.Apply(line)))
	}
}

// split adds a line with text at both ends.
func (s *sheet) split(start, end string) {
	d, room := s.m.screen.Direction, s.w-cells.Width(end)-2
	s.lines = append(s.lines, d.Spread(d.Cut(start, max(room, 8)), d.Line(end, " "), s.w))
}

const labelCells = 12

// pair adds a label and what it stands for, wrapped beside it; nothing when that
// is empty.
func (s *sheet) pair(label, text string) { s.pairIn(s.m.theme.Text, label, text) }

// pairIn is pair in a style, put on each line by itself so that none runs over
// into what stands beside the detail.
func (s *sheet) pairIn(style theme.Style, label, text string) {
	d := s.m.screen.Direction
	for i, line := range s.m.screen.Direction.Wrap(text, s.w-labelCells-1, maxBody) {
		if i > 0 {
			label = ""
		}
		s.put(d.Line(s.m.theme.Dim.Apply(d.Start(label, labelCells)), " ", style.Apply(line)))
	}
}

// head adds a rule with a title.
func (s *sheet) head(title string) {
	t := s.m.theme
	title = cells.Cut(title, s.w-3)
	s.lines = append(s.lines, s.m.screen.Direction.Line(t.Border.Apply(rule(1)), " ", t.Dim.Apply(title), " ",
		t.Border.Apply(rule(s.w-3-cells.Width(title)))))
}

// section is head with a blank line before it.
func (s *sheet) section(title string) {
	s.blank()
	s.head(title)
}

func rule(n int) string { return strings.Repeat("─", max(n, 0)) }

// filled draws a bar of so many signs from where reading begins.
func filled(d layout.Direction, sign, empty string, full, all int) string {
	return d.Line(strings.Repeat(sign, full), strings.Repeat(empty, all-full))
}

// joined puts a separator between the texts that are not empty. Each keeps its own order, and
// where one is from the right they follow each other as the line does that they stand in.
func joined(separator string, texts ...string) string {
	var out []string
	mixed := false
	for _, text := range texts {
		if strings.TrimSpace(text) != "" {
			out = append(out, text)
			mixed = mixed || cells.Mixed(text)
		}
	}
	for i := range out {
		if mixed {
			out[i] = cells.Apart(out[i])
		}
	}
	return strings.Join(out, separator)
}
