//go:build unix

package terminal

import (
	"strings"
	"syscall"
	"testing"
)

var shellEnv = []string{"PATH=/usr/bin:/bin", "TERM=xterm-256color", "PS1="}

func shell(t *testing.T, script string) *Terminal {
	t.Helper()
	return Start(t, Program{Path: "sh", Args: []string{"-c", script}, Env: shellEnv, Cols: 40, Rows: 6})
}

func TestScreen(t *testing.T) {
	term := shell(t, `printf '\033[?1049h\033[2;3Hmarché \033[1m日本\033[m\033[4;1Hend'; read -r _`)
	term.WaitFor("end")
	if got, want := term.Screen(), "\n  marché 日本\n\nend\n\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if !term.AltScreen() || !strings.Contains(string(term.Raw()), "\x1b[1m") {
		t.Error("the alternate screen or the raw bytes are missing")
	}
}

func TestKeysAndExit(t *testing.T) {
	term := shell(t, `read -r line; echo "got <$line>"; exit 3`)
	term.Press("argan", "space", "oil", "enter")
	term.WaitFor("got <argan oil>")
	if code := term.Exit(); code != 3 {
		t.Errorf("exit code %d, want 3", code)
	}
}

func TestResize(t *testing.T) {
	term := shell(t, `stty size; while read -r _; do stty size; done`)
	term.WaitFor("6 40")
	term.Resize(100, 30)
	term.Press("enter")
	term.WaitFor("30 100")
}

func TestAnswersToQueries(t *testing.T) {
	for what, query := range map[string]string{
		"device attributes": `\033[c`, "the background": `\033]11;?\007`, "a mode": `\033[?2026$p`, "the cursor": `\033[6n`,
	} {
		term := shell(t, `stty raw -echo; printf '`+query+`'; head -c 4 | od -An -tx1; stty sane; echo answered`)
		term.WaitFor("answered")
		if !strings.Contains(term.Screen(), "1b ") {
			t.Errorf("%s: no answer\n%s", what, term.Screen())
		}
	}
}

func TestKill(t *testing.T) {
	term := shell(t, `echo ready; exec cat`)
	term.WaitFor("ready")
	term.Kill()
	if term.state.Sys().(syscall.WaitStatus).Signal() != syscall.SIGKILL {
		t.Errorf("ended by %v", term.state)
	}
}

func TestManyQueriesDoNotBlockTheProgram(t *testing.T) {
	term := shell(t, `stty raw -echo; i=0; while [ $i -lt 300 ]; do printf '\033[c'; i=$((i+1)); done; printf '\033[2J\033[Hall asked'; exec cat >/dev/null`)
	term.WaitFor("all asked")
}
