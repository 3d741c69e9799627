package form

import (
	"fmt"
	"strings"

	"tradedesk/model"
	"tradedesk/ui/cells"
)

// The lines around the rows of a table: title and heads above, what is to be said
// about the cell and what the keys do below.
const (
	tableHead = 2
	tableFoot = 2
)

const cellGap = 2

// numberCells is how wide the numbers of rows are: no list has more than 200.
const numberCells = 3

func (t *Table) shownRows() int { return max(t.h-tableHead-tableFoot, 1) }

func (t *Table) reveal() {
	t.top = min(t.top, t.row)
	t.top = max(t.top, t.row-t.shownRows()+1)
}

// leastCells is how narrow a column may be, by what stands in it; 0 grows.
func leastCells(c model.Field) int {
	switch c.Type {
	case model.TypeHS:
		return 6
	case model.TypeUnit, model.TypeCurrency:
		return 5
	case model.TypePacking:
		return 12
	case model.TypeDecimal:
		return 9
	case model.TypeInt:
		return 6
	case model.TypeDate:
		return 10
	}
	return 0
}

// widths shares the cells out. What is left when no column grows is for hints.
func (t *Table) widths() (widths []int, hint int) {
	left := t.w - numberCells - cellGap*len(t.columns)
	widths = make([]int, len(t.columns))
	var grow []int
	for i, c := range t.columns {
		widths[i] = leastCells(c)
		if widths[i] == 0 {
			grow = append(grow, i)
		} else {
			widths[i] = max(widths[i], min(cells.Width(t.heads[i]), 12))
		}
		left -= widths[i]
	}
	for i, column := range grow {
		widths[column] = max(left/(len(grow)-i), 8)
		left -= widths[column]
	}
	if len(grow) > 0 {
		return widths, 0
	}
	return widths, max(left-cellGap, 0)
}

// View draws exactly the lines and cells of SetSize.
func (t *Table) View() string { return strings.Join(t.Lines(), "\n") }

// Lines is View in lines.
func (t *Table) Lines() []string {
	widths, hint := t.widths()
	lines := make([]string, 0, t.h)
	if t.h > tableHead+tableFoot {
		lines = append(lines, t.theme.Strong.Apply(t.o.Direction.Start(t.o.Direction.Cut(cells.Safe(t.o.Title), t.w), t.w)), t.headLine(widths))
	}
	first := len(lines)
	fractions := t.fractions()
	for i := t.top; i < len(t.rows) && i < t.top+t.shownRows(); i++ {
		lines = append(lines, t.rowLine(i, widths, hint, fractions))
	}
	lines = cells.Block(lines, t.w, first+t.shownRows())
	t.layPopup(lines, first)
	if t.h > tableHead+tableFoot {
		lines = append(lines, t.said(), t.footLine())
	}
	for i := range lines {
		lines[i] = cells.Fit(lines[i], t.w)
	}
	return cells.Block(lines, t.w, t.h)
}

func (t *Table) headLine(widths []int) string {
	parts := []string{cells.Spaces(numberCells)}
	for i, head := range t.heads {
		if t.columns[i].Type == model.TypeDecimal {
			head = t.o.Direction.Figures(head, widths[i])
		} else {
			head = t.o.Direction.Start(t.o.Direction.Cut(head, widths[i]), widths[i])
		}
		parts = append(parts, cells.Spaces(cellGap), head)
	}
	return t.theme.Dim.Apply(t.o.Direction.Start(t.o.Direction.Line(parts...), t.w))
}

func (t *Table) rowLine(i int, widths []int, hint int, fractions []int) string {
	number, style := fmt.Sprint(i+1), t.theme.Dim
	if i == len(t.rows)-1 {
		number = "+"
	}
	if i == t.row {
		number, style = t.theme.Mark+number, t.theme.Accent
	}
	parts := []string{style.Apply(t.o.Direction.Start(number, numberCells))}
	for j, in := range t.rows[i].cells {
		if given := t.rows[i].given; given != nil && j == 0 {
			parts = append(parts, cells.Spaces(cellGap), t.o.Direction.Start(t.o.Direction.Cut(cells.Safe(given.Label), widths[j]), widths[j]))
			continue
		}
		parts = append(parts, cells.Spaces(cellGap), t.cellText(in, i == t.row && j == t.col, widths[j], fractions[j]))
	}
	if hint > 0 && i < len(t.hints) {
		parts = append(parts, cells.Spaces(cellGap), t.theme.Dim.Apply(t.o.Direction.Start(t.o.Direction.Cut(cells.Safe(t.hints[i]), hint), hint)))
	}
	return t.o.Direction.Start(t.o.Direction.Line(parts...), t.w)
}

