package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// rewrite writes a file of schema 1 anew and puts the new one in its place; the
// old one is kept as NAME.before-v2. Until the new file takes the place, whatever
// happens leaves the old one as it was. The caller opens the new file.
func (s *Store) rewrite(ctx context.Context, path string, o Options) error {
	err := s.replaceOld(ctx, path, o)
	if err != nil {
		return fmt.Errorf("bringing the file from schema %d to %d (packing the indexes): %w", firstSchema-1, firstSchema, explain(err))
	}
	return nil
}

func (s *Store) replaceOld(ctx context.Context, path string, o Options) error {
	temp, err := createTemp(path, "packed")
	if err != nil {
		return err
	}
	name := temp.Name()
	if err := errors.Join(temp.Close(), os.Remove(name)); err != nil {
		return err
	}
	err = s.writeNew(ctx, name, o)
	if err == nil {
		err = keepAs(path, fmt.Sprintf("%s.before-v%d", path, firstSchema))
	}
	if err == nil {
		err = Rename(name, path)
	}
	if err != nil {
		return errors.Join(err, removeIfThere(name))
	}
	return nil
}

// writeNew writes what the open file of schema 1 holds to a new file, down to the
// disk.
func (s *Store) writeNew(ctx context.Context, name string, o Options) error {
	file, err := openBolt(ctx, name, Options{NoSync: true})
	if err != nil {
		return err
	}
	to := *s
	to.file = file
	err = s.file.view(func(tx *transaction) error {
		v := &v1Reader{ctx: ctx, from: tx, to: &to, progress: o.Progress}
		return v.run()
	})
	if err == nil {
		err = to.update(ctx, func(tx *transaction) error {
			if err := tx.writeThrough(); err != nil {
				return err
			}
			return putNumber(tx.Bucket([]byte(bucketMeta)), keySchema, firstSchema)
		})
	}
	if err == nil {
		err = file.db.Sync()
	}
	return errors.Join(err, file.close())
}

// keepAs gives a file a second name, in place of what has it, so that it stays when
// another takes its first.
func keepAs(path, keep string) error {
	if err := removeIfThere(keep); err != nil {
		return err
	}
	if os.Link(path, keep) == nil {
		return nil
	}
	return copyFile(path, keep) // a file system without second names
}

func removeIfThere(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// copyFile copies a file, down to the disk and whole or not at all.
func copyFile(from, to string) error {
	data, err := os.Open(from)
	if err != nil {
		return err
	}
	defer data.Close()
	temp, err := createTemp(to, "copy")
	if err != nil {
		return err
	}
	_, err = io.Copy(temp, data)
	if err == nil {
		err = temp.Sync()
	}
	err = errors.Join(err, temp.Close())
	if err == nil {
		err = Rename(temp.Name(), to)
	}
	if err != nil {
		return errors.Join(err, removeIfThere(temp.Name()))
	}
	return nil
}
