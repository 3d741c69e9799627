package ui

import (
	"slices"
	"strings"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"tradedesk/model"
	"tradedesk/ui/cells"
	"tradedesk/ui/form"
	"tradedesk/ui/keys"
	"tradedesk/ui/layout"
	"tradedesk/ui/words"
)

// letterOverlay asks for one letter, and shows what is kept under letters.
type letterOverlay struct {
	title  string
	kept   map[string]string // what each letter stands for
	then   func(letter string) tea.Cmd
	forget func(letter string) tea.Cmd // nil: nothing is forgotten here
	again  keys.ID                     // the key of this action stands for "the last one"
	last   string

	forgets bool // the next letter is forgotten
}

func (o *letterOverlay) place() keys.Place    { return keys.PlaceOf("place.letter") }
func (o *letterOverlay) owns(id keys.ID) bool { return strings.HasPrefix(string(id), "letter.") }

func (o *letterOverlay) do(m *app, id keys.ID) tea.Cmd {
	switch id {
	case keys.LetterStop:
		m.drop(o)
	case keys.LetterDrop:
		o.forgets = o.forget != nil
	}
	return nil
}

func (o *letterOverlay) update(m *app, msg tea.Msg) tea.Cmd {
	k, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return nil
	}
	letter := letterOf(k)
	if a, found := m.keys.Action(o.again); found && o.last != "" && slices.Contains(a.Keys, k.String()) {
		letter = o.last
	}
	if letter == "" {
		return m.say(m.words.T("toast.not_a_letter"))
	}
	m.drop(o)
	if o.forgets {
		return tea.Batch(o.forget(letter), m.say(m.words.T("toast.forgotten", words.Data{"Letter": letter})))
	}
	return o.then(letter)
}

// letterOf gives the letter or digit of a key, by its place on an Arabic
// keyboard; "" for another key.
func letterOf(k tea.KeyPressMsg) string {
	s := keys.Latin(form.Typed(k))
	r, size := utf8.DecodeRuneInString(s)
	if size != len(s) || !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9') {
		return ""
	}
	return s
}

func (o *letterOverlay) draw(m *app) ([]string, layout.Box) {
	letters := make([]string, 0, len(o.kept))
	for letter := range o.kept {
		letters = append(letters, letter)
	}
	slices.Sort(letters)
	return m.boxed("", 64, max(len(letters), 1)+1, func(w, h int) []string {
		title := o.title
		if o.forgets {
			title = m.words.T("letter.forget")
		}
		lines := []string{m.theme.Strong.Apply(m.screen.Direction.Start(cells.Safe(title), w))}
		if len(letters) == 0 {
			lines = append(lines, m.theme.Dim.Apply(m.screen.Direction.Start(m.words.T("letter.none"), w)))
		}
		for _, letter := range letters {
			text := m.screen.Direction.Start(cells.Safe(o.kept[letter]), w-4)
			lines = append(lines, m.screen.Direction.Line(" ", m.theme.Key.Apply(letter), "  ", text))
		}
		return lines[:min(len(lines), h)]
	})
}

// mark is a record that is marked with a letter, at this desk.
type mark struct {
	ID    model.ID   `json:"id"`
	Kind  model.Kind `json:"kind"`
	Title string     `json:"title"` // as it was when it was marked
}

// maxMarkTitle bounds what is kept of a name, in cells.
const maxMarkTitle = 60

func (m *app) markNames() map[string]string {
	names := map[string]string{}
	for letter, k := range m.kept.Marks {
		names[letter] = m.words.T("kind."+kindWord(k.Kind)) + "  " + k.Title
	}
	return names
}

func (m *app) forgetMark(letter string) tea.Cmd {
	delete(m.kept.Marks, letter)
	return m.keep(settingMarks)
}

// markRecord marks the current record with a letter.
func (m *app) markRecord() tea.Cmd {
	e, ok := m.page().current()
	if !ok {
		return nil
	}
	m.push(&letterOverlay{title: m.words.T("letter.mark", words.Data{"Who": m.title(e)}), kept: m.markNames(), forget: m.forgetMark,
		then: func(letter string) tea.Cmd {
			m.kept.Marks[letter] = mark{e.ID, e.Kind, cells.Cut(m.title(e), maxMarkTitle)}
			return tea.Batch(m.keep(settingMarks), m.succeed(m.words.T("done.mark", words.Data{"Who": m.title(e), "Letter": letter})))
		}})
	return nil
}

// goToMark opens a marked record, on whatever page it is.
func (m *app) goToMark() tea.Cmd {
	m.push(&letterOverlay{title: m.words.T("letter.go"), kept: m.markNames(), forget: m.forgetMark, then: func(letter string) tea.Cmd {
		to, ok := m.kept.Marks[letter]
		if !ok {
			return m.cannot(m.words.T("toast.no_mark", words.Data{"Letter": letter}))
		}
		return m.withRecord(to.ID, func(m *app, r model.Record) tea.Cmd {
			m.open(model.ExcerptOf(r, model.ScoreContext{Now: m.now}))
			return nil
		})
	}})
	return nil
}
