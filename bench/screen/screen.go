//go:build unix

// Package screen runs programs in a pseudo terminal and takes the time until they
// draw.
package screen

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/creack/pty"
)

// Size of the screens that are measured, in cells.
const (
	Cols = 200
	Rows = 50
)

const deadline = time.Minute

// Program is what is run, and the text by which a drawn screen is known.
type Program struct {
	Path string
	Args []string
	Env  []string
	Mark string
}

// Running is a program on a screen.
type Running struct {
	cmd   *exec.Cmd
	pty   *os.File
	out   chan output
	First time.Duration // from exec until the mark was drawn
}

type output struct {
	at   time.Time
	text []byte
}

// Start runs a program until its first screen is drawn.
func Start(p Program) (*Running, error) {
	r := &Running{cmd: exec.Command(p.Path, p.Args...), out: make(chan output, 1024)}
	r.cmd.Env = p.Env
	began := time.Now()
	file, err := pty.StartWithSize(r.cmd, &pty.Winsize{Cols: Cols, Rows: Rows})
	if err != nil {
		return nil, fmt.Errorf("starting %s: %w", p.Path, err)
	}
	r.pty = file
	go r.read()
	var seen []byte
	timeout := time.After(deadline)
	for {
		select {
		case o, ok := <-r.out:
			if !ok {
				return nil, fmt.Errorf("%s ended before it drew %q: %.200q", p.Path, p.Mark, seen)
			}
			if seen = append(seen, o.text...); bytes.Contains(seen, []byte(p.Mark)) {
				r.First = o.at.Sub(began)
				return r, nil
			}
		case <-timeout:
			r.Kill()
			return nil, fmt.Errorf("%s did not draw %q within %v: %.2000q", p.Path, p.Mark, deadline, seen)
		}
	}
}

func (r *Running) read() {
	defer close(r.out)
	buf := make([]byte, 256<<10)
	for {
		n, err := r.pty.Read(buf)
		if n > 0 {
			r.out <- output{time.Now(), bytes.Clone(buf[:n])}
		}
		if err != nil {
			return
		}
	}
}

// Settle waits until nothing was drawn for a while.
func (r *Running) Settle(quiet time.Duration) {
	for {
		select {
		case _, ok := <-r.out:
			if !ok {
				return
			}
		case <-time.After(quiet):
			return
		}
	}
}

// Key presses a key and gives the time until what it changed was drawn: the first
// output after it.
func (r *Running) Key(key string) (time.Duration, error) {
	pressed := time.Now()
	if _, err := r.pty.WriteString(key); err != nil {
		return 0, fmt.Errorf("pressing %q: %w", key, err)
	}
	select {
	case o, ok := <-r.out:
		if !ok {
			return 0, fmt.Errorf("the program ended at %q", key)
		}
		return o.at.Sub(pressed), nil
	case <-time.After(deadline):
		return 0, fmt.Errorf("nothing was drawn after %q", key)
	}
}

// Work gives the time the cores have worked for the program so far.
func (r *Running) Work() (time.Duration, error) {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", r.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	// The second field is a name in parentheses; utime and stime are the 14th and
	// 15th, in ticks of 10 ms.
	fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
	var ticks int64
	for _, at := range []int{11, 12} {
		n, err := strconv.ParseInt(fields[at], 10, 64)
		if err != nil {
			return 0, err
		}
		ticks += n
	}
	return time.Duration(ticks) * 10 * time.Millisecond, nil
}

// Memory gives the memory that is resident now, and what of it is the program's
// own, not pages of its file, in bytes.
func (r *Running) Memory() (resident, own int64, err error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", r.cmd.Process.Pid))
	if err != nil {
		return 0, 0, err
	}
	return field(status, "VmRSS:"), field(status, "RssAnon:"), nil
}

func field(status []byte, name string) int64 {
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, name); ok {
			kib, err := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
			if err == nil {
				return kib << 10
			}
		}
	}
	return 0
}

// Kill ends the program and waits for it.
func (r *Running) Kill() {
	_ = r.cmd.Process.Signal(syscall.SIGKILL) // it may have ended by itself
	_ = r.cmd.Wait()
	_ = r.pty.Close()
	for range r.out {
	}
}
