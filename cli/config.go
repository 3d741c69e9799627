package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"tradedesk/cli/config"
	"tradedesk/model/text"
	"tradedesk/ui"
)

type configOptions struct{ check bool }

func (a *app) configCommand() *cobra.Command {
	o := configOptions{}
	c := &cobra.Command{
		Use:   "config",
		Short: "Print the settings in force, and where each is from",
		Long: `config prints every setting, its value, and where the value is from: a flag, the
environment, a line of the configuration file, or the default. What is wrong with
a file is told below. With --check it prints only that, and ends with 2 when there
is something.

"config file" prints a configuration to start from, "config keys" a file of keys.
docs/config.md tells of every setting.`,
		Example: `  tradedesk config
  tradedesk config --check
  tradedesk config file > ~/.config/tradedesk/config.toml
  tradedesk config keys > ~/.config/tradedesk/keys.toml`,
		Args: exactly(0, "no arguments, or file or keys"),
		RunE: func(*cobra.Command, []string) error { return a.runConfig(o) },
	}
	c.Flags().BoolVar(&o.check, "check", false, "only say what is wrong")
	c.AddCommand(
		&cobra.Command{
			Use: "file", Short: "Print a configuration file to start from", Args: exactly(0, "no arguments"),
			Long:    "file prints every setting with its default, each line a comment.",
			Example: "  tradedesk config file > ~/.config/tradedesk/config.toml",
			RunE:    func(*cobra.Command, []string) error { return config.Example(a.env.Out) },
		},
		&cobra.Command{
			Use: "keys", Short: "Print a file of keys to start from", Args: exactly(0, "no arguments"),
			Long:    "keys prints every action with the keys in force, each line a comment.",
			Example: "  tradedesk config keys > ~/.config/tradedesk/keys.toml",
			RunE:    func(*cobra.Command, []string) error { return a.printKeys() },
		},
	)
	return c
}

// printedConfig is the JSON of config.
type printedConfig struct {
	File     string         `json:"file"`
	Found    bool           `json:"found"`
	Settings []config.Value `json:"settings"`
	Problems []string       `json:"problems"`
}

func (a *app) runConfig(o configOptions) error {
	settings := a.settings()
	faults := a.setup.faults
	if _, err := a.keys(); err != nil {
		faults = append(faults, err)
	}
	if a.json {
		p := printedConfig{File: a.setup.file.Path, Found: a.setup.file.Found, Settings: settings.Values(), Problems: []string{}}
		for _, fault := range faults {
			p.Problems = append(p.Problems, text.Clean(fault.Error(), errorRunes))
		}
		if err := a.printJSON(p); err != nil {
			return err
		}
	} else if err := a.printSettings(settings, faults, o); err != nil {
		return err
	}
	if o.check && len(faults) > 0 {
		return usageError{errReported}
	}
	return nil
}

// printSettings prints the settings, and what is wrong with them on the other
// stream.
func (a *app) printSettings(settings config.Config, faults []error, o configOptions) error {
	if !o.check {
		for _, v := range settings.Values() {
			from := string(v.Origin)
			if v.Where != "" {
				from = v.Where
			}
			shown := clean(v.Value)
			if shown == "" {
				shown = "-"
			}
			if _, err := fmt.Fprintf(a.env.Out, "%-8s  %-40s  %s\n", v.Name, shown, clean(from)); err != nil {
				return fmt.Errorf("printing the settings: %w", err)
			}
		}
	}
	for _, fault := range faults {
		reportError(a.env.Err, fault)
	}
	return nil
}

func (a *app) printKeys() error {
	bindings, err := a.keys()
	if err != nil {
		return usageError{err}
	}
	if err := ui.WriteKeys(a.env.Out, bindings); err != nil {
		return fmt.Errorf("printing the keys: %w", err)
	}
	return nil
}
