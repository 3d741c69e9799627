package pdf

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"

	"tradedesk/document/typeset"
)

// embedded is a face as a file has it. A code of the file stands for a glyph and for the
// text that it shows there, so that what is copied is what was written, joined letters
// and ligatures too.
type embedded struct {
	number int
	face   *typeset.Face
	font   *trueType
	codes  map[shownAs]int
	glyphs []uint16 // by code
	texts  []string // by code
	widths []int    // by code, in thousandths of the size
}

type shownAs struct {
	glyph uint16
	text  string
	width int
}

func newEmbedded(number int, face *typeset.Face) (*embedded, error) {
	font, err := readTrueType(face.Data)
	if err != nil {
		return nil, fmt.Errorf("embedding the font %s: %w", face.Name, err)
	}
	return &embedded{
		number: number, face: face, font: font, codes: map[shownAs]int{},
		glyphs: []uint16{0}, texts: []string{""}, widths: []int{font.width(0)}, // code 0 is the missing glyph
	}, nil
}

// maxCode is the last that two bytes hold.
const maxCode = 0xFFFF

// code gives the code of a glyph with its text.
func (e *embedded) code(g typeset.Glyph, size Length) int {
	key := shownAs{g.ID, g.Text, e.font.width(g.ID)}
	if g.Share {
		key.width = int(g.Advance * 1000 / size)
	}
	if code, ok := e.codes[key]; ok {
		return code
	}
	if len(e.glyphs) > maxCode {
		return 0
	}
	code := len(e.glyphs)
	e.codes[key] = code
	e.glyphs, e.texts, e.widths = append(e.glyphs, g.ID), append(e.texts, g.Text), append(e.widths, key.width)
	return code
}

// write adds the objects of the font and gives the one to name.
func (e *embedded) write(w *writer) int {
	program := e.font.subset(e.glyphs)
	name := subsetTag(program) + "+" + e.face.Name
	file := w.stream(fmt.Sprintf("/Length1 %d", len(program)), program)
	box, ascent, descent := e.font.metrics()
	descriptor := w.object(fmt.Sprintf("<</Type/FontDescriptor/FontName/%s/Flags 4/FontBBox[%d %d %d %d]/ItalicAngle 0/Ascent %d/Descent %d/CapHeight %d/StemV %d/FontFile2 %d 0 R>>",
		name, box[0], box[1], box[2], box[3], ascent, descent, capHeight, stem(e.face.Name), file))
	toGlyph := make([]byte, 0, 2*len(e.glyphs))
	for _, glyph := range e.glyphs {
		toGlyph = binary.BigEndian.AppendUint16(toGlyph, glyph)
	}
	glyphMap := w.stream("", toGlyph)
	widths := strings.Trim(fmt.Sprint(e.widths), "[]")
	descendant := w.object(fmt.Sprintf("<</Type/Font/Subtype/CIDFontType2/BaseFont/%s/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor %d 0 R/DW 0/W[0[%s]]/CIDToGIDMap %d 0 R>>",
		name, descriptor, widths, glyphMap))
	toText := w.stream("", e.toUnicode())
	return w.object(fmt.Sprintf("<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>", name, descendant, toText))
}

// capHeight of Noto Sans, in thousandths of the size.
const capHeight = 714

func stem(name string) int {
	if strings.HasSuffix(name, "-Bold") {
		return 140
	}
	return 80
}

// mapRows is how many rows a block of a map of characters may have.
const mapRows = 100

// toUnicode writes the map from codes to text.
func (e *embedded) toUnicode() []byte {
	var rows []string
	for code, text := range e.texts {
		if text == "" {
			continue
		}
		row := fmt.Sprintf("<%04X> <", code)
		for _, unit := range utf16.Encode([]rune(text)) {
			row += fmt.Sprintf("%04X", unit)
		}
		rows = append(rows, row+">\n")
	}
	var out bytes.Buffer
	out.WriteString("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n" +
		"/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n" +
		"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	for block := range slices.Chunk(rows, mapRows) {
		fmt.Fprintf(&out, "%d beginbfchar\n%sendbfchar\n", len(block), strings.Join(block, ""))
	}
	out.WriteString("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n")
	return out.Bytes()
}
