package document

import (
	"strconv"
	"strings"

	"tradedesk/document/typeset"
)

// column is one of the table of lines.
type column struct {
	title string
	width length
	at    align
}

const (
	cellPad     = 3 * typeset.Point // at each side of a cell
	amountWidth = 30 * typeset.MM
)

func (l *letter) columns() []column {
	mm := typeset.MM
	rest := inner - (9+19+30+26+30)*mm
	return []column{
		{l.words.position, 9 * mm, start}, {l.words.description, rest, start}, {l.words.hs, 19 * mm, start},
		{l.words.quantity, 30 * mm, figures}, {l.words.price, 26 * mm, figures}, {l.words.amount, amountWidth, figures},
	}
}

// cells sets what stands in a row, each cell in lines that fit its column.
func (l *letter) cells(columns []column, texts []string, style func(column int) typeset.Style) [][]typeset.Line {
	out := make([][]typeset.Line, len(columns))
	for i, c := range columns {
		out[i] = l.cell(texts[i], style(i), c)
	}
	return out
}

// leastSize is how small figures are set before they are broken.
const leastSize = 5_000

// cell sets the text of a cell. Figures that are too wide are set smaller: a number on two
// lines is read as two.
func (l *letter) cell(text string, style typeset.Style, c column) []typeset.Line {
	width := c.width - 2*cellPad
	for c.at == figures && style.Size > leastSize && widest(text, style, l.setter) > width {
		style.Size -= 250
	}
	return l.setter.Lines(text, style, width)
}

// widest gives how wide the widest word of a text is.
func widest(text string, style typeset.Style, setter *typeset.Setter) length {
	most := length(0)
	for word := range strings.SplitSeq(text, " ") {
		most = max(most, setter.Line(word, style).Width)
	}
	return most
}

// table draws the lines of an offer, with its head on every page, and the total. The last line
// stays with the total and, if a page has room for it, with all that is drawn below up to the
// signatures, which take so much: whoever signs has the total before them.
func (l *letter) table(o Offer, signatures length) {
	columns := l.columns()
	head := l.cells(columns, titles(columns), func(int) typeset.Style { return l.ours(small, true) })
	l.need(l.rowHeight(head) + 3*l.leading(normal))
	l.tableHead(columns, head)
	for i, line := range o.Lines {
		row := l.cells(columns, []string{
			strconv.Itoa(i + 1), line.Product, string(line.HS), quantity(line.Quantity, line.Unit, o.Language),
			money(line.Price, o.Currency, o.Language), money(line.Amount, o.Currency, o.Language),
		}, l.cellStyle)
		below := length(0)
		if i == len(o.Lines)-1 {
			below = l.totalHeight() // the total never stands alone on a page
			if all := below + l.termsHeight(o) + signatures; l.rowHeight(row)+all <= l.wholePage(head) {
				below = all
			}
		}
		l.row(columns, head, row, below)
	}
	l.totalRow(o)
}

func titles(columns []column) []string {
	var out []string
	for _, c := range columns {
		out = append(out, c.title)
	}
	return out
}

// cellStyle gives how a cell of a column is set: the description is somebody's text, and
// so is a unit's name; the rest is figures.
func (l *letter) cellStyle(column int) typeset.Style {
	switch column {
	case 1:
		return l.theirs(normal, false)
	case 3:
		return l.ours(normal, false)
	}
	return code(normal, false)
}

const rowPad = 3 * typeset.Point // above and below the text of a row

func (l *letter) rowHeight(row [][]typeset.Line) length {
	height := length(0)
	for _, cell := range row {
		height = max(height, l.height(cell))
	}
	return height + 2*rowPad
}

func (l *letter) tableHead(columns []column, head [][]typeset.Line) {
	height := l.rowHeight(head)
	l.box(margin, l.y, inner, height, shade)
	l.hairline(margin, l.y+height-500, inner, accent)
	l.drawRow(columns, head)
}

// row draws a row, on the next page when it does not fit on this one together with what
// has to stay below it. One that is longer than a page goes on over the next.
func (l *letter) row(columns []column, head, row [][]typeset.Line, below length) {
	for {
		height := l.rowHeight(row)
		if height+below <= l.room() {
			l.drawRow(columns, row)
			l.hairline(margin, l.y, inner, rule)
			return
		}
		if height+below > l.wholePage(head) {
			// A row that no page holds: as many of its lines as there is room for.
			if part := int((l.room() - 2*rowPad) / l.leading(normal)); part > 0 {
				row = l.drawPart(columns, row, part)
			}
		}
		l.newPage()
		l.tableHead(columns, head)
	}
}

// wholePage is what a further page has room for below the head of the table.
func (l *letter) wholePage(head [][]typeset.Line) length {
	return sheetHeight - top - bottom - l.rowHeight(head) - 12*typeset.MM
}

// drawPart draws the first lines of a row and gives the others.
func (l *letter) drawPart(columns []column, row [][]typeset.Line, lines int) [][]typeset.Line {
	first, rest := make([][]typeset.Line, len(row)), make([][]typeset.Line, len(row))
	for i, cell := range row {
		n := min(lines, len(cell))
		first[i], rest[i] = cell[:n], cell[n:]
	}
	l.drawRow(columns, first)
	return rest
}

func (l *letter) drawRow(columns []column, row [][]typeset.Line) {
	x := margin
	for i, c := range columns {
		l.block(row[i], x+cellPad, l.y+rowPad, c.width-2*cellPad, c.at, ink)
		x += c.width
	}
	l.y += l.rowHeight(row)
}

func (l *letter) totalHeight() length { return l.leading(normal+2000) + 4*rowPad }

func (l *letter) totalRow(o Offer) {
	size := normal + 2000
	l.hairline(margin, l.y, inner, accent)
	l.y += rowPad
	total := l.setter.Line(withCurrency(o.Total, o.Currency, o.Language), code(size, true))
	l.put(l.setter.Line(l.words.total, l.ours(size, true)), margin+cellPad, l.y, inner-2*cellPad-total.Width-gutter, end, accent)
	at := end
	if l.lang == "ar" {
		at = figures // at the right of the last column, as the amounts above
	}
	width := max(amountWidth-2*cellPad, total.Width)
	l.put(total, margin+inner-cellPad-width, l.y, width, at, accent)
	l.y += l.leading(size) + rowPad
}
