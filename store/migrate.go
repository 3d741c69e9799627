package store

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
)

// migration brings a file from one schema version to the next, in one
// transaction.
type migration struct {
	words string // what it does, for the error that says it failed
	run   func(ctx context.Context, tx *transaction) error
}

// firstSchema is the version of the oldest files that are brought up to date in
// place; migrations[0] leads from it to the next. Those of schema 1 are written
// anew: see rewrite.go.
const firstSchema = 2

var migrations = []migration{}

// Schema gives the version of the files that this program writes.
func Schema() uint64 { return schemaVersion(migrations) }

func schemaVersion(steps []migration) uint64 { return firstSchema + uint64(len(steps)) }

// errOldSchema says that the file must be written anew.
var errOldSchema = errors.New("the file has schema 1")

// prepare makes a new file a desk, or brings an older one up to date.
func (s *Store) prepare(ctx context.Context, readOnly bool, steps []migration) error {
	found, err := s.schema(ctx)
	want := schemaVersion(steps)
	switch {
	case err != nil:
		return err
	case found > want:
		return newer(found, want)
	case found == want && readOnly:
		return nil
	case found == want:
		return s.learn(ctx)
	case readOnly:
		return fmt.Errorf("%w: it has schema %d and must be brought to %d first; open it once for writing", ErrReadOnly, found, want)
	case found == 0:
		return s.create(ctx, want)
	case found < firstSchema:
		return errOldSchema
	}
	if err := s.backUpBefore(ctx, want); err != nil {
		return fmt.Errorf("making a copy before the file is brought from schema %d to %d: %w", found, want, err)
	}
	for version := found; version < want; version++ {
		if err := s.migrate(ctx, version, steps[version-firstSchema]); err != nil {
			return err
		}
	}
	return s.learn(ctx)
}

var errNoDesk = errors.New("this bbolt file is no desk")

// schema gives the version of the file, 0 when there is nothing in it yet.
func (s *Store) schema(ctx context.Context) (found uint64, err error) {
	err = s.read(ctx, func(tx *transaction) error {
		found = readNumber(tx, keySchema)
		if first, _ := tx.Cursor().First(); found == 0 && first != nil {
			return errNoDesk
		}
		return nil
	})
	return found, err
}

func newer(found, want uint64) error {
	return fmt.Errorf("%w: it has schema %d and this version reads up to %d; install a newer tradedesk", ErrNewer, found, want)
}

func (s *Store) create(ctx context.Context, version uint64) error {
	return s.update(ctx, func(tx *transaction) error {
		// What a file is must be known without its journal.
		if err := tx.writeThrough(); err != nil {
			return err
		}
		for _, name := range plainBuckets {
			if _, err := tx.CreateBucketIfNotExists([]byte(name)); err != nil {
				return err
			}
		}
		meta := tx.Bucket([]byte(bucketMeta))
		if err := meta.Put([]byte(settingPrefix+SettingDevice), []byte(s.ids.New().String())); err != nil {
			return err
		}
		if err := putKnown(tx); err != nil {
			return err
		}
		return putNumber(meta, keySchema, version)
	})
}

func (s *Store) migrate(ctx context.Context, from uint64, step migration) error {
	err := s.update(ctx, func(tx *transaction) error {
		if err := tx.writeThrough(); err != nil {
			return err
		}
		if err := step.run(ctx, tx); err != nil {
			return err
		}
		return putNumber(tx.Bucket([]byte(bucketMeta)), keySchema, from+1)
	})
	if err != nil {
		return fmt.Errorf("bringing the file from schema %d to %d (%s): %w", from, from+1, step.words, err)
	}
	return nil
}

// backUpBefore copies the file to NAME.before-vN, whole or not at all.
func (s *Store) backUpBefore(ctx context.Context, version uint64) error {
	path := fmt.Sprintf("%s.before-v%d", s.file.path, version)
	temp, err := createTemp(s.file.path, "before")
	if err != nil {
		return err
	}
	defer os.Remove(temp.Name())
	err = s.Backup(ctx, temp, nil)
	if err == nil {
		err = temp.Sync()
	}
	if closeErr := temp.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return err
	}
	return os.Rename(temp.Name(), path)
}

// Keys of the meta bucket; numbers are 8 bytes, big-endian.
const (
	keySchema  = "schema"
	keyClock   = "hlc"     // the last hybrid logical clock
	keyOutbox  = "outbox"  // the last counter n
	keyHistory = "history" // the last sequence number of history
	keyRecords = "records" // how many numbers were given to records
	keyUndo    = "undo"    // the last sequence number of an action
	keyBase    = "base"    // the sync cursor that edits are made on
)

func readNumber(tx *transaction, key string) uint64 {
	meta := tx.Bucket([]byte(bucketMeta))
	if meta == nil {
		return 0
	}
	raw := meta.Get([]byte(key))
	if len(raw) != 8 {
		return 0
	}
	return binary.BigEndian.Uint64(raw)
}

func putNumber(meta *bucket, key string, n uint64) error {
	return meta.Put([]byte(key), binary.BigEndian.AppendUint64(nil, n))
}
