package cli

import (
	"fmt"
	"io"
	"strings"

	mcobra "github.com/muesli/mango-cobra"
	"github.com/muesli/roff"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

func (a *app) manCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "man",
		Short: "Print the manual page",
		Long:  "man prints the manual page of all commands in roff, for man and groff.",
		Example: `  tradedesk man | man -l -
  tradedesk man > /usr/local/share/man/man1/tradedesk.1`,
		Args: exactly(0, "no arguments"),
		RunE: func(*cobra.Command, []string) error { return a.runMan() },
	}
}

func (a *app) runMan() error {
	root := Command(a.env) // one of its own, since its texts are changed
	forManual(root)
	page, err := mcobra.NewManPage(1, root)
	if err != nil {
		return fmt.Errorf("making the manual page: %w", err)
	}
	page.WithSection("Environment", "TRADEDESK_DATA is the directory of the desk, TRADEDESK_USER the author of changes. "+
		"XDG_DATA_HOME is where the directory is made when neither the flag nor the variable names one. NO_COLOR turns colours off.")
	_, err = io.WriteString(a.env.Out, page.Build(roff.NewDocument())+"\n")
	return err
}

// forManual gives texts the form that a manual page fills by itself.
func forManual(c *cobra.Command) {
	c.Long = unwrap(c.Long)
	plain := func(f *pflag.Flag) { _, f.Usage = pflag.UnquoteUsage(f) }
	c.LocalFlags().VisitAll(plain)
	for _, sub := range c.Commands() {
		forManual(sub)
	}
}

// unwrap joins the lines of each paragraph.
func unwrap(text string) string {
	paragraphs := strings.Split(text, "\n\n")
	for i, p := range paragraphs {
		paragraphs[i] = strings.ReplaceAll(p, "\n", " ")
	}
	return strings.Join(paragraphs, "\n")
}
