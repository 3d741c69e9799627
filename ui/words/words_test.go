package words

import (
	"io/fs"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"

	"tradedesk/ui/cells"
)

func open(t *testing.T, lang string) *Words {
	t.Helper()
	w, err := New(lang)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestLanguages(t *testing.T) {
	for lang, want := range map[string]string{"": "en", "en": "en", "en-GB": "en", "xx": "en", "fr": "fr", "fr-MA": "fr", "ar": "ar", "ar-MA": "ar", "not a tag": "en", Pseudo: Pseudo} {
		if got := open(t, lang).Language(); got != want {
			t.Errorf("%q speaks %q, want %q", lang, got, want)
		}
	}
}

func TestCounts(t *testing.T) {
	w := open(t, "en")
	for n, want := range map[int]string{0: "0 records", 1: "1 record", 2: "2 records", 12480: "12,480 records"} {
		if got := w.N("summary.rows", n); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
	if got := w.Number(-1234567); got != "-1,234,567" {
		t.Errorf("got %s", got)
	}
}

func TestPlacesAndMissingWords(t *testing.T) {
	w := open(t, "en")
	if got := w.T("done.edit", Data{"Who": "Nord <Foods> & Co"}); got != "Nord <Foods> & Co saved" {
		t.Errorf("got %q", got)
	}
	if got := w.T("there.is.no.such.word"); got != "there.is.no.such.word" {
		t.Errorf("a missing word is %q", got)
	}
	if w.Has("there.is.no.such.word") || !w.Has("done.edit") || !w.Has("page.inbox") {
		t.Error("Has is wrong")
	}
}

// The pseudo language leaves no ASCII letter of a word, and every place of its
// templates as it is.
func TestPseudoReplacesEveryLetter(t *testing.T) {
	w := open(t, Pseudo)
	for id, text := range w.plain {
		if strings.IndexFunc(text, func(r rune) bool { return r < unicode.MaxASCII && unicode.IsLetter(r) }) >= 0 {
			t.Errorf("%s: %q", id, text)
		}
	}
	if got := w.N("summary.rows", 3, Data{}); !strings.HasPrefix(got, "3 ") || strings.Contains(got, "rec") {
		t.Errorf("got %q", got)
	}
}

// What is said without the template engine is what the engine says.
func TestReadyWordsAreThoseOfTheLocalizer(t *testing.T) {
	w := open(t, "en")
	all, err := load()
	if err != nil {
		t.Fatal(err)
	}
	english, err := all.in(language.English)
	if err != nil {
		t.Fatal(err)
	}
	bundle := i18n.NewBundle(language.English)
	bundle.MustAddMessages(language.English, english...)
	engine := i18n.NewLocalizer(bundle, "en")
	for id, parts := range w.simple {
		data := Data{}
		for i, p := range parts {
			if p.place != "" {
				data[p.place] = i
			}
		}
		want, err := engine.Localize(&i18n.LocalizeConfig{MessageID: id, TemplateData: map[string]any(data)})
		if got := w.T(id, data); err != nil || got != want {
			t.Errorf("%s: %q, want %q (%v)", id, got, want, err)
		}
	}
	if len(w.simple) == 0 || len(w.plain) == 0 {
		t.Error("no word is ready")
	}
}

// BenchmarkNew is what the first frame waits for: reading the words of a language.
func BenchmarkNew(b *testing.B) {
	for _, lang := range []string{"en", "fr"} {
		b.Run(lang, func(b *testing.B) {
			names := func(of string) []string {
				found, err := fs.Glob(files, "*."+of+".toml")
				if err != nil {
					b.Fatal(err)
				}
				return found
			}
			for b.Loop() {
				for _, of := range slices.Compact([]string{"en", lang}) {
					if _, err := read(names(of)); err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}

// TestLatinEndsStayInArabic: a sign at the end of a Latin name stays at that end.
func TestLatinEndsStayInArabic(t *testing.T) {
	w := open(t, "ar")
	for _, name := range []string{"Frutas S.A.", "Foods (US)", "Nord"} {
		text := cells.ByDesk.Paint(w.T("done.mark", Data{"Who": name, "Letter": "a"}))
		if !strings.Contains(text, name) {
			t.Errorf("%q is not whole in %q", name, text)
		}
	}
}
