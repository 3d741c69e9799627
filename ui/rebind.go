package ui

import (
	"io"

	"tradedesk/ui/keys"
	"tradedesk/ui/theme"
	"tradedesk/ui/words"
)

// KeyBinding is a line of a file of keys: an action of a scope, its keys, and
// where the line stands, for what is wrong with it.
type KeyBinding = keys.Binding

// CheckKeys says what is wrong with keys in one line, nil when nothing is.
func CheckKeys(bindings []KeyBinding) error {
	if len(bindings) == 0 {
		return nil // the catalogue is right by itself, as its tests say
	}
	_, err := keys.Rebind(keys.Catalogue(), bindings)
	return err
}

// WriteKeys writes a file of keys with every binding in force as a comment.
func WriteKeys(out io.Writer, bindings []KeyBinding) error {
	bound, err := keys.Rebind(keys.Catalogue(), bindings)
	if err != nil {
		return err
	}
	w, err := words.New("en")
	if err != nil {
		return err
	}
	return bound.WriteFile(out, w)
}

// Colours says how the screens are coloured.
type Colours string

// The ways to colour.
const (
	ColoursAuto  Colours = ""      // as the terminal says
	ColoursDark  Colours = "dark"  // for a dark background
	ColoursLight Colours = "light" // for a light one
	ColoursNone  Colours = "none"  // without
)

// plain reports whether nothing is coloured.
func (o Options) plain() bool { return o.Colours == ColoursNone || theme.NoColor(o.Env) }

// dark gives whether the background is dark: as was set, else as it seems to be.
func (o Options) dark(seems bool) bool {
	switch o.Colours {
	case ColoursDark:
		return true
	case ColoursLight:
		return false
	case ColoursAuto, ColoursNone:
	}
	return seems
}
