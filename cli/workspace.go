package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"tradedesk/serve"
)

func (a *app) workspaceCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "workspace",
		Short: "List and make the workspaces of a server on this machine",
		Long: `workspace manages the workspaces of a server on this machine, whether it runs or
not. People of one workspace learn nothing of another.`,
		Example: `  tradedesk workspace list
  tradedesk workspace create rif --user salma`,
		Args: exactly(0, "list or create"),
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	user := ""
	create := &cobra.Command{
		Use: "create NAME", Short: "Make a workspace",
		Long: `workspace create makes a workspace with its owner and prints a token of the owner,
once. With --json it prints {"workspace", "user", "token"}.`,
		Example: `  tradedesk workspace create rif --user salma
  tradedesk workspace create rif --json`,
		Args: exactly(1, "a name"),
		RunE: func(c *cobra.Command, args []string) error { return a.runWorkspaceCreate(c.Context(), args[0], user) },
	}
	create.Flags().StringVar(&user, "user", "", "its owner's `NAME` (default the author of changes)")
	list := &cobra.Command{
		Use: "list", Short: "List the workspaces",
		Long: `workspace list prints the workspaces with how many users, desks and records they
have. With --json it prints an array.`,
		Example: `  tradedesk workspace list
  tradedesk workspace list --json`,
		Args: exactly(0, "no arguments"),
		RunE: func(c *cobra.Command, _ []string) error { return a.runWorkspaceList(c.Context()) },
	}
	a.storeFlag(create)
	a.storeFlag(list)
	c.AddCommand(create, list)
	return c
}

// withAdmin lets do work with the server that the flags name.
func (a *app) withAdmin(ctx context.Context, do func(serve.Admin) error) (err error) {
	admin, err := serve.Administer(ctx, a.storeName(), a.env.Now)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, admin.Close()) }()
	return do(admin)
}

func (a *app) runWorkspaceCreate(ctx context.Context, name, user string) error {
	if user == "" {
		user = a.person()
	}
	return a.withAdmin(ctx, func(admin serve.Admin) error {
		founded, err := admin.Found(ctx, name, user)
		if err != nil {
			return err
		}
		return a.printFounded(founded)
	})
}

func (a *app) runWorkspaceList(ctx context.Context) error {
	return a.withAdmin(ctx, func(admin serve.Admin) error {
		all, err := admin.Workspaces(ctx)
		if err != nil {
			return err
		}
		if a.json {
			return a.printJSON(all)
		}
		w := bufio.NewWriter(a.env.Out)
		for _, one := range all {
			fmt.Fprintf(w, "%s  %s  %s, %s, %s\n", one.ID, clean(one.Name), plural(one.Users, "user"), plural(one.Devices, "desk"), plural(int(one.Records), "record"))
		}
		return w.Flush()
	})
}
