package ui

import (
	"context"
	"errors"
	"fmt"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"tradedesk/desk"
	"tradedesk/model/value"
	"tradedesk/ui/words"
	"tradedesk/ui/work"
)

// Opener opens the desk that the screens show.
type Opener func(context.Context) (desk.Desk, error)

// Opened gives the opener of a desk that is open already.
func Opened(d desk.Desk) Opener {
	return func(context.Context) (desk.Desk, error) { return d, nil }
}

// opening is the model until the desk is open. It draws nothing, so that a desk
// that cannot be opened leaves the screen as it was, and keeps what comes for the
// screens.
type opening struct {
	wait  tea.Cmd // answers with a deskOpenMsg
	early []tea.Msg
	app   *app
	err   error // why there is nothing to show
}

// deskOpenMsg is the screens of the desk that was opened, or why there are none.
type deskOpenMsg struct {
	app  *app
	kept keptMsg
	err  error
}

// newOpening begins to open a desk, and to make its screens beside it: before the
// terminal is made ready, so that none need wait for another.
func newOpening(o Options, jobs *work.Work, open Opener) *opening {
	type openDesk struct {
		desk desk.Desk
		kept keptMsg
		err  error
	}
	opened := work.Begin(jobs, func() openDesk {
		d, err := open(jobs.ForReads())
		if err != nil {
			return openDesk{err: err}
		}
		return openDesk{desk: d, kept: readKept(jobs.ForReads(), d)}
	})
	screens := work.Begin(jobs, func() deskOpenMsg {
		m, err := newScreens(o, jobs)
		return deskOpenMsg{app: m, err: err}
	})
	jobs.Beside(warm)
	return &opening{wait: func() tea.Msg {
		made, opened := screens(), opened()
		if err := errors.Join(opened.err, made.err); err != nil {
			return deskOpenMsg{err: err}
		}
		made.app.sitAt(opened.desk, o.Demo)
		made.kept = opened.kept
		return made
	}}
}

// newScreens makes what the screens need and no desk has.
func newScreens(o Options, jobs *work.Work) (*app, error) {
	w, err := words.New(o.Lang)
	if err != nil {
		return nil, fmt.Errorf("opening the screens: %w", err)
	}
	jobs.Beside(w.Warm)
	m, err := newApp(o, w, jobs)
	if err != nil {
		return nil, fmt.Errorf("opening the screens: %w", err)
	}
	return m, nil
}

// warm makes the tables that the first frame waits for, while the desk is opened:
// of countries, which rows name, and of the renderer's widths.
func warm() {
	value.Country("MA").Name("en")
	ansi.StringWidthWc("│")
}

// Init waits for the desk, and asks the terminal meanwhile.
func (o *opening) Init() tea.Cmd { return tea.Batch(tea.RequestBackgroundColor, o.wait) }

// Update lets the screens go on when they are there, with what came before.
func (o *opening) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if key, ok := msg.(tea.KeyPressMsg); ok && key.String() == "ctrl+c" {
		o.err = context.Canceled
		return o, tea.Quit
	}
	opened, ok := msg.(deskOpenMsg)
	switch {
	case !ok:
		o.early = append(o.early, msg)
		return o, nil
	case opened.err != nil:
		o.err = opened.err
		return o, tea.Quit
	}
	o.app = opened.app
	cmds := []tea.Cmd{opened.kept.take(o.app), o.app.Init()}
	for _, early := range o.early {
		_, cmd := o.app.Update(early)
		cmds = append(cmds, cmd)
	}
	return o.app, tea.Batch(cmds...)
}

// View draws nothing.
func (o *opening) View() tea.View { return tea.NewView("") }
