package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"tradedesk/cli/config"
	"tradedesk/desk"
	"tradedesk/model"
)

// draftDays is how far back the drafts of messages are listed.
const draftDays = 90

func (a *app) outboxCommand() *cobra.Command {
	drafts := false
	c := &cobra.Command{
		Use:   "outbox",
		Short: "Messages that go out from this desk",
		Long: `outbox lists what goes out from this desk and is not sent: queued, failed, or
unsure. One that is queued is handed over while a desk is open, and tried again
by itself when there was no network. Of one that is unsure nobody heard whether
it was taken, as when the program or the line broke off at its end: it is never
sent again by itself. Look into your mail account, then say so: retry --sure,
or sent. With --drafts what was written within 90 days and never sent is listed too.

How messages are sent is set by mail.send; see docs/mail.md.`,
		Example: `  tradedesk outbox
  tradedesk outbox send
  tradedesk outbox retry 5be01c22 --sure`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return a.runOutbox(c.Context(), drafts) },
	}
	list := &cobra.Command{
		Use: "list", Short: "List what is not sent", Args: cobra.NoArgs,
		Long: `outbox list prints id, state, whom each message goes to, its subject, and why
it was not taken.`,
		Example: `  tradedesk outbox list --json`,
		RunE:    func(c *cobra.Command, _ []string) error { return a.runOutbox(c.Context(), drafts) },
	}
	for _, lists := range []*cobra.Command{c, list} {
		lists.Flags().BoolVar(&drafts, "drafts", false, "drafts too")
	}
	send := &cobra.Command{
		Use: "send", Short: "Hand over what is queued, now", Args: cobra.NoArgs,
		Long: `outbox send tries everything that is queued once, without the pause after a
failure, and ends with 1 when one was not sent.`,
		Example: `  tradedesk outbox send`,
		RunE:    func(c *cobra.Command, _ []string) error { return a.runOutboxSend(c.Context()) },
	}
	sure, reveal := false, false
	retry := a.letterCommand("retry", "Send a draft, or a message that was not taken, again", func(ctx context.Context, d desk.Desk, m *model.Message) error {
		if err := a.checkLetter(ctx, d, m, !reveal); err != nil {
			return err
		}
		err := d.SettleLetter(ctx, desk.LetterOrder{ID: m.ID, Do: desk.SendLetter, Knows: sure})
		if errors.Is(err, desk.ErrMaybeSent) {
			return fmt.Errorf("%w; --sure sends it again all the same", err)
		}
		if err != nil {
			return err
		}
		return a.sendNow(ctx, d, m.ID)
	})
	retry.Flags().BoolVar(&reveal, "reveal-buyer", false, "also when it says who the buyer is")
	retry.Flags().BoolVar(&sure, "sure", false, "also when it may have been sent")
	order := func(do desk.LetterDo) func(context.Context, desk.Desk, *model.Message) error {
		return func(ctx context.Context, d desk.Desk, m *model.Message) error {
			if err := d.SettleLetter(ctx, desk.LetterOrder{ID: m.ID, Do: do}); err != nil {
				return err
			}
			after, err := d.Get(ctx, m.ID)
			if err != nil {
				return err
			}
			if a.json {
				return a.printRecord(ctx, d, after)
			}
			return a.printLetter(after.(*model.Message))
		}
	}
	c.AddCommand(list, send, retry,
		a.letterCommand("cancel", "Give a message up: it is a draft again", order(desk.CancelLetter)),
		a.letterCommand("sent", "Note that a message was sent", order(desk.LetterWent)),
		a.letterCommand("mailto", "Print the mailto: address that opens a message in your mail program", func(ctx context.Context, d desk.Desk, m *model.Message) error {
			if err := a.checkLetter(ctx, d, m, false); err != nil {
				return err
			}
			_, err := fmt.Fprintln(a.env.Out, desk.Mailto(m))
			return err
		}),
		a.letterCommand("copy", "Print the text of a message, to be copied", func(_ context.Context, _ desk.Desk, m *model.Message) error {
			_, err := fmt.Fprintf(a.env.Out, "%s\n", cleanBlock(m.Body))
			return err
		}),
		a.outboxPasswordCommand(),
	)
	return c
}

