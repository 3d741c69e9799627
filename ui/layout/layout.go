// Package layout says which box of the screen holds what. It is the only place
// that knows a direction: everything else draws into the box it is given.
package layout

import (
	"slices"
	"strings"

	"tradedesk/ui/cells"
)

// Direction is the way the interface is read.
type Direction int

// The directions.
const (
	LeftToRight Direction = iota
	RightToLeft
)

// The smallest screen the desk fits on, and the width from which the detail has
// a place beside the list.
const (
	MinWidth  = 60
	MinHeight = 16
	WideFrom  = 110
)

// Box is a rectangle of cells; X and Y count from the screen's upper left corner.
type Box struct{ X, Y, W, H int }

// Empty reports whether nothing fits into the box.
func (b Box) Empty() bool { return b.W <= 0 || b.H <= 0 }

// Screen is the boxes of one size and direction.
type Screen struct {
	Size      Box
	Direction Direction
	Small     bool // too small for the desk
	Wide      bool // list and detail stand side by side

	Header Box // one line
	Above  Box // the rule under the header
	Body   Box // what is between the rules
	List   Box // the list; the whole body when not wide
	Rule   Box // one column between list and detail; empty when not wide
	Detail Box // the detail; the whole body when not wide
	Below  Box // the rule over the footer
	Footer Box // one line
}

// Of computes the boxes of a screen of w x h cells.
func Of(w, h int, dir Direction) Screen {
	s := Screen{Size: Box{W: w, H: h}, Direction: dir, Small: w < MinWidth || h < MinHeight}
	if s.Small {
		return s
	}
	s.Header = Box{0, 0, w, 1}
	s.Above = Box{0, 1, w, 1}
	s.Body = Box{0, 2, w, h - 4}
	s.Below = Box{0, h - 2, w, 1}
	s.Footer = Box{0, h - 1, w, 1}
	s.List, s.Detail = s.Body, s.Body
	if s.Wide = w >= WideFrom; s.Wide {
		list := w * 58 / 100
		if w >= 160 {
			list = w * 55 / 100
		}
		s.List.W = list
		s.Rule = Box{list, 2, 1, s.Body.H}
		s.Detail.X, s.Detail.W = list+1, w-list-1
	}
	if dir == RightToLeft {
		s.mirror()
	}
	return s
}

// mirror puts what stands on the left on the right.
func (s *Screen) mirror() {
	for _, b := range []*Box{&s.Header, &s.Above, &s.Body, &s.List, &s.Rule, &s.Detail, &s.Below, &s.Footer} {
		b.X = s.Size.W - b.X - b.W
	}
}

// Center gives a box of at most w x h in the middle of the screen. A box that is
// nearly as wide as the screen takes all of it: slivers of what is under it would
// say nothing.
func (s Screen) Center(w, h int) Box {
	if w > s.Size.W-10 {
		w = s.Size.W
	}
	h = min(h, s.Size.H-4)
	return Box{X: (s.Size.W - w) / 2, Y: (s.Size.H - h) / 2, W: w, H: h}
}

// Top gives a box of at most w x h in the upper middle of the screen, where a
// list under a line of text can grow without moving the line.
func (s Screen) Top(w, h int) Box {
	b := s.Center(w, h)
	b.Y = 2
	return b
}

// Piece is a block of lines and the box it was drawn for.
type Piece struct {
	Box   Box
	Lines []string
}

// Join puts pieces of the same height that stand side by side into whole lines,
// in the order in which they stand.
func Join(pieces ...Piece) []string {
	sorted := make([]Piece, 0, len(pieces))
	for _, p := range pieces {
		at := len(sorted)
		for at > 0 && sorted[at-1].Box.X > p.Box.X {
			at--
		}
		sorted = append(sorted[:at], append([]Piece{p}, sorted[at:]...)...)
	}
	if len(sorted) == 0 {
		return nil
	}
	lines := make([]string, sorted[0].Box.H)
	for i := range lines {
		for _, p := range sorted {
			if i < len(p.Lines) {
				lines[i] += cells.Placed(p.Lines[i])
			}
		}
	}
	return lines
}

// Base is the direction of a text of several parts.
func (d Direction) Base() cells.Base {
	if d == RightToLeft {
		return cells.FromRight
	}
	return cells.FromLeft
}

// Line joins parts in reading order. Each keeps its own order to itself, and in a line from
// the right the blank that is left of a ligature too, so that a text begins at its place.
func (d Direction) Line(parts ...string) string {
	isolated := make([]string, len(parts))
	for i, part := range parts {
		isolated[i] = cells.Isolate(part, d.Base())
	}
	if d == RightToLeft {
		for i, part := range isolated {
			isolated[i] = cells.Placed(part)
		}
		slices.Reverse(isolated)
		return cells.Placed(strings.Join(isolated, ""))
	}
	return strings.Join(isolated, "")
}

// Spread puts start where a line begins and end where it ends, with blanks
// between; when both do not fit, end is left out.
func (d Direction) Spread(start, end string, w int) string {
	gap := w - cells.Width(start) - cells.Width(end)
	if gap < 1 {
		return d.Start(start, w)
	}
	return d.Line(start, cells.Spaces(gap), end)
}

// Onward is the sign before what is typed: it points on.
func (d Direction) Onward() string {
	if d == RightToLeft {
		return "<"
	}
	return ">"
}

// Start gives text in w cells where reading begins.
func (d Direction) Start(text string, w int) string {
	if d == RightToLeft {
		return cells.FitEnd(cells.Isolate(text, d.Base()), w)
	}
	return cells.Fit(text, w)
}

// Wrap breaks a text into lines of w cells at most, and gives max lines at most (0: all).
func (d Direction) Wrap(text string, w, max int) []string {
	return cells.WrapFrom(d.Base(), text, w, max)
}

// Cut shortens a text to w cells at most, at its end.
func (d Direction) Cut(text string, w int) string {
	return cells.Cut(cells.Isolate(text, d.Base()), w)
}

// Inset is Start with some blanks before the text.
func (d Direction) Inset(blanks int, text string, w int) string {
	return d.Start(d.Line(cells.Spaces(blanks), text), w)
}

// Figures gives a number in w cells with its last digit on the right, whichever way is read:
// so the points of those under each other are in one column.
func (d Direction) Figures(number string, w int) string {
	return cells.FitEnd(d.Cut(number, w), w)
}

// End gives text in w cells where reading ends.
func (d Direction) End(text string, w int) string {
	if d == RightToLeft {
		return cells.Fit(cells.Isolate(text, d.Base()), w)
	}
	return cells.FitEnd(text, w)
}
