package typeset

import (
	"slices"
	"strings"

	"tradedesk/model/text/bidi"
)

// Line is one line of a text, its glyphs from left to right.
type Line struct {
	Glyphs []Glyph
	Width  Length
	Size   Length
}

// Line sets a text in one line, however wide it becomes.
func (s *Setter) Line(text string, style Style) Line {
	return s.Lines(strings.ReplaceAll(text, "\n", " "), style, 0)[0]
}

// Lines sets a text in lines that are at most so wide, or not broken when width is 0.
// A word that is wider is broken where it has to be. There is at least one line.
func (s *Setter) Lines(text string, style Style, width Length) []Line {
	var out []Line
	for paragraph := range strings.SplitSeq(text, "\n") {
		out = append(out, s.paragraph([]rune(strings.TrimRight(paragraph, " ")), style, width)...)
	}
	return out
}

func (s *Setter) paragraph(text []rune, style Style, width Length) []Line {
	levels := bidi.Levels(text, style.Base, bidi.Figures(text))
	if width <= 0 || len(text) == 0 {
		return []Line{s.line(text, levels, span{0, len(text)}, style)}
	}
	advances := s.advances(text, levels, style)
	var out []Line
	for _, part := range s.breakUp(text, advances, width) {
		out = append(out, s.line(text, levels, part, style))
	}
	return out
}

// advances gives how wide what begins at each rune is: of a cluster the first rune has
// all, the others -1, since nothing breaks within.
func (s *Setter) advances(text []rune, levels []uint8, style Style) []Length {
	out := make([]Length, len(text))
	for i := range out {
		out[i] = -1
	}
	for _, r := range s.runs(text, levels, span{0, len(text)}, style) {
		glyphs := s.shape(text, r, style.Size)
		at := r.start
		ordered := glyphs
		if r.level%2 == 1 {
			ordered = clustersReversed(glyphs)
		}
		for _, g := range ordered {
			if g.Text != "" {
				out[at] = 0
			}
			first := at
			if g.Text == "" {
				for first = at - 1; first > r.start && out[first] < 0; first-- {
				}
			}
			out[first] += g.Advance
			at += len([]rune(g.Text))
		}
	}
	return out
}

// clustersReversed puts the clusters of a run from right to left in the order in which
// they are read, each with its glyphs as they were.
func clustersReversed(glyphs []Glyph) []Glyph {
	out := make([]Glyph, 0, len(glyphs))
	end := len(glyphs)
	for i := len(glyphs) - 1; i >= 0; i-- {
		if glyphs[i].Text != "" {
			out = append(out, glyphs[i:end]...)
			end = i
		}
	}
	return out
}

// breakUp finds the lines by the Unicode Line Breaking Algorithm (UAX #14).
func (s *Setter) breakUp(text []rune, advances []Length, width Length) []span {
	s.breaks.Init(text)
	var out []span
	line, used := span{}, Length(0) // the line that is being filled
	for it := s.breaks.LineIterator(); it.Next(); {
		word := it.Line()
		start, end := word.Offset, word.Offset+len(word.Text)
		inked := start + len(trimmed(word.Text))
		if used+sum(advances[start:inked]) > width && line.end > line.start {
			out, line, used = append(out, line), span{start, start}, 0
		}
		for used+sum(advances[start:inked]) > width {
			cut := fitting(advances, start, inked, width-used)
			if cut >= inked {
				break
			}
			out = append(out, span{line.start, cut})
			line, used, start = span{cut, cut}, 0, cut
		}
		line.end = end
		used += sum(advances[start:end])
	}
	if line.end > line.start || len(out) == 0 {
		out = append(out, line)
	}
	for i := range out {
		out[i].end = out[i].start + len(trimmed(text[out[i].start:out[i].end]))
	}
	return out
}

// fitting gives how far a word fits into a width: at least one cluster.
func fitting(advances []Length, start, end int, width Length) int {
	used := advances[start]
	at := start + 1
	for at < end {
		if advances[at] >= 0 {
			if used+advances[at] > width {
				return at
			}
			used += advances[at]
		}
		at++
	}
	return at
}

func sum(advances []Length) Length {
	total := Length(0)
	for _, n := range advances {
		total += max(n, 0)
	}
	return total
}

// trimmed leaves out the spaces at the end of a line.
func trimmed(text []rune) []rune {
	for len(text) > 0 && text[len(text)-1] == ' ' {
		text = text[:len(text)-1]
	}
	return text
}

// line sets a part of a paragraph, its runs in the order in which they are seen.
func (s *Setter) line(text []rune, levels []uint8, part span, style Style) Line {
	out := Line{Size: style.Size}
	own := text[part.start:part.end] // letters do not join across the end of a line
	for _, r := range reordered(s.runs(own, levels[part.start:part.end], span{0, len(own)}, style)) {
		out.Glyphs = append(out.Glyphs, s.shape(own, r, style.Size)...)
	}
	for _, g := range out.Glyphs {
		out.Width += g.Advance
	}
	return out
}

// reordered turns around what is read from right to left, from the highest level down:
// rule L2.
func reordered(runs []run) []run {
	highest := uint8(0)
	for _, r := range runs {
		highest = max(highest, r.level)
	}
	for level := highest; level > 0; level-- {
		for i := 0; i < len(runs); i++ {
			end := i
			for end < len(runs) && runs[end].level >= level {
				end++
			}
			slices.Reverse(runs[i:end])
			i = max(i, end)
		}
	}
	return runs
}

// span is a range of runes.
type span struct{ start, end int }
