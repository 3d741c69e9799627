package store

import (
	"context"
	"fmt"

	"tradedesk/model"
)

// Numbered gives, for each number that model.RFQNumbers found, the RFQs that have it
// and are not deleted: one, but for a rare chance.
func (s *Store) Numbered(ctx context.Context, numbers []string) ([][]model.ID, error) {
	out := make([][]model.ID, len(numbers))
	err := s.read(ctx, func(tx *transaction) error {
		for i, number := range numbers {
			err := eachNumbered(tx, number, func(r *model.RFQ) {
				if !r.Deleted {
					out[i] = append(out[i], r.ID)
				}
			})
			if err != nil {
				return err
			}
		}
		return ctx.Err()
	})
	if err != nil {
		return nil, fmt.Errorf("looking for RFQs by their numbers: %w", err)
	}
	return out, nil
}

// eachNumbered calls yield with the RFQs of a number, deleted ones too.
func eachNumbered(tx *transaction, number string, yield func(*model.RFQ)) error {
	return eachBeginning(tx, bucketSuffix, lastFirst(model.NumberEnding(number)), func(key []byte) error {
		is, err := readStored(tx, numberAt(key))
		if err != nil {
			return err
		}
		if rfq, ok := is.record.(*model.RFQ); ok && rfq.Number() == number {
			yield(rfq)
		}
		return nil
	})
}

// theNumbered gives the one RFQ of a number.
func theNumbered(tx *transaction, number string) (model.ID, error) {
	found := map[model.ID]bool{}
	if err := eachNumbered(tx, number, func(r *model.RFQ) { found[r.ID] = true }); err != nil {
		return model.ID{}, err
	}
	if err := manyFound(found); err != nil {
		return model.ID{}, err
	}
	for id := range found {
		return id, nil
	}
	return model.ID{}, ErrNotFound
}
