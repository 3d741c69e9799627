package desk

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"sync"
	"time"

	"tradedesk/model"
	"tradedesk/model/value"
)

// maxSeats is how many owners one call follows: a call that every owner dies of
// is not made for ever.
const maxSeats = 20

// retryPause is how long a watch waits before it tries again to take a seat.
const retryPause = time.Second

// sitter is the Desk that Open gives. It holds a seat, the owner's or a
// visitor's; when the owner goes away it takes a seat again, the owner's if it
// is free, and repeats what was asked.
type sitter struct {
	me        string
	mailFrom  string
	home      value.Country
	addresses []string // the people's own
	clock     func() time.Time
	ids       *model.IDs
	take      func(context.Context) (seat, error)

	base  context.Context // ends with Close
	stop  context.CancelFunc
	pumps sync.WaitGroup

	moving chan struct{} // held by who takes another seat or closes
	mu     sync.Mutex
	now    seat
	closed bool
}

func newSitter(o Options, ids *model.IDs, first seat, take func(context.Context) (seat, error)) *sitter {
	s := &sitter{me: o.Me, mailFrom: o.Mail.From, home: o.Home, addresses: o.Addresses, clock: o.Now, ids: ids, take: take, now: first, moving: make(chan struct{}, 1)}
	s.base, s.stop = context.WithCancel(context.Background())
	return s
}

// seat gives the seat of now.
func (s *sitter) seat() (seat, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, ErrClosed
	}
	return s.now, nil
}

