package document

import (
	"fmt"

	"tradedesk/document/pdf"
	"tradedesk/document/typeset"
	"tradedesk/model/text/bidi"
	"tradedesk/model/value"
)

type length = typeset.Length

// The measures of a letter on A4.
const (
	sheetWidth  = 595_276
	sheetHeight = 841_890
	margin      = 18 * typeset.MM // at the sides
	top         = 15 * typeset.MM
	bottom      = 24 * typeset.MM // of what flows; the foot is below
	inner       = sheetWidth - 2*margin
	gutter      = 4 * typeset.MM
)

// The sizes of its text.
const (
	small  length = 7_500
	normal length = 9_000
	large  length = 14_000
	huge   length = 19_000
)

var (
	ink    = pdf.Color{R: 110, G: 130, B: 160}
	accent = pdf.Color{R: 70, G: 230, B: 340}
	quiet  = pdf.Color{R: 390, G: 420, B: 460}
	rule   = pdf.Color{R: 800, G: 820, B: 850}
	shade  = pdf.Color{R: 935, G: 950, B: 960}
)

// align says at which side of its box a line stands. Start and end follow the language;
// figures stand at the right in every one, so that their digits are under each other.
type align uint8

const (
	start align = iota
	end
	figures
	center
)

// letter is a document that is being filled from the top. Places are counted from the
// upper corner at which its language begins; put is the one place that knows which.
type letter struct {
	file   *pdf.File
	setter *typeset.Setter
	page   *pdf.Page
	lang   value.Language
	words  words
	y      length // how far the page is filled, from its top
	opened func() // draws what stands at the top of further pages
}

func (l *letter) base() bidi.Base {
	if l.lang == "ar" {
		return bidi.RTL
	}
	return bidi.LTR
}

// ours is for words of the catalogue, which have the direction of the language.
func (l *letter) ours(size length, bold bool) typeset.Style {
	return typeset.Style{Size: size, Bold: bold, Base: l.base()}
}

// theirs is for what people wrote, which has the direction of its first letter; in an
// Arabic letter that of the Arabic in it.
func (l *letter) theirs(size length, bold bool) typeset.Style {
	if l.lang == "ar" {
		return typeset.Style{Size: size, Bold: bold, Base: bidi.AnyRTL}
	}
	return typeset.Style{Size: size, Bold: bold, Base: bidi.FirstStrong}
}

// code is for what is read from left to right in every language: numbers and references.
func code(size length, bold bool) typeset.Style {
	return typeset.Style{Size: size, Bold: bold, Base: bidi.LTR}
}

// leading is the distance of two lines of a size; Arabic takes more room.
func (l *letter) leading(size length) length {
	if l.lang == "ar" {
		return size * 155 / 100
	}
	return size * 138 / 100
}

// put draws a line whose box begins x from the side where the language begins and y from
// the top, and is width wide.
func (l *letter) put(line typeset.Line, x, y, width length, at align, color pdf.Color) {
	rtl := l.lang == "ar"
	left := l.physical(x, width)
	switch {
	case at == center:
		left += (width - line.Width) / 2
	case at == figures, at == start && rtl, at == end && !rtl:
		left += width - line.Width
	}
	baseline := y + l.leading(line.Size)/2 + line.Size*36/100
	l.page.Text(left, sheetHeight-baseline, line, color)
}

// physical gives where a box begins from the left edge of the sheet.
func (l *letter) physical(x, width length) length {
	if l.lang == "ar" {
		return sheetWidth - x - width
	}
	return x
}

func (l *letter) box(x, y, width, height length, color pdf.Color) {
	l.page.Box(l.physical(x, width), sheetHeight-y-height, width, height, color)
}

// hairline draws a thin line across.
func (l *letter) hairline(x, y, width length, color pdf.Color) {
	l.box(x, y, width, 500, color)
}

// block puts lines under each other and gives the y below them.
func (l *letter) block(lines []typeset.Line, x, y, width length, at align, color pdf.Color) length {
	for _, line := range lines {
		l.put(line, x, y, width, at, color)
		y += l.leading(line.Size)
	}
	return y
}

// atMost leaves out the lines after the first n, and says so by a line of its own.
func (l *letter) atMost(n int, lines []typeset.Line) []typeset.Line {
	if len(lines) <= n {
		return lines
	}
	cut := l.setter.Line("…", typeset.Style{Size: lines[0].Size, Base: l.base()})
	return append(lines[:n-1:n-1], cut)
}

// oneLine sets a text in one line, its end left out when it is wider than its place.
func (l *letter) oneLine(text string, style typeset.Style, width length) typeset.Line {
	line := l.setter.Line(text, style)
	runes := []rune(text)
	for line.Width > width && len(runes) > 0 {
		runes = runes[:min(len(runes)-1, int(length(len(runes))*width/line.Width))]
		line = l.setter.Line(string(runes)+"…", style)
	}
	return line
}

func (l *letter) height(lines []typeset.Line) length {
	total := length(0)
	for _, line := range lines {
		total += l.leading(line.Size)
	}
	return total
}

// newPage begins a page.
func (l *letter) newPage() {
	l.page = l.file.AddPage(sheetWidth, sheetHeight)
	l.y = top
	if len(l.file.Pages()) > 1 && l.opened != nil {
		l.opened()
	}
}

// room is what is left of the page.
func (l *letter) room() length { return sheetHeight - bottom - l.y }

// need begins a page when so much is not left of this one.
func (l *letter) need(height length) {
	if l.room() < height {
		l.newPage()
	}
}

// feet draws the foot of every page, when it is known how many there are.
func (l *letter) feet(number string, footer []string) {
	pages := l.file.Pages()
	for i, page := range pages {
		l.page = page
		y := length(sheetHeight - bottom + 5*typeset.MM)
		l.hairline(margin, y, inner, rule)
		y += 1 * typeset.MM
		count := l.setter.Line(fmt.Sprintf(l.words.page, i+1, len(pages)), l.ours(small, false))
		l.put(count, margin, y, inner, end, quiet)
		l.put(l.oneLine(number, code(small, false), inner/2), margin, y, inner, start, quiet)
		y += l.leading(small)
		for _, text := range footer {
			y = l.block(l.atMost(2, l.setter.Lines(text, l.theirs(small, false), inner)), margin, y, inner, center, quiet)
		}
	}
}
