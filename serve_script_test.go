package main

import (
	"bufio"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"syscall"

	"github.com/rogpeppe/go-internal/testscript"

	"tradedesk/e2e/badline"
)

// serving is a `tradedesk serve` that runs beside a script.
type serving struct {
	process *exec.Cmd
	out     *bufio.Scanner
	log     *syncedLog
}

type servingKey struct{}

// syncedLog keeps what a process says.
type syncedLog struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *syncedLog) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

// controlServing: "serving start ARG…" runs `tradedesk serve ARG…` until it listens and
// sets URL and ADDRESS, and of a new workspace CODE and CODE2. "serving stop" ends it, which
// has to go well; "serving kill" with -9; "serving hangup" sends it what a terminal that
// is closed does; "serving log TEXT" wants a text in its log. A port 0 becomes one at which
// it can be started again.
func controlServing(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) < 1 {
		ts.Fatalf("usage: serving start|stop|kill|hangup|log")
	}
	s := ts.Value(servingKey{}).(*serving)
	switch args[0] {
	case "start":
		s.start(ts, args[1:])
	case "stop":
		ts.Check(s.process.Process.Signal(syscall.SIGTERM))
		for s.out.Scan() { // to its end, before Wait closes the pipe
		}
		if err := s.process.Wait(); err != nil {
			ts.Fatalf("serve ends with %v: %s", err, s.log.text.String())
		}
	case "kill":
		ts.Check(s.process.Process.Kill())
		for s.out.Scan() {
		}
		_ = s.process.Wait() // that it was killed is known
	case "hangup":
		ts.Check(s.process.Process.Signal(syscall.SIGHUP))
	case "log":
		s.log.mu.Lock()
		defer s.log.mu.Unlock()
		if strings.Contains(s.log.text.String(), args[1]) == neg {
			ts.Fatalf("the server's log is\n%s", s.log.text.String())
		}
	default:
		ts.Fatalf("serving: there is no %q", args[0])
	}
}

func (s *serving) start(ts *testscript.TestScript, args []string) {
	program, err := exec.LookPath("tradedesk")
	ts.Check(err)
	if i := slices.Index(args, anyPort); i > 0 && args[i-1] == "--listen" {
		args = slices.Replace(slices.Clone(args), i, i+1, steadyPlace(ts).Address())
	}
	s.process = exec.Command(program, append([]string{"serve"}, args...)...)
	s.process.Dir = ts.MkAbs(".")
	s.process.Env = os.Environ()
	for _, name := range []string{"HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR", "TRADEDESK_USER", "TZ", "LC_ALL", "TRADEDESK_STORE"} {
		s.process.Env = append(s.process.Env, name+"="+ts.Getenv(name))
	}
	s.log = &syncedLog{}
	s.process.Stderr = s.log
	out, err := s.process.StdoutPipe()
	ts.Check(err)
	ts.Check(s.process.Start())
	process := s.process
	ts.Defer(func() { _ = process.Process.Kill(); _ = process.Wait() }) // when the script has not ended it
	s.out = bufio.NewScanner(out)
	if !s.out.Scan() {
		_ = process.Wait()
		ts.Fatalf("serve says nothing: %s", s.log.text.String())
	}
	url, ok := strings.CutPrefix(s.out.Text(), "listening on ")
	if !ok {
		ts.Fatalf("the first line of serve is %q", s.out.Text())
	}
	ts.Setenv("URL", url)
	ts.Setenv("ADDRESS", strings.TrimPrefix(url, "http://"))
	for _, name := range expected(args) {
		if !s.out.Scan() {
			ts.Fatalf("serve says no %s: %s", name, s.log.text.String())
		}
		fields := strings.Fields(s.out.Text())
		ts.Setenv(name, fields[len(fields)-1])
	}
}

// expected names what serve says behind its first line, by its flags.
func expected(args []string) (names []string) {
	if slices.Contains(args, "--metrics") {
		names = append(names, "METRICS")
	}
	if slices.Contains(args, "--workspace") {
		names = append(names, "CODE", "CODE2")
	}
	return names
}

// anyPort is an address with a port that is to be chosen.
const anyPort = "127.0.0.1:0"

// steadyPlace chooses an address that stays the script's while nobody listens at it: a port
// that the system gives for port 0 may go to another test's call meanwhile.
func steadyPlace(ts *testscript.TestScript) *badline.Place {
	at, err := badline.Take()
	ts.Check(err)
	ts.Defer(func() { ts.Check(at.Close()) })
	return at
}
