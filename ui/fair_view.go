package ui

import (
	"strings"

	"tradedesk/model/capture"
	"tradedesk/ui/cells"
	"tradedesk/ui/form"
	"tradedesk/ui/words"
)

// The lines of the page that are not the list: what is understood, and what may be
// the same, have a place of their own, so that nothing jumps while one types.
const (
	linesUnderstood = 3
	linesAlike      = 2
)

func (f *fair) draw(m *app, w, h int) []string {
	understood, alike := linesUnderstood, linesAlike
	if h < 18 {
		understood, alike = 2, 1
	}
	lines := []string{f.head(m, w), f.input(m, w)}
	lines = append(lines, cells.Block(f.understood(m, w, understood), w, understood)...)
	lines = append(lines, cells.Block(f.likeness(m, w, alike), w, alike)...)
	lines = append(lines, m.theme.Border.Apply(rule(w)))
	return append(lines, f.list(m, w, h-len(lines))...)
}

// head says where this is, what of it is only here, and whether a kill would lose
// what is typed.
func (f *fair) head(m *app, w int) string {
	name := m.words.T("fair.none")
	if f.event != nil {
		name = cells.Safe(f.event.Name)
	}
	parts := []string{m.theme.Strong.Apply(name)}
	if f.event != nil {
		parts = append(parts, m.words.N("fair.captured", f.captured))
	}
	parts = append(parts, m.words.N("fair.unsynced", m.counts.status.Pending))
	if f.typed() && textHash(f.text()) == f.keep.kept && !f.keep.flying {
		parts = append(parts, m.theme.Dim.Apply(m.words.T("fair.kept")))
	}
	return m.screen.Direction.Inset(1, strings.Join(parts, " · "), w)
}

func (f *fair) input(m *app, w int) string {
	label := m.words.T("kind." + string(f.reading.Kind(f.kind)))
	if f.fixing != nil {
		label = m.words.T("fair.correcting", words.Data{"Kind": label})
	}
	prompt := " " + label + " > "
	f.line.Styles = form.LineStyles{Text: m.theme.Field, Placeholder: m.theme.Dim}
	f.line.Placeholder = m.words.T("fair.example")
	room := max(w-cells.Width(prompt), 0)
	return m.screen.Direction.Line(m.theme.Accent.Apply(prompt), f.line.View(m.screen.Direction, room, !f.browsing))
}

// understood draws what the line says, field by field; what is guessed has a mark.
func (f *fair) understood(m *app, w, most int) []string {
	var pieces []piece
	add := func(label, text string, sure bool) {
		pieces = append(pieces, piece{label, cells.Safe(text), sure})
	}
	country := false
	for _, part := range f.reading.Parts {
		if part.Text == "" {
			continue
		}
		country = country || part.Field == capture.Country
		add(m.words.T("fair.field."+string(part.Field)), part.Text, part.Sure)
	}
	if !country && f.reading.Country != "" {
		add(m.words.T("fair.field.country"), f.reading.Country.Name(m.words.Language()), true)
	}
	var lines []string
	line, used := "", 0
	for _, p := range pieces {
		wide := cells.Width(p.label) + 1 + cells.Width(p.text) + 4
		if used+wide > w-1 && used > 0 {
			if len(lines) == most-1 {
				line += m.theme.Dim.Apply(cells.Cut(" …", w-1-used))
				break
			}
			lines, line, used = append(lines, m.screen.Direction.Inset(1, line, w)), "", 0
		}
		line = m.screen.Direction.Line(line, p.draw(m, w-2))
		used += wide
	}
	return append(lines, m.screen.Direction.Inset(1, line, w))
}

// piece is one field that was understood.
type piece struct {
	label, text string
	sure        bool
}

func (p piece) draw(m *app, room int) string {
	text := cells.Cut(p.text, max(room-cells.Width(p.label)-4, 1))
	mark, style := " ", m.theme.Text
	if !p.sure {
		mark, style = "?", m.theme.Warn
	}
	return m.screen.Direction.Line(m.theme.Dim.Apply(p.label), " ", style.Apply(text), style.Apply(mark), "  ")
}

// likeness draws what the line may be the same as; the marked one is what tab is
// for.
func (f *fair) likeness(m *app, w, most int) []string {
	found := f.found()
	pick := min(f.pick, max(len(found)-1, 0))
	var lines []string
	for i := max(pick-most+1, 0); i < len(found) && len(lines) < most; i++ {
		mark, text := " ", m.duplicateLine(found[i], found[i].Kind)
		if i == pick {
			mark, text = m.theme.Mark, joined(" — ", text, m.words.T("fair.tab"))
		}
		d := m.screen.Direction
		lines = append(lines, m.theme.Warn.Apply(d.Start(d.Line(" ", mark, d.Cut(text, w-2)), w)))
	}
	return lines
}

func (f *fair) list(m *app, w, h int) []string {
	f.page.list.SetHeight(max(h, 1))
	var lines []string
	columns := m.fitted([]column{colTitle(), colCountry(), colWants(), colQuantity(), colTags(), colAge()}, w-marks-1)
	for _, row := range f.page.list.Visible() {
		row.Cursor = row.Cursor && f.browsing
		row.New = false
		lines = append(lines, m.row(row, columns, w))
	}
	if len(lines) == 0 {
		lines = append(lines, m.theme.Dim.Apply(m.screen.Direction.Inset(3, m.words.T("fair.empty"), w)))
	}
	return cells.Block(lines, w, h)
}
