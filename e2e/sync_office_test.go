//go:build unix

package e2e

import (
	"bufio"
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tradedesk/e2e/badline"
)

// office is a `tradedesk serve` that runs, is killed and runs again, at the end of a line.
type office struct {
	t       *testing.T
	seat    *seat // of who runs it
	file    string
	line    *badline.Line
	process *exec.Cmd
	said    bytes.Buffer // by the process, to be read when it has ended
	codes   []string     // invitations of the owner
}

// serverPatience is how long a server may take until it answers.
const serverPatience = 30 * time.Second

func newOffice(t *testing.T, seed uint64) *office {
	t.Helper()
	line, err := badline.Open(seed)
	if err != nil {
		t.Fatal(err)
	}
	o := &office{t: t, seat: seatOf(t), line: line}
	o.file = filepath.Join(o.seat.home, "server", "server.db")
	o.seat.env = append(o.seat.env, "TRADEDESK_STORE=bolt:"+o.file)
	t.Cleanup(func() {
		o.kill()
		if err := line.Close(); err != nil {
			t.Error(err)
		}
	})
	o.codes = o.start("--workspace", "atlas", "--user", "salma")
	return o
}

// start starts the server, has the line lead to it, and gives the codes that it prints.
func (o *office) start(args ...string) (codes []string) {
	o.t.Helper()
	o.process = exec.Command(binary, append([]string{"serve", "--listen", "127.0.0.1:0", "--log", "json"}, args...)...)
	o.process.Env, o.process.Dir = o.seat.env, o.seat.home
	o.said.Reset()
	o.process.Stderr = &o.said
	out, err := o.process.StdoutPipe()
	if err != nil {
		o.t.Fatal(err)
	}
	if err := o.process.Start(); err != nil {
		o.t.Fatal(err)
	}
	if err := out.(*os.File).SetReadDeadline(time.Now().Add(serverPatience)); err != nil {
		o.t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if at, first := strings.CutPrefix(lines.Text(), "listening on http://"); first {
			o.line.Lead(at)
			if len(args) == 0 {
				return nil
			}
			continue
		}
		words := strings.Fields(lines.Text())
		if codes = append(codes, words[len(words)-1]); len(codes) == 2 {
			return codes
		}
	}
	o.kill()
	o.t.Fatalf("the server says too little: %v\n%s", lines.Err(), o.said.String())
	return nil
}

// kill ends the server as a power cut would.
func (o *office) kill() {
	if o.process == nil {
		return
	}
	_ = o.process.Process.Kill() // it may have ended
	_ = o.process.Wait()         // that it was killed is known
	o.process = nil
	for line := range strings.Lines(o.said.String()) {
		if strings.Contains(line, `"level":"ERROR"`) || strings.Contains(line, "panic") {
			o.t.Errorf("the server says %s", line)
		}
	}
}

// invite gives a code for one more desk of salma's.
func (o *office) invite() string {
	o.t.Helper()
	words := strings.Fields(o.seat.must("user", "invite", "salma"))
	return words[len(words)-1]
}

// copied copies the server's file, which no server holds.
func (o *office) copied(name string) string {
	o.t.Helper()
	to := filepath.Join(o.seat.home, name)
	copyFile(o.t, o.file, to)
	return to
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	in, err := os.Open(from)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(out, in); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
}
