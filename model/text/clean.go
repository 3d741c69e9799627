package text

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// maxMarks is how many combining marks may sit on one letter; real writing
// needs at most four or five, more is meant to smear over other rows.
const maxMarks = 8

// Clean gives s as one line that is safe to print and to store: of at most max
// runes, cut between graphemes. Controls, bidi controls, other invisible format
// characters, private and unassigned code points are dropped; tabs and line
// ends become one space; bytes that are not UTF-8 become U+FFFD; spaces around
// are trimmed. Zero-width joiners stay between letters of scripts that need
// them. Clean(Clean(s, n), n) is Clean(s, n).
func Clean(s string, max int) string {
	if plainLine(s) {
		return cutASCII(s, max)
	}
	return clean(s, max, false)
}

// CleanLines is Clean for a text of several lines: line ends of any kind become
// "\n", tabs four spaces, and spaces at the end of a line go. Blank lines at
// both ends are trimmed.
func CleanLines(s string, max int) string {
	if plainLines(s) && len(s) <= max {
		return s
	}
	return clean(s, max, true)
}

// Cleaned reports whether Clean would change nothing but the length of s.
func Cleaned(s string) bool {
	return plainLine(s) || clean(s, math.MaxInt-1, false) == s
}

// plainLine reports whether s is printable ASCII without spaces at its ends.
func plainLine(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return s == "" || s[0] != ' ' && s[len(s)-1] != ' '
}

// plainLines reports whether s is what plainLine is, in lines without spaces at
// their ends.
func plainLines(s string) bool {
	before := byte('\n')
	for i := range len(s) {
		b := s[i]
		if b < ' ' || b > '~' {
			if b != '\n' || before == ' ' {
				return false
			}
		}
		before = b
	}
	return s == "" || s[0] > ' ' && before > ' '
}

func cutASCII(s string, max int) string {
	if len(s) <= max {
		return s
	}
	return strings.TrimRight(s[:maxZero(max)], " ")
}

func maxZero(n int) int { return max(n, 0) }

func clean(s string, max int, lines bool) string {
	if max <= 0 {
		return ""
	}
	if len(s) <= max && settled(s, lines) {
		return s
	}
	return rewrite(s, max, lines)
}

// rewrite is clean for any text, without looking first whether it needs it.
func rewrite(s string, max int, lines bool) string {
	c := cleaner{lines: lines}
	c.out.Grow(min(len(s), 4*(min(max, 1<<20)+2)))
	for i := 0; i < len(s) && c.runes <= max; {
		r, size := utf8.DecodeRuneInString(s[i:])
		i += size
		if r == '\r' && i < len(s) && s[i] == '\n' {
			continue
		}
		c.add(r)
	}
	return cut(c.out.String(), c.runes, max)
}

// settled reports whether a text in letters of any script needs no cleaning: it
// is far quicker to see than to write it anew. It may miss some that need none.
func settled(s string, lines bool) bool {
	before, classes := rune('\n'), classTable()
	for i, r := range s {
		var is class
		if r < classTableSize {
			is = classes[r]
		} else {
			is = findClass(r)
		}
		switch {
		case is == letter, is == other:
			if r == utf8.RuneError && !strings.HasPrefix(s[i:], string(utf8.RuneError)) {
				return false
			}
		case r == ' ' && before != '\n':
		case r == ' ' && lines && i > 0:
		case r == '\n' && lines && i > 0 && before != ' ':
		default:
			return false
		}
		before = r
	}
	return before != ' ' && before != '\n'
}

// cut shortens what the cleaner wrote to max runes, never inside a grapheme.
func cut(s string, runes, max int) string {
	if runes > max {
		rest, state, kept := s, -1, 0
		for {
			var cluster string
			cluster, rest, _, state = uniseg.FirstGraphemeClusterInString(rest, state)
			kept += utf8.RuneCountInString(cluster)
			if kept > max || cluster == "" {
				s = s[:len(s)-len(rest)-len(cluster)]
				break
			}
		}
	}
	return strings.TrimRightFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || isJoiner(r)
	})
}

// cleaner writes the runes of one text that may stay.
type cleaner struct {
	out    strings.Builder
	lines  bool
	runes  int  // written so far
	base   rune // last one written that is no mark or joiner, 0 at the start
	marks  int  // combining marks since the last other rune
	joiner rune // held back until the letter after it is known
	spaces int  // plain spaces held back until something follows
	breaks int  // line ends held back until something follows
}

func (c *cleaner) add(r rune) {
	switch class := classify(r); class {
	case dropped:
	case lineEnd:
		c.spaces = 0
		c.breaks++
	case tab:
		if !c.lines {
			c.breaks++
			break
		}
		c.spaces += 4
	case space:
		if r == ' ' {
			c.spaces++
			break
		}
		c.write(r, class)
	case joiner:
		c.joiner = r
	default:
		c.write(r, class)
	}
}

func (c *cleaner) write(r rune, class class) {
	held := c.spaces + c.breaks
	if class == space && (c.base == 0 || held > 0 && c.breaks > 0 && !c.lines) {
		return
	}
	if class == mark {
		if c.base == 0 || c.breaks > 0 && c.lines || c.marks >= maxMarks && held == 0 {
			return
		}
	}
	c.release()
	if c.joiner != 0 && held == 0 && class == letter && joinable(c.base) && joinable(r) {
		c.put(c.joiner)
	}
	c.joiner = 0
	c.put(r)
	if class == mark {
		c.marks++
		return
	}
	c.marks, c.base = 0, r
}

// release writes the spaces and line ends that were held back.
func (c *cleaner) release() {
	switch {
	case c.base == 0:
	case c.lines:
		for range c.breaks {
			c.put('\n')
		}
		for range c.spaces {
			c.put(' ')
		}
	case c.breaks > 0:
		c.put(' ')
	default:
		for range c.spaces {
			c.put(' ')
		}
	}
	if c.spaces+c.breaks > 0 && c.base != 0 {
		c.marks, c.base = 0, ' '
	}
	c.spaces, c.breaks = 0, 0
}

func (c *cleaner) put(r rune) {
	c.out.WriteRune(r)
	c.runes++
}
