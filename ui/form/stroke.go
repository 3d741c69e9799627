package form

import (
	tea "charm.land/bubbletea/v2"
)

// lockMods are the modifiers that do not make a key a command.
const lockMods = tea.ModShift | tea.ModCapsLock | tea.ModNumLock | tea.ModScrollLock

// Typed gives the characters that a key types, "" when it is a command.
func Typed(k tea.KeyPressMsg) string {
	if k.Mod&^lockMods != 0 {
		return ""
	}
	return k.Text
}

// Stroke names a key as "ctrl+s" or "shift+tab". A letter that the keyboard's
// own layout has (AZERTY's "a") goes by what is printed on it; one of another
// script goes by its place on a PC-101 keyboard, so that commands can be given
// from an Arabic keyboard.
func Stroke(k tea.KeyPressMsg) string {
	k.Mod &^= tea.ModCapsLock | tea.ModNumLock | tea.ModScrollLock
	if k.Code < 0x80 {
		k.BaseCode = 0
	}
	return k.Keystroke()
}
