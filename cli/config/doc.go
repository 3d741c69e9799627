package config

import (
	"fmt"
	"io"
	"strings"
)

//go:generate go test -run TestDocumentIsCurrent -update .

// WriteMarkdown writes the reference of the settings.
func WriteMarkdown(out io.Writer) error {
	var s strings.Builder
	s.WriteString(`# Configuration

A setting is taken from the first of these that says something: a flag, an
environment variable, the configuration file, the default. ` + "`tradedesk config`" + ` prints
what is in force and from where; ` + "`tradedesk config --check`" + ` says what is wrong and
ends with 2 when something is.

The file is ` + "`$XDG_CONFIG_HOME/tradedesk/config.toml`" + ` (mostly ` + "`~/.config/tradedesk/config.toml`" + `),
or what ` + "`--config`" + ` or ` + "`TRADEDESK_CONFIG`" + ` names. It is TOML, one setting a line:

` + "```toml\n" + `me = "salma"
colours = "dark"
mouse = false
confirm = 10
` + "```" + `

A name or a value that cannot be is refused with its file and line, and the desk
does not open: it would not be set up as you think. ` + "`tradedesk config`" + ` always works.

| Setting | Flag | Environment | Default | What it does |
|---|---|---|---|---|
`)
	for _, t := range Table() {
		flag := ""
		if t.Flag != "" {
			flag = "`--" + t.Flag + "`"
		}
		fmt.Fprintf(&s, "| `%s` | %s | `%s` | %s | %s |\n", t.Name, flag, t.Env, t.Usual, t.About)
	}
	s.WriteString(`
` + "`NO_COLOR`" + `, when it is not empty, is ` + "`colours = \"none\"`" + ` from outside.

## Languages

` + "`lang = \"fr\"`" + ` or ` + "`\"ar\"`" + ` words the screens: pages, forms, help, palette and notices, the names of
countries, currencies, units and Incoterms, months, and numbers (12 480,5 for 12,480.5). A word that
a language lacks is in English. These stay as they are:

- keys (` + "`enter`" + `, ` + "`ctrl+s`" + `), and what is typed: fields, filters and search lines take the same
  numbers, days, codes and names in every language, and a form shows them as they are typed;
- commands, their help and their output, so that scripts read the same everywhere;
- what is wrong with a row of a file, what could mean two things, other errors, descriptions of HS codes
  and names of trade agreements, in English;
- letters and offers, which are in the language of who reads them: see mail.md and offers.md.

## Keys

` + "`tradedesk config keys`" + ` prints every action with its keys, each line a comment. Save it
as ` + "`keys.toml`" + ` beside the configuration and take the comment off the lines that you
change:

` + "```toml\n" + `[lead]
junk = ["J", "ctrl+x"]

[global]
go.inbox = ["1", "g i"]
` + "```" + `

A key is a character (` + "`y`" + `), a name (` + "`space`, `enter`, `f5`" + `), one with ` + "`ctrl+`, `alt+` or\n`shift+`" + ` before it, or two in turn (` + "`g i`" + `). Two actions on one key, an action or a key
that there is not: each is refused in one line with its file and line. The help
(` + "`?`" + `), the footer and the palette show the keys in force; [keys.md](keys.md) has the
defaults.
`)
	if _, err := io.WriteString(out, s.String()); err != nil {
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
	case Lang, Bidi, Country, Colours:
		return fmt.Sprintf("%q", t.Usual)
	}
	return `""`
}
