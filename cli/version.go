package cli

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version of this program",
		Long: `version prints the version, the commit it was built from, and the Go release and
platform.`,
		Example: `  tradedesk version
  tradedesk version --json`,
		Args: exactly(0, "no arguments"),
		RunE: func(*cobra.Command, []string) error { return a.runVersion() },
	}
}

// build says what this program was built from.
type build struct {
	Version  string `json:"version"`
	Commit   string `json:"commit,omitempty"`
	Time     string `json:"time,omitempty"`
	Modified bool   `json:"modified,omitempty"`
	Go       string `json:"go"`
	Platform string `json:"platform"`
}

func readBuild() build {
	b := build{Version: "(devel)", Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return b
	}
	if info.Main.Version != "" {
		b.Version = info.Main.Version
	}
	for _, setting := range info.Settings {
		switch setting.Key {
		case "vcs.revision":
			b.Commit = setting.Value
		case "vcs.time":
			b.Time = setting.Value
		case "vcs.modified":
			b.Modified = setting.Value == "true"
		}
	}
	return b
}

func (a *app) runVersion() error {
	b := readBuild()
	if a.json {
		return a.printJSON(b)
	}
	line := "tradedesk " + b.Version
	if b.Commit != "" {
		line += fmt.Sprintf(" (%.12s)", b.Commit)
	}
	_, err := fmt.Fprintf(a.env.Out, "%s %s %s\n", line, b.Go, b.Platform)
	return err
}
