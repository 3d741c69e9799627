package pdf

import (
	"bytes"
	"fmt"
	"strconv"

	"tradedesk/document/typeset"
)

// Length is a distance in thousandths of a point; on a page from its lower left corner.
type Length = typeset.Length

// Color is a shade of red, green and blue, in thousandths.
type Color struct{ R, G, B int }

// Page is a sheet that is drawn on.
type Page struct {
	width, height Length
	file          *File
	content       bytes.Buffer
	color         Color
	pictures      []int // of the file, in order of first use
}

// Text draws a line of text with its baseline beginning at a place.
func (p *Page) Text(x, y Length, line typeset.Line, color Color) {
	p.fill(color)
	for start := 0; start < len(line.Glyphs); {
		end := start + 1
		for end < len(line.Glyphs) && together(line.Glyphs[start], line.Glyphs[end]) {
			end++
		}
		x = p.glyphs(x, y, line.Glyphs[start:end], line.Size)
		start = end
	}
}

// together reports whether two glyphs can be drawn by one operator.
func together(a, b typeset.Glyph) bool {
	return a.Face == b.Face && a.DX == 0 && b.DX == 0 && a.DY == b.DY
}

// glyphs draws glyphs of one face and gives where the next begins.
func (p *Page) glyphs(x, y Length, glyphs []typeset.Glyph, size Length) Length {
	f := p.file.fontOf(glyphs[0].Face)
	fmt.Fprintf(&p.content, "BT /F%d %s Tf 1 0 0 1 %s %s Tm [<", f.number, number(size), number(x+glyphs[0].DX), number(y+glyphs[0].DY))
	told := Length(0) // how far a reader goes by the widths of the font
	gone := Length(0)
	for i, g := range glyphs {
		if off := (told - gone) * 1000 / size; off != 0 && i > 0 {
			fmt.Fprintf(&p.content, ">%d<", off)
			told -= off * size / 1000
		}
		code := f.code(g, size)
		fmt.Fprintf(&p.content, "%04X", code)
		told += Length(f.widths[code]) * size / 1000
		gone += g.Advance
	}
	p.content.WriteString(">] TJ ET\n")
	return x + gone
}

// Box fills a rectangle.
func (p *Page) Box(x, y, width, height Length, color Color) {
	p.fill(color)
	fmt.Fprintf(&p.content, "%s %s %s %s re f\n", number(x), number(y), number(width), number(height))
}

// Picture draws a picture of the file in a rectangle.
func (p *Page) Picture(picture int, x, y, width, height Length) {
	p.pictures = append(p.pictures, picture)
	fmt.Fprintf(&p.content, "q %s 0 0 %s %s %s cm /P%d Do Q\n", number(width), number(height), number(x), number(y), picture)
}

func (p *Page) fill(color Color) {
	if color == p.color {
		return
	}
	p.color = color
	fmt.Fprintf(&p.content, "%s %s %s rg\n", number(Length(color.R)), number(Length(color.G)), number(Length(color.B)))
}

// number writes thousandths as PDF has numbers.
func number(n Length) string {
	sign := ""
	if n < 0 {
		sign, n = "-", -n
	}
	if n%1000 == 0 {
		return sign + strconv.FormatInt(int64(n/1000), 10)
	}
	s := fmt.Sprintf("%s%d.%03d", sign, n/1000, n%1000)
	for s[len(s)-1] == '0' {
		s = s[:len(s)-1]
	}
	return s
}
