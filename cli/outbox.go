package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"tradedesk/desk"
	"tradedesk/model"
)

// draftDays is how far back the drafts of messages are listed.
const draftDays = 90

func (a *app) outboxCommand() *cobra.Command {
	drafts := false
	c := &cobra.Command{
		Use:   "outbox",
		Short: "List and send the messages that go out from this desk",
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
	c.AddCommand(list, send, a.outboxRetryCommand(),
		a.letterCommand("cancel", "Give a message up: it is a draft again",
			`outbox cancel takes a message that was not sent out of the outbox: it is a draft
again.`, a.settle(desk.CancelLetter)),
		a.letterCommand("sent", "Note that a message was sent",
			`outbox sent notes that a message went out, as you saw in your mail account or as
you sent it yourself.`, a.settle(desk.LetterWent)),
		a.letterCommand("mailto", "Print the mailto: address that opens a message in your mail program",
			`outbox mailto prints whom a message goes to, its subject and its text as one
mailto: address, for a desk that does not send by itself. Files cannot be in it.`, a.printMailto),
		a.letterCommand("copy", "Print the text of a message, to be copied",
			`outbox copy prints the text of a message and nothing else.`, a.printBody),
		a.outboxPasswordCommand(),
	)
	return c
}

// letterAct does something with a message that was written at this desk.
type letterAct func(context.Context, desk.Desk, *model.Message) error

// letterCommand is a command on one message that is written here.
func (a *app) letterCommand(name, short, long string, do letterAct) *cobra.Command {
	return &cobra.Command{
		Use: name + " MESSAGE", Short: short, Long: long,
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

func (a *app) outboxRetryCommand() *cobra.Command {
	sure, reveal := false, false
	const long = `outbox retry sends a draft, or a message that was not taken, again. One that may
have been sent already is refused without --sure, and one that names the buyer
to somebody else without --reveal-buyer.`
	c := a.letterCommand("retry", "Send a draft, or a message that was not taken, again", long, func(ctx context.Context, d desk.Desk, m *model.Message) error {
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
	c.Flags().BoolVar(&reveal, "reveal-buyer", false, "also when it says who the buyer is")
	c.Flags().BoolVar(&sure, "sure", false, "also when it may have been sent")
	return c
}

// settle gives the act that says what becomes of a message, and prints it.
func (a *app) settle(do desk.LetterDo) letterAct {
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

func (a *app) printMailto(ctx context.Context, d desk.Desk, m *model.Message) error {
	if err := a.checkLetter(ctx, d, m, false); err != nil {
		return err
	}
	_, err := fmt.Fprintln(a.env.Out, desk.Mailto(m))
	return err
}

func (a *app) printBody(_ context.Context, _ desk.Desk, m *model.Message) error {
	_, err := fmt.Fprintf(a.env.Out, "%s\n", cleanBlock(m.Body))
	return err
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
