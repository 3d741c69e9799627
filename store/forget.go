package store

import (
	"context"
	"errors"
	"fmt"

	bolterrors "go.etcd.io/bbolt/errors"
)

// ForgetActions makes everything that was done so far final: undo finds nothing
// of it. For sample data, which nobody means to take back.
func (s *Store) ForgetActions(ctx context.Context) error {
	err := s.update(ctx, func(tx *transaction) error {
		for _, name := range []string{bucketUndo, bucketUndoRows, bucketAction} {
			if err := tx.DeleteBucket([]byte(name)); err != nil && !errors.Is(err, bolterrors.ErrBucketNotFound) {
				return err
			}
			if _, err := tx.CreateBucket([]byte(name)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("forgetting what was done: %w", err)
	}
	return nil
}
