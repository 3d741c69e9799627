package words

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"

	"tradedesk/ui/cells"
)

func fileWords(t *testing.T, name string) []*i18n.Message {
	t.Helper()
	all, err := read([]string{name})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// translated gives the files that are not in English, with their language.
func translated(t *testing.T) map[string]language.Tag {
	t.Helper()
	names, err := fs.Glob(files, "*.toml")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]language.Tag{}
	for _, name := range names {
		tag, err := languageOf(name)
		if err != nil {
			t.Fatal(err)
		}
		if tag != language.English {
			out[name] = tag
		}
	}
	return out
}

// A file in another language has the words of the English one, in its order, with the same
// places, and of a word with a count the forms that the language has.
func TestEveryLanguageHasEveryWord(t *testing.T) {
	in := map[language.Tag]int{}
	for name, tag := range translated(t) {
		in[tag]++
		english := fileWords(t, strings.Replace(name, "."+tag.String()+".", ".en.", 1))
		own := fileWords(t, name)
		ids := func(all []*i18n.Message) []string {
			out := make([]string, len(all))
			for i, m := range all {
				out[i] = m.ID
			}
			return out
		}
		if want, got := ids(english), ids(own); !slices.Equal(want, got) {
			for _, id := range want {
				if !slices.Contains(got, id) {
					t.Errorf("%s: there is no %s", name, id)
				}
			}
			for i, id := range got {
				if !slices.Contains(want, id) {
					t.Errorf("%s: %s is no word of the English file", name, id)
				} else if slices.Index(got, id) != i {
					t.Errorf("%s: %s is there twice", name, id)
				}
			}
			if !t.Failed() {
				t.Errorf("%s: the words are not in the order of the English file", name)
			}
			continue
		}
		counted := formsOf(t, tag)
		for i, m := range own {
			checkTranslation(t, name, english[i], m, counted)
		}
	}
	names, err := fs.Glob(files, "*.en.toml")
	if err != nil {
		t.Fatal(err)
	}
	for _, tag := range []language.Tag{language.French, language.Arabic} {
		if n := in[tag]; n != len(names) {
			t.Errorf("%d files are in %s, %d in English", n, tag, len(names))
		}
	}
}

var place = regexp.MustCompile(`\{\{.*?\}\}`)

func checkTranslation(t *testing.T, file string, english, own *i18n.Message, counted []string) {
	t.Helper()
	want := []string{"other"}
	if english.One != "" {
		want = counted
	}
	var have []string
	for form, text := range forms(own) {
		if text == "" {
			continue
		}
		have = append(have, form)
		checkText(t, file+": "+own.ID+", "+form, english.Other, text)
		places, wanted := place.FindAllString(text, -1), place.FindAllString(english.Other, -1)
		if form != "other" && !strings.Contains(text, "{{.Count}}") {
			wanted = slices.DeleteFunc(wanted, func(p string) bool { return p == "{{.Count}}" }) // the word says the number
		}
		slices.Sort(places)
		slices.Sort(wanted)
		if !slices.Equal(slices.Compact(places), slices.Compact(wanted)) {
			t.Errorf("%s: %s, %s: has the places %v, want %v", file, own.ID, form, places, wanted)
		}
	}
	slices.Sort(have)
	if !slices.Equal(have, want) {
		t.Errorf("%s: %s: has the forms %v, want %v", file, own.ID, have, want)
	}
}

func checkText(t *testing.T, what, english, text string) {
	t.Helper()
	blank := func(s string) (before, after bool) {
		return strings.TrimLeft(s, " ") != s, strings.TrimRight(s, " ") != s
	}
	b, a := blank(english)
	if before, after := blank(text); before != b || after != a {
		t.Errorf("%s: %q begins or ends with blanks, %q does not, or the other way round", what, text, english)
	}
	if strings.Count(text, "\u2066") != strings.Count(text, "\u2069") {
		t.Errorf("%s: %q opens an isolate and does not close it, or the other way round", what, text)
	}
	open := func(r rune) bool { return r == '\u2066' || r == '\u2069' } // around a sample in Arabic
	if i := strings.IndexFunc(text, func(r rune) bool { return r != '\n' && !open(r) && unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co) }); i >= 0 {
		t.Errorf("%s: %q has a control character at %d", what, text, i)
	}
}

func forms(m *i18n.Message) map[string]string {
	return map[string]string{"zero": m.Zero, "one": m.One, "two": m.Two, "few": m.Few, "many": m.Many, "other": m.Other}
}

