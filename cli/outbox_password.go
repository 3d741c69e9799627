package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"tradedesk/cli/config"
	"tradedesk/desk"
)

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
