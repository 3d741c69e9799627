package form

import (
	"strings"

	"tradedesk/ui/cells"
)

// row is one line of the fields: what stands in the column of labels and what in
// the column of values.
type row struct{ label, value string }

// The lines around the fields.
const (
	headLines = 1 // the title
	footLines = 1 // what the keys do, or a question
)

// bodyHeight is how many lines the fields have: all of them when there are few.
func (f *Form) bodyHeight() int {
	if f.h <= headLines+footLines {
		return f.h
	}
	return f.h - headLines - footLines
}

func (f *Form) framed() bool { return f.h > headLines+footLines }

func (f *Form) valueW() int { return max(f.w-f.labelW, 0) }

// areaHeight is how many lines a text of many lines has: what the other fields leave, and
// not less than it takes to write in.
func (f *Form) areaHeight() int {
	areas := 0
	for _, in := range f.inputs {
		if in.area != nil {
			areas++
		}
	}
	left := (f.bodyHeight() - len(f.inputs) + areas) / max(areas, 1)
	return max(1, min(f.bodyHeight()/3, 8), left)
}

// height is how many lines a field takes.
func (f *Form) height(in *input) int {
	n := 1
	if in.area != nil {
		n = f.areaHeight()
	}
	if f.told(in) != "" {
		n++
	}
	return n + len(f.wrong(in))
}

// wrong gives the lines under a field that say what is wrong with it.
func (f *Form) wrong(in *input) []string {
	if in.err == "" {
		return nil
	}
	return f.options.Direction.Wrap("! "+in.err, max(f.valueW(), 1), 3)
}

// layout widens the columns for the size, and scrolls to the field with the cursor.
func (f *Form) layout() {
	widest := 0
	for _, in := range f.inputs {
		widest = max(widest, cells.Width(in.label))
	}
	f.labelW = min(widest+4, f.w/2) // the mark, a space, the label, two spaces
	for i, in := range f.inputs {
		if in.area != nil {
			in.area.setWidth(f.valueW())
		}
		in.focusStyle(f.theme, i == f.focus)
	}
	from, to, all := f.extent()
	body := f.bodyHeight()
	f.top = min(f.top, from)
	f.top = max(f.top, min(to-body, from))
	f.top = max(0, min(f.top, all-body))
}

// extent gives the lines of the field with the cursor, and how many there are.
func (f *Form) extent() (from, to, all int) {
	for i, in := range f.inputs {
		h := f.height(in)
		if i == f.focus {
			from, to = all, all+h
		}
		all += h
	}
	return from, to, all
}

// View draws exactly the lines and cells of SetSize.
func (f *Form) View() string { return strings.Join(f.Lines(), "\n") }

// Lines is View in lines.
func (f *Form) Lines() []string {
	if f.w == 0 {
		return make([]string, f.h)
	}
	if f.table != nil {
		return f.table.Lines()
	}
	body := f.body()
	lines := make([]string, 0, f.h)
	if f.framed() {
		lines = append(lines, f.theme.Strong.Apply(f.options.Direction.Start(f.title, f.w)))
	}
	for _, r := range body {
		lines = append(lines, f.options.Direction.Line(r.label, r.value))
	}
	if f.framed() {
		lines = append(lines, f.foot())
	}
	return lines
}

// body gives the visible lines of the fields, with the choices laid over them.
func (f *Form) body() []row {
	var rows []row
	for i, in := range f.inputs {
		rows = append(rows, f.rows(in, i == f.focus)...)
	}
	rows = rows[min(f.top, len(rows)):]
	for len(rows) < f.bodyHeight() {
		rows = append(rows, f.blank())
	}
	rows = rows[:f.bodyHeight()]
	f.layPopup(rows)
	return rows
}

func (f *Form) blank() row {
	return row{cells.Spaces(f.labelW), cells.Spaces(f.valueW())}
}

func (f *Form) rows(in *input, focused bool) []row {
	mark, style := " ", f.theme.Dim
	if focused {
		mark, style = cells.Cut(f.theme.Mark, 1), f.theme.Accent
	}
	d := f.options.Direction
	label := style.Apply(d.Start(d.Line(mark, " ", d.Cut(in.label, f.labelW-4)), f.labelW))
	var out []row
	if in.area == nil {
		out = append(out, row{label, f.viewLine(in, focused)})
	} else {
		for y, line := range in.area.view(f.options.Direction, f.areaHeight(), focused) {
			if y > 0 {
				label = cells.Spaces(f.labelW)
			}
			out = append(out, row{label, line})
		}
	}
	if in.cleared {
		out[0].value = f.theme.Warn.Apply(f.options.Direction.Start(cells.Safe(f.word("form.cleared")), f.valueW()))
	}
	if told := f.told(in); told != "" {
		style := f.theme.Dim
		if in.stands(f) == Apart {
			style = f.theme.Warn
		}
		out = append(out, row{cells.Spaces(f.labelW), style.Apply(f.options.Direction.Start(cells.Cut(told, f.valueW()), f.valueW()))})
	}
	for _, line := range f.wrong(in) {
		out = append(out, row{cells.Spaces(f.labelW), f.theme.Urgent.Apply(f.options.Direction.Start(line, f.valueW()))})
	}
	return out
}

// layPopup puts the choices under the field with the cursor, or over it when
// there is more room above.
func (f *Form) layPopup(rows []row) {
	if !f.popup.open() {
		return
	}
	from, to, _ := f.extent()
	from, to = from-f.top, to-f.top
	below, above := len(rows)-to, from
	room := below
	if want := min(maxPopup, len(f.popup.choices)); below < want && above > below {
		room = above
	}
	lines := f.popup.view(f.options.Direction, f.valueW(), min(maxPopup, room), f.theme)
	at := to
	if room != below {
		at = from - len(lines)
	}
	for i, line := range lines {
		rows[at+i].value = line
	}
}

// foot says what the keys do here, or asks.
func (f *Form) foot() string {
	switch {
	case f.refused:
		return f.theme.Urgent.Apply(f.options.Direction.Start("! "+cells.Safe(f.word("form.refused")), f.w))
	case f.onTable():
		return f.theme.Dim.Apply(f.options.Direction.Start(cells.Safe(f.word("form.keys_table")), f.w))
	case f.popup.open():
		return f.theme.Dim.Apply(f.options.Direction.Start(cells.Safe(f.word("form.keys_choices")), f.w))
	}
	keys := f.word("form.keys")
	if f.options.Several {
		keys = f.word("form.keys_several")
	}
	return f.theme.Dim.Apply(f.options.Direction.Start(cells.Safe(keys), f.w))
}

// Cursor gives the cell of the cursor within the form's box, for a terminal
// cursor; false when it has no place.
func (f *Form) Cursor() (x, y int, ok bool) {
	if len(f.inputs) == 0 || f.valueW() == 0 || f.table != nil {
		return 0, 0, false
	}
	from, _, _ := f.extent()
	y = from - f.top
	in := f.inputs[f.focus]
	if in.area == nil {
		x = in.line.CursorX(f.valueW())
	} else {
		row := in.area.row()
		x = min(in.area.x(row), f.valueW()-1)
		y += row - in.area.top(f.areaHeight(), true)
	}
	if y < 0 || y >= f.bodyHeight() {
		return 0, 0, false
	}
	if f.framed() {
		y += headLines
	}
	return x + f.labelW, y, true
}