// cellText draws a cell: the one with the cursor as a line that is typed in, numbers
// with their points under each other, what is wrong marked.
func (t *Table) cellText(in *input, focused bool, w, fraction int) string {
	in.focusStyle(t.theme, focused)
	if focused {
		return in.line.View(t.o.Direction, w, true)
	}
	text := cells.Isolate(cells.Safe(in.value()), cells.ByLetters)
	if in.err != "" {
		return t.theme.Urgent.Apply(t.o.Direction.Start(t.o.Direction.Cut("!"+text, w), w))
	}
	if in.field.Type == model.TypeDecimal {
		return t.o.Direction.Figures(text+cells.Spaces(fraction-fractionOf(text)), w)
	}
	return t.o.Direction.Start(t.o.Direction.Cut(text, w), w)
}

// fractions gives for each column the most digits behind a point, with the point.
func (t *Table) fractions() []int {
	most := make([]int, len(t.columns))
	for _, row := range t.rows {
		for j, in := range row.cells {
			if in.field.Type == model.TypeDecimal {
				most[j] = max(most[j], fractionOf(in.value()))
			}
		}
	}
	return most
}

func fractionOf(number string) int {
	if at := strings.IndexByte(number, '.'); at >= 0 {
		return len(number) - at
	}
	return 0
}

// said gives what there is to say about the cell with the cursor: what is wrong,
// what a code stands for, the hint of its row, or what that is given for.
func (t *Table) said() string {
	in := t.cell()
	switch {
	case in.err != "":
		where := fmt.Sprintf("! %d %s: ", t.row+1, t.heads[t.col])
		return t.theme.Urgent.Apply(t.o.Direction.Start(t.o.Direction.Cut(where+in.err, t.w), t.w))
	case t.reading(in) != "":
		return t.theme.Dim.Apply(t.o.Direction.Start(t.o.Direction.Cut(t.reading(in), t.w), t.w))
	case t.row < len(t.hints) && t.hints[t.row] != "":
		return t.theme.Warn.Apply(t.o.Direction.Start(t.o.Direction.Cut(cells.Safe(t.hints[t.row]), t.w), t.w))
	case t.rows[t.row].given != nil: // whole, where its cell has no room for it
		return t.theme.Dim.Apply(t.o.Direction.Start(t.o.Direction.Cut(cells.Safe(t.rows[t.row].given.Label), t.w), t.w))
	}
	return cells.Spaces(t.w)
}

func (t *Table) reading(in *input) string {
	raw, err := t.part(in)
	if err != nil || raw == nil {
		return ""
	}
	code := strings.Trim(string(raw), `"`)
	return cells.Safe(nameOf(in.field, code, t.lang()))
}

func (t *Table) lang() string {
	if t.o.Lang == "" {
		return "en"
	}
	return t.o.Lang
}

// layPopup puts the choices under the row with the cursor, or over it when there
// is more room above.
func (t *Table) layPopup(lines []string, first int) {
	if !t.popup.open() {
		return
	}
	at := first + t.row - t.top
	below, above := len(lines)-at-1, at-first
	room := below
	if want := min(maxPopup, len(t.popup.choices)); below < want && above > below {
		room = above
	}
	shown := t.popup.view(t.o.Direction, t.w, min(maxPopup, room), t.theme)
	from := at + 1
	if room != below {
		from = at - len(shown)
	}
	copy(lines[from:], shown)
}

func (t *Table) footLine() string {
	id, style := "form.keys_rows", t.theme.Dim
	switch {
	case t.asking:
		id, style = "form.discard", t.theme.Warn
	case t.wrong != "":
		id, style = "form.refused", t.theme.Urgent
	case t.popup.open():
		id = "form.keys_choices"
	}
	return style.Apply(t.o.Direction.Start(t.o.Direction.Cut(cells.Safe(t.word(id)), t.w), t.w))
}
