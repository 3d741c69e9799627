package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"tradedesk/serve"
)

type serveInitOptions struct{ workspace, user string }

func (a *app) serveInitCommand() *cobra.Command {
	o := serveInitOptions{}
	c := &cobra.Command{
		Use:   "init",
		Short: "Make a server's file and a workspace in it",
		Long: `serve init makes the server's file, when it is not there, and a workspace with its
owner. It prints a token of the owner, once: it registers any number of desks, so
keep it as a password. With --json it prints {"workspace", "user", "token"}. A
workspace that is there already is left alone, with exit code 4.`,
		Example: `  tradedesk serve init --workspace atlas --user salma
  tradedesk serve init --workspace atlas --store bolt:/srv/desk/server.db --json`,
		Args: exactly(0, "no arguments"),
		RunE: func(c *cobra.Command, _ []string) error { return a.runServeInit(c.Context(), o) },
	}
	a.storeFlag(c)
	c.Flags().StringVar(&o.workspace, "workspace", "", "call the workspace `NAME`")
	c.Flags().StringVar(&o.user, "user", "", "its owner's `NAME` (default the author of changes)")
	return c
}

func (a *app) runServeInit(ctx context.Context, o serveInitOptions) error {
	if o.workspace == "" {
		return usagef("init: want --workspace NAME; see tradedesk serve init --help")
	}
	if o.user == "" {
		o.user = a.person()
	}
	founded, err := serve.Init(ctx, a.storeName(), o.workspace, o.user, a.env.Now)
	if err != nil {
		return err
	}
	return a.printFounded(founded)
}

func (a *app) printFounded(f serve.Founded) error {
	if a.json {
		return a.printJSON(f)
	}
	_, err := fmt.Fprintf(a.env.Out, "made workspace %s; token of its owner %s, which is not shown again:\n%s\n", clean(f.Workspace), clean(f.User), f.Token)
	return err
}
