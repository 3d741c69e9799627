package form

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"tradedesk/model/text"
	"tradedesk/ui/cells"
	"tradedesk/ui/layout"
)

// area edits text of many lines, wrapped at words to the width it is drawn in.
type area struct {
	styles LineStyles

	buf     buffer
	width   int // cells
	rows    []span
	wrapped int // the version of the text that rows are of
}

// span is the graphemes of one row, without the line's end.
type span struct{ from, to int }

func (a *area) set(s string) {
	a.buf.set(text.CleanLines(s, len(s)))
	a.buf.at = 0
}

func (a *area) value() string { return strings.TrimSpace(a.buf.string()) }

func (a *area) setWidth(w int) {
	if w != a.width {
		a.width, a.rows = w, nil
	}
}

// update reports whether the key or paste was for the area; up and down are
// not when there is no row to go to.
func (a *area) update(msg tea.Msg) bool {
	a.buf.limit = areaLimit
	switch msg := msg.(type) {
	case tea.PasteMsg:
		a.buf.insert(pasted(msg.Content, areaLimit, text.CleanLines))
		return true
	case tea.KeyPressMsg:
		if typed := Typed(msg); typed != "" {
			a.buf.typed(typed)
			return true
		}
		switch stroke := Stroke(msg); stroke {
		case "enter", "shift+enter", "ctrl+j":
			a.buf.insert("\n")
			return true
		case "up":
			return a.step(-1)
		case "down":
			return a.step(1)
		default:
			return a.buf.key(stroke)
		}
	}
	return false
}

// step moves the cursor by rows, to the nearest cell.
func (a *area) step(by int) bool {
	rows := a.wrap()
	row := a.row()
	to := row + by
	if to < 0 || to >= len(rows) {
		return false
	}
	x := a.x(row)
	a.buf.at = rows[to].from
	for at, last := rows[to].from, a.lastStop(to); at < last; {
		_, w := shown(a.buf.cells[at])
		if x -= w; x < 0 {
			break
		}
		at++
		a.buf.at = at
	}
	return true
}

// lastStop is the last place of the cursor in a row: behind a soft break it
// belongs to the next row.
func (a *area) lastStop(row int) int {
	rows := a.wrap()
	if row+1 < len(rows) && rows[row+1].from == rows[row].to && rows[row].to > rows[row].from {
		return rows[row].to - 1
	}
	return rows[row].to
}

func (a *area) row() int {
	rows := a.wrap()
	for i := len(rows) - 1; i > 0; i-- {
		if rows[i].from <= a.buf.at {
			return i
		}
	}
	return 0
}

func (a *area) x(row int) int {
	x := 0
	for _, c := range a.buf.cells[a.wrap()[row].from:a.buf.at] {
		_, w := shown(c)
		x += w
	}
	return x
}

// wrap gives the rows, one at least. A row leaves a cell free, so that the
// cursor has a place behind its end.
func (a *area) wrap() []span {
	if a.rows != nil && a.wrapped == a.buf.version {
		return a.rows
	}
	a.rows, a.wrapped = a.rows[:0], a.buf.version
	room := max(a.width-1, 1)
	from, used, word := 0, 0, 0 // word: where the word that is being read began
	for i, c := range a.buf.cells {
		if c == "\n" {
			a.rows = append(a.rows, span{from, i})
			from, used, word = i+1, 0, i+1
			continue
		}
		_, w := shown(c)
		if used+w > room && i > from {
			if word <= from {
				word = i
			}
			a.rows = append(a.rows, span{from, word})
			from, used = word, a.cellsOf(word, i)
		}
		used += w
		if blank(c) {
			word = i + 1
		}
	}
	a.rows = append(a.rows, span{from, len(a.buf.cells)})
	return a.rows
}

func (a *area) cellsOf(from, to int) int {
	n := 0
	for _, c := range a.buf.cells[from:to] {
		_, w := shown(c)
		n += w
	}
	return n
}

// top is the first row to draw, so that the cursor's row is visible.
func (a *area) top(height int, focused bool) int {
	if !focused {
		return 0
	}
	return max(0, a.row()-height+1)
}

// view draws exactly height rows of exactly the width that was set.
func (a *area) view(d layout.Direction, height int, focused bool) []string {
	rows := a.wrap()
	top := a.top(height, focused)
	lines := make([]string, height)
	for y := range lines {
		if top+y >= len(rows) {
			lines[y] = cells.Spaces(a.width)
			continue
		}
		lines[y] = a.viewRow(d, top+y, focused && top+y == a.row())
	}
	if more := top+height < len(rows); more && !focused && a.width > 1 {
		lines[height-1] = a.styles.Text.Apply(a.line(d, rows[top+height-1], cells.Cut(a.plain(rows[top+height-1]), a.width-1)+cells.Ellipsis))
	}
	return lines
}

func (a *area) plain(s span) string {
	var b strings.Builder
	for _, c := range a.buf.cells[s.from:s.to] {
		s, _ := shown(c)
		b.WriteString(s)
	}
	return b.String()
}

func (a *area) viewRow(d layout.Direction, row int, focused bool) string {
	s := a.wrap()[row]
	if !focused {
		return a.styles.Text.Apply(a.line(d, s, a.plain(s)))
	}
	under, w := " ", 1
	after := span{s.to, s.to}
	if a.buf.at < s.to {
		under, w = shown(a.buf.cells[a.buf.at])
		after.from = a.buf.at + 1
	}
	x := a.x(row)
	if x+w > a.width {
		return a.styles.Text.Apply(a.line(d, s, a.plain(s)))
	}
	before := a.plain(span{s.from, a.buf.at})
	rest := cells.Cut(a.plain(after), a.width-x-w)
	blanks := cells.Spaces(a.width - x - w - cells.Width(rest))
	return typed(d, a.paragraph(s), a.styles.Text.Apply(before)+cursor(under)+a.styles.Text.Apply(rest), a.styles.Text.Apply(blanks))
}

// paragraph gives the whole text that a row is of.
func (a *area) paragraph(row span) string {
	return a.plain(span{a.buf.lineStart(row.from), a.buf.lineEnd(row.to)})
}

// line puts the text of a row at its place, from the side its paragraph begins at.
func (a *area) line(d layout.Direction, row span, text string) string {
	return d.Start(cells.Within(cells.BaseOf(a.paragraph(row)), text), a.width)
}
