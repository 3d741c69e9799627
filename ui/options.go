// Package ui is the desk's screens: one Bubble Tea model at the root, pages and
// overlays as plain structs. Keys become actions, actions become commands that
// call the desk, and their answers come back as messages. Neither Update nor View
// reads or writes anything.
package ui

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"time"

	"github.com/charmbracelet/x/term"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/value"
	"tradedesk/ui/cells"
	"tradedesk/ui/theme"
	"tradedesk/ui/words"
)

// Options are what the screens need from outside. Zero values have defaults.
type Options struct {
	In  *os.File // the terminal's keys; default os.Stdin
	Out *os.File // the terminal's screen; default os.Stdout
	Env []string // NAME=value, last counts; default os.Environ()

	Now      func() time.Time
	Location *time.Location // of the times that are shown and typed; default time.Local
	Lang     string         // BCP 47; default English
	Home     value.Country  // where phone numbers are typed without a country code; default MA

	Keys    []KeyBinding // in the place of the usual ones
	Colours Colours
	Editor  string // the command that edits long texts; "": VISUAL, EDITOR, vi
	Confirm int    // from how many selected records on an action asks first; 0: 2, negative: never
	Sends   bool   // the desk knows how to send messages
	NoMouse bool   // the mouse is the terminal's until it is switched on
	Bidi    Bidi   // who puts Arabic letters into their order

	Fair     model.ID                                 // the event whose fair is opened first; zero: the inbox is
	Demo     bool                                     // the desk is the sample desk
	OpenDemo func(context.Context) (desk.Desk, error) // nil: no sample desk is offered
	Dir      string                                   // where the file picker starts; default the working directory
}

// ErrNoTerminal is under every *TerminalError.
var ErrNoTerminal = errors.New("no terminal for the screens")

// TerminalError says why the screens cannot be shown here, and what can be done
// instead.
type TerminalError struct{ Reason string }

// Error gives one line without any escape sequence.
func (e *TerminalError) Error() string { return e.Reason }

// Unwrap gives ErrNoTerminal.
func (e *TerminalError) Unwrap() error { return ErrNoTerminal }

func (o Options) withDefaults() Options {
	if o.In == nil {
		o.In = os.Stdin
	}
	if o.Out == nil {
		o.Out = os.Stdout
	}
	if o.Env == nil {
		o.Env = os.Environ()
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Location == nil {
		o.Location = time.Local
	}
	switch {
	case o.Confirm == 0:
		o.Confirm = 2
	case o.Confirm < 0:
		o.Confirm = math.MaxInt
	}
	if o.Home == "" {
		o.Home = "MA"
	}
	if o.Dir == "" {
		o.Dir = "."
	}
	return o
}

// checkTerminal refuses what cannot show the screens before a byte is written.
func (o Options) checkTerminal() error {
	kind := theme.Env(o.Env, "TERM")
	drawable := term.IsTerminal(o.In.Fd()) && term.IsTerminal(o.Out.Fd())
	if drawable && kind != "" && kind != "dumb" {
		return nil
	}
	w, err := words.New(o.Lang)
	if err != nil {
		return fmt.Errorf("opening the screens: %w", err)
	}
	if !drawable {
		return &TerminalError{Reason: cells.Plain(w.T("terminal.none"))}
	}
	return &TerminalError{Reason: cells.Plain(w.T("terminal.dumb", words.Data{"Term": fmt.Sprintf("%q", kind)}))}
}
