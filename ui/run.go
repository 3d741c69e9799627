package ui

import (
	"context"
	"errors"
	"fmt"
	"io"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"tradedesk/ui/work"
)

// fps is the fastest that Bubble Tea draws. It looks so often whether there is something to
// draw, and that is all that an idle desk costs: twice as often shows on no usual screen.
const fps = 60

// Run opens a desk and shows its screens until the person leaves or ctx ends. What
// was begun is done when it returns, open has returned too, and closing the desk is
// left to who opened it: an error says what failed. A *TerminalError says that there
// is nothing to show the screens on.
func Run(ctx context.Context, open Opener, o Options) error {
	o = o.withDefaults()
	if err := o.checkTerminal(); err != nil {
		return err
	}
	jobs := work.New(ctx)
	start := newOpening(o, jobs, open)
	options := []tea.ProgramOption{
		tea.WithContext(ctx), tea.WithInput(o.In), tea.WithOutput(o.Out),
		tea.WithEnvironment(o.Env), tea.WithFPS(fps),
	}
	if o.plain() {
		options = append(options, tea.WithColorProfile(colorprofile.ASCII))
	}
	err := o.show(start, options)
	lost := jobs.Close()
	for _, opened := range jobs.Opened() {
		lost = errors.Join(lost, opened.Close())
	}
	if errors.Is(err, tea.ErrInterrupted) || ctx.Err() != nil && errors.Is(err, tea.ErrProgramKilled) {
		err = ctx.Err()
	}
	if err != nil {
		err = fmt.Errorf("showing the screens: %w", err)
	}
	return errors.Join(start.err, err, lost)
}

// show draws the screens until the person leaves. The terminal orders letters as it is used
// to before and after.
func (o Options) show(start *opening, options []tea.ProgramOption) error {
	order := o.order()
	if _, err := io.WriteString(o.Out, o.takeOrder(order)); err != nil {
		return err
	}
	_, err := tea.NewProgram(start, options...).Run()
	if start.app != nil {
		order = start.app.order
		start.app.keepUnsaved()
	}
	if _, gone := io.WriteString(o.Out, o.giveOrder(order)); err == nil {
		err = gone
	}
	return err
}
