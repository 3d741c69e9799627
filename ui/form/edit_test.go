package form

import (
	"strings"
	"testing"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/rivo/uniseg"
	"pgregory.net/rapid"

	"tradedesk/model/text"
	"tradedesk/ui/layout"
)

func TestLineKeys(t *testing.T) {
	for _, c := range []struct {
		what, start string
		keys        []string
		want        string
	}{
		{"typing goes to the end", "arga", []string{"n"}, "argan"},
		{"a space between words", "argan", []string{" ", "oil"}, "argan oil"},
		{"left and typing", "ac", []string{"left", "b"}, "abc"},
		{"home and typing", "bc", []string{"home", "a"}, "abc"},
		{"ctrl+a, right, delete", "abc", []string{"ctrl+a", "right", "delete"}, "ac"},
		{"ctrl+e after home", "ab", []string{"home", "ctrl+e", "c"}, "abc"},
		{"backspace takes an emoji with its skin at once", "a👍🏽", []string{"backspace"}, "a"},
		{"backspace takes a letter with its marks", "مُحَمَّد", []string{"backspace", "backspace"}, "مُحَ"},
		{"left steps over a flag", "🇲🇦", []string{"left", "x"}, "x🇲🇦"},
		{"ctrl+w takes a word", "argan oil ", []string{"ctrl+w"}, "argan"},
		{"ctrl+u takes what is before", "argan oil", []string{"ctrl+left", "ctrl+u"}, "oil"},
		{"ctrl+k takes what is behind", "argan oil", []string{"ctrl+left", "ctrl+k"}, "argan"},
		{"backspace at the start does nothing", "a", []string{"home", "backspace"}, "a"},
		{"delete at the end does nothing", "a", []string{"delete"}, "a"},
		{"left goes on in a text from the right", "أب", []string{"home", "left", "x"}, "أxب"},
		{"and right back", "أب", []string{"right", "x"}, "أxب"},
		{"a word on", "زيت أركان", []string{"home", "ctrl+left", "x"}, "زيتx أركان"},
		{"a text that begins with a Latin name is one from the left", "Nord أب", []string{"home", "right", "x"}, "Nxord أب"},
		{"words to the right", "one two three", []string{"home", "ctrl+right", "ctrl+right", "x"}, "one twox three"},
	} {
		var l Line
		l.Set(c.start)
		for _, k := range c.keys {
			if !l.Update(press(k)) {
				t.Errorf("%s: the key %q was not taken", c.what, k)
			}
		}
		if got := l.Value(); got != c.want {
			t.Errorf("%s: got %q, want %q", c.what, got, c.want)
		}
	}
}

func TestLineLeavesOuterKeys(t *testing.T) {
	var l Line
	for _, k := range []string{"enter", "tab", "shift+tab", "esc", "up", "down", "pgup", "ctrl+s", "ctrl+p", "ctrl+c"} {
		if l.Update(press(k)) {
			t.Errorf("the line took %q", k)
		}
	}
	for _, k := range []string{"q", "?", "/", ":", " ", "ش"} {
		if !l.Update(press(k)) {
			t.Errorf("the line did not take %q, which would quit or open something", k)
		}
	}
}

func TestLinePaste(t *testing.T) {
	var l Line
	l.Update(tea.PasteMsg{Content: "Nord\r\nFoods\x1b]0;gone\x07\u202e Inc"})
	if got := l.Value(); got != text.Clean("Nord\r\nFoods\x1b]0;gone\x07\u202e Inc", 100) || strings.ContainsAny(got, "\x1b\x07\u202e\n") {
		t.Errorf("got %q", got)
	}
	l.Set("")
	l.Update(tea.PasteMsg{Content: strings.Repeat("é", 10<<20)})
	if n := len(l.Value()); n > lineLimit || n < lineLimit-4 {
		t.Errorf("a paste of 20 MB left %d bytes, want %d", n, lineLimit)
	}
	l.Update(press("x"))
	if n := len(l.Value()); n > lineLimit {
		t.Errorf("typing went over the limit: %d bytes", n)
	}
}

func TestLineView(t *testing.T) {
	for _, c := range []struct {
		what, value string
		width, left int
		want        string // with the cursor's cell in brackets
	}{
		{"short", "abc", 6, 0, "abc[ ]  "},
		{"cursor inside", "abc", 6, 2, "a[b]c   "},
		{"longer than the width", "abcdefgh", 5, 0, "efgh[ ]"},
		{"scrolled with a look ahead", "abcdefgh", 5, 3, "cde[f]g"},
		{"wide characters are whole", "日本語日本語", 6, 0, "本語[ ] "},
		{"a wide character in one cell", "日", 1, 1, "[ ]"},
		{"a mark alone", "a", 4, 0, "a[ ]  "},
	} {
		var l Line
		l.Set(c.value)
		for range c.left {
			l.Update(press("left"))
		}
		view := strings.NewReplacer("\x1b[7m", "[", "\x1b[m", "]").Replace(l.View(layout.LeftToRight, c.width, true))
		if view != c.want {
			t.Errorf("%s: got %q, want %q", c.what, view, c.want)
		}
	}
}

// naive is a line as two strings, and what a key does to them.
type naive struct{ before, after string }

