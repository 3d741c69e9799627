package storagetest

import (
	"context"
	"errors"

	"tradedesk/model"
	"tradedesk/sync/server/storage"
)

// Twice makes a storage run every change twice: in a transaction that comes to nothing
// first, as an engine does that has to begin one again, and then for good. Whoever gives
// it a function has to stand that.
func Twice(s storage.Storage) storage.Storage {
	if w, ok := s.(storage.Watcher); ok {
		return struct {
			twice
			storage.Watcher
		}{twice{s}, w}
	}
	return twice{s}
}

type twice struct{ storage.Storage }

// errAgain ends the first try.
var errAgain = errors.New("once more")

func (s twice) Update(ctx context.Context, workspace model.ID, fn func(storage.Tx) error) error {
	err := s.Storage.Update(ctx, workspace, func(tx storage.Tx) error {
		if err := fn(tx); err != nil {
			return err
		}
		return errAgain
	})
	if !errors.Is(err, errAgain) {
		return err
	}
	return s.Storage.Update(ctx, workspace, fn)
}
