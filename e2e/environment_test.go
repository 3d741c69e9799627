//go:build unix

package e2e

import (
	"bytes"
	"os"
	"regexp"
	"strings"
	"testing"

	"tradedesk/e2e/terminal"
)

// replaced gives env with one variable set to another value.
func replaced(env []string, name, value string) []string {
	var out []string
	for _, e := range env {
		if !strings.HasPrefix(e, name+"=") {
			out = append(out, e)
		}
	}
	return append(out, name+"="+value)
}

// colours are the sequences that set a colour.
var colours = regexp.MustCompile(`\x1b\[(?:\d+[;:])*(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])[;:m]`)

func TestNoColor(t *testing.T) {
	s := newSeat(t)
	s.file("leads.csv", leadsCSV(3))
	s.imported("leads.csv")
	s.env = append(s.env, "NO_COLOR=yes")
	term := s.open(80, 24)
	term.WaitUntil("a row marked with >", regexp.MustCompile(`(?m)^>.*Buyer 00000`).MatchString)
	if found := colours.Find(term.Raw()); found != nil {
		t.Errorf("NO_COLOR=yes, and yet %q", found)
	}
}

func TestTerminalsThatCannot(t *testing.T) {
	s := newSeat(t)
	for what, env := range map[string][]string{"dumb": replaced(s.env, "TERM", "dumb"), "unknown": replaced(s.env, "TERM", "")} {
		term := terminal.Start(t, terminal.Program{Path: binary, Env: env, Dir: s.home, Cols: 80, Rows: 24})
		if code := term.Exit(); code == 0 {
			t.Errorf("a %s terminal: exit code 0", what)
		}
		if raw := term.Raw(); bytes.ContainsRune(raw, '\x1b') || !strings.Contains(string(raw), "tradedesk list lead") {
			t.Errorf("a %s terminal got %q, want a plain sentence with a command that works", what, raw)
		}
	}
	out := s.run()
	if out.code == 0 || out.stdout != "" || strings.Count(out.stderr, "\n") != 1 || !strings.Contains(out.stderr, "tradedesk list lead") {
		t.Errorf("without a terminal: %+v, want one usable line", out)
	}
	if _, err := os.Stat(s.data); err == nil {
		t.Error("a desk was made without anyone to sit at it")
	}
}

func TestCommandsInADumbTerminal(t *testing.T) {
	s := newSeat(t)
	s.file("leads.csv", leadsCSV(3))
	s.env = replaced(s.env, "TERM", "dumb")
	for _, args := range [][]string{{"import", "leads.csv"}, {"list", "lead"}, {"check"}, {"--help"}} {
		term := s.open(80, 24, args...)
		if code := term.Exit(); code != 0 || bytes.ContainsRune(term.Raw(), '\x1b') {
			t.Errorf("tradedesk %s: exit code %d, output %q", args[0], code, term.Raw())
		}
	}
}

func TestTooSmallAndBack(t *testing.T) {
	s := newSeat(t)
	s.file("leads.csv", leadsCSV(30))
	s.imported("leads.csv")
	term := s.open(59, 15)
	term.WaitFor("60", "16")
	if strings.Contains(term.Screen(), "Buyer") {
		t.Error("rows are drawn on a screen that is too small")
	}
	for _, size := range [][2]int{{60, 16}, {200, 50}, {80, 24}} {
		term.Resize(size[0], size[1])
		term.WaitFor("Buyer 000000")
	}
	term.Resize(20, 4)
	term.WaitGone("Buyer")
	term.Press("ctrl+c")
	if code := term.Exit(); code != 0 {
		t.Errorf("exit code %d", code)
	}
}

func TestSuspend(t *testing.T) {
	s := newSeat(t)
	s.file("leads.csv", leadsCSV(3))
	s.imported("leads.csv")
	shell := terminal.Start(t, terminal.Program{
		Path: "sh", Args: []string{"-c", `set -m; "$0"; printf 'in the shell\n'; read -r _; fg >/dev/null; printf 'left with %d\n' $?`, binary},
		Env: s.env, Dir: s.home, Cols: 80, Rows: 24,
	})
	shell.WaitFor("Buyer 000000")
	shell.Press("ctrl+z")
	shell.WaitFor("in the shell")
	if shell.AltScreen() {
		t.Error("the shell has the desk's screen")
	}
	shell.Press("enter")
	shell.WaitFor("Buyer 000000", "Inbox")
	shell.Press("q")
	shell.WaitFor("left with 0")
}

func TestTerminalIsGivenBack(t *testing.T) {
	s := newSeat(t)
	for _, end := range []string{"q", "ctrl+c"} {
		shell := terminal.Start(t, terminal.Program{
			Path: "sh", Args: []string{"-c", `before=$(stty -g); "$0"; [ "$before" = "$(stty -g)" ] && echo as before`, binary},
			Env: s.env, Dir: s.home, Cols: 80, Rows: 24,
		})
		shell.WaitFor("Your desk is empty")
		shell.Press(end)
		shell.WaitFor("as before")
		if shell.AltScreen() {
			t.Errorf("after %s the alternate screen stays", end)
		}
	}
}
