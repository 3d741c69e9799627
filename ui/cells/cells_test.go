package cells

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"
)

// texts draws what people and files write: Arabic, wide, combining, emoji.
func texts(t *rapid.T) string {
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{
		"a", "é", "e\u0301", "ش", "مؤسسة", "漢", "字", "👩‍👩‍👧", "🇲🇦", " ", "…", "Nord Foods", "x",
	}), 0, 20).Draw(t, "parts"), "")
}

func TestFitIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, w := texts(t), rapid.IntRange(0, 40).Draw(t, "w")
		for name, got := range map[string]string{"Fit": Fit(s, w), "FitEnd": FitEnd(s, w)} {
			if width := Width(got); width > w || width < w-1 || width < w && !strings.Contains(got, Ellipsis) {
				t.Fatalf("%s(%q, %d) is %q with %d cells", name, s, w, got, width)
			}
		}
		if Width(s) <= w && Cut(s, w) != s {
			t.Fatalf("%q fits into %d cells and is cut to %q", s, w, Cut(s, w))
		}
	})
}

func TestWrapKeepsTheWidth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, w, most := texts(t), rapid.IntRange(2, 30).Draw(t, "w"), rapid.IntRange(0, 4).Draw(t, "most")
		lines := Wrap(s, w, most)
		if most > 0 && len(lines) > most {
			t.Fatalf("%d lines, at most %d", len(lines), most)
		}
		for _, line := range lines {
			if Width(line) > w {
				t.Fatalf("%q has %d cells of %d", line, Width(line), w)
			}
		}
	})
}

// What is laid over a line leaves it as wide as it was.
func TestOverKeepsTheWidth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base := []string{Fit(texts(t), 40), "\x1b[1m" + Fit(texts(t), 40) + "\x1b[m"}
		for i := range base {
			base[i] += Spaces(40 - Width(base[i]))
		}
		w := rapid.IntRange(1, 20).Draw(t, "w")
		x, y := rapid.IntRange(0, 40-w).Draw(t, "x"), rapid.IntRange(-1, 2).Draw(t, "y")
		ByDesk.Over(base, []string{strings.Repeat("#", w)}, x, y)
		for _, line := range base {
			if Width(line) != 40 {
				t.Fatalf("%q has %d cells", line, Width(line))
			}
		}
		if y >= 0 && y < 2 && ansi.Cut(ansi.Strip(ByDesk.Paint(base[y])), x, x+w) != strings.Repeat("#", w) {
			t.Fatalf("%q has nothing at %d", base[y], x)
		}
	})
}

func TestSafe(t *testing.T) {
	for in, want := range map[string]string{
		"Nord Foods": "Nord Foods", "a\x1b[31mb": "", "a\u202eb": "ab", "a\nb": "a b", "مؤسسة": "مؤسسة",
	} {
		got := Safe(in)
		if want != "" && got != want || strings.ContainsAny(got, "\x1b\n\u202e") {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
	if got := Safe(strings.Repeat("a", 10<<20)); len(got) > maxSafe {
		t.Errorf("%d bytes of a long text are kept", len(got))
	}
}

func TestBlock(t *testing.T) {
	if got := Block([]string{"a", "b", "c"}, 1, 2); len(got) != 2 {
		t.Errorf("%d lines", len(got))
	}
	if got := Block(nil, 3, 2); len(got) != 2 || got[1] != "   " {
		t.Errorf("got %q", got)
	}
}
