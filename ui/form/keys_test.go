package form

import (
	"strings"
	"testing"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
)

var namedKeys = map[string]rune{
	"enter": tea.KeyEnter, "tab": tea.KeyTab, "esc": tea.KeyEscape, "up": tea.KeyUp, "down": tea.KeyDown,
	"left": tea.KeyLeft, "right": tea.KeyRight, "home": tea.KeyHome, "end": tea.KeyEnd, "backspace": tea.KeyBackspace,
	"delete": tea.KeyDelete, "pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown, "space": tea.KeySpace,
}

// press makes the message of a key: "ctrl+s", "enter", or characters that are typed.
func press(name string) tea.KeyPressMsg {
	var mod tea.KeyMod
	rest := name
	for prefix, m := range map[string]tea.KeyMod{"ctrl+": tea.ModCtrl, "alt+": tea.ModAlt, "shift+": tea.ModShift} {
		if r, ok := strings.CutPrefix(rest, prefix); ok && r != "" {
			mod, rest = m, r
		}
	}
	if code, ok := namedKeys[rest]; ok && (mod != 0 || rest == name) {
		return tea.KeyPressMsg{Code: code, Mod: mod}
	}
	code, _ := utf8.DecodeRuneInString(rest)
	if mod != 0 {
		return tea.KeyPressMsg{Code: code, Mod: mod}
	}
	if utf8.RuneCountInString(rest) > 1 {
		code = tea.KeyExtended
	}
	return tea.KeyPressMsg{Code: code, Text: rest}
}

func TestTyped(t *testing.T) {
	for _, c := range []struct {
		key  tea.KeyPressMsg
		want string
	}{
		{press("q"), "q"},
		{tea.KeyPressMsg{Code: 'q', Text: "Q", Mod: tea.ModShift}, "Q"},
		{tea.KeyPressMsg{Code: 'q', Text: "Q", Mod: tea.ModCapsLock}, "Q"},
		{tea.KeyPressMsg{Code: 'q', Text: "q", Mod: tea.ModAlt}, ""},
		{press("ctrl+q"), ""},
		{press("enter"), ""},
	} {
		if got := Typed(c.key); got != c.want {
			t.Errorf("Typed(%v) = %q, want %q", c.key, got, c.want)
		}
	}
}

func TestStroke(t *testing.T) {
	for _, c := range []struct {
		what string
		key  tea.KeyPressMsg
		want string
	}{
		{"a PC-101 keyboard", press("ctrl+s"), "ctrl+s"},
		{"caps lock", tea.KeyPressMsg{Code: 's', Mod: tea.ModCtrl | tea.ModCapsLock}, "ctrl+s"},
		{"an AZERTY keyboard's a", tea.KeyPressMsg{Code: 'a', BaseCode: 'q', Mod: tea.ModCtrl}, "ctrl+a"},
		{"an Arabic keyboard's sin", tea.KeyPressMsg{Code: 'س', BaseCode: 's', Mod: tea.ModCtrl}, "ctrl+s"},
		{"shift", press("shift+tab"), "shift+tab"},
	} {
		if got := Stroke(c.key); got != c.want {
			t.Errorf("%s: Stroke = %q, want %q", c.what, got, c.want)
		}
	}
}
