package cli

import (
	"errors"
	"path/filepath"
	"sync"

	"github.com/adrg/xdg"
	"github.com/spf13/cobra"

	"tradedesk/cli/config"
	"tradedesk/model/value"
	"tradedesk/ui"
)

// setup is how this run is set up, read when it is first asked for: completions
// ask too, and run no hook of a command.
type setup struct {
	once   sync.Once
	config config.Config
	file   config.File
	faults []error
}

// settings gives what is in force. What is wrong with it is told by ready, or by
// the command that is about the settings.
func (a *app) settings() config.Config {
	a.setup.once.Do(func() {
		path, must := a.configFile()
		a.setup.file = config.ReadFile(path, must)
		flags := map[string]string{}
		for name, v := range map[string]string{"data": a.data, "me": a.me, "lang": a.lang} {
			if v != "" {
				flags[name] = v
			}
		}
		a.setup.config, a.setup.faults = config.Resolve(config.Sources{
			Flags: flags, Getenv: a.env.Getenv, File: a.setup.file,
			Defaults: map[config.Name]string{
				config.Data: a.env.usualData(), config.Lang: a.env.language(), config.Country: homeCountry.String(), config.Colours: "auto", config.Mouse: "true",
				config.Confirm: "2", config.Keyring: "system", config.Keys: filepath.Join(filepath.Dir(path), "keys.toml"),
			},
		})
	})
	return a.setup.config
}

// configFile gives the file of settings, and whether it was asked for by name.
func (a *app) configFile() (path string, must bool) {
	if a.configPath != "" {
		return a.configPath, true
	}
	if path := a.env.Getenv("TRADEDESK_CONFIG"); path != "" {
		return path, true
	}
	home := a.env.Getenv("XDG_CONFIG_HOME")
	// The XDG base directory specification has relative paths ignored.
	if !filepath.IsAbs(home) {
		home = xdg.ConfigHome
	}
	return filepath.Join(home, "tradedesk", "config.toml"), false
}

// keys gives the bindings of the file of keys, checked.
func (a *app) keys() ([]ui.KeyBinding, error) {
	path := a.settings().Text(config.Keys)
	must := false
	for _, v := range a.settings().Values() {
		must = must || v.Name == config.Keys && v.Origin != config.FromDefault
	}
	lines, err := config.ReadKeys(path, must)
	if err != nil {
		return nil, err
	}
	bindings := make([]ui.KeyBinding, len(lines))
	for i, b := range lines {
		bindings[i] = ui.KeyBinding{Scope: b.Scope, Action: b.Action, Keys: b.Keys, Where: b.Where}
	}
	return bindings, ui.CheckKeys(bindings)
}

// ready refuses to begin with settings that are not as they were meant. What
// tells of the program or its settings works all the same.
func (a *app) ready(c *cobra.Command) error {
	a.settings()
	var wrong *config.FlagError
	for _, fault := range a.setup.faults {
		if errors.As(fault, &wrong) {
			return usageError{fault}
		}
	}
	if len(a.setup.faults) == 0 {
		return nil
	}
	if !c.HasParent() && c.Flags().Changed(flagVersion) {
		return nil
	}
	for at := c; at != nil; at = at.Parent() {
		switch at.Name() {
		case "config", "help", "version", "completion", "man":
			return nil
		}
	}
	return usagef("%w; `tradedesk config --check` shows all that is wrong", a.setup.faults[0])
}

// country gives where phone numbers without a country code are.
func (a *app) country() value.Country {
	given := a.settings().Text(config.Country)
	if given == homeCountry.String() {
		return homeCountry // as it mostly is; the table of countries can wait
	}
	c, err := value.ParseCountry(given)
	if err != nil {
		return homeCountry
	}
	return c
}
