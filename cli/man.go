package cli

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	mcobra "github.com/muesli/mango-cobra"
	"github.com/muesli/roff"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

func (a *app) manCommand() *cobra.Command {
	dir := ""
	c := &cobra.Command{
		Use:   "man [COMMAND]",
		Short: "Print the manual page of the program or of a command",
		Long: `man prints a manual page in roff, for man and groff: of the whole program, or of one
command. With --dir it writes the pages of the program and of every command into a
directory, as tradedesk.1, tradedesk-list.1 and so on.`,
		Example: `  tradedesk man | man -l -
  tradedesk man list | man -l -
  tradedesk man --dir ~/.local/share/man/man1`,
		Args: func(c *cobra.Command, args []string) error {
			if len(args) > 1 || dir != "" && len(args) > 0 {
				return usagef("man: want one command, or --dir alone; see %s --help", c.CommandPath())
			}
			return nil
		},
		ValidArgsFunction: func(c *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, noFiles
			}
			var names []string
			for _, sub := range manualCommands(c.Root()) {
				names = append(names, described(sub.Name(), sub.Short))
			}
			return beginning(names, typed), noFiles
		},
		RunE: func(c *cobra.Command, args []string) error {
			if dir != "" {
				return a.runManDir(c.Root(), dir)
			}
			return a.runMan(c.Root(), args)
		},
	}
	c.Flags().StringVar(&dir, "dir", "", "write all pages into a `DIR`")
	return c
}

// manualCommands are those that have a page of their own.
func manualCommands(root *cobra.Command) []*cobra.Command {
	var all []*cobra.Command
	for _, c := range root.Commands() {
		if c.IsAvailableCommand() && c.Name() != "help" {
			all = append(all, c)
		}
	}
	return all
}

func (a *app) runMan(root *cobra.Command, args []string) error {
	name := ""
	if len(args) == 1 {
		c, _, err := root.Find(args)
		if err != nil || c == root {
			return unknownCommand(root, args[0])
		}
		name = c.Name()
	}
	page, err := a.manual(name)
	if err != nil {
		return err
	}
	_, err = io.WriteString(a.env.Out, page)
	return err
}

func (a *app) runManDir(root *cobra.Command, dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return pathError(dir, err)
	}
	names := []string{""}
	for _, c := range manualCommands(root) {
		names = append(names, c.Name())
	}
	for _, name := range names {
		page, err := a.manual(name)
		if err != nil {
			return err
		}
		file := filepath.Join(dir, manualName(name)+".1")
		if err := os.WriteFile(file, []byte(page), 0o644); err != nil {
			return pathError(file, err)
		}
	}
	if a.json {
		return a.printJSON(map[string]any{"dir": dir, "pages": len(names)})
	}
	_, err := fmt.Fprintf(a.env.Out, "%s written into %s\n", plural(len(names), "page"), clean(dir))
	return err
}

// manualName gives what a page is called; a command's stands beside the program's.
func manualName(command string) string {
	if command == "" {
		return "tradedesk"
	}
	return "tradedesk-" + command
}

// manual gives the page of a command, or of the program for "".
func (a *app) manual(command string) (string, error) {
	root := Command(a.env) // one of its own, since its texts are changed
	of := root
	if command != "" {
		var err error
		if of, _, err = root.Find([]string{command}); err != nil {
			return "", fmt.Errorf("making the manual page of %s: %w", command, err)
		}
		_, usage, _ := strings.Cut(of.Use, " ")
		root.RemoveCommand(of)
		of.Use = strings.TrimSpace(manualName(command) + " " + usage)
	}
	forManual(of)
	page, err := mcobra.NewManPage(1, of)
	if err != nil {
		return "", fmt.Errorf("making the manual page: %w", err)
	}
	if command == "" {
		page.WithSection("Environment", "TRADEDESK_DATA is the directory of the desk, TRADEDESK_USER the author of changes. "+
			"XDG_DATA_HOME is where the directory is made when neither the flag nor the variable names one. NO_COLOR turns colours off.")
	} else {
		page.WithSection("See also", "tradedesk(1), for the flags that every command has and the exit codes.")
	}
	return page.Build(roff.NewDocument()) + "\n", nil
}

// forManual gives texts the form that a manual page fills by itself.
func forManual(c *cobra.Command) {
	endHelp(c)
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
