// Package words holds every word of the interface, by id, in the languages that
// it speaks. Data is never a word: names, codes and numbers are passed in.
package words

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"

	"tradedesk/model/value"
	"tradedesk/ui/cells"
)

//go:embed *.toml
var files embed.FS

// Pseudo is the language of a test run: English with every letter replaced, so
// that a word which is not in the catalogue stands out.
const Pseudo = "en-XA"

// Data fills the places of a word's template, such as {{.Name}}.
type Data map[string]any

// Words is the catalogue in one language. It is safe for several goroutines.
type Words struct {
	language  string
	rtl       bool
	numbers   value.Language         // how numbers are written
	localizer func() *i18n.Localizer // of the words that are neither plain nor simple
	plain     map[string]string      // words without places, ready
	simple    map[string][]part      // words whose places are only filled in, ready
}

// catalogue gives the words of each language, which are read when they are asked for:
// a desk speaks one language, and English where that has no word.
type catalogue map[language.Tag]func() ([]*i18n.Message, error)

var load = sync.OnceValues(func() (catalogue, error) {
	names, err := fs.Glob(files, "*.toml")
	if err != nil {
		return nil, fmt.Errorf("listing the words: %w", err)
	}
	in := map[language.Tag][]string{}
	for _, name := range names {
		tag, err := languageOf(name)
		if err != nil {
			return nil, err
		}
		in[tag] = append(in[tag], name)
	}
	c := catalogue{}
	for tag, names := range in {
		c[tag] = sync.OnceValues(func() ([]*i18n.Message, error) { return read(names) })
	}
	return c, nil
})

// in gives the words of a language, none where it has no catalogue.
func (c catalogue) in(tag language.Tag) ([]*i18n.Message, error) {
	if of, ok := c[tag]; ok {
		return of()
	}
	return nil, nil
}

func read(names []string) ([]*i18n.Message, error) {
	var all []*i18n.Message
	for _, name := range names {
		data, err := files.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("reading the words of %s: %w", name, err)
		}
		messages, err := parse(string(data))
		if err != nil {
			return nil, fmt.Errorf("reading the words of %s: %w", name, err)
		}
		all = append(all, messages...)
	}
	return all, nil
}

// languageOf gives the language in the name of a file: active.en.toml.
func languageOf(name string) (language.Tag, error) {
	parts := strings.Split(name, ".")
	if len(parts) != 3 {
		return language.Und, fmt.Errorf("the words of %s: want a name such as active.en.toml", name)
	}
	tag, err := language.Parse(parts[1])
	if err != nil {
		return language.Und, fmt.Errorf("the words of %s: %w", name, err)
	}
	return tag, nil
}

// New gives the catalogue in a language ("en", "fr-MA"; "" is English). A
// language without a catalogue gives English, as does a word not yet translated.
func New(lang string) (*Words, error) {
	c, err := load()
	if err != nil {
		return nil, err
	}
	tag := language.English
	if asked, err := language.Parse(lang); err == nil {
		tag = nearest(c, asked)
	}
	english, err := c.in(language.English)
	if err != nil {
		return nil, err
	}
	own, err := c.in(tag)
	if err != nil {
		return nil, err
	}
	if tag.String() == Pseudo {
		own = disguiseAll(english)
	}
	w := &Words{language: tag.String(), plain: make(map[string]string, len(english)), simple: map[string][]part{}}
	base, _ := tag.Base()
	w.rtl, w.numbers = base.String() == "ar", value.Language(base.String())
	for _, m := range english {
		w.prepare(m)
	}
	if tag != language.English {
		for _, m := range own {
			w.prepare(m)
		}
	}
	w.localizer = sync.OnceValue(func() *i18n.Localizer {
		bundle := i18n.NewBundle(language.English)
		bundle.MustAddMessages(language.English, w.unready(english)...)
		bundle.MustAddMessages(tag, w.unready(own)...)
		return i18n.NewLocalizer(bundle, tag.String(), "en")
	})
	return w, nil
}

// Warm makes what words with a count are said with. The first of them does it when
// it was not done.
func (w *Words) Warm() { w.localizer() }

func nearest(c catalogue, asked language.Tag) language.Tag {
	for tag := asked; !tag.IsRoot(); tag = tag.Parent() {
		if _, ok := c[tag]; ok || tag.String() == Pseudo {
			return tag
		}
	}
	return language.English
}

// Language gives the language that is spoken, as a BCP 47 tag.
func (w *Words) Language() string { return w.language }

// RightToLeft reports whether the language is written from the right.
func (w *Words) RightToLeft() bool { return w.rtl }

// T gives a word. A word that is not there gives its id, so that it is seen.
func (w *Words) T(id string, data ...Data) string {
	var places Data
	if len(data) > 0 {
		places = data[0]
	}
	if text, ok := w.ready(id, places); ok {
		return w.read(text)
	}
	return w.read(w.localize(id, nil, places))
}

// N gives a word in the form for a count, which its template sees as {{.Count}}.
func (w *Words) N(id string, count int, data ...Data) string {
	all := Data{"Count": w.Number(count)}
	for _, d := range data {
		for k, v := range d {
			all[k] = v
		}
	}
	if text, ok := w.ready(id, all); ok {
		return w.read(text)
	}
	return w.read(w.localize(id, count, all))
}

// read keeps a text to the direction of the language, whatever it begins with.
func (w *Words) read(text string) string {
	if w.rtl {
		return cells.Isolate(text, cells.FromRight)
	}
	return text
}

func (w *Words) localize(id string, count any, data Data) string {
	config := &i18n.LocalizeConfig{MessageID: id, PluralCount: count}
	if data != nil {
		config.TemplateData = w.isolated(data)
	}
	text, err := w.localizer().Localize(config)
	if err != nil || text == "" {
		return id
	}
	return text
}

// given keeps the order of a text that is filled in. In a text from the right, signs at the
// ends of a Latin one, as that of "S.A.", would stand on its other side, and a number behind
// one, as in "Nord · 1 of 2", would be taken for a part of it.
func (w *Words) given(text string) string {
	first, _ := utf8.DecodeRuneInString(text)
	last, _ := utf8.DecodeLastRuneInString(text)
	if w.rtl && strings.ContainsFunc(text, unicode.IsLetter) && !(cells.Mixed(text) && unicode.IsLetter(first) && unicode.IsLetter(last)) {
		return cells.Apart(text)
	}
	return cells.Isolate(text, cells.ByLetters)
}

// isolated gives data whose texts keep their order, whichever way those around them are read.
func (w *Words) isolated(data Data) map[string]any {
	out := make(map[string]any, len(data))
	for place, value := range data {
		if text, ok := value.(string); ok {
			value = w.given(text)
		}
		out[place] = value
	}
	return out
}

// Has reports whether there is a word with this id.
func (w *Words) Has(id string) bool {
	if _, ok := w.plain[id]; ok {
		return true
	}
	if _, ok := w.simple[id]; ok {
		return true
	}
	c, err := load()
	if err != nil {
		return false
	}
	english, err := c.in(language.English)
	if err != nil {
		return false
	}
	return slices.ContainsFunc(english, func(m *i18n.Message) bool { return m.ID == id })
}

// Number writes a count with its thousands apart, as the language does: 12,480.
func (w *Words) Number(n int) string { return w.Decimal(value.Decimal(strconv.Itoa(n))) }

// Decimal writes a number as the language does: 1,234.50, or 1 234,50.
func (w *Words) Decimal(d value.Decimal) string { return d.Spoken(w.numbers) }
