package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"go.etcd.io/bbolt"
)

// Repaired says what a repair found and what became of it.
type Repaired struct {
	Kept        string   // the name under which the former file is kept
	Records     int      // in the new file, deleted ones too
	FromHistory int      // records that only their changes could give back
	Lost        int      // records of which nothing could be read
	ChangesLost int      // changes of the history that could not be read
	Problems    []string // what could not be read, at most 100 lines
}

// Repair writes the file anew from what of its records and their changes can be
// read, makes all indexes and counters again, proves the new file and puts it in
// the place of the old one, which is kept under another name. Writes wait
// meanwhile. Whatever ends it on the way leaves the file as it was. progress may be
// nil.
func (s *Store) Repair(ctx context.Context, progress func(done, total int64)) (Repaired, error) {
	rep, err := s.repair(ctx, progress)
	if err != nil {
		return rep, fmt.Errorf("repairing %s: %w", s.file.path, explain(err))
	}
	return rep, nil
}

func (s *Store) repair(ctx context.Context, progress func(done, total int64)) (rep Repaired, err error) {
	release, err := s.file.hold(ctx)
	if err != nil {
		return rep, err
	}
	defer release()
	b := &rebuild{ctx: ctx, path: s.file.path, options: s.file.options, scoring: s.scoring, progress: progress}
	if err := b.fromHandle(s.file.handle); err != nil {
		return rep, errors.Join(err, b.remove())
	}
	defer func() { err = errors.Join(err, b.remove()) }()
	if rep.Kept, err = keepAside(s.file.path, "repair", s.now()); err != nil {
		return rep, err
	}
	b.report.Kept = rep.Kept
	return b.report, s.file.replaceBy(ctx, b.target)
}

// RepairFile is Store.Repair for a file that cannot be opened, and that nobody has
// open.
func RepairFile(ctx context.Context, path string, o Options, progress func(done, total int64)) (Repaired, error) {
	rep, err := repairFile(ctx, path, o, progress)
	if err != nil {
		return rep, fmt.Errorf("repairing %s: %w", path, explain(err))
	}
	return rep, nil
}

func repairFile(ctx context.Context, path string, o Options, progress func(done, total int64)) (rep Repaired, err error) {
	path = followed(path)
	held, err := holdFile(path)
	if err != nil {
		return rep, err
	}
	defer func() { err = errors.Join(err, held.close()) }()
	if held.file == nil {
		return rep, fmt.Errorf("%w: there is no desk here", ErrNotFound)
	}
	s := newStore(o)
	b := &rebuild{ctx: ctx, path: path, options: o, scoring: s.scoring, progress: progress}
	if err := b.fromHandle(held.file); err != nil {
		return rep, errors.Join(err, b.remove())
	}
	defer func() { err = errors.Join(err, b.remove()) }()
	b.report.Kept, err = held.replaceBy(b.target, "repair", s.now())
	return b.report, err
}

// fromHandle reads what can be read of an open file into one that is sound, and
// makes the new desk file from that.
func (b *rebuild) fromHandle(handle *os.File) error {
	if b.progress == nil {
		b.progress = func(int64, int64) {}
	}
	info, err := handle.Stat()
	if err != nil {
		return err
	}
	p, err := readPages(handle, info.Size())
	if err != nil {
		return err
	}
	if err := roomFor(filepath.Dir(b.path), 2*info.Size()); err != nil {
		return err
	}
	if b.scratch, err = b.temp("salvage"); err != nil {
		return err
	}
	if b.target, err = b.temp("repair"); err != nil {
		return err
	}
	from, err := bbolt.Open(b.scratch, 0o600, &bbolt.Options{NoSync: true, NoGrowSync: true, NoStatistics: true})
	if err != nil {
		return err
	}
	err = salvage(b.ctx, p, from, func(bucket, format string, args ...any) {
		b.bent = b.bent || !derivedBucket(bucket)
		b.note(format, args...)
	})
	if err == nil {
		err = from.View(func(tx *bbolt.Tx) error { return b.writeTwice(newTransaction(tx, &overlay{})) })
	}
	return errors.Join(err, from.Close())
}

// errBent ends the writing of a file whose records are not those any more of which the
// server's log is known.
var errBent = errors.New("the records are not those of which the log is known")

// writeTwice writes the file with what is known of the server's log and, where that
// does not belong to the records any more, once more without it.
func (b *rebuild) writeTwice(from *transaction) error {
	found := b.report
	err := b.write(from)
	if !errors.Is(err, errBent) {
		return err
	}
	if err := os.Remove(b.target); err != nil {
		return err
	}
	b.report, b.bent, b.doubled = found, true, false
	b.numbers, b.ops = nil, nil
	return b.write(from)
}

func (b *rebuild) temp(purpose string) (string, error) {
	temp, err := createTemp(b.path, purpose)
	if err != nil {
		return "", err
	}
	return temp.Name(), temp.Close()
}

// remove removes what is left of the files on the way.
func (b *rebuild) remove() error {
	var errs []error
	for _, name := range []string{b.scratch, b.target} {
		if name != "" {
			errs = append(errs, removeIfThere(name))
		}
	}
	return errors.Join(errs...)
}

func (b *rebuild) note(format string, args ...any) {
	if len(b.report.Problems) < maxProblems {
		b.report.Problems = append(b.report.Problems, fmt.Sprintf(format, args...))
	}
}

// write makes the new file and proves it.
func (b *rebuild) write(from *transaction) (err error) {
	file, err := openBolt(b.ctx, b.target, Options{NoSync: true})
	if err != nil {
		return err
	}
	b.from, b.to, b.taken = from, newStore(b.options), map[uint64]bool{}
	b.to.file, b.to.scoring = file, b.scoring
	defer func() { err = errors.Join(err, file.close()) }()
	for _, part := range []func() error{b.readable, b.plain, b.readSync, b.records, b.sync, b.outbox, b.undo, b.meta} {
		if err := part(); err != nil {
			return err
		}
	}
	report, err := b.to.Check(b.ctx, b.progress)
	if err != nil {
		return err
	}
	if !report.OK && b.link != nil && !b.bent {
		return errBent
	}
	if !report.OK {
		return fmt.Errorf("the new file is not sound either: %s", report.Problems[0])
	}
	b.report.Records = report.Records
	if b.options.NoSync {
		return nil
	}
	return file.db.Sync()
}
