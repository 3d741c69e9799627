package typeset

import (
	"fmt"
	"slices"
	"unicode"

	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/segmenter"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"

	"tradedesk/model/text/bidi"
)

// Style is how a text is set.
type Style struct {
	Size Length
	Bold bool
	Base bidi.Base
}

// Glyph is one drawn sign.
type Glyph struct {
	Face    *Face
	ID      uint16
	Text    string // what is copied from the document, "" when another glyph has it
	Advance Length // to the next glyph
	DX, DY  Length // off its place, DY upwards
	Share   bool   // one of the places of a ligature, as wide as its Advance
}

// Setter sets the text of one document; it is for one goroutine.
type Setter struct {
	sets    [weights]fontSet
	faces   map[*Face]*font.Face
	shaper  shaping.HarfbuzzShaper
	breaks  segmenter.Segmenter
	missing map[rune]bool
}

// New makes a setter with the embedded fonts.
func New() (*Setter, error) {
	sets, err := loadFonts()
	if err != nil {
		return nil, fmt.Errorf("setting text: %w", err)
	}
	s := &Setter{sets: sets, faces: map[*Face]*font.Face{}, missing: map[rune]bool{}}
	for _, set := range sets {
		for _, face := range []*Face{set.latin, set.arabic} {
			s.faces[face] = font.NewFace(face.font)
		}
	}
	return s, nil
}

// Missing reports whether a rune was set for which no font has a glyph: a box stands
// in its place.
func (s *Setter) Missing() map[rune]bool { return s.missing }

// run is a part of a paragraph in one face and level.
type run struct {
	span
	face  *Face
	level uint8
}

// runs cuts a range of a text where the face or the level changes.
func (s *Setter) runs(text []rune, levels []uint8, part span, style Style) []run {
	set := s.sets[regular]
	if style.Bold {
		set = s.sets[bold]
	}
	var out []run
	for i := part.start; i < part.end; i++ {
		var before *Face
		if n := len(out); n > 0 {
			before = out[n-1].face
		}
		face := s.faceFor(text[i], set, before)
		if n := len(out); n > 0 && out[n-1].face == face && out[n-1].level == levels[i] {
			out[n-1].end = i + 1
			continue
		}
		out = append(out, run{span{i, i + 1}, face, levels[i]})
	}
	return out
}

// faceFor gives the face that has a rune. Marks, joiners and spaces stay with the
// letter before them, where its face has them.
func (s *Setter) faceFor(r rune, set fontSet, before *Face) *Face {
	if before != nil && (unicode.Is(unicode.M, r) || unicode.Is(unicode.Cf, r) || r == ' ') && before.has(r) {
		return before
	}
	switch {
	case unicode.Is(unicode.Arabic, r) && set.arabic.has(r):
		return set.arabic
	case set.latin.has(r):
		return set.latin
	case set.arabic.has(r):
		return set.arabic
	}
	if !unicode.Is(unicode.Cf, r) {
		s.missing[r] = true
	}
	return set.latin
}

// shape gives the glyphs of a run from left to right.
func (s *Setter) shape(text []rune, r run, size Length) []Glyph {
	in := shaping.Input{
		Text: text, RunStart: r.start, RunEnd: r.end, Face: s.faces[r.face],
		Direction: di.DirectionLTR, Size: fixed.I(r.face.UnitsPerEm()), Script: language.Latin, Language: "en",
	}
	if r.level%2 == 1 {
		in.Direction = di.DirectionRTL
	}
	if r.face == s.sets[regular].arabic || r.face == s.sets[bold].arabic {
		in.Script, in.Language = language.Arabic, "ar"
	}
	out := s.shaper.ShapeNoExtents(in)
	glyphs := make([]Glyph, len(out.Glyphs))
	for i, g := range out.Glyphs {
		glyphs[i] = Glyph{
			Face: r.face, ID: uint16(g.GlyphID), // TrueType has no more than 65,535
			Advance: scaled(g.Advance, size, r.face), DX: scaled(g.XOffset, size, r.face), DY: scaled(g.YOffset, size, r.face),
		}
	}
	return named(glyphs, out.Glyphs, text[:r.end], r.level%2 == 1)
}

// named says which text each glyph of a run stands for: of a cluster with a glyph for each
// character its own one, else the first glyph has all. From right to left the characters
// of a cluster are drawn last first, as its marks are.
func named(glyphs []Glyph, shaped []shaping.Glyph, text []rune, rtl bool) []Glyph {
	out := make([]Glyph, 0, len(glyphs))
	for start := 0; start < len(shaped); {
		at, end := shaped[start].TextIndex(), start+1
		for end < len(shaped) && shaped[end].TextIndex() == at {
			end++
		}
		cluster, own := glyphs[start:end], text[at:min(at+shaped[start].RunesCount(), len(text))]
		if rtl {
			own = slices.Clone(own)
			slices.Reverse(own)
			if len(cluster) == 1 {
				cluster = spread(cluster[0], len(own))
			}
		}
		if len(own) == len(cluster) {
			for i, letter := range own {
				cluster[i].Text = string(letter)
			}
		} else {
			cluster[0].Text = string(text[at : at+len(own)])
		}
		out = append(out, cluster...)
		start = end
	}
	return out
}

// spread gives a ligature as many places as it has letters, the others blank: readers that
// copy what is read from the right turn around the letters of one place, or do not.
func spread(ligature Glyph, letters int) []Glyph {
	blank, ok := ligature.Face.font.NominalGlyph(' ')
	if !ok || letters < 2 {
		return []Glyph{ligature}
	}
	ligature.Share = true
	out, rest := []Glyph{ligature}, ligature.Advance
	for range letters - 1 {
		share := ligature.Advance / Length(letters)
		out, rest = append(out, Glyph{Face: ligature.Face, ID: uint16(blank), Advance: share, Share: true}), rest-share
	}
	out[0].Advance = rest
	return out
}

// scaled gives a measure of a font, in 64ths of its units, at a size.
func scaled(n fixed.Int26_6, size Length, face *Face) Length {
	whole := Length(n) * size
	by := face.upem * 64
	if whole < 0 {
		return -((-whole + by/2) / by)
	}
	return (whole + by/2) / by
}
