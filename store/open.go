package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"syscall"
	"time"

	bolterrors "go.etcd.io/bbolt/errors"

	"tradedesk/internal/diskfull"
	"tradedesk/model"
)

// Options say how a file is opened. Zero values have defaults.
type Options struct {
	Wait     time.Duration // how long to wait for a file that is held; 0 tries once
	ReadOnly bool          // several may read at a time while nobody writes
	Now      func() time.Time
	IDs      *model.IDs
	By       string                    // the author of changes made here
	Scoring  func() model.ScoreContext // what scores depend on; nil means defaults
	// NoSync leaves it to the system when data reaches the disk: for desks that
	// are thrown away.
	NoSync bool
	// Progress, when not nil, is called while an old file is brought up to date.
	Progress func(done, total int64)
}

// Store is an open file. Its methods may be called by several goroutines.
type Store struct {
	file    *boltFile
	now     func() time.Time
	ids     *model.IDs
	by      string
	scoring func() model.ScoreContext
	limits  limits
	// These are of the file, for everybody: see As.
	selected *selections
	trial    bool      // write transactions are taken back
	seen     *seenKeys // keys of duplicates
	origins  *seenKeys
}

// limits bound what is done at a time.
type limits struct {
	picked  int64  // records that a query selects and that are read and put in order in memory
	counted int64  // rows that are counted one by one for a total
	batch   int    // rows read in one transaction, so that a slow reader does not keep the file from reusing its pages
	bytes   int    // the same in bytes
	stretch int    // rows walked in one transaction to count a list; a long one would keep the file from reusing its pages
	step    int    // changes that one transaction of an undo turns
	tidy    int    // keys that one transaction moves between partitions
	undo    uint64 // actions that can be taken back; older ones are forgotten
}

var usualLimits = limits{picked: 200, counted: 10_000, batch: 500, bytes: 4 << 20, stretch: 20_000, step: 1000, tidy: 20_000, undo: 1000}

// Open opens the desk file at path and makes it when it is missing, its folder
// too. Errors wrap ErrBusy when the file is held for longer than o.Wait, ErrNewer
// when a newer version wrote it, ErrReadOnly and ErrFull.
func Open(ctx context.Context, path string, o Options) (*Store, error) {
	return openWith(ctx, path, o, migrations)
}

func openWith(ctx context.Context, path string, o Options, steps []migration) (*Store, error) {
	s := newStore(o)
	path = followed(path)
	if err := preparePlace(path, o); err != nil {
		return nil, fmt.Errorf("opening %s: %w", path, explain(err))
	}
	if err := s.openFile(ctx, path, o, steps); err != nil {
		return nil, fmt.Errorf("opening %s: %w", path, explain(err))
	}
	return s, nil
}

// openFile opens the file and brings it up to date.
func (s *Store) openFile(ctx context.Context, path string, o Options, steps []migration) (err error) {
	for range 2 {
		if s.file, err = openBolt(ctx, path, o); err != nil {
			return err
		}
		s.file.replaced = func() {
			s.selected.forget()
			s.seen.forget()
			s.origins.forget()
		}
		if err = s.prepare(ctx, o.ReadOnly, steps); err == nil {
			return nil
		}
		if !errors.Is(err, errOldSchema) {
			return errors.Join(err, s.file.close())
		}
		if err = errors.Join(s.rewrite(ctx, path, o), s.file.close()); err != nil {
			return err
		}
	}
	return err
}

// newStore gives a store without its file.
func newStore(o Options) *Store {
	s := &Store{now: o.Now, ids: o.IDs, by: o.By, scoring: o.Scoring, limits: usualLimits, selected: &selections{}, seen: newSeenKeys(setDup), origins: newSeenKeys(setIdentity)}
	if s.now == nil {
		s.now = time.Now
	}
	if s.ids == nil {
		s.ids = model.NewIDs(s.now, nil)
	}
	if s.scoring == nil {
		s.scoring = func() model.ScoreContext { return model.ScoreContext{Now: s.now()} }
	}
	return s
}

// As gives the same store for changes by another author.
func (s *Store) As(by string) *Store {
	other := *s
	other.by = by
	return &other
}

// State counts the commits of the file, also those of earlier days. It is that of the
// last one still when the store is closed.
func (s *Store) State() uint64 { return uint64(s.file.state()) }

// Path gives where the file is.
func (s *Store) Path() string { return s.file.path }

// Close waits for what is under way and lets go of the file. Other calls fail
// with ErrClosed after it.
func (s *Store) Close() error {
	if err := s.file.close(); err != nil {
		return fmt.Errorf("closing %s: %w", s.file.path, explain(err))
	}
	return nil
}

// read runs do in a read transaction.
func (s *Store) read(ctx context.Context, do func(tx *transaction) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return explain(s.file.view(do))
}

// update runs do in a write transaction, which is committed only when do and the
// context agree.
func (s *Store) update(ctx context.Context, do func(tx *transaction) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return explain(s.file.update(ctx, func(tx *transaction) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		return do(tx)
	}))
}

// Explain puts the word that callers decide on (ErrFull, ErrReadOnly, …) before what
// the system says of a file.
func Explain(err error) error { return explain(err) }

// explain puts the word that callers decide on before what the system says.
func explain(err error) error {
	for _, known := range []error{ErrBusy, ErrFull, ErrReadOnly, ErrClosed, ErrNewer, ErrDamaged} {
		if errors.Is(err, known) {
			return err
		}
	}
	switch {
	case err == nil:
		return nil
	case diskfull.Is(err):
		return fmt.Errorf("%w: nothing was changed: %w", ErrFull, err)
	case errors.Is(err, syscall.EROFS), errors.Is(err, fs.ErrPermission), errors.Is(err, bolterrors.ErrDatabaseReadOnly):
		return fmt.Errorf("%w: %w", ErrReadOnly, err)
	case errors.Is(err, bolterrors.ErrDatabaseNotOpen), errors.Is(err, bolterrors.ErrTxClosed):
		return ErrClosed
	case errors.Is(err, bolterrors.ErrInvalid), errors.Is(err, bolterrors.ErrChecksum), errors.Is(err, bolterrors.ErrVersionMismatch):
		return fmt.Errorf("%w: %w: %w", ErrDamaged, errNoMeta, err)
	}
	return err
}
