package text

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
	"pgregory.net/rapid"
)

func TestClean(t *testing.T) {
	for _, tt := range []struct {
		name, in string
		max      int
		want     string
	}{
		{"empty", "", 10, ""},
		{"plain", "Argan oil, 5 l", 40, "Argan oil, 5 l"},
		{"trimmed", "  a  b  ", 40, "a  b"},
		{"line ends and tabs", "a\tb\r\nc\n\n d\u2028e", 40, "a b c d e"},
		{"escape sequence", "\x1b[31mred\x1b[0m\x07", 40, "[31mred[0m"},
		{"C1 and delete", "a\u009b31mb\x7fc", 40, "a31mbc"},
		{"bidi overrides", "\u202eevil\u202c \u2066x\u2069\u200f\u200e\u061c", 40, "evil x"},
		{"byte order mark and soft hyphen", "\ufeffco\u00adop", 40, "coop"},
		{"invalid UTF-8", "a\xffb\xc3", 40, "a\ufffdb\ufffd"},
		{"joiner in Persian stays", "می\u200cخواهم", 40, "می\u200cخواهم"},
		{"joiner after a vowel mark", "مُ\u200cم", 40, "مُ\u200cم"},
		{"joiner in Latin goes", "pay\u200dpal\u200c", 40, "paypal"},
		{"joiner at an edge goes", "\u200dمم\u200c", 40, "مم"},
		{"joiner before a space goes", "مم\u200c مم", 40, "مم مم"},
		{"private and unassigned", "a\ue000b\U0010ffffc\u0378d", 40, "abcd"},
		{"interlinear notes", "a\ufff9b\ufffac\ufffb", 40, "abc"},
		{"tags", "a\U000e0041b", 40, "ab"},
		{"fillers", "\u3164\u2800x", 40, "x"},
		{"mark with nothing under it", "\u0301a", 40, "a"},
		{"marks piled up", "a" + strings.Repeat("\u0301", 30) + "b", 40, "a" + strings.Repeat("\u0301", 8) + "b"},
		{"cut", "abcdef", 3, "abc"},
		{"cut at a space", "ab cdef", 3, "ab"},
		{"cut keeps graphemes whole", "abe\u0301f", 3, "ab"},
		{"cut leaves no joiner", "می\u200cخ", 3, "می"},
		{"cut in Arabic", "زيت أركان", 5, "زيت أ"},
		{"nothing asked for", "abc", 0, ""},
		{"less than nothing", "abé", -1, ""},
		{"flag stays whole", "x🇲🇦", 2, "x"},
		{"no-break space stays", "1\u00a0234,50\u00a0€", 40, "1\u00a0234,50\u00a0€"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := Clean(tt.in, tt.max); got != tt.want {
				t.Errorf("Clean(%q, %d) = %q, want %q", tt.in, tt.max, got, tt.want)
			}
		})
	}
}

func TestCleanLines(t *testing.T) {
	for _, tt := range []struct {
		name, in string
		max      int
		want     string
	}{
		{"kinds of line end", "a\r\nb\rc\u0085d\u2028e\nf", 40, "a\nb\nc\nd\ne\nf"},
		{"blank lines inside stay", "a\n\n\nb", 40, "a\n\n\nb"},
		{"blank lines around go", "\n\n a\n\n", 40, "a"},
		{"tab and indent", "a\n\tb\n  c", 40, "a\n    b\n  c"},
		{"spaces at line end go", "a  \nb\t\nc", 40, "a\nb\nc"},
		{"controls go", "a\x1b]0;t\x07\nb\u202e", 40, "a]0;t\nb"},
		{"mark at line start goes", "a\n\u0301b", 40, "a\nb"},
		{"cut at a line end", "ab\ncd", 3, "ab"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := CleanLines(tt.in, tt.max); got != tt.want {
				t.Errorf("CleanLines(%q, %d) = %q, want %q", tt.in, tt.max, got, tt.want)
			}
		})
	}
}

func TestCleaned(t *testing.T) {
	for in, want := range map[string]bool{
		"": true, "plain": true, "زيت": true, "é ok": true, " lead": false, "trail ": false,
		"tab\t": false, "a\nb": false, "\u200fx": false, "a\xff": false,
	} {
		if got := Cleaned(in); got != want {
			t.Errorf("Cleaned(%q) = %v, want %v", in, got, want)
		}
	}
}

