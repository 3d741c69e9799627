package typeset

import (
	"bytes"
	"embed"
	"fmt"
	"sync"

	"github.com/go-text/typesetting/font"
)

//go:embed fonts/*.ttf
var fontFiles embed.FS

// Length is a distance in thousandths of a point.
type Length int64

// Point is the printers' unit, 1/72 inch; MM is a millimetre, to the thousandth of a point.
const (
	Point Length = 1000
	MM    Length = 2835
)

// Face is an embedded font of one weight.
type Face struct {
	Name string // as PDF has it: "NotoSans-Bold"
	Data []byte // the TrueType file; never changed
	font *font.Font
	upem Length
}

// UnitsPerEm gives the units of the font's own measures that its size is divided into.
func (f *Face) UnitsPerEm() int { return int(f.upem) }

// has reports whether the font has a glyph for a rune.
func (f *Face) has(r rune) bool {
	_, ok := f.font.NominalGlyph(r)
	return ok
}

// The weights and scripts of the embedded fonts.
const (
	regular = iota
	bold
	weights
)

// fontSet holds the faces of one weight.
type fontSet struct{ latin, arabic *Face }

var loadFonts = sync.OnceValues(func() (sets [weights]fontSet, err error) {
	for weight, name := range []string{"Regular", "Bold"} {
		if sets[weight].latin, err = loadFace("NotoSans-" + name); err != nil {
			return sets, err
		}
		if sets[weight].arabic, err = loadFace("NotoSansArabic-" + name); err != nil {
			return sets, err
		}
	}
	return sets, nil
})

func loadFace(name string) (*Face, error) {
	data, err := fontFiles.ReadFile("fonts/" + name + ".ttf")
	if err != nil {
		return nil, fmt.Errorf("reading the font %s: %w", name, err)
	}
	parsed, err := font.ParseTTF(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("reading the font %s: %w", name, err)
	}
	return &Face{Name: name, Data: data, font: parsed.Font, upem: Length(parsed.Upem())}, nil
}
