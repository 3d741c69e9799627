//go:build unix

package terminal

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
)

const (
	deadline = 30 * time.Second      // for anything that is waited for
	quiet    = 25 * time.Millisecond // without output: what was to be drawn is drawn
	maxRaw   = 64 << 20              // bytes of output that are kept
)

// Terminal is a program running in a pseudo terminal.
type Terminal struct {
	t    testing.TB
	name string
	cmd  *exec.Cmd
	pty  *os.File

	mu      sync.Mutex // over all below
	emu     *vt.Emulator
	raw     []byte
	title   string
	changed chan struct{} // closed and replaced at every output

	replies chan []byte   // the emulator's answers to queries
	ended   chan struct{} // closed when the program has ended and all output is read
	state   *os.ProcessState
	told    bool // the log has the screen already
	work    sync.WaitGroup
}

// Program says what is started.
type Program struct {
	Path       string
	Args       []string
	Env        []string // its whole environment
	Dir        string   // its working directory; "": a new one
	Cols, Rows int      // of its screen, in cells
}

// Start runs a program. When the test ends it is killed; when the test fails the
// screen of what still runs is written to the log.
func Start(t testing.TB, p Program) *Terminal {
	t.Helper()
	cmd := exec.Command(p.Path, p.Args...)
	cmd.Env = p.Env
	if cmd.Dir = p.Dir; cmd.Dir == "" {
		cmd.Dir = t.TempDir()
	}
	file, err := pty.StartWithSize(cmd, &pty.Winsize{Cols: uint16(p.Cols), Rows: uint16(p.Rows)})
	if err != nil {
		t.Fatalf("starting %s in a pseudo terminal: %v", p.Path, err)
	}
	term := &Terminal{
		t: t, name: fmt.Sprintf("%s %q", p.Path, p.Args), cmd: cmd, pty: file, emu: vt.NewEmulator(p.Cols, p.Rows),
		changed: make(chan struct{}), replies: make(chan []byte, 4096), ended: make(chan struct{}),
	}
	term.emu.SetCallbacks(vt.Callbacks{Title: func(s string) { term.title = s }})
	term.work.Add(3)
	go term.readOutput()
	go term.readReplies()
	go term.writeReplies()
	t.Cleanup(term.close)
	return term
}

// readOutput feeds the emulator until the program's side of the terminal closes.
func (term *Terminal) readOutput() {
	defer term.work.Done()
	buf := make([]byte, 64<<10)
	for {
		n, err := term.pty.Read(buf)
		if n > 0 {
			term.output(buf[:n])
		}
		if err != nil {
			break
		}
	}
	_ = term.cmd.Wait() // the state says how it ended
	term.mu.Lock()
	term.state = term.cmd.ProcessState
	term.mu.Unlock()
	close(term.ended)
	term.hangUp()
}

// hangUp ends readReplies. The emulator's own Close is not safe beside a Read.
func (term *Terminal) hangUp() {
	if pipe, ok := term.emu.InputPipe().(io.Closer); ok {
		_ = pipe.Close()
	}
}

func (term *Terminal) output(b []byte) {
	term.mu.Lock()
	defer term.mu.Unlock()
	if len(term.raw) < maxRaw {
		term.raw = append(term.raw, b...)
	}
	_, _ = term.emu.Write(b) // fails only once closed
	close(term.changed)
	term.changed = make(chan struct{})
}

// readReplies takes the answers to queries (device attributes, colours, modes)
// off the emulator at once: it cannot go on before they are taken.
func (term *Terminal) readReplies() {
	defer term.work.Done()
	defer close(term.replies)
	buf := make([]byte, 4096)
	for {
		n, err := term.emu.Read(buf)
		if n > 0 {
			term.replies <- bytes.Clone(buf[:n])
		}
		if err != nil {
			return
		}
	}
}

func (term *Terminal) writeReplies() {
	defer term.work.Done()
	for reply := range term.replies {
		_, _ = term.pty.Write(reply) // the program may have ended
	}
}

func (term *Terminal) close() {
	if term.t.Failed() && term.running() && !term.told {
		term.t.Logf("%s\n%s", term.name, term.framed())
	}
	_ = term.cmd.Process.Kill()
	<-term.ended
	_ = term.pty.Close()
	term.work.Wait()
}

func (term *Terminal) running() bool {
	select {
	case <-term.ended:
		return false
	default:
		return true
	}
}

// Send writes bytes as a keyboard would.
func (term *Terminal) Send(s string) {
	term.t.Helper()
	if _, err := term.pty.Write([]byte(s)); err != nil {
		term.fatalf("sending %q: %v", s, err)
	}
}

// Press sends keys by name: "enter", "esc", "ctrl+s", "up", or the characters
// themselves.
func (term *Terminal) Press(keys ...string) {
	term.t.Helper()
	for _, k := range keys {
		term.Send(sequence(k))
	}
}

func sequence(key string) string {
	if s, ok := map[string]string{
		"enter": "\r", "tab": "\t", "shift+tab": "\x1b[Z", "esc": "\x1b", "space": " ", "backspace": "\x7f", "delete": "\x1b[3~",
		"up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D", "home": "\x1b[H", "end": "\x1b[F", "pgup": "\x1b[5~", "pgdown": "\x1b[6~",
	}[key]; ok {
		return s
	}
	if letter, ok := strings.CutPrefix(key, "ctrl+"); ok && len(letter) == 1 {
		return string(letter[0] & 0x1f)
	}
	return key
}