// move takes another seat for one that was lost; another caller may have done it
// already.
func (s *sitter) move(ctx context.Context, lost seat) error {
	select {
	case s.moving <- struct{}{}:
		defer func() { <-s.moving }()
	case <-ctx.Done():
		return ctx.Err()
	case <-s.base.Done():
		return ErrClosed
	}
	now, err := s.seat()
	if err != nil || now != lost {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(s.base, cancel)()
	_ = lost.Close() // a visitor whose owner is gone has nothing to lose
	fresh, err := s.take(ctx)
	if err != nil {
		return fmt.Errorf("taking the desk over: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = fresh
	return nil
}

// on calls f at the seat of now, and again at the next when the owner went away.
func on[T any](ctx context.Context, s *sitter, f func(seat) (T, error)) (T, error) {
	return onWhile(ctx, s, func() bool { return true }, f)
}

// onWhile is on for what may be repeated only while again says so.
func onWhile[T any](ctx context.Context, s *sitter, again func() bool, f func(seat) (T, error)) (out T, err error) {
	for range maxSeats {
		var at seat
		if at, err = s.seat(); err != nil {
			return out, err
		}
		out, err = f(at)
		if !errors.Is(err, errLost) || !again() {
			return out, err
		}
		if moved := s.move(ctx, at); moved != nil {
			var none T
			return none, moved
		}
	}
	return out, err
}

func (s *sitter) Get(ctx context.Context, id model.ID) (model.Record, error) {
	return on(ctx, s, func(at seat) (model.Record, error) { return at.Get(ctx, id) })
}

func (s *sitter) Find(ctx context.Context, text string) (model.ID, error) {
	return on(ctx, s, func(at seat) (model.ID, error) { return at.Find(ctx, text) })
}

func (s *sitter) Detail(ctx context.Context, id model.ID) (Detail, error) {
	return on(ctx, s, func(at seat) (Detail, error) { return at.Detail(ctx, id) })
}

func (s *sitter) List(ctx context.Context, q Query) (Page, error) {
	return on(ctx, s, func(at seat) (Page, error) { return at.List(ctx, q) })
}

func (s *sitter) Count(ctx context.Context, q Query) (int, error) {
	return on(ctx, s, func(at seat) (int, error) { return at.Count(ctx, q) })
}

func (s *sitter) Counts(ctx context.Context) (Counts, error) {
	return on(ctx, s, func(at seat) (Counts, error) { return at.Counts(ctx) })
}

func (s *sitter) History(ctx context.Context, id model.ID, limit int) ([]model.Change, error) {
	return on(ctx, s, func(at seat) ([]model.Change, error) { return at.History(ctx, id, limit) })
}

func (s *sitter) Search(ctx context.Context, q SearchQuery) (SearchResult, error) {
	if q.Me == "" {
		q.Me = s.me
	}
	return on(ctx, s, func(at seat) (SearchResult, error) { return at.Search(ctx, q) })
}

func (s *sitter) Complete(ctx context.Context, line string, cursor int) (Completion, error) {
	return on(ctx, s, func(at seat) (Completion, error) { return at.Complete(ctx, line, cursor) })
}

func (s *sitter) Duplicates(ctx context.Context, r model.Record) ([]Duplicate, error) {
	return on(ctx, s, func(at seat) ([]Duplicate, error) { return at.Duplicates(ctx, r) })
}

func (s *sitter) DuplicatePairs(ctx context.Context, q PairQuery) (DuplicatePage, error) {
	return on(ctx, s, func(at seat) (DuplicatePage, error) { return at.DuplicatePairs(ctx, q) })
}

func (s *sitter) PlanMerge(ctx context.Context, m MergeRequest) (MergePlan, error) {
	return on(ctx, s, func(at seat) (MergePlan, error) { return at.PlanMerge(ctx, m) })
}

func (s *sitter) Merge(ctx context.Context, m MergeRequest) (Done, error) {
	if m.Action.IsZero() {
		m.Action = s.ids.New()
	}
	return on(ctx, s, func(at seat) (Done, error) { return at.merge(ctx, s.me, m) })
}

func (s *sitter) Setting(ctx context.Context, name string) (string, error) {
	return on(ctx, s, func(at seat) (string, error) { return at.Setting(ctx, name) })
}

func (s *sitter) SetSetting(ctx context.Context, name, text string) error {
	_, err := on(ctx, s, func(at seat) (nothing, error) { return nothing{}, at.SetSetting(ctx, name, text) })
	return err
}

// Records goes on at the next seat where it was cut off: behind the last cursor,
// without what was yielded since.
func (s *sitter) Records(ctx context.Context, q Query, yield func(model.Record) error) error {
	since := map[model.ID]bool{}
	left := q.Limit
	_, err := on(ctx, s, func(at seat) (nothing, error) {
		again := maps.Clone(since)
		return nothing{}, at.stream(ctx, q, func(r model.Record) error {
			if again[r.Header().ID] {
				return nil
			}
			since[r.Header().ID] = true
			left--
			return yield(r)
		}, func(cursor string) error {
			clear(since)
			clear(again)
			q.From = cursor
			if q.Limit > 0 {
				q.Limit = left
			}
			return nil
		})
	})
	return err
}

func (s *sitter) Do(ctx context.Context, a Action) (Done, error) {
	if a.ID.IsZero() {
		a.ID = s.ids.New()
	}
	return on(ctx, s, func(at seat) (Done, error) { return at.do(ctx, s.me, a) })
}

// DoWhere goes on at the next seat: what is done already is not done again. The
// report is then of what the last seat did.
func (s *sitter) DoWhere(ctx context.Context, b Bulk, progress func(Progress)) (BulkReport, error) {
	if b.ID.IsZero() {
		b.ID = s.ids.New()
	}
	return on(ctx, s, func(at seat) (BulkReport, error) { return at.doWhere(ctx, s.me, b, progress) })
}

func (s *sitter) Undo(ctx context.Context) (Done, error) { return s.step(ctx, false) }
func (s *sitter) Redo(ctx context.Context) (Done, error) { return s.step(ctx, true) }

func (s *sitter) step(ctx context.Context, redo bool) (Done, error) {
	action := s.ids.New()
	return on(ctx, s, func(at seat) (Done, error) { return at.step(ctx, s.me, action, redo) })
}

// Import begins again at the next seat only while nothing of the file was read:
// what was read cannot be read again.
func (s *sitter) Import(ctx context.Context, req ImportRequest, file io.Reader, progress func(Progress)) (FileReport, error) {
	if req.Action.IsZero() {
		req.Action = s.ids.New()
	}
	if req.Addresses == nil {
		req.Addresses = s.addresses
	}
	read := &countingReader{r: file}
	report, err := onWhile(ctx, s, read.none, func(at seat) (FileReport, error) {
		return at.importFile(ctx, s.me, req, read, progress)
	})
	if errors.Is(err, errLost) && !read.none() {
		err = fmt.Errorf("importing %s: the program that holds the desk ended meanwhile: import the file again, nothing is doubled: %w", req.Name, err)
	}
	return report, err
}

// Export begins again at the next seat only while nothing was written.
func (s *sitter) Export(ctx context.Context, req ExportRequest, w io.Writer) error {
	written := &countingWriter{w: w}
	_, err := onWhile(ctx, s, func() bool { return written.n == 0 }, func(at seat) (nothing, error) {
		return nothing{}, at.Export(ctx, req, written)
	})
	if errors.Is(err, errLost) && written.n > 0 {
		err = fmt.Errorf("exporting: the program that holds the desk ended meanwhile: export again: %w", err)
	}
	return err
}

// PutFile begins again at the next seat only while nothing was read.
func (s *sitter) PutFile(ctx context.Context, name string, file io.Reader) (model.Attachment, error) {
	read := &countingReader{r: file}
	a, err := onWhile(ctx, s, read.none, func(at seat) (model.Attachment, error) { return at.putFile(ctx, name, read) })
	if errors.Is(err, errLost) && !read.none() {
		err = fmt.Errorf("keeping the file %.100q: the program that holds the desk ended meanwhile: attach it again: %w", model.FileName(name), err)
	}
	return a, err
}

func (s *sitter) OpenFile(ctx context.Context, sha256 string) (io.ReadCloser, error) {
	return on(ctx, s, func(at seat) (io.ReadCloser, error) { return at.OpenFile(ctx, sha256) })
}

func (s *sitter) Check(ctx context.Context, progress func(Progress)) (CheckReport, error) {
	return on(ctx, s, func(at seat) (CheckReport, error) { return at.Check(ctx, progress) })
}

// Backup begins again at the next seat only while nothing was written.
func (s *sitter) Backup(ctx context.Context, w io.Writer, progress func(Progress)) error {
	written := &countingWriter{w: w}
	_, err := onWhile(ctx, s, func() bool { return written.n == 0 }, func(at seat) (nothing, error) {
		return nothing{}, at.Backup(ctx, written, progress)
	})
	if errors.Is(err, errLost) && written.n > 0 {
		err = fmt.Errorf("backing up: the program that holds the desk ended meanwhile: try again: %w", err)
	}
	return err
}

// Compact begins again at the next seat: a file that was compacted already takes
// little time.
func (s *sitter) Compact(ctx context.Context, progress func(Progress)) (Compacted, error) {
	return on(ctx, s, func(at seat) (Compacted, error) { return at.Compact(ctx, progress) })
}

// Repair begins again at the next seat.
func (s *sitter) Repair(ctx context.Context, progress func(Progress)) (RepairReport, error) {
	return on(ctx, s, func(at seat) (RepairReport, error) { return at.Repair(ctx, progress) })
}

// Watch goes on at the next seat with All: what changed meanwhile is not known.
func (s *sitter) Watch(ctx context.Context) (<-chan News, error) {
	watch := func(at seat) (<-chan News, error) { return at.Watch(ctx) }
	news, err := on(ctx, s, watch)
	if err != nil {
		return nil, err
	}
	out := make(chan News)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, ErrClosed
	}
	s.pumps.Go(func() {
		defer close(out)
		for s.pump(ctx, news, out) {
			for {
				if news, err = on(ctx, s, watch); err == nil {
					break
				}
				if !s.pause(ctx) {
					return
				}
			}
			select {
			case out <- News{All: true}:
			case <-ctx.Done():
				return
			case <-s.base.Done():
				return
			}
		}
	})
	return out, nil
}

// pump hands news on until there is none: because the seat is lost, which is
// true, or because the watch ended.
func (s *sitter) pump(ctx context.Context, news <-chan News, out chan<- News) (lost bool) {
	for n := range news {
		select {
		case out <- n:
		case <-ctx.Done():
			return false
		case <-s.base.Done():
			return false
		}
	}
	return ctx.Err() == nil && s.base.Err() == nil
}

// pause waits before a desk that cannot be had is tried again; false when the
// watch ended.
func (s *sitter) pause(ctx context.Context) bool {
	timer := time.NewTimer(retryPause)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	case <-s.base.Done():
		return false
	}
}

func (s *sitter) Me() string { return s.me }

func (s *sitter) MailFrom() string { return s.mailFrom }

// Close leaves the seat and waits for watches to end.
func (s *sitter) Close() error {
	s.stop()
	at := s.leave()
	if at == nil {
		return nil
	}
	err := at.Close()
	s.pumps.Wait()
	return err
}

// leave gives the last seat, once; no other is taken after it.
func (s *sitter) leave() seat {
	s.moving <- struct{}{}
	defer func() { <-s.moving }()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil
	}
	s.closed = true
	return s.now
}

// countingReader knows whether anything was read.
type countingReader struct {
	mu sync.Mutex
	r  io.Reader
	n  int64
}

func (c *countingReader) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.n += int64(n)
	return n, err
}

func (c *countingReader) none() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.n == 0
}
