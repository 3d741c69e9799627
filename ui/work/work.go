// Package work runs what the screens ask of a desk beside them, and waits for it.
package work

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
)

// Work owns what runs beside the screens. Reads run side by side and are given
// up when the desk is left; writes run one after the other, in the order of the
// keys, and are all done before Close returns.
type Work struct {
	write     context.Context
	read      context.Context
	stopReads context.CancelFunc

	mu     sync.Mutex
	wake   *sync.Cond
	queue  []*written
	closed bool
	lost   []error     // of writes whose answer nobody was there to see
	opened []desk.Desk // by the screens; closed last
	dirs   []string    // of copies that other programs show; removed last

	unanswered int // commands whose answer is not taken; of the screens' goroutine alone

	reads  sync.WaitGroup
	writer sync.WaitGroup
}

// written is one write and its answer.
type written struct {
	do     func(context.Context) (tea.Msg, error)
	answer chan tea.Msg
	panic  any
}

// New gives what does the work of screens that end with ctx, at the latest: their writes
// are done all the same.
func New(ctx context.Context) *Work {
	w := &Work{write: context.WithoutCancel(ctx)}
	w.read, w.stopReads = context.WithCancel(ctx)
	w.wake = sync.NewCond(&w.mu)
	w.writer.Go(w.writeAll)
	return w
}

// ForReads gives the context of reads: it ends when the desk is left.
func (w *Work) ForReads() context.Context { return w.read }

// ForWrites gives the context of writes: leaving the desk does not end it.
func (w *Work) ForWrites() context.Context { return w.write }

// Answer is what came of a command, on its way back to the screens.
type Answer struct{ Msg tea.Msg }

// Busy reports whether the answer of a command is still to come.
func (w *Work) Busy() bool { return w.unanswered > 0 }

// Answered says that the answer of a command is taken.
func (w *Work) Answered() { w.unanswered-- }

// awaited counts a command as under way until its answer is taken.
func (w *Work) awaited(cmd tea.Cmd) tea.Cmd {
	w.unanswered++
	return func() tea.Msg { return Answer{cmd()} }
}

// Reading makes a command that reads. Its answer is nil when the desk was left
// before it began.
func (w *Work) Reading(read func(context.Context) tea.Msg) tea.Cmd {
	return w.awaited(w.Listening(read))
}

// Listening is Reading of what may never come: nothing waits for its answer.
func (w *Work) Listening(read func(context.Context) tea.Msg) tea.Cmd {
	return func() tea.Msg {
		w.mu.Lock()
		if w.closed {
			w.mu.Unlock()
			return nil
		}
		w.reads.Add(1)
		w.mu.Unlock()
		defer w.reads.Done()
		return read(w.read)
	}
}

// Beside does something at once that nobody waits for but Close.
func (w *Work) Beside(do func()) { w.reads.Go(do) }

// Begin does something at once, beside, and gives what waits for it. A panic is that
// of who waits, where the terminal is put right.
func Begin[T any](w *Work, do func() T) (wait func() T) {
	wait = sync.OnceValue(do)
	w.reads.Go(func() {
		defer func() { _ = recover() }() // wait panics with it, too
		wait()
	})
	return wait
}

// Writing puts a write at the end of the queue, at once, and makes a command
// that waits for its answer. The error is for Close, when nobody waits.
func (w *Work) Writing(do func(context.Context) (tea.Msg, error)) tea.Cmd {
	job := &written{do: do, answer: make(chan tea.Msg, 1)}
	w.mu.Lock()
	w.queue = append(w.queue, job)
	w.mu.Unlock()
	w.wake.Signal()
	return w.awaited(func() tea.Msg {
		msg := <-job.answer
		if job.panic != nil {
			panic(job.panic)
		}
		return msg
	})
}

func (w *Work) writeAll() {
	for {
		w.mu.Lock()
		for len(w.queue) == 0 && !w.closed {
			w.wake.Wait()
		}
		if len(w.queue) == 0 {
			w.mu.Unlock()
			return
		}
		job := w.queue[0]
		w.queue = w.queue[1:]
		w.mu.Unlock()
		w.run(job)
	}
}

// run hands a panic to the command that waits, where the terminal is put right
// before the program ends.
func (w *Work) run(job *written) {
	var msg tea.Msg
	defer func() {
		job.panic = recover()
		job.answer <- msg
	}()
	var err error
	msg, err = job.do(w.write)
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed && err != nil {
		w.lost = append(w.lost, err)
	}
}

// Close gives up the reads, does the writes that wait, and gives the errors of
// those that nobody was told of.
func (w *Work) Close() error {
	w.stopReads()
	w.mu.Lock()
	w.closed = true
	w.mu.Unlock()
	w.wake.Broadcast()
	w.writer.Wait()
	w.reads.Wait()
	for _, dir := range w.dirs {
		if err := os.RemoveAll(dir); err != nil {
			w.lost = append(w.lost, fmt.Errorf("removing copies of attached files: %w", err))
		}
	}
	return errors.Join(w.lost...)
}

// Scratch makes a directory, of this user alone, that is removed when the screens
// are left.
func (w *Work) Scratch() (string, error) {
	dir, err := os.MkdirTemp("", "tradedesk-")
	if err != nil {
		return "", fmt.Errorf("making a directory for a copy: %w", err)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.dirs = append(w.dirs, dir)
	return dir, nil
}

// Keep remembers a desk that was opened here, so that Run closes it even when
// the screens were left before they could show it.
func (w *Work) Keep(d desk.Desk, err error) {
	if err != nil || d == nil {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.opened = append(w.opened, d)
}

// Opened gives the desks that Keep remembers.
func (w *Work) Opened() []desk.Desk {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.opened
}
