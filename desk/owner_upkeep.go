package desk

import (
	"context"
	"fmt"
	"io"
	"time"

	"tradedesk/store"
)

// toldEvery is the least time between two calls of a long call's progress.
const toldEvery = 200 * time.Millisecond

// teller passes on how far something is, a few times a second. Bytes says that it
// counts bytes and not records.
type teller struct {
	what  string
	bytes bool
	now   func() time.Time
	tell  func(Progress) // may be nil

	began, told time.Time
}

func (w *owner) teller(what string, tell func(Progress)) *teller {
	return &teller{what: what, now: w.o.Now, tell: tell, began: w.o.Now()}
}

// at says how far it is; but for the first, what comes too soon is left out.
func (t *teller) at(done, total int64) {
	if t.tell == nil {
		return
	}
	if now := t.now(); now.Sub(t.told) >= toldEvery {
		t.told = now
		t.tell(t.progress(done, total, now.Sub(t.began)))
	}
}

// end says that it is done.
func (t *teller) end(total int64) {
	if t.tell != nil {
		t.tell(t.progress(total, total, t.now().Sub(t.began)))
	}
}

func (t *teller) progress(done, total int64, elapsed time.Duration) Progress {
	p := Progress{What: t.what, Elapsed: elapsed}
	if t.bytes {
		p.Bytes, p.Size = done, total
	} else {
		p.Done = done
		if seconds := elapsed.Seconds(); seconds > 0 {
			p.PerSec = float64(done) / seconds
		}
	}
	if done > 0 && total > done {
		p.Left = time.Duration(float64(elapsed) * float64(total-done) / float64(done))
	}
	return p
}

// Backup writes the file as it is at this moment, then what is attached. Contents come
// before the records that name them and are never taken away: those that are there
// after the moment are all that it needs.
func (w *owner) Backup(ctx context.Context, out io.Writer, progress func(Progress)) error {
	_, err := during(ctx, w, func(ctx context.Context) (nothing, error) {
		told := w.teller("backup", progress)
		told.bytes = true
		b := &backup{owner: w, told: told, out: &countingWriter{w: out}}
		return nothing{}, b.run(ctx)
	})
	return err
}

// backup is one that is being written.
type backup struct {
	owner *owner
	told  *teller
	out   *countingWriter
	size  int64 // about what it comes to
	err   error // of the archive's first member
}

func (b *backup) run(ctx context.Context) error {
	a := newArchiveWriter(b, b.owner.o.Now())
	err := b.owner.store.Backup(ctx, a.tar, func(done, total int64) {
		if done == 0 {
			b.err = b.begin(a, total)
		}
	})
	if b.err != nil {
		err = b.err
	}
	if err == nil {
		err = a.contents(ctx, b.owner.contents)
	}
	if err == nil {
		err = a.end()
	}
	if err != nil {
		return fmt.Errorf("backing up: %w", store.Explain(err))
	}
	b.told.end(b.out.n)
	return nil
}

// begin tells of the size before the first byte.
func (b *backup) begin(a *archiveWriter, size int64) error {
	attached, err := b.owner.contents.size()
	if err != nil {
		return err
	}
	b.size = size + attached
	b.told.at(0, b.size)
	return a.begin(fileName, size)
}

func (b *backup) Write(p []byte) (int, error) {
	n, err := b.out.Write(p)
	b.told.at(b.out.n, max(b.size, b.out.n))
	return n, err
}

// Compact writes the file anew.
func (w *owner) Compact(ctx context.Context, progress func(Progress)) (Compacted, error) {
	return during(ctx, w, func(ctx context.Context) (Compacted, error) {
		told := w.teller("compact", progress)
		told.bytes = true
		sizes, err := w.store.Compact(ctx, told.at)
		if err == nil {
			told.end(sizes.After)
		}
		return sizes, err
	})
}
