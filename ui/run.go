package ui

import (
	"context"
	"errors"
	"fmt"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"tradedesk/desk"
	"tradedesk/ui/words"
)

// fps is the fastest that Bubble Tea draws: a frame is 8 ms away at most.
const fps = 120

// Prepare reads what the screens need and no desk has: run beside opening a desk,
// it makes the first frame come sooner. What fails in it fails again in Run.
func Prepare() { _ = words.Load() }

// Run shows the screens of a desk until the person leaves or ctx ends. What was
// begun is done when it returns: an error says what of it failed. A
// *TerminalError says that there is nothing to show the screens on.
func Run(ctx context.Context, d desk.Desk, o Options) error {
	o = o.withDefaults()
	w, err := words.New(o.Lang)
	if err != nil {
		return fmt.Errorf("opening the screens: %w", err)
	}
	if err := o.checkTerminal(w); err != nil {
		return err
	}
	work := newWork(ctx)
	m, err := newApp(d, o, w, work)
	if err != nil {
		work.close()
		return fmt.Errorf("opening the screens: %w", err)
	}
	options := []tea.ProgramOption{
		tea.WithContext(ctx), tea.WithInput(o.In), tea.WithOutput(o.Out),
		tea.WithEnvironment(o.Env), tea.WithFPS(fps),
	}
	if o.plain() {
		options = append(options, tea.WithColorProfile(colorprofile.ASCII))
	}
	_, err = tea.NewProgram(m, options...).Run()
	m.keepUnsaved()
	lost := work.close()
	for _, opened := range work.opened {
		lost = errors.Join(lost, opened.Close())
	}
	if errors.Is(err, tea.ErrInterrupted) || ctx.Err() != nil && errors.Is(err, tea.ErrProgramKilled) {
		err = ctx.Err()
	}
	if err != nil {
		err = fmt.Errorf("showing the screens: %w", err)
	}
	return errors.Join(err, lost)
}
