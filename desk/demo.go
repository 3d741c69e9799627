package desk

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"tradedesk/demo"
	"tradedesk/model"
	"tradedesk/store"
)

// DemoOptions say how much sample data there is. Zero values have defaults.
type DemoOptions struct {
	Leads int    // default 120
	Seed  uint64 // the same seed gives the same data
	// Dir keeps the sample desk there; default a temporary directory that is
	// removed at Close.
	Dir      string
	Me       string
	Now      func() time.Time
	Progress func(Progress) // called a few times a second while data is made; may be nil
}

// demoChunk is how many records are written at once.
const demoChunk = 2000

// OpenDemo makes a desk of sample data and opens it. ErrConflict when there is a
// desk in o.Dir already. Undo does not take the sample data back.
func OpenDemo(ctx context.Context, o DemoOptions) (Desk, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Me == "" {
		o.Me = loginName()
	}
	dir, remove, err := demoDir(o.Dir)
	if err != nil {
		return nil, err
	}
	d, err := o.open(ctx, dir)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("making the sample desk: %w", err), remove())
	}
	return &demoDesk{Desk: d, remove: remove}, nil
}

// demoDesk takes its directory away with it.
type demoDesk struct {
	Desk
	remove func() error
}

// Close closes the desk and removes a temporary directory.
func (d *demoDesk) Close() error { return errors.Join(d.Desk.Close(), d.remove()) }

// demoDir gives the directory, and what removes it if it is a temporary one.
func demoDir(dir string) (string, func() error, error) {
	if dir != "" {
		if _, err := os.Stat(filepath.Join(dir, fileName)); err == nil {
			return "", nil, fmt.Errorf("making a sample desk in %s: %w: there is a desk already", dir, ErrConflict)
		}
		return dir, func() error { return nil }, nil
	}
	dir, err := os.MkdirTemp("", "tradedesk-demo-")
	if err != nil {
		return "", nil, fmt.Errorf("making a directory for the sample desk: %w", err)
	}
	return dir, func() error { return os.RemoveAll(dir) }, nil
}

func (o DemoOptions) open(ctx context.Context, dir string) (Desk, error) {
	p, err := newPlace(dir)
	if err != nil {
		return nil, err
	}
	if err := o.fill(ctx, p.file()); err != nil {
		return nil, err
	}
	return Open(ctx, Options{Dir: dir, Me: o.Me, Now: o.Now})
}

// fill writes the sample data into a fresh file. A file that is thrown away need
// not reach the disk record by record.
func (o DemoOptions) fill(ctx context.Context, path string) (err error) {
	var clock atomic.Int64 // of the record that is made: milliseconds
	now := o.Now()
	clock.Store(now.UnixMilli())
	l := &demoLoader{o: o, began: now, told: now, offers: &model.Offers{}, now: now}
	l.store, err = store.Open(ctx, path, store.Options{
		By: o.Me, NoSync: true, Scoring: func() model.ScoreContext { return model.ScoreContext{Now: now, Offers: l.offers} },
		Now: func() time.Time { return time.UnixMilli(clock.Load()) },
	})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, l.store.Close()) }()
	l.action = model.NewIDs(o.Now, nil).New()
	err = demo.Generate(demo.Options{
		Seed: o.Seed, Leads: o.Leads, Now: now, Me: o.Me, At: func(t time.Time) { clock.Store(t.UnixMilli()) },
	}, func(r model.Record) error { return l.take(ctx, r) })
	if err != nil {
		return err
	}
	if err := l.flush(ctx); err != nil {
		return err
	}
	return l.store.ForgetActions(ctx)
}

// demoLoader writes records in chunks.
type demoLoader struct {
	o      DemoOptions
	store  *store.Store
	action model.ID
	offers *model.Offers
	edits  []Edit
	now    time.Time

	done        int64
	began, told time.Time
}

func (l *demoLoader) take(ctx context.Context, r model.Record) error {
	if s, ok := r.(*model.Supplier); ok {
		l.offers.Add(s)
	}
	l.edits = append(l.edits, Edit{Kind: r.Kind(), ID: r.Header().ID, Create: true, Set: model.Fields(r), Force: true})
	if len(l.edits) < demoChunk {
		return nil
	}
	return l.flush(ctx)
}

func (l *demoLoader) flush(ctx context.Context) error {
	if len(l.edits) == 0 {
		return nil
	}
	if _, _, err := l.store.DoMore(ctx, Action{ID: l.action, Label: "sample data", Edits: l.edits}); err != nil {
		return err
	}
	l.done += int64(len(l.edits))
	l.edits = l.edits[:0]
	if now := l.o.Now(); l.o.Progress != nil && now.Sub(l.told) >= demoProgressEvery {
		l.told = now
		elapsed := now.Sub(l.began)
		l.o.Progress(Progress{What: "sample data", Done: l.done, Elapsed: elapsed, PerSec: float64(l.done) / elapsed.Seconds()})
	}
	return nil
}

const demoProgressEvery = 200 * time.Millisecond
