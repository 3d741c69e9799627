package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"os/user"
	"syscall"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"tradedesk/cli/config"
	"tradedesk/desk"
)

// app is what the commands share: the environment and the flags of them all.
type app struct {
	env  Env
	data string
	me   string
	lang string
	json bool

	store string // of a server

	configPath string
	setup      setup
}

// Main runs the command of a process and gives its exit code. The first
// interrupt asks the command to stop, the second ends the process.
func Main(env Env) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	context.AfterFunc(ctx, stop)
	// A reader that leaves is then an error of the write, and the desk is closed.
	signal.Ignore(syscall.SIGPIPE)
	return Run(ctx, env)
}

// Run runs the command that env.Args name, says on env.Err what failed, and
// gives the exit code.
func Run(ctx context.Context, env Env) int {
	root := Command(env)
	root.SetArgs(env.Args)
	err := root.ExecuteContext(ctx)
	reportError(env.Err, err)
	return exitCode(err)
}

// Command builds the whole tree of commands.
func Command(env Env) *cobra.Command {
	a := &app{env: env}
	root := a.rootCommand()
	root.SetIn(env.In)
	root.SetOut(env.Out)
	root.SetErr(env.Err)
	root.SetFlagErrorFunc(flagError)
	root.CompletionOptions.DisableDefaultCmd = true
	help := root.HelpFunc()
	root.SetHelpFunc(func(c *cobra.Command, args []string) { endHelp(c); help(c, args) })

	flags := root.PersistentFlags()
	flags.StringVar(&a.data, "data", "", "`DIR` of the desk (default $TRADEDESK_DATA, then $XDG_DATA_HOME/tradedesk)")
	flags.StringVar(&a.me, "me", "", "your `NAME`, the author of changes (default $TRADEDESK_USER, then the login name)")
	flags.StringVar(&a.lang, "lang", "", "`LANG` of the screens: ar, fr or en (default en)")
	flags.StringVar(&a.configPath, "config", "", "`FILE` of settings (default $TRADEDESK_CONFIG, then $XDG_CONFIG_HOME/tradedesk/config.toml)")
	flags.BoolVar(&a.json, "json", false, "print one JSON document")
	root.PersistentPreRunE = func(c *cobra.Command, _ []string) error { return a.ready(c) }

	a.addCommands(root)
	return root
}

// addCommands puts the commands into the groups in which help shows them.
func (a *app) addCommands(root *cobra.Command) {
	for _, group := range []struct {
		id, title string
		commands  []*cobra.Command
	}{
		{"records", "Records:", []*cobra.Command{
			a.addCommand(), a.editCommand(), a.showCommand(), a.listCommand(), a.searchCommand(), a.historyCommand(), a.agendaCommand(), a.fairCommand(),
			a.undoCommand(), a.redoCommand(), a.deleteCommand(), a.restoreCommand(), a.duplicatesCommand(), a.mergeCommand(), a.distinctCommand(),
		}},
		{"trade", "From an RFQ to a deal:", []*cobra.Command{
			a.rfqCommand(), a.matchCommand(), a.inviteCommand(), a.invitationsCommand(), a.remindCommand(), a.quoteCommand(), a.catalogueCommand(),
			a.compareCommand(), a.ratesCommand(), a.awardCommand(), a.offerCommand(), a.dealCommand(), a.firmCommand(),
		}},
		{"messages", "Messages:", []*cobra.Command{a.writeCommand(), a.templateCommand(), a.outboxCommand(), a.mailCommand()}},
		{"files", "Files:", []*cobra.Command{a.importCommand(), a.exportCommand(), a.mappingsCommand(), a.attachCommand(), a.fileCommand()}},
		{"sync", "Other desks:", []*cobra.Command{
			a.loginCommand(), a.logoutCommand(), a.syncCommand(), a.statusCommand(), a.queueCommand(), a.conflictsCommand(), a.quarantineCommand(), a.devicesCommand(),
		}},
		{"server", "The server:", []*cobra.Command{a.serveCommand(), a.workspaceCommand(), a.userCommand(), a.tokenCommand()}},
		{groupDesk, "The desk:", []*cobra.Command{
			a.demoCommand(), a.checkCommand(), a.backupCommand(), a.restoreBackupCommand(), a.compactCommand(),
			a.configCommand(), a.versionCommand(), a.completionCommand(), a.manCommand(),
		}},
	} {
		root.AddGroup(&cobra.Group{ID: group.id, Title: group.title})
		for _, c := range group.commands {
			c.GroupID = group.id
			root.AddCommand(c)
		}
	}
	root.SetHelpCommandGroupID(groupDesk)
}

