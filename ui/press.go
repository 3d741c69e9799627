package ui

import (
	tea "charm.land/bubbletea/v2"

	"tradedesk/ui/form"
	"tradedesk/ui/keys"
	"tradedesk/ui/words"
)

// key gives a key to whoever it is for: what works everywhere, the overlay on
// top, or the page, by the bindings of the place.
func (m *app) key(k tea.KeyPressMsg) tea.Cmd {
	m.toast.keyed()
	if m.player.on() {
		return m.breakOff()
	}
	m.recorder.add(stepOf(k), m.top() == nil && m.pending == "")
	cmd := m.press(k)
	if m.recorder.full() {
		return tea.Batch(cmd, m.endRecording(), m.say(m.words.T("toast.macro_long", words.Data{"Count": maxSteps})))
	}
	return cmd
}

// press does what a key means here.
func (m *app) press(k tea.KeyPressMsg) tea.Cmd {
	place := m.place()
	name := k.String()
	m.typed = name
	if cmd, ok := m.digit(place, name); ok {
		return cmd
	}
	a, found, began := m.keys.Find(place, m.pending, name)
	if !found && !began && !place.Text {
		a, found, began = m.keys.Find(place, m.pending, otherLayout(k))
		name = otherLayout(k)
	}
	pending := m.pending
	m.pending = ""
	top := m.top()
	switch {
	case m.screen.Small && (!found || a.Scope != keys.ScopeAlways || a.ID == keys.Help):
		return nil
	case began:
		m.pending = name
	case found && (top == nil || a.Scope == keys.ScopeAlways || top.owns(a.ID)):
		m.typed = name
		if top != nil {
			return m.run(a)
		}
		return m.runCounted(a)
	case top != nil:
		return top.update(m, k)
	case pending == "" && m.scene() != nil:
		return m.scene().update(m, k)
	case pending != "":
		m.dropPrefix()
		return m.cannot(m.words.T("toast.no_such_key"))
	default:
		if m.prefix.waits {
			return m.runDigit()
		}
		m.dropPrefix()
	}
	return nil
}

// otherLayout names a key by its place on a Latin keyboard, when the layout is
// of another script.
func otherLayout(k tea.KeyPressMsg) string {
	if latin := keys.Latin(k.String()); latin != k.String() {
		return latin
	}
	return form.Stroke(k)
}
