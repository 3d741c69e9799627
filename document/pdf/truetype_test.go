package pdf

import (
	"bytes"
	"errors"
	"testing"

	"tradedesk/document/typeset"
)

// faceOf gives an embedded face that has a letter.
func faceOf(t *testing.T, letter string) (*typeset.Face, uint16) {
	t.Helper()
	setter, err := typeset.New()
	if err != nil {
		t.Fatal(err)
	}
	glyph := setter.Line(letter, typeset.Style{Size: typeset.Point}).Glyphs[0]
	return glyph.Face, glyph.ID
}

func TestSubset(t *testing.T) {
	face, glyph := faceOf(t, "é") // which is made of e and an accent
	whole, err := readTrueType(face.Data)
	if err != nil {
		t.Fatal(err)
	}
	program := whole.subset([]uint16{glyph})
	if sum := tableSum(program); sum != 0xB1B0AFBA {
		t.Errorf("the sum of the file is %X", sum)
	}
	part, err := readTrueType(program)
	if err != nil {
		t.Fatal(err)
	}
	kept := 0
	for at := range whole.glyphs {
		outline := part.outline(at)
		if len(outline) == 0 {
			continue
		}
		kept++
		if !bytes.HasPrefix(outline, whole.outline(at)) {
			t.Errorf("glyph %d is not as it was", at)
		}
	}
	if parts := parts(part.outline(int(glyph))); len(parts) != 2 || kept != 4 {
		t.Errorf("glyph %d has the parts %v, and %d glyphs are kept: want two parts, and with the missing one four", glyph, parts, kept)
	}
	if part.width(glyph) != whole.width(glyph) {
		t.Errorf("its width is %d, was %d", part.width(glyph), whole.width(glyph))
	}
}

func TestNoTrueType(t *testing.T) {
	face, _ := faceOf(t, "a")
	for name, data := range map[string][]byte{"nothing": nil, "a beginning": face.Data[:100], "half": face.Data[:len(face.Data)/2], "noughts": make([]byte, 100)} {
		if _, err := readTrueType(data); !errors.Is(err, errFont) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