// groupDesk has the help command too.
const groupDesk = "desk"

// flagError says what is wrong with a flag, and which one was probably meant.
func flagError(c *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	if !errors.As(err, &unknown) || unknown.GetSpecifiedShortnames() != "" {
		return usagef("%w; see %s --help", err, c.CommandPath())
	}
	var names []string
	add := func(f *pflag.Flag) { names = append(names, f.Name) }
	c.Flags().VisitAll(add)
	c.InheritedFlags().VisitAll(add)
	if name, ok := nearest(unknown.GetSpecifiedName(), names); ok {
		return usagef("%w; did you mean --%s?", err, name)
	}
	return usagef("%w; see %s --help", err, c.CommandPath())
}

// open opens the desk that the flags name.
func (a *app) open(ctx context.Context) (desk.Desk, error) {
	o := a.deskOptions()
	d, err := a.env.Open(ctx, o)
	if err != nil {
		return nil, fmt.Errorf("opening the desk in %s: %w", o.Dir, err)
	}
	return d, nil
}

// deskOptions says which desk the flags name, and who sits at it.
func (a *app) deskOptions() desk.Options {
	s := a.settings()
	mail := desk.MailOptions{
		Send: s.Text(config.MailSend), From: s.Text(config.MailFrom), Password: a.env.Getenv("TRADEDESK_MAIL_PASSWORD"), CA: s.Text(config.MailCA),
		Inbox: s.Paths(config.MailInbox),
	}
	return desk.Options{
		Dir: s.Text(config.Data), Me: a.author(), Now: a.env.Now, Home: a.country(), Addresses: s.List(config.Addresses),
		Sync: desk.SyncMode(s.Text(config.Sync)), TokenFile: s.Text(config.Keyring) == "file", Mail: mail,
	}
}

// author gives who makes the changes, "" for whoever is logged in.
func (a *app) author() string { return a.settings().Text(config.Me) }

// person gives the name of whoever sits here, as changes have it.
func (a *app) person() string {
	if name := a.author(); name != "" {
		return name
	}
	if u, err := user.Current(); err == nil {
		return u.Username
	}
	return ""
}

// withDesk opens the desk, lets do use it, and closes it.
func (a *app) withDesk(ctx context.Context, do func(desk.Desk) error) error {
	d, err := a.open(ctx)
	if err != nil {
		return err
	}
	err = do(d)
	if closeErr := closeDesk(d); err == nil {
		err = closeErr
	}
	return err
}

func closeDesk(d desk.Desk) error {
	if err := d.Close(); err != nil {
		return fmt.Errorf("closing the desk: %w", err)
	}
	return nil
}

// atLeast refuses a command with fewer arguments than n; what names them.
func atLeast(n int, what string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if len(args) < n {
			return usagef("%s: want %s; see %s --help", c.Name(), what, c.CommandPath())
		}
		return nil
	}
}

// exactly refuses a command with any other number of arguments than n.
func exactly(n int, what string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if len(args) != n {
			return usagef("%s: want %s, got %s; see %s --help", c.Name(), what, plural(len(args), "argument"), c.CommandPath())
		}
		return nil
	}
}
