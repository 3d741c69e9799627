package ui

import (
	"encoding/json"
	"maps"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/ui/keys"
	"tradedesk/ui/words"
)

// maxSteps bounds a macro; a longer one is an import.
const maxSteps = 400

// step is one key of a macro, or an action that no key in it says: a digit that
// was meant as a page.
type step struct {
	Code  rune       `json:"c,omitempty"`
	Text  string     `json:"t,omitempty"`
	Mod   tea.KeyMod `json:"m,omitempty"`
	Base  rune       `json:"b,omitempty"`
	Shift rune       `json:"s,omitempty"`
	Paste string     `json:"p,omitempty"`
	Do    keys.ID    `json:"do,omitempty"`
}

func stepOf(k tea.KeyPressMsg) step {
	return step{Code: k.Code, Text: k.Text, Mod: k.Mod, Base: k.BaseCode, Shift: k.ShiftedCode}
}

func (s step) key() tea.KeyPressMsg {
	return tea.KeyPressMsg{Code: s.Code, Text: s.Text, Mod: s.Mod, BaseCode: s.Base, ShiftedCode: s.Shift}
}

// recorder writes down the keys of a macro.
type recorder struct {
	letter string // "" while nothing is recorded
	steps  []step
	outer  int // the last step that was for the page: what ends the recording began there
}

func (r *recorder) on() bool { return r.letter != "" }

// add writes down a key; page says that no overlay took it.
func (r *recorder) add(s step, page bool) {
	if !r.on() {
		return
	}
	if page {
		r.outer = len(r.steps)
	}
	r.steps = append(r.steps, s)
}

func (r *recorder) full() bool { return len(r.steps) > maxSteps }

// did writes down, for the digit that was recorded last, what it meant.
func (r *recorder) did(id keys.ID) {
	if n := len(r.steps); r.on() && n > 0 {
		// A key that came fast behind the digit is recorded already.
		for i := n - 1; i >= 0 && i >= n-2; i-- {
			if s := r.steps[i]; s.Do == "" && len(s.Text) > 0 && keys.Latin(s.Text) >= "1" && keys.Latin(s.Text) <= "9" {
				r.steps[i] = step{Do: id}
				return
			}
		}
	}
}

// player plays the keys of a macro, one when all that came of the one before is done.
type player struct {
	letter  string // "" while nothing is played
	steps   []step
	at      int
	times   int
	trouble int // how often something was refused when it began
	posted  bool
}

func (p *player) on() bool { return p.letter != "" }

type playMsg struct{}

// recordMacro begins to record, or ends it.
func (m *app) recordMacro() tea.Cmd {
	if m.recorder.on() {
		return m.endRecording()
	}
	m.push(&letterOverlay{title: m.words.T("letter.record"), kept: m.macroNames(), forget: m.forgetMacro, then: func(letter string) tea.Cmd {
		m.recorder = recorder{letter: letter}
		return m.say(m.words.T("toast.recording", words.Data{"Letter": letter}))
	}})
	return nil
}

// endRecording keeps what was recorded; the keys that end it, one or those of the
// palette, are not part of it.
func (m *app) endRecording() tea.Cmd {
	letter, steps := m.recorder.letter, m.recorder.steps[:m.recorder.outer]
	m.recorder = recorder{}
	if len(steps) == 0 {
		return m.say(m.words.T("toast.nothing_recorded"))
	}
	all := maps.Clone(m.kept.Macros)
	all[letter] = steps
	if data, err := json.Marshal(all); err != nil || len(data) > desk.MaxSetting {
		return m.cannot(m.words.T("toast.macros_full"))
	}
	m.kept.Macros = all
	m.lastMacro = letter
	return tea.Batch(m.keep(settingMacros), m.succeed(m.words.T("done.recorded", words.Data{"Letter": letter, "Count": len(steps)})))
}

func (m *app) forgetMacro(letter string) tea.Cmd {
	delete(m.kept.Macros, letter)
	return m.keep(settingMacros)
}

// macroNames shows the keys of each macro.
func (m *app) macroNames() map[string]string {
	names := map[string]string{}
	for letter, steps := range m.kept.Macros {
		var b strings.Builder
		for _, s := range steps {
			switch {
			case s.Do != "":
				b.WriteString("<" + m.words.T("action."+string(s.Do)) + ">")
			case s.Paste != "":
				b.WriteString("…")
			case len([]rune(s.Text)) == 1 && s.Text != " ":
				b.WriteString(s.Text)
			default:
				b.WriteString("<" + s.key().String() + ">")
			}
			if b.Len() > 200 {
				break
			}
		}
		names[letter] = b.String()
	}
	return names
}

// playMacro asks for a letter and plays its keys, as often as was typed.
func (m *app) playMacro() tea.Cmd {
	if m.recorder.on() || m.player.on() {
		return m.cannot(m.words.T("toast.macro_nested"))
	}
	times := m.count()
	m.push(&letterOverlay{title: m.words.T("letter.play"), kept: m.macroNames(), forget: m.forgetMacro, again: keys.Replay, last: m.lastMacro,
		then: func(letter string) tea.Cmd {
			steps, ok := m.kept.Macros[letter]
			if !ok {
				return m.cannot(m.words.T("toast.no_macro", words.Data{"Letter": letter}))
			}
			m.lastMacro = letter
			m.player = player{letter: letter, steps: steps, times: times, trouble: m.trouble}
			return nil
		}})
	return nil
}

// play asks for the next key of the macro when nothing is under way.
func (m *app) play() tea.Cmd {
	if !m.player.on() || m.player.posted || m.work.Busy() {
		return nil
	}
	m.player.posted = true
	return func() tea.Msg { return playMsg{} }
}

// playNext gives the next key to whoever it is for. The first that is refused
// ends the macro.
func (m *app) playNext() tea.Cmd {
	p := &m.player
	p.posted = false
	if !p.on() || m.work.Busy() {
		return nil
	}
	if m.trouble != p.trouble {
		why := m.toast.text
		data := words.Data{"Letter": p.letter, "At": strconv.Itoa(p.at), "Why": why}
		m.player = player{}
		return m.say(m.words.T("toast.macro_stopped", data))
	}
	if p.at == len(p.steps) {
		if p.times--; p.times <= 0 {
			letter := p.letter
			m.player = player{}
			return m.after(m.words.T("done.macro", words.Data{"Letter": letter}))
		}
		p.at = 0
	}
	s := p.steps[p.at]
	p.at++
	switch {
	case s.Do != "":
		if a, ok := m.keys.Action(s.Do); ok {
			return m.run(a)
		}
		m.trouble++
		return nil
	case s.Paste != "":
		return m.paste(tea.PasteMsg{Content: s.Paste})
	}
	return m.press(s.key())
}

// after says something behind what is said already.
func (m *app) after(text string) tea.Cmd {
	return m.succeed(joined(" · ", m.toast.text, text))
}

// breakOff ends a macro that is played, because a person pressed a key.
func (m *app) breakOff() tea.Cmd {
	letter := m.player.letter
	m.player = player{}
	return m.say(m.words.T("toast.macro_broken_off", words.Data{"Letter": letter}))
}