// letterCommand is a command on one message that is written here.
func (a *app) letterCommand(name, short string, do func(context.Context, desk.Desk, *model.Message) error) *cobra.Command {
	return &cobra.Command{
		Use: name + " MESSAGE", Short: short,
		Long:    "outbox " + name + " takes one message that was written at this desk.\n" + short + ".",
		Example: "  tradedesk outbox " + name + " 5be01c22", Args: exactly(1, "the id of one message"), ValidArgsFunction: a.completeKindID(model.KindMessage),
		RunE: func(c *cobra.Command, args []string) error {
			ctx := c.Context()
			return a.withDesk(ctx, func(d desk.Desk) error {
				r, err := a.ofKind(ctx, d, model.KindMessage, args[0], "want the id of one")
				if err != nil {
					return err
				}
				return do(ctx, d, r.(*model.Message))
			})
		},
	}
}

func (a *app) runOutbox(ctx context.Context, drafts bool) error {
	return a.withDesk(ctx, func(d desk.Desk) error {
		list := d.Outbox
		if drafts {
			list = func(ctx context.Context) ([]desk.Outgoing, error) {
				return desk.Unsent(ctx, d, a.now().AddDate(0, 0, -draftDays))
			}
		}
		all, err := list(ctx)
		if err != nil {
			return err
		}
		return a.printOutbox(all)
	})
}

func (a *app) printOutbox(all []desk.Outgoing) error {
	if a.json {
		return a.printJSON(append([]desk.Outgoing{}, all...))
	}
	w := bufio.NewWriter(a.env.Out)
	for _, l := range all {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", l.ID.Short(), l.State, clean(l.To), clean(l.Subject), clean(l.Failure))
	}
	return w.Flush()
}

func (a *app) runOutboxSend(ctx context.Context) error {
	return a.withDesk(ctx, func(d desk.Desk) error {
		tried, err := d.SendOutbox(ctx)
		if err != nil {
			return err
		}
		if err := a.printOutbox(tried); err != nil {
			return err
		}
		for _, l := range tried {
			if l.State != desk.LetterSent {
				return errReported
			}
		}
		return nil
	})
}

func (a *app) outboxPasswordCommand() *cobra.Command {
	forget := false
	c := &cobra.Command{
		Use: "password", Short: "Keep the password of the mail account", Args: cobra.NoArgs,
		Long: `outbox password reads the password of the account in mail.send from the
terminal or the standard input, and keeps it in the system's keyring, else in a
file that only you can read; TRADEDESK_MAIL_PASSWORD takes its place. It is in
no backup and never printed.`,
		Example: `  tradedesk outbox password
  pass mail/salma | tradedesk outbox password
  tradedesk outbox password --forget`,
		RunE: func(c *cobra.Command, _ []string) error { return a.runOutboxPassword(c.Context(), forget) },
	}
	c.Flags().BoolVar(&forget, "forget", false, "forget it")
	return c
}

func (a *app) runOutboxPassword(ctx context.Context, forget bool) error {
	password := ""
	if !forget {
		var err error
		if password, err = a.password(); err != nil {
			return err
		}
	}
	s := a.settings()
	return desk.KeepMailPassword(ctx, s.Text(config.Data), s.Text(config.Keyring) == "file", password)
}

// password reads a password, which is not shown and never an argument.
func (a *app) password() (string, error) {
	var raw []byte
	var err error
	if file, isFile := a.env.In.(*os.File); isFile && isTerminal(a.env.In) {
		_, _ = fmt.Fprint(a.env.Err, "password: ") // a prompt that cannot be shown is not missed
		raw, err = term.ReadPassword(file.Fd())
		_, _ = fmt.Fprintln(a.env.Err)
	} else {
		raw, err = io.ReadAll(io.LimitReader(a.env.In, maxCredential))
	}
	if err != nil {
		return "", fmt.Errorf("reading the password: %w", err)
	}
	password := strings.TrimRight(string(raw), "\r\n")
	if password == "" {
		return "", usagef("outbox password: it is empty; --forget forgets the one that is kept")
	}
	return password, nil
}
