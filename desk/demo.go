package desk

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
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
	now := o.Now()
	l := &demoLoader{o: o, began: now, told: now, offers: &model.Offers{}, at: now, action: model.NewIDs(o.Now, nil).New()}
	l.store, err = store.Open(ctx, path, store.Options{
		By: o.Me, NoSync: true, Scoring: func() model.ScoreContext { return model.ScoreContext{Now: now, Offers: l.offers} },
		Now: func() time.Time { return l.at },
	})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, l.store.Close()) }()
	if err := l.loadAll(ctx, now); err != nil {
		return err
	}
	return l.store.ForgetActions(ctx)
}

// demoBatch is some records that came to be until a time.
type demoBatch struct {
	records []model.Record
	until   time.Time
}

// demoLoader writes the sample data, batch by batch.
type demoLoader struct {
	o      DemoOptions
	store  *store.Store
	action model.ID
	offers *model.Offers
	at     time.Time // the clock of the store

	done        int64
	began, told time.Time
}

// loadAll writes each batch while the next is made.
func (l *demoLoader) loadAll(ctx context.Context, now time.Time) error {
	ctx, stop := context.WithCancel(ctx)
	batches := make(chan demoBatch, 1)
	made := make(chan error, 1)
	go func() {
		defer close(batches)
		made <- l.o.generate(ctx, now, batches)
	}()
	var failed error
	for b := range batches {
		if failed == nil {
			if failed = l.load(ctx, b); failed != nil {
				stop()
			}
		}
	}
	stop()
	if err := <-made; failed == nil {
		return err
	}
	return failed
}

// generate makes the sample data and sends it in batches.
func (o DemoOptions) generate(ctx context.Context, now time.Time, to chan<- demoBatch) error {
	var b demoBatch
	send := func() error {
		select {
		case to <- b:
		case <-ctx.Done():
			return ctx.Err()
		}
		b.records = make([]model.Record, 0, demoChunk)
		return nil
	}
	err := demo.Generate(demo.Options{
		Seed: o.Seed, Leads: o.Leads, Now: now, Me: o.Me, At: func(t time.Time) { b.until = t },
	}, func(r model.Record) error {
		// The generator goes on with what it made; the store keeps what it is given.
		if b.records = append(b.records, model.Clone(r)); len(b.records) < demoChunk {
			return nil
		}
		return send()
	})
	if err != nil || len(b.records) == 0 {
		return err
	}
	return send()
}

func (l *demoLoader) load(ctx context.Context, b demoBatch) error {
	l.at = b.until
	edits := make([]Edit, len(b.records))
	for i, r := range b.records {
		if s, ok := r.(*model.Supplier); ok {
			l.offers.Add(s)
		}
		h := r.Header()
		edits[i] = Edit{
			Kind: r.Kind(), ID: h.ID, Create: true, Record: r, Force: true,
			Wrote: store.Wrote{Created: h.CreatedAt, Updated: h.UpdatedAt, By: h.UpdatedBy},
		}
	}
	if _, _, err := l.store.DoMore(ctx, Action{ID: l.action, Label: samples, Edits: edits}); err != nil {
		return err
	}
	l.done += int64(len(edits))
	if now := l.o.Now(); l.o.Progress != nil && now.Sub(l.told) >= demoProgressEvery {
		l.told = now
		elapsed := now.Sub(l.began)
		l.o.Progress(Progress{What: "sample data", Done: l.done, Elapsed: elapsed, PerSec: float64(l.done) / elapsed.Seconds()})
	}
	return nil
}

const demoProgressEvery = 200 * time.Millisecond
