package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"tradedesk/desk"
)

type loginOptions struct {
	fromInput bool
	code      string
	ca        string
	name      string
	insecure  bool
}

// maxCredential bounds a token, and a file of certificates.
const (
	maxCredential = 4 << 10
	maxCA         = 256 << 10
)

func (a *app) loginCommand() *cobra.Command {
	o := loginOptions{}
	c := &cobra.Command{
		Use:   "login URL",
		Short: "Make this desk one of the desks of a server's workspace",
		Long: `login makes this desk one of a workspace's: from then on it is kept in step with
the others whenever the server can be reached. A token is asked for, or read
from the standard input with --token-stdin; --code takes an invitation, which is
good once: where the reply got lost, the same desk gives it again.

The server's own token for this desk is kept in the system's keyring, else in a
file that only you can read (see TRADEDESK_KEYRING in docs/config.md), and in no
backup. A desk that was logged in before goes on as who it was; what was written
meanwhile is kept. The address begins with https://, but for a server on this
machine.`,
		Example: `  tradedesk login https://desk.example --code td1_0192…
  tradedesk login https://desk.example --token-stdin
  tradedesk login https://10.0.0.5:8443 --ca ~/office-ca.pem --json`,
		Args: exactly(1, "the address of the server"),
		RunE: func(c *cobra.Command, args []string) error { return a.runLogin(c.Context(), o, args[0]) },
	}
	c.Flags().BoolVar(&o.fromInput, "token-stdin", false, "read the token from the standard input")
	c.Flags().StringVar(&o.code, "code", "", "log in with the invitation `CODE`")
	c.Flags().StringVar(&o.ca, "ca", "", "trust the certificates in the PEM `FILE`, too")
	c.Flags().StringVar(&o.name, "name", "", "call this desk `NAME` (default the machine's name)")
	c.Flags().BoolVar(&o.insecure, "insecure", false, "allow http:// to another machine; everybody on the way can read along")
	return c
}

func (a *app) runLogin(ctx context.Context, o loginOptions, server string) error {
	req := desk.LoginRequest{Server: server, Invitation: strings.TrimSpace(o.code), Name: o.name, Insecure: o.insecure}
	if o.fromInput && req.Invitation != "" {
		return usagef("login: --token-stdin and --code do not go together: give one of them")
	}
	var err error
	if o.ca != "" {
		if req.CA, err = readBounded(o.ca, maxCA); err != nil {
			return fmt.Errorf("reading the certificates: %w", err)
		}
	}
	if req.Invitation == "" {
		if req.Token, err = a.token(o.fromInput); err != nil {
			return err
		}
	}
	return a.withDesk(ctx, func(d desk.Desk) error {
		account, err := d.Login(ctx, req)
		if errors.Is(err, desk.ErrOtherWorkspace) {
			return fmt.Errorf("%w; `tradedesk --data DIR login …` makes a new desk in DIR", err)
		}
		if err != nil {
			return err
		}
		if a.json {
			return a.printJSON(account)
		}
		next := "`tradedesk sync` brings both in step"
		if is, err := d.Status(ctx); err != nil {
			return err
		} else if is.Mode == desk.SyncOffline {
			next = "it calls no more in the mode offline: `tradedesk sync --mode automatic`, or `manual`, changes that"
		}
		_, err = fmt.Fprintf(a.env.Out, "logged in to %s as %s (%s); %s\n", clean(account.Server), clean(account.User), clean(account.Role), next)
		return err
	})
}

// token reads a token, which is not shown and never an argument: others on the machine
// could read that.
func (a *app) token(fromInput bool) (string, error) {
	var raw []byte
	var err error
	switch file, isFile := a.env.In.(*os.File); {
	case fromInput:
		raw, err = io.ReadAll(io.LimitReader(a.env.In, maxCredential))
	case isFile && isTerminal(a.env.In):
		_, _ = fmt.Fprint(a.env.Err, "token: ") // a prompt that cannot be shown is not missed
		raw, err = term.ReadPassword(file.Fd())
		_, _ = fmt.Fprintln(a.env.Err)
	default:
		return "", usagef("login: want a token: give --token-stdin and write it to the standard input, or --code CODE")
	}
	if err != nil {
		return "", fmt.Errorf("reading the token: %w", err)
	}
	token := strings.TrimSpace(string(raw))
	if token == "" {
		return "", usagef("login: the token is empty")
	}
	return token, nil
}

func readBounded(name string, limit int64) (string, error) {
	file, err := os.Open(name)
	if err != nil {
		return "", pathError(name, err)
	}
	defer func() { _ = file.Close() }() // only read
	raw, err := io.ReadAll(io.LimitReader(file, limit+1))
	if err != nil {
		return "", pathError(name, err)
	}
	if int64(len(raw)) > limit {
		return "", fmt.Errorf("%s: more than %d bytes", name, limit)
	}
	return string(raw), nil
}

func (a *app) logoutCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "logout",
		Short: "Forget the server's token",
		Long: `logout forgets the token by which the server knows this desk, and has the server
let it in no more when that can be reached; otherwise it says how that is done
there. All records stay, and what waits to be sent waits for the next login.

With --json it prints {"device", "server_told", "error", "pending"}; pending counts
the changes that this machine alone has.`,
		Example: `  tradedesk logout
  tradedesk logout --json`,
		Args: exactly(0, "no arguments"),
		RunE: func(c *cobra.Command, _ []string) error { return a.runLogout(c.Context()) },
	}
}

func (a *app) runLogout(ctx context.Context) error {
	return a.withDesk(ctx, func(d desk.Desk) error {
		out, err := d.Logout(ctx)
		if err != nil {
			return err
		}
		switch {
		case a.json:
			return a.printJSON(out)
		case out.Told:
			_, err = fmt.Fprintln(a.env.Out, "logged out; the server lets this desk in no more")
		default:
			_, err = fmt.Fprintf(a.env.Out, "logged out here; the server was not told: %s\nwho runs it shuts this desk out with `tradedesk token revoke %s`\n", clean(out.Error), out.Device)
		}
		return errors.Join(err, a.warnUnsent(out.Pending))
	})
}

// warnUnsent says what would go with a machine that is given away.
func (a *app) warnUnsent(pending int) error {
	if pending == 0 || a.json {
		return nil
	}
	_, err := fmt.Fprintf(a.env.Out, "not sent, and on this machine alone: %s; log in again and `tradedesk sync`, or make a `tradedesk backup FILE`, before it is given away\n", plural(pending, "change"))
	return err
}