// Screen gives the text of the screen, line by line without spaces at their ends.
func (term *Terminal) Screen() string { return term.text(false) }

// Underlined gives what of the screen is underlined, in its place.
func (term *Terminal) Underlined() string { return term.text(true) }

// text gives all cells, or spaces for those that are not underlined.
func (term *Terminal) text(underlined bool) string {
	term.mu.Lock()
	defer term.mu.Unlock()
	lines := make([]string, term.emu.Height())
	for y := range lines {
		var b strings.Builder
		for x := 0; x < term.emu.Width(); {
			cell := term.emu.CellAt(x, y)
			if cell == nil || cell.Content == "" {
				b.WriteByte(' ')
				x++
				continue
			}
			wide := max(cell.Width, 1)
			if !underlined || cell.Style.Underline != ansi.UnderlineNone {
				b.WriteString(cell.Content)
			} else {
				b.WriteString(strings.Repeat(" ", wide))
			}
			x += wide
		}
		lines[y] = strings.TrimRight(b.String(), " ")
	}
	return strings.Join(lines, "\n")
}

// Raw gives every byte that the program wrote so far.
func (term *Terminal) Raw() []byte {
	term.mu.Lock()
	defer term.mu.Unlock()
	return bytes.Clone(term.raw)
}

// Title gives the window title that the program set last.
func (term *Terminal) Title() string {
	term.mu.Lock()
	defer term.mu.Unlock()
	return term.title
}

// AltScreen reports whether the program has the alternate screen.
func (term *Terminal) AltScreen() bool {
	term.mu.Lock()
	defer term.mu.Unlock()
	return term.emu.IsAltScreen()
}

// WaitFor waits until every text is on the screen and nothing more is drawn.
func (term *Terminal) WaitFor(texts ...string) {
	term.t.Helper()
	term.WaitUntil(fmt.Sprintf("%q", texts), func(screen string) bool {
		for _, text := range texts {
			if !shows(screen, text) {
				return false
			}
		}
		return true
	})
}

// WaitGone waits until a text is no longer on the screen.
func (term *Terminal) WaitGone(text string) {
	term.t.Helper()
	term.WaitUntil(fmt.Sprintf("%q to go", text), func(screen string) bool { return !shows(screen, text) })
}

// WaitUntil waits until the screen is as wanted and stays so while nothing more
// is drawn. what names it in the failure.
func (term *Terminal) WaitUntil(what string, wanted func(screen string) bool) {
	term.t.Helper()
	switch {
	case term.Becomes(deadline, wanted):
	case !term.running():
		term.fatalf("waiting for %s: the program ended (%s)", what, term.state)
	default:
		term.fatalf("waiting for %s: not there after %s", what, deadline)
	}
}

// Becomes reports whether the screen becomes as wanted within a time, and stays
// so while nothing more is drawn.
func (term *Terminal) Becomes(within time.Duration, wanted func(screen string) bool) bool {
	over := time.NewTimer(within)
	defer over.Stop()
	for {
		term.mu.Lock()
		changed := term.changed
		term.mu.Unlock()
		var still <-chan time.Time
		if wanted(term.Screen()) {
			still = time.After(quiet)
		}
		select {
		case <-changed:
		case <-still:
			return true
		case <-term.ended:
			return wanted(term.Screen())
		case <-over.C:
			return false
		}
	}
}

// Resize changes the size of the screen and tells the program.
func (term *Terminal) Resize(cols, rows int) {
	term.t.Helper()
	term.mu.Lock()
	term.emu.Resize(cols, rows)
	term.mu.Unlock()
	if err := pty.Setsize(term.pty, &pty.Winsize{Cols: uint16(cols), Rows: uint16(rows)}); err != nil {
		term.fatalf("resizing: %v", err)
	}
}

// PID gives the program's process.
func (term *Terminal) PID() int { return term.cmd.Process.Pid }

// Signal sends a signal to the program.
func (term *Terminal) Signal(s syscall.Signal) {
	term.t.Helper()
	if err := term.cmd.Process.Signal(s); err != nil && !errors.Is(err, os.ErrProcessDone) {
		term.fatalf("sending %s: %v", s, err)
	}
}

// Kill ends the program as a power cut would, and waits until it is gone.
func (term *Terminal) Kill() {
	term.t.Helper()
	term.Signal(syscall.SIGKILL)
	<-term.ended
}

// Exit waits until the program ends by itself and gives its exit code.
func (term *Terminal) Exit() int {
	term.t.Helper()
	select {
	case <-term.ended:
		return term.state.ExitCode()
	case <-time.After(deadline):
		term.fatalf("the program has not ended after %s", deadline)
	}
	return -1
}

func (term *Terminal) fatalf(format string, args ...any) {
	term.t.Helper()
	term.told = true
	term.t.Fatalf("%s\n%s\n%s", term.name, fmt.Sprintf(format, args...), term.framed())
}

// framed gives the screen in a frame, for the log of a failure.
func (term *Terminal) framed() string {
	term.mu.Lock()
	w := term.emu.Width()
	term.mu.Unlock()
	rule := "+" + strings.Repeat("-", w) + "+"
	return rule + "\n|" + strings.ReplaceAll(term.Screen(), "\n", "\n|") + "\n" + rule
}
