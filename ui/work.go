package ui

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
)

// work owns what runs beside the screens. Reads run side by side and are given
// up when the desk is left; writes run one after the other, in the order of the
// keys, and are all done before close returns.
type work struct {
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

func newWork(ctx context.Context) *work {
	w := &work{write: context.WithoutCancel(ctx)}
	w.read, w.stopReads = context.WithCancel(ctx)
	w.wake = sync.NewCond(&w.mu)
	w.writer.Go(w.writeAll)
	return w
}

// answer is what came of a command, on its way back to the screens.
type answer struct{ msg tea.Msg }

// busy reports whether the answer of a command is still to come.
func (w *work) busy() bool { return w.unanswered > 0 }

// answered says that the answer of a command is taken.
func (w *work) answered() { w.unanswered-- }

// awaited counts a command as under way until its answer is taken.
func (w *work) awaited(cmd tea.Cmd) tea.Cmd {
	w.unanswered++
	return func() tea.Msg { return answer{cmd()} }
}

// reading makes a command that reads. Its answer is nil when the desk was left
// before it began.
func (w *work) reading(read func(context.Context) tea.Msg) tea.Cmd {
	return w.awaited(w.listening(read))
}

// listening is reading of what may never come: nothing waits for its answer.
func (w *work) listening(read func(context.Context) tea.Msg) tea.Cmd {
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

// begin does something at once, beside, and gives what waits for it. A panic is that
// of who waits, where the terminal is put right.
func begin[T any](w *work, do func() T) (wait func() T) {
	wait = sync.OnceValue(do)
	w.reads.Go(func() {
		defer func() { _ = recover() }() // wait panics with it, too
		wait()
	})
	return wait
}

// writing puts a write at the end of the queue, at once, and makes a command
// that waits for its answer. The error is for close, when nobody waits.
func (w *work) writing(do func(context.Context) (tea.Msg, error)) tea.Cmd {
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

func (w *work) writeAll() {
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
func (w *work) run(job *written) {
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

// close gives up the reads, does the writes that wait, and gives the errors of
// those that nobody was told of.
func (w *work) close() error {
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

// scratch makes a directory, of this user alone, that is removed when the screens
// are left.
func (w *work) scratch() (string, error) {
	dir, err := os.MkdirTemp("", "tradedesk-")
	if err != nil {
		return "", fmt.Errorf("making a directory for a copy: %w", err)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.dirs = append(w.dirs, dir)
	return dir, nil
}

// keep remembers a desk that was opened here, so that Run closes it even when
// the screens were left before they could show it.
func (w *work) keep(d desk.Desk, err error) {
	if err != nil || d == nil {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.opened = append(w.opened, d)
}
