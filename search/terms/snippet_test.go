package terms

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
	"pgregory.net/rapid"

	"tradedesk/model/text"
)

// bracketed puts brackets around what is marked.
func bracketed(snippet string, marks [][2]int) string {
	runes := []rune(snippet)
	var b strings.Builder
	at := 0
	for _, m := range marks {
		b.WriteString(string(runes[at:m[0]]) + "[" + string(runes[m[0]:m[1]]) + "]")
		at = m[1]
	}
	return b.String() + string(runes[at:])
}

func terms(words ...string) []Term {
	var out []Term
	for _, word := range words {
		stem, prefix := strings.CutSuffix(word, "*")
		out = append(out, Term{stem, prefix})
	}
	return out
}

func TestSnippet(t *testing.T) {
	letter := "Dear Ali,\r\n\r\nthank you for the offer of last week.\n\tWe need 20ft containers of argan oil,\n" +
		"CIF Rotterdam,   delivered before Ramadan. The oil must be organic; certificates of the oil mill are needed.\n\nBest regards"
	tests := []struct {
		name, body string
		terms      []Term
		width      int
		want       string
	}{
		{"all of a short text", "Argan oil, 5 l", terms("oil"), 40, "Argan [oil], 5 l"},
		{"the first of one word", letter, terms("oil"), 40, "…of argan [oil], CIF Rotterdam, delivered…"},
		{"both words", letter, terms("oil", "mill"), 46, "…of the [oil] [mill] are needed. Best regards"},
		{"near the beginning", letter, terms("ali"), 30, "Dear [Ali], thank you for the…"},
		{"near the end", letter, terms("regards"), 40, "…the oil mill are needed. Best [regards]"},
		{"none", letter, terms("wheat"), 24, "Dear Ali, thank you for…"},
		{"no terms", letter, nil, 24, "Dear Ali, thank you for…"},
		{"a prefix", letter, terms("rott*"), 30, "…CIF [Rott]erdam, delivered…"},
		{"no prefix", letter, terms("rott"), 24, "Dear Ali, thank you for…"},
		{"a number in a word", letter, terms("20"), 30, "…We need [20]ft containers of…"},
		{"accents", "Coopérative Argane de Kénitra", terms("cooperative", "kenitra"), 60, "[Coopérative] Argane de [Kénitra]"},
		{"Arabic with its vowels", "شحن من مُحَمَّدٍ إلى طنجة", terms("محمد", "طنجه"), 60, "شحن من [مُحَمَّدٍ] إلى [طنجة]"},
		{"letters in other forms", "Œuvre ﷲ straße", terms("oeuvre", "strasse"), 60, "[Œuvre] ﷲ [straße]"},
		{"controls", "pay\x1b[31m\u202eoil\u2066 now\x00", terms("oil"), 60, "pay[31moil now"},
		{"a text without spaces", strings.Repeat("漢字", 50), nil, 11, "漢字漢字漢…"},
		{"one cell", letter, terms("oil"), 1, "…"},
		{"no room", letter, terms("oil"), 0, ""},
		{"nothing", "", terms("oil"), 20, ""},
		{"only spaces", " \n\t ", terms("oil"), 20, ""},
	}
	for _, tt := range tests {
		if got := bracketed(Snippet(tt.body, tt.terms, tt.width)); got != tt.want {
			t.Errorf("%s:\n got %q\nwant %q", tt.name, got, tt.want)
		}
	}
}

// What is far down in a long text is found as well, up to a megabyte.
func TestSnippetOfALongText(t *testing.T) {
	body := strings.Repeat("Nothing to see on this line, please go on.\n", 20_000)
	for _, at := range []int{5_000, 70_000, 700_000} {
		long := body[:at] + " argan and wheat " + body[at:]
		snippet, marks := Snippet(long, terms("argan", "wheat", "barley"), 60)
		if len(marks) != 2 || !strings.Contains(snippet, "argan and wheat") || !strings.HasPrefix(snippet, ellipsis) {
			t.Errorf("at %d: %q, %v", at, snippet, marks)
		}
	}
	if snippet, marks := Snippet(strings.Repeat("x", 5<<20), terms("argan"), 60); marks != nil || uniseg.StringWidth(snippet) != 60 {
		t.Errorf("a single word: %q, %v", snippet, marks)
	}
}

