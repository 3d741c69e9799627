package cli

import (
	"bufio"
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"tradedesk/serve"
)

type userOptions struct {
	workspace string
	role      string
	valid     string
}

func (a *app) userCommand() *cobra.Command {
	o := userOptions{}
	c := &cobra.Command{
		Use:   "user",
		Short: "Manage the people of a workspace, on the server's machine",
		Long: `user lets people into a workspace of a server on this machine and shuts them out,
whether the server runs or not. Roles: an owner and a broker do everything with
records, an agent deletes none, a reader changes none.`,
		Example: `  tradedesk user add karim --role broker
  tradedesk user role karim agent
  tradedesk user list
  tradedesk user revoke karim`,
		Args: exactly(0, "add, invite, role, list or revoke"),
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	all := []*cobra.Command{a.userAddCommand(&o), a.userInviteCommand(&o), a.userRoleCommand(&o), a.userListCommand(&o), a.userRevokeCommand(&o)}
	for _, one := range all {
		a.storeFlag(one)
		workspaceFlag(one, &o.workspace)
	}
	c.AddCommand(all...)
	return c
}

func (a *app) userAddCommand(o *userOptions) *cobra.Command {
	c := &cobra.Command{
		Use: "add NAME", Short: "Let a person in",
		Long: `user add makes a user and prints an invitation: a code that makes one desk theirs,
once. Of a user who was revoked it makes one again. With --json it prints
{"workspace", "user", "role", "code", "expires_at"}. One who is there already is
left alone: exit code 4.`,
		Example: `  tradedesk user add karim --role broker
  tradedesk user add leila --role reader --valid 2d --json`,
		Args: exactly(1, "a name"),
		RunE: func(c *cobra.Command, args []string) error { return a.runUserAdd(c.Context(), *o, args[0]) },
	}
	c.Flags().StringVar(&o.role, "role", "", "what they may do: `ROLE` is "+strings.Join(roleNames(), ", "))
	completeFlag(c, "role", roleNames())
	validFlag(c, &o.valid)
	return c
}

func (a *app) userInviteCommand(o *userOptions) *cobra.Command {
	c := &cobra.Command{
		Use: "invite NAME", Short: "Make a code for another desk of a user",
		Long: `user invite prints another invitation for a user: a code that makes one desk theirs,
once. The JSON is that of add.`,
		Example: `  tradedesk user invite karim
  tradedesk user invite karim --valid 1h --json`,
		Args: exactly(1, "a name"),
		RunE: func(c *cobra.Command, args []string) error { return a.runUserInvite(c.Context(), *o, args[0]) },
	}
	validFlag(c, &o.valid)
	return c
}

func (a *app) userRoleCommand(o *userOptions) *cobra.Command {
	return &cobra.Command{
		Use: "role NAME ROLE", Short: "Give a user another role",
		Long: `user role gives a user another role, with all desks and tokens, at once; nobody need
log in again. Of one who may only read now what was written meanwhile stays at the
desk, and goes out when he may write again. A code that was not used yet gives the
new role. With --json it prints {"user", "role", "was", "devices"}.`,
		Example: `  tradedesk user role karim agent
  tradedesk user role karim broker --json`,
		Args: exactly(2, "a name and a role"),
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			if len(args) != 1 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return roleNames(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(c *cobra.Command, args []string) error {
			return a.runUserRole(c.Context(), *o, args[0], serve.Role(args[1]))
		},
	}
}

func (a *app) runUserRole(ctx context.Context, o userOptions, name string, role serve.Role) error {
	return a.withAdmin(ctx, func(admin serve.Admin) error {
		set, err := admin.SetRole(ctx, o.workspace, name, role)
		if err != nil {
			return err
		}
		if a.json {
			return a.printJSON(set)
		}
		if set.Role == set.Was {
			_, err = fmt.Fprintf(a.env.Out, "%s is %s already\n", clean(set.User), set.Role)
			return err
		}
		_, err = fmt.Fprintf(a.env.Out, "%s is %s now, and was %s: %s\n", clean(set.User), set.Role, set.Was, plural(set.Devices, "desk"))
		return err
	})
}

func (a *app) userListCommand(o *userOptions) *cobra.Command {
	return &cobra.Command{
		Use: "list", Short: "List the users",
		Long: `user list prints the users, their roles, how many desks they have, and since when
one is shut out. With --json it prints an array.`,
		Example: `  tradedesk user list
  tradedesk user list --workspace rif --json`,
		Args: exactly(0, "no arguments"),
		RunE: func(c *cobra.Command, _ []string) error { return a.runUserList(c.Context(), *o) },
	}
}

func (a *app) userRevokeCommand(o *userOptions) *cobra.Command {
	return &cobra.Command{
		Use: "revoke NAME", Short: "Shut a user out",
		Long: `user revoke shuts a user out with all desks and tokens, at once. The desks keep what
they hold and say that they were shut out. With --json it prints {"user", "devices",
"tokens"}.`,
		Example: `  tradedesk user revoke karim
  tradedesk user revoke karim --json`,
		Args: exactly(1, "a name"),
		RunE: func(c *cobra.Command, args []string) error { return a.runUserRevoke(c.Context(), *o, args[0]) },
	}
}

// validFlag says for how long an invitation is good.
func validFlag(c *cobra.Command, span *string) {
	c.Flags().StringVar(span, "valid", "7d", "for how `LONG` the code is good, such as 7d or 12h")
}

func workspaceFlag(c *cobra.Command, name *string) {
	c.Flags().StringVar(name, "workspace", "", "the workspace `NAME` (default the only one)")
}

func roleNames() []string {
	var out []string
	for _, role := range serve.Roles() {
		out = append(out, string(role))
	}
	return out
}

func (a *app) runUserAdd(ctx context.Context, o userOptions, name string) error {
	if o.role == "" {
		return usagef("add: want --role, one of %s", strings.Join(roleNames(), ", "))
	}
	valid, err := parseSpan("valid", o.valid)
	if err != nil {
		return err
	}
	return a.withAdmin(ctx, func(admin serve.Admin) error {
		invited, err := admin.Add(ctx, o.workspace, name, serve.Role(o.role), valid)
		if err != nil {
			return err
		}
		return a.printInvited(invited)
	})
}

func (a *app) runUserInvite(ctx context.Context, o userOptions, name string) error {
	valid, err := parseSpan("valid", o.valid)
	if err != nil {
		return err
	}
	return a.withAdmin(ctx, func(admin serve.Admin) error {
		invited, err := admin.Invite(ctx, o.workspace, name, valid)
		if err != nil {
			return err
		}
		return a.printInvited(invited)
	})
}

func (a *app) printInvited(i serve.Invited) error {
	if a.json {
		return a.printJSON(i)
	}
	_, err := fmt.Fprintf(a.env.Out, "%s, %s in %s; at one desk, before %s: tradedesk login URL --code %s\n", clean(i.User), i.Role, clean(i.Workspace), a.timeText(i.Expires), i.Code)
	return err
}

func (a *app) runUserList(ctx context.Context, o userOptions) error {
	return a.withAdmin(ctx, func(admin serve.Admin) error {
		users, err := admin.Users(ctx, o.workspace)
		if err != nil {
			return err
		}
		if a.json {
			return a.printJSON(users)
		}
		w := bufio.NewWriter(a.env.Out)
		for _, u := range users {
			fmt.Fprintf(w, "%s  %s  %s", clean(u.Name), u.Role, plural(u.Devices, "desk"))
			if !u.Revoked.IsZero() {
				fmt.Fprintf(w, "  shut out %s", a.timeText(u.Revoked))
			}
			fmt.Fprintln(w)
		}
		return w.Flush()
	})
}

func (a *app) runUserRevoke(ctx context.Context, o userOptions, name string) error {
	return a.withAdmin(ctx, func(admin serve.Admin) error {
		revoked, err := admin.Revoke(ctx, o.workspace, name)
		if err != nil {
			return err
		}
		if a.json {
			return a.printJSON(revoked)
		}
		_, err = fmt.Fprintf(a.env.Out, "shut out: %s, with %s and %s\n", clean(revoked.User), plural(revoked.Devices, "desk"), plural(revoked.Tokens, "token"))
		return err
	})
}
