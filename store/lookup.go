package store

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"tradedesk/model"
)

// Get gives one record, deleted ones too; ErrNotFound when there is none.
func (s *Store) Get(ctx context.Context, id model.ID) (model.Record, error) {
	var r model.Record
	err := s.read(ctx, func(tx *transaction) error {
		is, err := readID(tx, id)
		r = is.record
		return err
	})
	return r, err
}

// GetAll gives a record for each id, deleted ones too, nil where there is none.
func (s *Store) GetAll(ctx context.Context, ids []model.ID) ([]model.Record, error) {
	var records []model.Record
	err := s.read(ctx, func(tx *transaction) error {
		rows := make([][]byte, len(ids))
		finder := newFinder(tx.Bucket([]byte(bucketIDs)))
		for i, id := range ids {
			key, err := finder.firstWith(id[:])
			if err == nil && len(key) == idSize+numberSize {
				rows[i], err = readRow(tx, numberAt(key))
			}
			if err != nil {
				return err
			}
		}
		var err error
		records, err = decodeRows(rows)
		return errors.Join(err, ctx.Err())
	})
	return records, err
}

// decodeRows gives the record of each row, nil where there is none. One goroutine
// reads rows, as a transaction wants it; several decode.
func decodeRows(rows [][]byte) ([]model.Record, error) {
	records, errs := make([]model.Record, len(rows)), make([]error, len(rows))
	inParallel(len(rows), func(i int) {
		if rows[i] != nil {
			var is stored
			is, errs[i] = decodeRow(0, rows[i])
			records[i] = is.record
		}
	})
	return records, errors.Join(errs...)
}

// Excerpt gives a record and what a list row shows of it; ErrNotFound when there is none.
func (s *Store) Excerpt(ctx context.Context, id model.ID) (e model.Excerpt, r model.Record, err error) {
	err = s.read(ctx, func(tx *transaction) error {
		is, err := readID(tx, id)
		if err == nil {
			e, r = is.excerpt(), is.record
		}
		return err
	})
	return e, r, err
}

// Excerpts calls yield with every record that is not deleted and its excerpt, in
// the order in which records came, until it fails. What changes meanwhile may be
// seen or not.
func (s *Store) Excerpts(ctx context.Context, yield func(model.Excerpt, model.Record) error) error {
	from, more := number(0), true
	batch := make([]stored, 0, s.limits.batch)
	for more {
		batch = batch[:0]
		err := s.read(ctx, func(tx *transaction) (err error) {
			from, more, err = eachStored(tx, from, s.limits.batch, func(is stored) error {
				if !is.record.Header().Deleted {
					batch = append(batch, is)
				}
				return nil
			})
			return err
		})
		if err != nil {
			return fmt.Errorf("reading excerpts: %w", err)
		}
		for _, is := range batch {
			if err := yield(is.excerpt(), is.record); err != nil {
				return err
			}
		}
	}
	return nil
}

// minFind is how many digits of an id must be given.
const minFind = 4

// Find turns the beginning or the end of an id, at least four hexadecimal digits,
// or the number of an RFQ into the id that has it. Errors wrap ErrNotFound, ErrAmbiguous and ErrInvalid.
func (s *Store) Find(ctx context.Context, text string) (model.ID, error) {
	var id model.ID
	err := s.read(ctx, func(tx *transaction) error {
		var err error
		id, err = find(tx, text)
		return err
	})
	if err != nil {
		return model.ID{}, fmt.Errorf("id %.40q: %w", text, err)
	}
	return id, nil
}

func find(tx *transaction, text string) (model.ID, error) {
	if id, err := model.ParseID(strings.TrimSpace(text)); err == nil {
		if _, there, err := numberOf(tx, id); err != nil || there {
			return id, err
		}
		return model.ID{}, ErrNotFound
	}
	if number, ok := model.ParseRFQNumber(text); ok {
		return theNumbered(tx, number)
	}
	digits := strings.ToLower(strings.ReplaceAll(strings.TrimSpace(text), "-", ""))
	if len(digits) < minFind || len(digits) > 2*idSize || strings.Trim(digits, "0123456789abcdef") != "" {
		return model.ID{}, fmt.Errorf("%w: give an id, or at least %d digits of its beginning or end", ErrInvalid, minFind)
	}
	found := map[model.ID]bool{}
	err := eachBeginning(tx, bucketIDs, digits, func(key []byte) error {
		found[model.ID(key[:idSize])] = true
		return manyFound(found)
	})
	if err != nil {
		return model.ID{}, err
	}
	err = eachBeginning(tx, bucketSuffix, lastFirst(digits), func(key []byte) error {
		is, err := readStored(tx, numberAt(key))
		if err != nil {
			return err
		}
		if id := is.record.Header().ID; strings.HasSuffix(hex.EncodeToString(id[:]), digits) {
			found[id] = true
		}
		return manyFound(found)
	})
	if err != nil {
		return model.ID{}, err
	}
	for id := range found {
		return id, nil
	}
	return model.ID{}, ErrNotFound
}

func manyFound(found map[model.ID]bool) error {
	if len(found) > 1 {
		return ErrAmbiguous
	}
	return nil
}

// lastFirst gives the last eight digits in the order of bucketSuffix.
func lastFirst(digits string) string {
	var b strings.Builder
	for i := len(digits) - 1; i >= max(0, len(digits)-8); i-- {
		b.WriteByte(digits[i])
	}
	return b.String()
}

// eachBeginning calls yield with the keys of a set of ids that begin with
// hexadecimal digits, until it fails.
func eachBeginning(tx *transaction, bucket, digits string, yield func(key []byte) error) error {
	whole, err := hex.DecodeString(digits[:len(digits)/2*2])
	if err != nil {
		return err
	}
	var failed error
	err = eachKey(tx.Bucket([]byte(bucket)), whole, successor(whole), func(key []byte) bool {
		if strings.HasPrefix(hex.EncodeToString(key), digits) && len(key) >= 2*numberSize {
			failed = yield(key)
		}
		return failed == nil
	})
	if failed != nil {
		return failed
	}
	return err
}
