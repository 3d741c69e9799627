package cli

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"tradedesk/cli/config"
	"tradedesk/desk"
)

func (a *app) mailCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "mail",
		Short: "Watch mailboxes for new messages",
		Long: `mail watch brings in what is new in mailboxes and Maildirs. A desk that is open on
the screen watches those that mail.inbox names by itself.`,
		Example: `  tradedesk mail watch ~/Maildir`,
		Args:    cobra.NoArgs,
		RunE:    func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	once := false
	watch := &cobra.Command{
		Use:   "watch PATH…",
		Short: "Bring in what is new, as long as it runs",
		Long: `mail watch looks at mailboxes (mbox) and Maildirs every half minute and brings in
what is new; without a PATH at those of mail.inbox. A mailbox that grew is read on
from where it was. What was read before adds nothing.`,
		Example: `  tradedesk mail watch ~/Maildir /var/mail/salma
  tradedesk mail watch --once --json`,
		RunE: func(c *cobra.Command, args []string) error { return a.runMailWatch(c.Context(), once, args) },
	}
	watch.Flags().BoolVar(&once, "once", false, "look once and end")
	c.AddCommand(watch)
	return c
}

func (a *app) runMailWatch(ctx context.Context, once bool, paths []string) error {
	s := a.settings()
	if len(paths) == 0 {
		paths = s.Paths(config.MailInbox)
	}
	if len(paths) == 0 {
		return usagef("mail watch: want paths of mailboxes or Maildirs, here or as mail.inbox")
	}
	for i, path := range paths {
		whole, err := filepath.Abs(path)
		if err != nil {
			return pathError(path, err)
		}
		paths[i] = whole
	}
	return a.withDesk(ctx, func(d desk.Desk) error {
		w := desk.NewMailWatch(d, paths, s.List(config.Addresses))
		if once {
			reports, err := w.Look(ctx)
			return firstError(a.tellMail(reports), err)
		}
		w.Run(ctx, func(reports []desk.FileReport, err error) {
			if err = firstError(a.tellMail(reports), err); err != nil {
				_, _ = fmt.Fprintln(a.env.Err, clean(err.Error())) // the next look may do better
			}
		})
		return nil
	})
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func (a *app) tellMail(reports []desk.FileReport) error {
	if a.json {
		return a.printJSON(append([]desk.FileReport{}, reports...))
	}
	for _, r := range reports {
		if r.Created+r.Rejected == 0 {
			continue // what was read before
		}
		if _, err := fmt.Fprintf(a.env.Out, "%s: %d read, %d new\n", clean(r.File), r.Read, r.Created); err != nil {
			return err
		}
	}
	return nil
}
