package cli

import (
	"fmt"
	"io"

	mcobra "github.com/muesli/mango-cobra"
	"github.com/muesli/roff"
	"github.com/spf13/cobra"
)

func (a *app) manCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "man",
		Short: "Print the manual page",
		Long:  "man prints the manual page of all commands in roff, for man and groff.",
		Example: `  tradedesk man | man -l -
  tradedesk man > /usr/local/share/man/man1/tradedesk.1`,
		Args: exactly(0, "no arguments"),
		RunE: func(c *cobra.Command, _ []string) error { return a.runMan(c.Root()) },
	}
}

func (a *app) runMan(root *cobra.Command) error {
	page, err := mcobra.NewManPage(1, root)
	if err != nil {
		return fmt.Errorf("making the manual page: %w", err)
	}
	_, err = io.WriteString(a.env.Out, page.Build(roff.NewDocument())+"\n")
	return err
}