func (n *naive) key(k string) {
	if first := strings.IndexAny(n.before+n.after, "aé日🇲🇦م"); first >= 0 && strings.HasPrefix((n.before + n.after)[first:], "م") {
		switch k {
		case "left":
			k = "right"
		case "right":
			k = "left"
		}
	}
	switch k {
	case "left":
		c := clusters(n.before)
		if len(c) > 0 {
			last := c[len(c)-1]
			n.before, n.after = strings.TrimSuffix(n.before, last), last+n.after
		}
	case "right":
		if c := clusters(n.after); len(c) > 0 {
			n.before, n.after = n.before+c[0], strings.TrimPrefix(n.after, c[0])
		}
	case "home":
		n.before, n.after = "", n.before+n.after
	case "end":
		n.before, n.after = n.before+n.after, ""
	case "backspace":
		if c := clusters(n.before); len(c) > 0 {
			n.before = strings.TrimSuffix(n.before, c[len(c)-1])
		}
	case "delete":
		if c := clusters(n.after); len(c) > 0 {
			n.after = strings.TrimPrefix(n.after, c[0])
		}
	case "ctrl+u":
		n.before = ""
	case "ctrl+k":
		n.after = ""
	default:
		n.typed(k)
	}
	n.snap()
}

func (n *naive) typed(k string) {
	last := ""
	if c := clusters(n.before); len(c) > 0 {
		last = c[len(c)-1]
	}
	rest, joins := strings.CutPrefix(text.Clean(last+k, 100), last)
	switch {
	case k == " ":
		rest = k
	case !joins:
		rest = text.Clean(k, 100)
	}
	n.before += rest
}

// snap puts the cursor behind the grapheme that it would otherwise split.
func (n *naive) snap() {
	all, at := n.before+n.after, 0
	for _, c := range clusters(all) {
		if at >= len(n.before) {
			break
		}
		at += len(c)
	}
	n.before, n.after = all[:at], all[at:]
}

func clusters(s string) []string {
	var out []string
	for g := uniseg.NewGraphemes(s); g.Next(); {
		out = append(out, g.Str())
	}
	return out
}

func TestLineIsTheNaiveLine(t *testing.T) {
	keys := []string{
		"left", "right", "home", "end", "backspace", "delete", "ctrl+u", "ctrl+k",
		"a", " ", "é", "م", "ُ", "\u0301", "日", "👍", "🏽", "🇲", "🇦", "👨", "👩",
	}
	rapid.Check(t, func(t *rapid.T) {
		var l Line
		var n naive
		for _, k := range rapid.SliceOfN(rapid.SampledFrom(keys), 0, 60).Draw(t, "keys") {
			l.Update(press(k))
			n.key(k)
			if l.buf.string() != n.before+n.after {
				t.Fatalf("after %q: text %q, want %q", k, l.buf.string(), n.before+n.after)
			}
			if before := strings.Join(l.buf.cells[:l.buf.at], ""); before != n.before {
				t.Fatalf("after %q: before the cursor %q, want %q", k, before, n.before)
			}
		}
		checkView(t, &l, rapid.IntRange(1, 30).Draw(t, "width"))
	})
}

// checkView holds the promise that the screen depends on: exact width, the
// cursor visible and in the cell that CursorX says.
func checkView(t interface {
	Fatalf(string, ...any)
	Helper()
}, l *Line, width int) {
	t.Helper()
	for _, focused := range []bool{true, false} {
		view := l.View(layout.LeftToRight, width, focused)
		if got := ansi.StringWidth(view); got != width {
			t.Fatalf("View(%d, %v) of %q is %d cells: %q", width, focused, l.Value(), got, view)
		}
		if !focused {
			continue
		}
		before, _, found := strings.Cut(view, "\x1b[7m")
		if x := ansi.StringWidth(before); !found || x != l.CursorX(width) {
			t.Fatalf("View(%d) of %q has the cursor in cell %d, CursorX says %d", width, l.Value(), x, l.CursorX(width))
		}
	}
}

func FuzzLine(f *testing.F) {
	f.Add("abc", "llhbx", 7)
	f.Add("مؤسسة الخليج", "\x00lr", 3)
	f.Add("👨‍👩‍👧‍👦\u200d🇲🇦\u0301", "bdbd", 2)
	f.Add("\x1b]52;c;aGk=\x07\u202e\u2066", "hw", 10)
	f.Add("\xff\xfe\u0600", "e", 1)
	f.Fuzz(func(t *testing.T, value, keys string, width int) {
		if width < 1 || width > 300 || len(keys) > 200 {
			t.Skip()
		}
		var l Line
		l.Set(value)
		moves := map[rune]string{'l': "left", 'r': "right", 'h': "home", 'e': "end", 'b': "backspace", 'd': "delete", 'w': "ctrl+w", 'u': "ctrl+u", 'k': "ctrl+k", 'p': ""}
		for _, k := range keys {
			switch move, ok := moves[k]; {
			case move != "":
				l.Update(press(move))
			case ok:
				l.Update(tea.PasteMsg{Content: value})
			default:
				l.Update(tea.KeyPressMsg{Code: k, Text: string(k)})
			}
			if l.buf.at < 0 || l.buf.at > len(l.buf.cells) || l.buf.size != len(l.buf.string()) {
				t.Fatalf("the cursor is at %d of %d, the size is %d", l.buf.at, len(l.buf.cells), l.buf.size)
			}
		}
		if got := l.buf.string(); !utf8.ValidString(got) || strings.ContainsFunc(got, func(r rune) bool {
			return r < ' ' || r >= 0x7f && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
		}) {
			t.Fatalf("not clean: %q", got)
		}
		checkView(t, &l, width)
	})
}
