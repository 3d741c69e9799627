package form

import (
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"tradedesk/model"
	"tradedesk/model/text"
	"tradedesk/ui/cells"
	"tradedesk/ui/layout"
	"tradedesk/ui/theme"
)

// How much a person can type or paste, in bytes: what the longest field can hold
// when each rune takes four. Stored text that is longer stays whole.
const (
	lineLimit = 4 * model.MaxText
	areaLimit = 4 * model.MaxLong
)

// LineStyles are the looks of a Line. Its cursor is drawn reversed, so it is
// visible without colour.
type LineStyles struct {
	Text        theme.Style
	Placeholder theme.Style
}

// Line edits one line of text by grapheme: an Arabic letter with its vowel
// marks or a family of emoji is one step. The zero Line is ready for use.
type Line struct {
	Placeholder string // shown while the line is empty
	Styles      LineStyles
	// Look gives the style of what stands at a byte of the text; nil is for Styles.Text.
	Look func(at int) theme.Style

	buf buffer
}

// Set replaces the text and puts the cursor at its end.
func (l *Line) Set(s string) { l.buf.set(text.Clean(s, len(s))) }

// Value gives the text without spaces around it.
func (l *Line) Value() string { return strings.TrimSpace(l.buf.string()) }

// Text gives the text as it is typed, with the spaces around it.
func (l *Line) Text() string { return l.buf.string() }

// Empty reports whether nothing is typed, not even a space.
func (l *Line) Empty() bool { return len(l.buf.cells) == 0 }

// Cursor gives the byte of Text at which the cursor stands.
func (l *Line) Cursor() int { return len(strings.Join(l.buf.cells[:l.buf.at], "")) }

// Replace puts s in the place of some bytes of Text, and the cursor behind it.
func (l *Line) Replace(from, to int, s string) {
	was := l.Text()
	from = max(0, min(from, len(was)))
	to = max(from, min(to, len(was)))
	s = text.Clean(s, len(s))
	l.buf.set(was[:from] + s + was[to:])
	end, at := from+len(s), 0
	for l.buf.at = 0; at < end; l.buf.at++ {
		at += len(l.buf.cells[l.buf.at])
	}
}

// Length gives how many graphemes are typed.
func (l *Line) Length() int { return len(l.buf.cells) }

// AtStart reports whether the cursor is before the first grapheme.
func (l *Line) AtStart() bool { return l.buf.at == 0 }

// Update takes a key or a paste and reports whether it was for the line. Every
// key that types a character is, so it never reaches an outer binding; enter,
// tab, escape and the up and down keys are not.
func (l *Line) Update(msg tea.Msg) bool {
	l.buf.limit = lineLimit
	switch msg := msg.(type) {
	case tea.PasteMsg:
		l.buf.insert(pasted(msg.Content, lineLimit, text.Clean))
		return true
	case tea.KeyPressMsg:
		if typed := Typed(msg); typed != "" {
			l.buf.typed(typed)
			return true
		}
		return l.buf.key(Stroke(msg))
	}
	return false
}

// pasted cuts before it cleans: what is over the limit is never looked at.
func pasted(s string, limit int, clean func(string, int) string) string {
	if len(s) > limit {
		s = strings.ToValidUTF8(s[:limit], "")
	}
	return clean(s, len(s))
}

// View draws exactly width cells. A focused line shows its cursor and scrolls
// to it; another one shows its beginning.
func (l *Line) View(d layout.Direction, width int, focused bool) string {
	if width <= 0 {
		return ""
	}
	if l.Empty() && l.Placeholder != "" {
		return l.viewPlaceholder(d, width, focused)
	}
	if !focused {
		var b strings.Builder
		for _, c := range l.buf.cells {
			s, _ := shown(c)
			b.WriteString(s)
		}
		return l.Styles.Text.Apply(d.Start(cells.Isolate(b.String(), cells.ByLetters), width))
	}
	return l.viewFocused(d, width)
}

func (l *Line) viewPlaceholder(d layout.Direction, width int, focused bool) string {
	hint := cells.Safe(l.Placeholder)
	if !focused {
		return l.Styles.Placeholder.Apply(d.Start(hint, width))
	}
	first := ansi.Truncate(hint, 1, "")
	if ansi.StringWidth(first) != 1 {
		first = " "
	}
	rest := cells.Cut(ansi.TruncateLeft(hint, 1, ""), width-1)
	blanks := cells.Spaces(width - 1 - cells.Width(rest))
	return typed(d, hint, cursor(first)+l.Styles.Placeholder.Apply(rest), l.Styles.Placeholder.Apply(blanks))
}

func (l *Line) viewFocused(d layout.Direction, width int) string {
	from, x := l.window(width)
	p := l.painter(from)
	for _, c := range l.buf.cells[from:l.buf.at] {
		s, _ := shown(c)
		p.put(s, len(c))
	}
	under, w := l.under()
	if w > width-x {
		under, w = " ", 1
	}
	p.cursor(under)
	left := width - x - w
	if l.buf.at < len(l.buf.cells) {
		p.at += len(l.buf.cells[l.buf.at])
	}
	for i := l.buf.at + 1; i < len(l.buf.cells); i++ {
		s, w := shown(l.buf.cells[i])
		if w > left {
			break
		}
		left -= w
		p.put(s, len(l.buf.cells[i]))
	}
	p.flush()
	return typed(d, l.buf.string(), p.out.String(), l.Styles.Text.Apply(cells.Spaces(left)))
}

// typed puts what is drawn of a text at its place, with the blanks beside it. The text has
// the base that it has as a whole, however little of it is drawn.
func typed(d layout.Direction, whole, drawn, blanks string) string {
	drawn = cells.Within(cells.BaseOf(whole), drawn)
	if d == layout.RightToLeft {
		return cells.Placed(blanks + drawn)
	}
	return cells.Placed(drawn + blanks)
}

// under gives what the cursor is on: a grapheme, or the space behind the last.
func (l *Line) under() (string, int) {
	if l.buf.at == len(l.buf.cells) {
		return " ", 1
	}
	return shown(l.buf.cells[l.buf.at])
}

// cursor draws what the cursor is on.
func cursor(s string) string { return ansi.NewStyle().Reverse(true).Styled(s) }

// window gives the first grapheme to draw and the cell of the cursor, so that
// the cursor and, when there is room, a few cells behind it are visible.
func (l *Line) window(width int) (from, x int) {
	_, need := l.under()
	ahead := 0
	for i := l.buf.at + 1; i < len(l.buf.cells) && ahead < width/4; i++ {
		_, w := shown(l.buf.cells[i])
		ahead += w
	}
	limit := width - need - min(ahead, width/4)
	from = l.buf.at
	for from > 0 {
		_, w := shown(l.buf.cells[from-1])
		if x+w > limit {
			break
		}
		x += w
		from--
	}
	return from, x
}

// CursorX gives the cell of the cursor within what View draws at this width,
// for a terminal cursor placed by the caller.
func (l *Line) CursorX(width int) int {
	_, x := l.window(width)
	return min(x, max(0, width-1))
}
