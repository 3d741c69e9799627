package config

import (
	_ "embed"
	"fmt"
	"io"
	"strings"
)

//go:generate go test -run TestDocumentIsCurrent -update .

// reference is docs/config.md but for the rows of its settings, which stand at settingsRows.
//
//go:embed reference.md
var reference string

const settingsRows = "{{settings}}\n"

// WriteMarkdown writes the reference of the settings.
func WriteMarkdown(out io.Writer) error {
	var rows strings.Builder
	for _, t := range Table() {
		flag := ""
		if t.Flag != "" {
			flag = "`--" + t.Flag + "`"
		}
		fmt.Fprintf(&rows, "| `%s` | %s | `%s` | %s | %s |\n", t.Name, flag, t.Env, t.Usual, t.About)
	}
	if _, err := io.WriteString(out, strings.Replace(reference, settingsRows, rows.String(), 1)); err != nil {
		return fmt.Errorf("writing the reference of settings: %w", err)
	}
	return nil
}

// Example writes a configuration file with every setting as a comment.
func Example(out io.Writer) error {
	var s strings.Builder
	s.WriteString("# The configuration of tradedesk. Take the # off what you change.\n")
	for _, t := range Table() {
		fmt.Fprintf(&s, "\n# %s\n# Default: %s.\n#%s = %s\n", t.About, t.Usual, t.Name, t.sample())
	}
	if _, err := io.WriteString(out, s.String()); err != nil {
		return fmt.Errorf("writing a configuration: %w", err)
	}
	return nil
}

// sample gives a value as the file has it.
func (t Setting) sample() string {
	switch t.Name {
	case Mouse, Confirm:
		return t.Usual
	case Lang:
		return `"en"`
	case Bidi, Country, Colours:
		return fmt.Sprintf("%q", t.Usual)
	}
	return `""`
}