// formsOf gives the forms that a word with a count takes in a language, in order.
func formsOf(t *testing.T, tag language.Tag) []string {
	t.Helper()
	bundle := i18n.NewBundle(tag)
	bundle.MustAddMessages(tag, &i18n.Message{ID: "form", Zero: "zero", One: "one", Two: "two", Few: "few", Many: "many", Other: "other"})
	localizer := i18n.NewLocalizer(bundle, tag.String())
	var out []string
	for _, n := range append([]int{1_000_000}, span(0, 200)...) {
		form, err := localizer.Localize(&i18n.LocalizeConfig{MessageID: "form", PluralCount: n})
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, form)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func span(from, to int) []int {
	out := make([]int, 0, to-from)
	for n := from; n < to; n++ {
		out = append(out, n)
	}
	return out
}

// French keeps a no-break space before high punctuation and inside quotation marks, and
// has one kind of apostrophe.
func TestFrenchIsSetAsFrench(t *testing.T) {
	loose := regexp.MustCompile(`\pL [:;?!»%]($|[^\pL=])|« |'`)
	for name, tag := range translated(t) {
		if tag != language.French {
			continue
		}
		for _, m := range fileWords(t, name) {
			for form, text := range forms(m) {
				if at := loose.FindString(place.ReplaceAllString(text, "x")); at != "" {
					t.Errorf("%s: %s, %s: %q in %q", name, m.ID, form, at, text)
				}
			}
		}
	}
}

func TestNumbersOfALanguage(t *testing.T) {
	for lang, want := range map[string]string{"en": "12,480 records", "fr": "12\u00a0480 fiches"} {
		if got := open(t, lang).N("summary.rows", 12480); got != want {
			t.Errorf("%s: %q, want %q", lang, got, want)
		}
	}
	if got, want := open(t, "fr").N("summary.rows", 1_000_000), "1\u00a0000\u00a0000 de fiches"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got, want := open(t, "fr").Decimal("1234.5"), "1\u00a0234,5"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// Arabic has six forms: none, one and two say their number, 3 to 10 take the plural, 11 to
// 99 the singular in the accusative, whole hundreds the singular.
func TestArabicCounts(t *testing.T) {
	w := open(t, "ar")
	for n, want := range map[int]string{
		0: "لا سجلات", 1: "سجل واحد", 2: "سجلان", 3: "3 سجلات", 10: "10 سجلات", 11: "11 سجلا", 99: "99 سجلا",
		100: "100 سجل", 103: "103 سجلات", 200: "200 سجل", 12480: "12\u00a0480 سجلا",
	} {
		if got := cells.ByNobody.Paint(w.N("summary.rows", n)); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}

// Arabic is set with its own punctuation, with Latin digits, and without tatweel. A percent
// sign touches its number: after a space it would stand on the other side.
func TestArabicIsSetAsArabic(t *testing.T) {
	loose := regexp.MustCompile(`\p{Arabic}[,;?]|[\d}][\s\x{00A0}\x{202F}]+%|[\x{0640}\x{0660}-\x{0669}\x{06F0}-\x{06F9}]`)
	for name, tag := range translated(t) {
		if tag != language.Arabic {
			continue
		}
		for _, m := range fileWords(t, name) {
			for form, text := range forms(m) {
				if at := loose.FindString(text); at != "" {
					t.Errorf("%s: %s, %s: %q in %q", name, m.ID, form, at, text)
				}
			}
		}
	}
}

// What is to be typed stands in an Arabic text as it is typed, from the left.
func TestArabicKeepsSamplesWhole(t *testing.T) {
	sample := regexp.MustCompile(`[^\p{Arabic}،؛؟·…«»(){}|\n\x{2066}-\x{2069}]*[A-Za-z][^\p{Arabic}،؛؟·…«»(){}|\n\x{2066}-\x{2069}]*`)
	place := regexp.MustCompile(`\{\{[^}]*\}\}`)
	for name, tag := range translated(t) {
		if tag != language.Arabic {
			continue
		}
		for _, m := range fileWords(t, name) {
			for form, text := range forms(m) {
				text = place.ReplaceAllString(text, "|")
				drawn := cells.ByDesk.Paint(cells.Isolate(text, cells.FromRight))
				for _, typed := range sample.FindAllString(text, -1) {
					if typed = strings.TrimLeft(strings.Trim(typed, " .,"), ": "); !strings.Contains(drawn, typed) {
						t.Errorf("%s: %s, %s: %q stands as %q", name, m.ID, form, typed, drawn)
					}
				}
			}
		}
	}
}
