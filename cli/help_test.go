package cli

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"
)

// testEnv gives an environment without a desk and what a command writes to it.
func testEnv(args ...string) (env Env, out, errs *bytes.Buffer) {
	out, errs = new(bytes.Buffer), new(bytes.Buffer)
	return Env{
		In: strings.NewReader(""), Out: out, Err: errs,
		Args:     args,
		Getenv:   func(string) string { return "" },
		Now:      func() time.Time { return time.Date(2026, 11, 24, 9, 30, 0, 0, time.UTC) },
		Location: time.UTC,
	}, out, errs
}

func allCommands(c *cobra.Command) []*cobra.Command {
	all := []*cobra.Command{c}
	for _, sub := range c.Commands() {
		if sub.Name() != "help" {
			all = append(all, allCommands(sub)...)
		}
	}
	return all
}

func TestEveryCommandExplainsItself(t *testing.T) {
	env, _, _ := testEnv()
	for _, c := range allCommands(Command(env)) {
		endHelp(c)
		if c.Short == "" || c.Long == "" || c.Example == "" {
			t.Errorf("%s: want a short text, a long text and an example", c.CommandPath())
		}
		for line := range strings.Lines(c.Long) {
			if len([]rune(strings.TrimRight(line, "\n"))) > 84 {
				t.Errorf("%s: a line of the help is too long: %q", c.CommandPath(), line)
			}
		}
		env, out, errs := testEnv(append(strings.Fields(c.CommandPath())[1:], "--help")...)
		if code := Run(context.Background(), env); code != exitDone || errs.Len() > 0 {
			t.Errorf("%s --help exits with %d and says %q", c.CommandPath(), code, errs)
		}
		if !strings.Contains(out.String(), "Examples:") {
			t.Errorf("%s --help shows no example:\n%s", c.CommandPath(), out)
		}
	}
}

func TestExamplesAreValidCommands(t *testing.T) {
	env, _, _ := testEnv()
	for _, c := range allCommands(Command(env)) {
		for line := range strings.Lines(c.Example) {
			args, ok := exampleArgs(line)
			if !ok {
				t.Errorf("%s: example %q runs no tradedesk", c.CommandPath(), line)
				continue
			}
			root := Command(env)
			found, rest, err := root.Find(args)
			if err != nil {
				t.Errorf("example %q: %v", line, err)
				continue
			}
			if err := found.ParseFlags(rest); err != nil {
				t.Errorf("example %q: %v", line, err)
				continue
			}
			if err := found.ValidateArgs(found.Flags().Args()); err != nil {
				t.Errorf("example %q: %v", line, err)
			}
		}
	}
}

// exampleArgs gives the arguments of tradedesk in a line for a shell.
func exampleArgs(line string) ([]string, bool) {
	_, line, ok := strings.Cut(strings.TrimSpace(line), "tradedesk")
	var args []string
	var word strings.Builder
	quote, inWord := rune(0), false
	end := func() {
		if inWord {
			args = append(args, word.String())
		}
		word.Reset()
		inWord = false
	}
	for _, r := range line {
		switch {
		case quote != 0 && r == quote:
			quote = 0
		case quote == 0 && (r == '"' || r == '\''):
			quote, inWord = r, true
		case quote == 0 && (r == '|' || r == '>' || r == ')'):
			end()
			return args, ok
		case quote == 0 && r == ' ':
			end()
		default:
			word.WriteRune(r)
			inWord = true
		}
	}
	end()
	return args, ok
}

func TestUsageErrorsSayWhatWasMeant(t *testing.T) {
	tests := []struct{ args, want string }{
		{"lst", `unknown command "lst"; did you mean "list"?`},
		{"frobnicate", `unknown command "frobnicate"; see tradedesk --help`},
		{"list led", `did you mean "lead"?`},
		{"list lead --sotr x", `unknown flag: --sotr; did you mean --sort?`},
		{"list lead --where compny=x", `lead: unknown field "compny"; did you mean "company"?`},
		{"list lead --where stage", `--where "stage": want FIELD=VALUE`},
		{"list lead --sort -scor", `did you mean "score"?`},
		{"list lead --limit 0", `--limit 0: want 1 or more`},
		{"list lead --limit many", `invalid argument "many" for "--limit"`},
		{"list", `list: want one kind, got 0 arguments`},
		{"add lead", `add: want a kind and field=value`},
		{"export lead", `want --format`},
		{"export lead --format cvs", `did you mean "csv"?`},
		{"export led --format csv", `did you mean "lead"?`},
		{"import x --format docx", `--format "docx": want one of`},
		{"completion tcsh", `want one of bash`},
		{"--lang de version", `--lang "de": want ar, fr or en`},
		{"demo --leads -1", `--leads -1: want 0 or more`},
		{"", `no terminal`},
		{"demo", `no terminal`},
	}
	for _, tt := range tests {
		t.Run(tt.args, func(t *testing.T) {
			env, out, errs := testEnv(strings.Fields(tt.args)...)
			if code := Run(context.Background(), env); code != exitUsage {
				t.Errorf("exits with %d, want %d", code, exitUsage)
			}
			if !strings.Contains(errs.String(), tt.want) {
				t.Errorf("says %q, want %q in it", errs, tt.want)
			}
			if strings.Count(errs.String(), "\n") != 1 || out.Len() > 0 {
				t.Errorf("want one line of error and no output, got %q and %q", errs, out)
			}
		})
	}
}