// hostile draws text rich in what Clean has to deal with.
var hostile = rapid.Custom(func(t *rapid.T) string {
	pieces := rapid.SliceOfN(rapid.OneOf(
		rapid.SampledFrom([]string{
			"a", " ", "\t", "\n", "\r\n", "\x1b[2J", "\u009b", "\u202e", "\u2066", "\u200c", "\u200d", "\u200f",
			"\u0301", "م", "ُ", "क", "्", "🇲", "👩\u200d🚀", "\ufe0f", "각", "ᄀ", "ᅡ", "\u00a0", "\u3000",
			"\xff", "\xe2\x80", "\ue000", "\u0600", "\u2028", "ﷺ", "İ", "\u3164", "0", "-",
		}),
		rapid.String(),
		rapid.StringMatching(`[ -~\n]{0,20}`),
		rapid.StringMatching(`[a-z é\nم漢]{0,20}`),
	), 0, 30).Draw(t, "pieces")
	return strings.Join(pieces, "")
})

func checkClean(t interface{ Fatalf(string, ...any) }, in string, max int) {
	for _, f := range []struct {
		name  string
		clean func(string, int) string
		lines bool
	}{{"Clean", Clean, false}, {"CleanLines", CleanLines, true}} {
		out := f.clean(in, max)
		if !utf8.ValidString(out) || utf8.RuneCountInString(out) > max {
			t.Fatalf("%s(%q, %d) = %q: not UTF-8 or too long", f.name, in, max, out)
		}
		if slow := rewrite(in, max, f.lines); max > 0 && out != slow {
			t.Fatalf("%s(%q, %d) = %q, the plain way %q", f.name, in, max, out, slow)
		}
		if again := f.clean(out, max); again != out {
			t.Fatalf("%s(%q, %d) = %q, and once more %q", f.name, in, max, out, again)
		}
		for _, r := range out {
			if f.lines && r == '\n' {
				continue
			}
			if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || unicode.In(r, unicode.Co, unicode.Cs, unicode.Zl, unicode.Zp) ||
				unicode.Is(unicode.Cf, r) && r != '\u200c' && r != '\u200d' {
				t.Fatalf("%s(%q, %d) = %q holds %U", f.name, in, max, out, r)
			}
		}
	}
}

func TestCleanIsSafeAndIdempotent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		checkClean(t, hostile.Draw(t, "in"), rapid.IntRange(0, 60).Draw(t, "max"))
	})
}

func TestCutIsAPrefixOfWholeGraphemes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := hostile.Draw(t, "in")
		max := rapid.IntRange(0, 20).Draw(t, "max")
		whole, cut := Clean(in, 1<<20), Clean(in, max)
		if !strings.HasPrefix(whole, cut) {
			t.Fatalf("Clean(%q, %d) = %q is no prefix of %q", in, max, cut, whole)
		}
		var prefix string
		for rest, state := whole, -1; !strings.HasPrefix(prefix, cut); {
			var cluster string
			cluster, rest, _, state = uniseg.FirstGraphemeClusterInString(rest, state)
			prefix += cluster
		}
		if left := strings.TrimPrefix(prefix, cut); strings.Trim(left, " \u00a0\u3000\u200c\u200d") != "" && cut != "" && prefix != whole {
			t.Fatalf("Clean(%q, %d) = %q cuts inside a grapheme of %q", in, max, cut, whole)
		}
	})
}

func FuzzClean(f *testing.F) {
	for _, s := range []string{"plain", "\x1b[31m", "a\u0301\u200d\u202e", "می\u200cخواهم\r\n", "\xff\xfe", "🇲🇦👩‍🚀"} {
		f.Add(s, 10)
	}
	f.Fuzz(func(t *testing.T, s string, max int) {
		checkClean(t, s, min(maxZero(max), 1<<16))
	})
}

var sink string

func BenchmarkClean(b *testing.B) {
	for name, s := range map[string]string{
		"ascii":  "Fresh clementines from Berkane, calibre 3, 20 t",
		"french": "Clémentines fraîches de Berkane, calibre 3, 20 t",
		"arabic": "كليمنتين طازج من بركان، عيار ٣، ٢٠ طنا",
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				sink = Clean(s, 200)
			}
		})
	}
}
