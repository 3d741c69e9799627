package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"go.etcd.io/bbolt"
)

// Compacted says how large a file was and is, in bytes.
type Compacted struct {
	Before int64 `json:"before"`
	After  int64 `json:"after"`
}

// Compact writes the file anew without the room that nothing uses any more, and
// puts it in the place of the old one. The desk can be read meanwhile; writes wait.
// Whatever ends it on the way leaves one whole file. Errors wrap ErrFull when the
// new file has no room beside the old one. progress may be nil; it counts bytes.
func (s *Store) Compact(ctx context.Context, progress func(done, total int64)) (Compacted, error) {
	if progress == nil {
		progress = func(int64, int64) {}
	}
	c, err := s.file.compact(ctx, progress)
	if err != nil {
		return c, fmt.Errorf("compacting %s: %w", s.file.path, explain(err))
	}
	return c, nil
}

func (f *boltFile) compact(ctx context.Context, progress func(done, total int64)) (c Compacted, err error) {
	release, err := f.hold(ctx)
	if err != nil {
		return c, err
	}
	defer release()
	used, err := f.usage(&c)
	if err != nil {
		return c, err
	}
	if err := roomFor(filepath.Dir(f.path), used); err != nil {
		return c, err
	}
	temp, err := createTemp(f.path, "compact")
	if err != nil {
		return c, err
	}
	name := temp.Name()
	defer func() {
		if removeErr := os.Remove(name); err == nil && !errors.Is(removeErr, fs.ErrNotExist) {
			err = removeErr
		}
	}()
	if err := temp.Close(); err != nil {
		return c, err
	}
	if err := f.copyTo(ctx, name, used, progress); err != nil {
		return c, err
	}
	info, err := os.Stat(name)
	if err != nil {
		return c, err
	}
	c.After = info.Size()
	return c, f.replaceBy(ctx, name)
}

// usage gives how many bytes of the file are in use, and how large it is.
func (f *boltFile) usage(c *Compacted) (used int64, err error) {
	err = f.readPages(func(p *pageFile) error {
		c.Before = p.size
		free, err := p.free()
		used = (int64(p.pages) - int64(len(free))) * p.pageSize
		return err
	})
	return used, err
}

// copyTo writes all that the file holds to a new one, down to the disk.
func (f *boltFile) copyTo(ctx context.Context, name string, used int64, progress func(done, total int64)) error {
	to, err := bbolt.Open(name, 0o600, &bbolt.Options{NoSync: true, NoGrowSync: true, NoStatistics: true})
	if err != nil {
		return err
	}
	cp := &copier{ctx: ctx, to: to, total: used, progress: progress}
	err = f.view(cp.all)
	if err == nil {
		err = to.Sync()
	}
	if err = errors.Join(err, to.Close()); err != nil {
		return err
	}
	return cp.prove(name)
}

// copyBatch is how many bytes of keys and values one transaction takes.
const copyBatch = 32 << 20

// copier copies buckets, which hold no buckets themselves.
type copier struct {
	ctx      context.Context
	to       *bbolt.DB
	total    int64
	progress func(done, total int64)

	tx     *bbolt.Tx
	keys   map[string]int64
	done   int64
	filled int64 // in this transaction
}

func (c *copier) all(from *transaction) (err error) {
	c.keys = map[string]int64{}
	if c.tx, err = c.to.Begin(true); err != nil {
		return err
	}
	defer func() {
		if c.tx != nil && err == nil {
			err = c.tx.Rollback()
		} else if c.tx != nil {
			_ = c.tx.Rollback() // it says why less well than err
		}
	}()
	err = from.ForEach(func(name []byte, b *bucket) error {
		if err := c.bucket(name, b); err != nil {
			return fmt.Errorf("copying %s: %w", name, err)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return c.next()
}

func (c *copier) bucket(name []byte, b *bucket) error {
	to, err := c.tx.CreateBucket(name)
	if err != nil {
		return err
	}
	to.FillPercent = 1
	return b.ForEach(func(key, value []byte) error {
		if value == nil {
			return fmt.Errorf("%x: is a bucket within a bucket", key)
		}
		if c.filled >= copyBatch {
			if err := c.next(); err != nil {
				return err
			}
			to = c.tx.Bucket(name)
			to.FillPercent = 1
		}
		c.keys[string(name)]++
		c.filled += int64(len(key) + len(value))
		return to.Put(key, value)
	})
}

// next commits what is copied and goes on in another transaction.
func (c *copier) next() (err error) {
	if err := c.ctx.Err(); err != nil {
		return err
	}
	if err := c.tx.Commit(); err != nil {
		return err
	}
	c.done += c.filled
	c.filled = 0
	c.progress(min(c.done, c.total), c.total)
	c.tx, err = c.to.Begin(true)
	return err
}

// prove reads the new file without bbolt, and looks whether all keys are in it.
func (c *copier) prove(name string) error {
	file, err := os.Open(name)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }() // only read
	info, err := file.Stat()
	if err != nil {
		return err
	}
	p, err := readPages(file, info.Size())
	if err != nil {
		return err
	}
	var wrong error
	err = p.walk(c.ctx, func(bucket, what string) {
		wrong = errors.Join(wrong, errors.New(placed(bucket, what)))
	}, func(bucket string, _, _ []byte) error {
		c.keys[bucket]--
		return nil
	})
	for bucket, left := range c.keys {
		if left != 0 && wrong == nil {
			wrong = fmt.Errorf("%d keys of %s are missing in the new file", left, bucket)
		}
	}
	return errors.Join(err, wrong)
}