// bodyGen gives texts with words that are looked for, spaces and hostile runes.
var bodyGen = rapid.Custom(func(t *rapid.T) string {
	part := rapid.OneOf(
		rapid.SampledFrom([]string{" ", "\n", "argan", "Arganier", "محمد", "مُحَمَّد", "é", "e\u0301", "漢", "👩‍👩‍👧", "\u202e", "\x1b", "\xff", "\u200d", "…", "20ft", strings.Repeat("y", 70)}),
		rapid.String(),
	)
	return strings.Repeat(strings.Join(rapid.SliceOfN(part, 0, 30).Draw(t, "parts"), ""), rapid.SampledFrom([]int{1, 1, 3, 60}).Draw(t, "times"))
})

func checkSnippet(t interface{ Fatalf(string, ...any) }, body string, terms []Term, width int) {
	snippet, marks := Snippet(body, terms, width)
	if got := uniseg.StringWidth(snippet); got > max(width, 0) {
		t.Fatalf("%q takes %d cells of %d", snippet, got, width)
	}
	if !utf8.ValidString(snippet) || strings.ContainsFunc(snippet, func(r rune) bool {
		return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)
	}) {
		t.Fatalf("%q is not safe", snippet)
	}
	if strings.Join(strings.Fields(snippet), " ") != snippet {
		t.Fatalf("%q has spaces that are too many", snippet)
	}
	runes, last := []rune(snippet), 0
	for _, m := range marks {
		if m[0] < last || m[0] >= m[1] || m[1] > len(runes) {
			t.Fatalf("marks %v in %q", marks, snippet)
		}
		last = m[1]
		folded := text.Fold(string(runes[m[0]:m[1]]))
		if !hasTerm(folded, terms) {
			t.Fatalf("%q is marked for %v", folded, terms)
		}
	}
}

func hasTerm(folded string, terms []Term) bool {
	for _, term := range terms {
		if strings.HasPrefix(folded, term.Word) {
			return true
		}
	}
	return false
}

func TestSnippetsAreSafeAndFit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.SampledFrom([]string{"argan", "arg*", "محمد", "e", "20", "漢", "y*", ""}), 0, 4).Draw(t, "terms")
		checkSnippet(t, bodyGen.Draw(t, "body"), terms(words...), rapid.IntRange(-1, 90).Draw(t, "width"))
	})
}

// A hit that has room is in the snippet.
func TestSnippetsHaveTheirHit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		filler := rapid.SliceOfN(rapid.SampledFrom([]string{"oil", "Rotterdam", "é", "طن", "漢字", "20ft", "\n\n", "👩‍👩‍👧"}), 0, 400)
		body := strings.Join(filler.Draw(t, "before"), " ") + " Argané " + strings.Join(filler.Draw(t, "after"), " ")
		width := rapid.IntRange(8, 90).Draw(t, "width")
		snippet, marks := Snippet(body, terms("argane"), width)
		if len(marks) != 1 || !strings.Contains(snippet, "Argané") {
			t.Fatalf("%q, %v", snippet, marks)
		}
	})
}

func FuzzSnippet(f *testing.F) {
	f.Add("Dear Ali, the argan oil مُحَمَّد", "argan", true, 20)
	f.Add("e\u0301\u202e\x1b[31m", "e", false, 3)
	f.Fuzz(func(t *testing.T, body, word string, prefix bool, width int) {
		for folded := range Words(text.Fold(word)) {
			checkSnippet(t, body, []Term{{folded, prefix}}, width)
			return
		}
	})
}

func BenchmarkSnippet(b *testing.B) {
	line := "We need containers of olive oil, CIF Rotterdam, delivered before Ramadan.\n"
	bodies := []struct{ name, body string }{
		{"letter", strings.Repeat(line, 30) + "argan" + strings.Repeat(line, 10)},
		{"megabyte", strings.Repeat(line, 20_000)},
	}
	for _, tt := range bodies {
		b.Run(tt.name, func(b *testing.B) {
			for b.Loop() {
				Snippet(tt.body, terms("argan"), 80)
			}
		})
	}
}
