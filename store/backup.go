package store

import (
	"context"
	"errors"
	"fmt"
	"io"
)

// Backup writes a copy of the file as it is at this moment. The desk can be used
// meanwhile; a copy that is slow to be written makes the file grow, as its pages
// cannot be used again. progress may be nil; it is told of bytes, first of none.
func (s *Store) Backup(ctx context.Context, w io.Writer, progress func(done, total int64)) error {
	return s.read(ctx, func(tx *transaction) error {
		if progress == nil {
			progress = func(int64, int64) {}
		}
		progress(0, tx.Size())
		out := &copyWriter{ctx: ctx, w: w, total: tx.Size(), progress: progress}
		_, err := tx.WriteTo(out)
		if out.err != nil {
			err = out.err // of which bbolt passes on the text alone
		}
		if err != nil {
			return fmt.Errorf("copying the file: %w", err)
		}
		return nil
	})
}

// copyWriter tells how far it is, and fails when its context ends.
type copyWriter struct {
	ctx         context.Context
	w           io.Writer
	done, total int64
	progress    func(done, total int64)
	err         error
}

func (c *copyWriter) Write(p []byte) (n int, err error) {
	if c.err = c.ctx.Err(); c.err == nil {
		n, c.err = c.w.Write(p)
	}
	c.done += int64(n)
	c.progress(c.done, c.total)
	return n, c.err
}

// Proof says how much of a file is proved.
type Proof string

// The proofs: that it opens; that every page is in its place; all that Check
// looks at.
const (
	ProofNone  Proof = "none"
	ProofPages Proof = "pages"
	ProofFull  Proof = "full"
)

// Inspection is what there is to say of a desk file that nobody works on.
type Inspection struct {
	Schema  uint64
	Current bool // the schema is this version's
	Bytes   int64
	Records int // live ones; -1 when the schema is older
}

// Inspect looks at a desk file and changes nothing. A file of an older schema is
// never proved further than its pages. Errors wrap ErrDamaged, ErrNewer, ErrBusy
// and ErrNotFound. progress may be nil.
func Inspect(ctx context.Context, path string, proof Proof, progress func(done, total int64)) (Inspection, error) {
	i, err := inspect(ctx, path, proof, progress)
	if err != nil {
		return i, fmt.Errorf("looking at %s: %w", path, explain(err))
	}
	return i, nil
}

func inspect(ctx context.Context, path string, proof Proof, progress func(done, total int64)) (i Inspection, err error) {
	reading := Options{ReadOnly: true}
	if err := preparePlace(path, reading); err != nil {
		return i, err
	}
	s := newStore(reading)
	if s.file, err = openBolt(ctx, path, reading); err != nil {
		return i, err
	}
	defer func() { err = errors.Join(err, s.file.close()) }()
	i.Records = -1
	i.Schema, err = s.schema(ctx)
	switch want := schemaVersion(migrations); {
	case err != nil:
		return i, err
	case i.Schema == 0:
		return i, errNoDesk
	case i.Schema > want:
		return i, newer(i.Schema, want)
	default:
		i.Current = i.Schema == want
	}
	err = s.read(ctx, func(tx *transaction) error {
		i.Bytes = tx.Size()
		return nil
	})
	if err == nil && proof != ProofNone {
		err = s.prove(ctx, proof == ProofFull && i.Current, progress)
	}
	if err == nil && i.Current {
		i.Records, err = s.live(ctx)
	}
	return i, err
}

// prove fails with the first problem of the file.
func (s *Store) prove(ctx context.Context, full bool, progress func(done, total int64)) error {
	c := &checker{ctx: ctx}
	err := s.checkPages(ctx, c)
	report := c.report()
	if err == nil && report.OK && full {
		report, err = s.Check(ctx, progress)
	}
	if err == nil && !report.OK {
		err = fmt.Errorf("%w: %s", ErrDamaged, report.Problems[0])
	}
	return err
}

func (s *Store) live(ctx context.Context) (records int, err error) {
	counts, err := s.Counts(ctx)
	for _, n := range counts.Kinds {
		records += n
	}
	return records, err
}
