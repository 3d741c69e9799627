package form

import (
	"strings"
	"testing"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"tradedesk/ui/cells"
	"tradedesk/ui/layout"
	"tradedesk/ui/theme"
)

// A line is drawn in the style of each byte, and cut nowhere else.
func TestLineIsDrawnInItsStyles(t *testing.T) {
	look := theme.New(true, colorprofile.TrueColor)
	var l Line
	l.Styles.Text = look.Field
	l.Look = func(at int) theme.Style {
		if at < len("kind:مورد") {
			return look.Filter
		}
		return look.Field
	}
	l.Set("kind:مورد زيت")
	if got := cells.ByNobody.Paint(l.View(layout.LeftToRight, 16, true)); got != look.Filter.Apply("kind:مورد")+look.Field.Apply(" زيت")+cursor(" ")+look.Field.Apply("  ") {
		t.Errorf("got %q", got)
	}
	l.Update(press("home"))
	if got := cells.ByNobody.Paint(l.View(layout.LeftToRight, 16, true)); got != cursor("k")+look.Filter.Apply("ind:مورد")+look.Field.Apply(" زيت")+look.Field.Apply("   ") {
		t.Errorf("got %q", got)
	}
}

func TestReplace(t *testing.T) {
	var l Line
	l.Set("argan kin due:today")
	l.Replace(6, 9, "kind:")
	if l.Text() != "argan kind: due:today" || l.Cursor() != len("argan kind:") {
		t.Errorf("got %q with the cursor at %d", l.Text(), l.Cursor())
	}
	l.Replace(99, -1, "\x1b[31mé")
	if got := l.Text(); !strings.HasSuffix(got, "é") || strings.Contains(got, "\x1b") || l.Cursor() != len(got) {
		t.Errorf("got %q with the cursor at %d", got, l.Cursor())
	}
}

// Whatever is replaced, the text is what it says and the cursor stands behind it.
func TestReplaceLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var l Line
		l.Set(rapid.StringMatching(`[a-z é日م:]{0,12}`).Draw(t, "text"))
		was := l.Text()
		cuts := []int{0}
		for i := range was {
			cuts = append(cuts, i)
		}
		cuts = append(cuts, len(was))
		from := rapid.SampledFrom(cuts).Draw(t, "from")
		to := max(from, rapid.SampledFrom(cuts).Draw(t, "to"))
		s := rapid.StringMatching(`[a-zم]{0,4}`).Draw(t, "with")
		l.Replace(from, to, s)
		if l.Text() != was[:from]+s+was[to:] || l.Cursor() != from+len(s) {
			t.Fatalf("%q[%d:%d] = %q: got %q, cursor at %d", was, from, to, s, l.Text(), l.Cursor())
		}
		if w := ansi.StringWidth(l.View(layout.LeftToRight, 9, true)); w != 9 {
			t.Fatalf("%d cells", w)
		}
	})
}
