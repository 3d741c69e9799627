package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

var shells = []string{"bash", "zsh", "fish", "powershell"}

func (a *app) completionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "completion bash|zsh|fish|powershell",
		Short: "Print a script that completes commands in a shell",
		Long: `completion prints a script for a shell, which then completes commands, flags, kinds,
fields, codes and stages, and the ids of the records that were changed last, with
what they are called.`,
		Example: `  source <(tradedesk completion bash)
  tradedesk completion fish > ~/.config/fish/completions/tradedesk.fish`,
		Args:      exactly(1, "one of "+strings.Join(shells, ", ")),
		ValidArgs: shells,
		RunE:      func(c *cobra.Command, args []string) error { return a.runCompletion(c.Root(), args[0]) },
	}
}

func (a *app) runCompletion(root *cobra.Command, shell string) error {
	if !slices.Contains(shells, shell) {
		return usagef("completion %.20q: want one of %s", clean(shell), strings.Join(shells, ", "))
	}
	switch shell {
	case "bash":
		return root.GenBashCompletionV2(a.env.Out, true)
	case "zsh":
		return root.GenZshCompletion(a.env.Out)
	case "fish":
		return root.GenFishCompletion(a.env.Out, true)
	default:
		return root.GenPowerShellCompletionWithDesc(a.env.Out)
	}
}
