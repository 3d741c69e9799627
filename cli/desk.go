package cli

import (
	"context"
	"errors"
	"os"

	"github.com/spf13/cobra"

	"tradedesk/cli/config"
	"tradedesk/desk"
	"tradedesk/ui"
)

// rootCommand is `tradedesk` alone: the desk on the screen.
func (a *app) rootCommand() *cobra.Command {
	version := false
	c := &cobra.Command{
		Use:   "tradedesk",
		Short: "A desk for trade brokers: leads, suppliers and RFQs, from the keyboard",
		Long: `tradedesk keeps a trade broker's leads, suppliers, contacts, RFQs and quotes in
one file on this machine and works without a network. Without a command it opens
the desk on the screen; every command works beside an open desk, and every one
prints JSON with --json.

Exit codes: 0 done, 1 failed, 2 wrong usage, 3 not found, 4 conflict, 5 offline.`,
		Example: `  tradedesk
  tradedesk --lang fr --data ~/fair-desk`,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args: func(c *cobra.Command, args []string) error {
			if len(args) == 0 {
				return nil
			}
			return unknownCommand(c, args[0])
		},
		RunE: func(c *cobra.Command, _ []string) error {
			if version {
				return a.runVersion()
			}
			return a.runDesk(c.Context())
		},
	}
	c.Flags().BoolVar(&version, flagVersion, false, "print the version, as the command does")
	return c
}

// flagVersion does what people try first to see the version.
const flagVersion = "version"

func unknownCommand(root *cobra.Command, name string) error {
	var names []string
	for _, c := range root.Commands() {
		if c.IsAvailableCommand() {
			names = append(names, c.Name())
		}
	}
	if guess, ok := nearest(name, names); ok {
		return usagef("unknown command %.40q; did you mean %q?", name, guess)
	}
	return usagef("unknown command %.40q; see tradedesk --help", name)
}

func (a *app) runDesk(ctx context.Context) error {
	if err := a.checkTerminal(); err != nil {
		return err
	}
	screens, err := a.screens()
	if err != nil {
		return err
	}
	var opened desk.Desk
	err = a.env.Screens(ctx, func(ctx context.Context) (desk.Desk, error) {
		d, err := a.open(ctx)
		opened = d
		return d, err
	}, screens)
	if opened != nil {
		err = errors.Join(err, closeDesk(opened))
	}
	return err
}

// sends reports whether the desk is set up to send messages.
func sends(s config.Config) bool {
	send := s.Text(config.MailSend)
	return send != "" && send != "none"
}

// screens gives what the screens need, once checkTerminal has passed.
func (a *app) screens() (ui.Options, error) {
	keys, err := a.keys()
	if err != nil {
		return ui.Options{}, usageError{err}
	}
	s := a.settings()
	o := ui.Options{
		Env: a.env.Environ, Now: a.env.Now, Location: a.env.Location, Lang: s.Text(config.Lang), Home: a.country(), Keys: keys,
		Editor: s.Text(config.Editor), Sends: sends(s), NoMouse: !s.True(config.Mouse), Confirm: s.Number(config.Confirm),
		OpenDemo: func(ctx context.Context) (desk.Desk, error) {
			return a.env.OpenDemo(ctx, desk.DemoOptions{Me: a.author(), Now: a.env.Now})
		},
	}
	o.In, _ = a.env.In.(*os.File)
	o.Out, _ = a.env.Out.(*os.File)
	if o.Confirm == 0 {
		o.Confirm = -1
	}
	if bidi := s.Text(config.Bidi); bidi != "auto" {
		o.Bidi = ui.Bidi(bidi)
	}
	if colours := s.Text(config.Colours); colours != "auto" {
		o.Colours = ui.Colours(colours)
	}
	return o, nil
}

// checkTerminal refuses to draw where nothing can be drawn.
func (a *app) checkTerminal() error {
	const instead = "use the commands, such as `tradedesk list lead`; see tradedesk --help"
	if !isTerminal(a.env.In) || !isTerminal(a.env.Out) {
		return usagef("there is no terminal to draw the desk on; %s", instead)
	}
	if kind := a.env.Getenv("TERM"); kind == "" || kind == "dumb" {
		return usagef("a terminal of the kind %q (TERM) has no screen to draw the desk on; %s", clean(kind), instead)
	}
	return nil
}
