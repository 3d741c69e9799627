package cli

import (
	"bufio"
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"tradedesk/model"
	"tradedesk/serve"
)

type tokenOptions struct {
	workspace string
	user      string
	valid     string
}

func (a *app) tokenCommand() *cobra.Command {
	o := tokenOptions{}
	c := &cobra.Command{
		Use:   "token",
		Short: "Manage the tokens of a workspace, on the server's machine",
		Long: `token makes, lists and withdraws tokens of a server on this machine, whether it
runs or not. A token of a user registers any number of desks; each desk has a
token of its own. The server keeps only their SHA-256.`,
		Example: `  tradedesk token create --user karim --valid 30d
  tradedesk token list
  tradedesk token revoke 0192f0a1-7c3d-7000-8000-000000000001`,
		Args: exactly(0, "create, list or revoke"),
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	create := &cobra.Command{
		Use: "create", Short: "Make a token that registers desks of a user",
		Long: `token create prints a token of a user, once. It registers any number of desks. With
--json it prints {"workspace", "user", "id", "token", "expires_at"}.`,
		Example: `  tradedesk token create --user karim
  tradedesk token create --user karim --valid 30d --json`,
		Args: exactly(0, "no arguments"),
		RunE: func(c *cobra.Command, _ []string) error { return a.runTokenCreate(c.Context(), o) },
	}
	create.Flags().StringVar(&o.user, "user", "", "whose it is: `NAME`")
	create.Flags().StringVar(&o.valid, "valid", "0", "for how `LONG` it is good, such as 30d; 0 is for ever")
	list := &cobra.Command{
		Use: "list", Short: "List the tokens",
		Long: `token list prints the tokens without their secrets: whose they are, of which desk,
and whether they are good. With --json it prints an array.`,
		Example: `  tradedesk token list
  tradedesk token list --json`,
		Args: exactly(0, "no arguments"),
		RunE: func(c *cobra.Command, _ []string) error { return a.runTokenList(c.Context(), o) },
	}
	revoke := &cobra.Command{
		Use: "revoke ID", Short: "Make a token worthless",
		Long: `token revoke makes a token worthless, at once. Of a desk's token that shuts the desk
out; the user's other desks go on. The id of a desk, as its status has it, means its
tokens.`,
		Example: `  tradedesk token revoke 0192f0a1-7c3d-7000-8000-000000000001
  tradedesk token revoke 0192f0a1-7c3d-7000-8000-000000000001 --json`,
		Args: exactly(1, "the id of a token or of a desk"),
		RunE: func(c *cobra.Command, args []string) error { return a.runTokenRevoke(c.Context(), o, args[0]) },
	}
	for _, one := range []*cobra.Command{create, list, revoke} {
		a.storeFlag(one)
		workspaceFlag(one, &o.workspace)
	}
	c.AddCommand(create, list, revoke)
	return c
}

func (a *app) runTokenCreate(ctx context.Context, o tokenOptions) error {
	if o.user == "" {
		return usagef("create: want --user NAME")
	}
	valid, err := parseSpan("valid", o.valid)
	if err != nil {
		return err
	}
	return a.withAdmin(ctx, func(admin serve.Admin) error {
		issued, err := admin.Issue(ctx, o.workspace, o.user, valid)
		if err != nil {
			return err
		}
		if a.json {
			return a.printJSON(issued)
		}
		_, err = fmt.Fprintf(a.env.Out, "token of %s, which is not shown again:\n%s\n", clean(issued.User), issued.Token)
		return err
	})
}

func (a *app) runTokenList(ctx context.Context, o tokenOptions) error {
	return a.withAdmin(ctx, func(admin serve.Admin) error {
		tokens, err := admin.Tokens(ctx, o.workspace)
		if err != nil {
			return err
		}
		if a.json {
			return a.printJSON(tokens)
		}
		w := bufio.NewWriter(a.env.Out)
		for _, k := range tokens {
			of := "registers desks"
			if k.Device != "" {
				of = "of the desk " + clean(k.Device)
			}
			fmt.Fprintf(w, "%s  %s  %s", k.ID, clean(k.User), of)
			if !k.Expires.IsZero() {
				fmt.Fprintf(w, "  until %s", a.timeText(k.Expires))
			}
			if !k.Revoked.IsZero() {
				fmt.Fprintf(w, "  revoked %s", a.timeText(k.Revoked))
			}
			fmt.Fprintln(w)
		}
		return w.Flush()
	})
}

func (a *app) runTokenRevoke(ctx context.Context, o tokenOptions, typed string) error {
	id, err := model.ParseID(typed)
	if err != nil {
		return usagef("revoke %.60q: want the id of a token, as `tradedesk token list` shows it", clean(typed))
	}
	return a.withAdmin(ctx, func(admin serve.Admin) error {
		if err := admin.Withdraw(ctx, o.workspace, id); err != nil {
			return err
		}
		if a.json {
			return a.printJSON(struct {
				ID model.ID `json:"id"`
			}{id})
		}
		_, err := fmt.Fprintf(a.env.Out, "revoked: %s\n", id)
		return err
	})
}
