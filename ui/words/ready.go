package words

import (
	"fmt"
	"slices"
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n"
)

// part is a piece of a word: text, or the name of what is filled in.
type part struct{ text, place string }

// prepare makes a word ready to be said without a template engine, which takes
// too long for every row of a list. Words with a count or a condition stay with
// the localizer.
func (w *Words) prepare(m *i18n.Message) {
	delete(w.plain, m.ID)
	delete(w.simple, m.ID)
	if m.Zero != "" || m.One != "" || m.Two != "" || m.Few != "" || m.Many != "" {
		return
	}
	parts, ok := split(m.Other)
	switch {
	case ok && len(parts) == 0:
		w.plain[m.ID] = m.Other
	case ok:
		w.simple[m.ID] = parts
	}
}

// ready says a word that needs no template engine; false for one that does.
func (w *Words) ready(id string, data Data) (string, bool) {
	if plain, ok := w.plain[id]; ok {
		return plain, true
	}
	parts, ok := w.simple[id]
	if !ok || data == nil {
		return "", false
	}
	return w.fill(parts, data), true
}

// unready gives the messages that are left to the template engine.
func (w *Words) unready(messages []*i18n.Message) []*i18n.Message {
	return slices.DeleteFunc(slices.Clone(messages), func(m *i18n.Message) bool {
		_, plain := w.plain[m.ID]
		_, simple := w.simple[m.ID]
		return plain || simple
	})
}

// split takes a template apart; it gives no parts when there is no place in it,
// and false when a place is more than a name.
func split(text string) ([]part, bool) {
	if !strings.Contains(text, "{{") {
		return nil, true
	}
	var parts []part
	for text != "" {
		before, rest, found := strings.Cut(text, "{{")
		if before != "" {
			parts = append(parts, part{text: before})
		}
		if !found {
			break
		}
		place, after, closed := strings.Cut(rest, "}}")
		name, isName := strings.CutPrefix(place, ".")
		if !closed || !isName || strings.ContainsAny(name, " .|()") {
			return nil, false
		}
		parts = append(parts, part{place: name})
		text = after
	}
	return parts, true
}

// fill puts what is filled in into a text. It keeps its own order there, whichever way the
// text is read.
func (w *Words) fill(parts []part, data Data) string {
	var b strings.Builder
	for _, p := range parts {
		if p.place == "" {
			b.WriteString(p.text)
		} else if text, ok := data[p.place].(string); ok {
			b.WriteString(w.given(text))
		} else {
			fmt.Fprint(&b, data[p.place])
		}
	}
	return b.String()
}
