// Package cells fits text to the cells of a terminal: widths, cutting at
// graphemes, wrapping, laying one block over another. It draws no colours.
package cells

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"tradedesk/model/text"
)

// Ellipsis stands where text was cut off.
const Ellipsis = "…"

// maxSafe bounds the bytes of one piece of data that are looked at for a screen.
const maxSafe = 64 << 10

// Safe gives one line of data without anything that a terminal would obey. All
// data goes through it, however clean the desk keeps it. Isolates that are whole stay:
// words about data that was isolated go through it too, and Paint takes them away.
func Safe(s string) string {
	switch {
	case printable(s):
		return s
	case len(s) <= maxSafe && isolated(s):
		return safeParts(s)
	}
	return text.Clean(s, maxSafe)
}

// safeParts is Safe of what is between the isolates' ends.
func safeParts(s string) string {
	var b strings.Builder
	for s != "" {
		end := strings.IndexFunc(s, isIsolate)
		if end < 0 {
			end = len(s)
		}
		part := s[:end]
		clean := text.Clean(part, maxSafe)
		b.WriteString(Spaces(min(1, len(part)-len(strings.TrimLeftFunc(part, unicode.IsSpace)))))
		b.WriteString(clean)
		if clean != "" {
			b.WriteString(Spaces(min(1, len(part)-len(strings.TrimRightFunc(part, unicode.IsSpace)))))
		}
		if s = s[end:]; s != "" {
			b.WriteString(s[:len(endIsolate)])
			s = s[len(endIsolate):]
		}
	}
	return b.String()
}

// SafeLines is Safe for text of many lines.
func SafeLines(s string) string { return text.CleanLines(s, maxSafe) }

// printable reports whether s is printable ASCII only, which needs no cleaning.
func printable(s string) bool {
	if len(s) > maxSafe {
		return false
	}
	for i := range len(s) {
		if s[i] < ' ' || s[i] >= 0x7f {
			return false
		}
	}
	return true
}

// Width gives how many cells s takes; escape sequences take none.
func Width(s string) int {
	if printable(s) {
		return len(s)
	}
	return ansi.StringWidth(s)
}

// Cut shortens s to w cells at most, between graphemes, with an ellipsis for
// what is cut off.
func Cut(s string, w int) string {
	switch {
	case w <= 0:
		return ""
	case Width(s) <= w:
		return s
	case w == 1:
		return Ellipsis
	case printable(s):
		return s[:w-1] + Ellipsis
	}
	return closed(ansi.Truncate(s, w, Ellipsis))
}

// Fit gives s in exactly w cells, at the beginning of them.
func Fit(s string, w int) string { return FitKnown(s, Width(s), w) }

// FitKnown is Fit for text whose width is known.
func FitKnown(s string, width, w int) string {
	if w <= 0 {
		return ""
	}
	s = Isolate(s, FromLeft)
	if width > w {
		s = Cut(s, w)
		width = Width(s)
	}
	if width >= w {
		return s
	}
	return Placed(s + Spaces(w-width))
}

// FitEnd gives s in exactly w cells, at the end of them.
func FitEnd(s string, w int) string {
	if w <= 0 {
		return ""
	}
	s = Cut(Isolate(s, FromLeft), w)
	return Placed(Spaces(w-Width(s)) + s)
}

const blanks = "                                                                                                                                "

// Spaces gives n spaces.
func Spaces(n int) string {
	switch {
	case n <= 0:
		return ""
	case n <= len(blanks):
		return blanks[:n]
	}
	return strings.Repeat(" ", n)
}

// Wrap breaks s into lines of w cells at most, at spaces where there are some,
// and gives max lines at most (0: all); what is left out shows as an ellipsis.
func Wrap(s string, w, max int) []string { return WrapFrom(ByLetters, s, w, max) }

// WrapFrom is Wrap of a text of a base.
func WrapFrom(base Base, s string, w, max int) []string {
	if w <= 0 || s == "" {
		return nil
	}
	lines := wrap(base, s, w)
	if max > 0 && len(lines) > max {
		lines = lines[:max]
		lines[max-1] = cutShort(lines[max-1], w)
	}
	return lines
}

// cutShort ends a line with an ellipsis, at the side where what is left out would stand.
func cutShort(line string, w int) string {
	text := strings.TrimRight(line, endIsolate)
	if Width(text) >= w {
		text = strings.TrimRight(strings.TrimSuffix(strings.TrimRight(Cut(text, w-1), endIsolate), Ellipsis), " ")
	}
	return closed(text + Ellipsis)
}

// wrap breaks each paragraph of s. A line has the base of its paragraph, and begins again
// what the one before left open.
func wrap(base Base, s string, w int) (lines []string) {
	for paragraph := range strings.SplitSeq(s, "\n") {
		var left []string
		// A word that is broken after a space can come out a cell too wide.
		for line := range strings.SplitSeq(ansi.Hardwrap(ansi.Wrap(Isolate(paragraph, base), w, ""), w, true), "\n") {
			line = strings.Join(left, "") + line
			left = open(line)
			lines = append(lines, closed(strings.TrimRight(line, " ")))
		}
	}
	return lines
}

// Block gives exactly h lines: what is missing is blank, what is too much left
// out. Each line is taken to be w cells wide already.
func Block(lines []string, w, h int) []string {
	if len(lines) >= h {
		return lines[:max(h, 0)]
	}
	out := make([]string, h)
	copy(out, lines)
	for i := len(lines); i < h; i++ {
		out[i] = Spaces(w)
	}
	return out
}

// Runes counts the runes of s.
func Runes(s string) int { return utf8.RuneCountInString(s) }
