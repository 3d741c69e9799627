package store

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"go.etcd.io/bbolt"

	"tradedesk/model"
)

// Get gives one record, deleted ones too; ErrNotFound when there is none.
func (s *Store) Get(ctx context.Context, id model.ID) (model.Record, error) {
	var r model.Record
	err := s.read(ctx, func(tx *bbolt.Tx) error {
		kind := kindOf(tx, id)
		if kind == "" {
			return fmt.Errorf("record %s: %w", id, ErrNotFound)
		}
		var err error
		r, err = readRecord(tx, kind, id)
		return err
	})
	return r, err
}

// GetAll gives a record for each id, deleted ones too, nil where there is none.
func (s *Store) GetAll(ctx context.Context, ids []model.ID) ([]model.Record, error) {
	records, errs := make([]model.Record, len(ids)), make([]error, len(ids))
	err := s.read(ctx, func(tx *bbolt.Tx) error {
		// One goroutine reads, as a transaction wants it; several decode.
		kinds, raws := make([]model.Kind, len(ids)), make([][]byte, len(ids))
		for i, id := range ids {
			if kinds[i] = kindOf(tx, id); kinds[i] != "" {
				raws[i] = get(tx, viewBucket(kinds[i]), id[:])
			}
		}
		inParallel(len(ids), func(i int) {
			if kinds[i] != "" {
				records[i], errs[i] = model.DecodeCBOR(kinds[i], raws[i])
			}
		})
		return errors.Join(append(errs, ctx.Err())...)
	})
	if err != nil {
		return nil, err
	}
	return records, nil
}

// Excerpt gives what a list row shows of a record; ErrNotFound when there is none.
func (s *Store) Excerpt(ctx context.Context, id model.ID) (model.Excerpt, error) {
	var e model.Excerpt
	err := s.read(ctx, func(tx *bbolt.Tx) error {
		var err error
		e, err = readExcerpt(tx, id)
		return err
	})
	return e, err
}

// Excerpts calls yield with the excerpt of every record that is not deleted, in
// order of creation, until it fails. What changes meanwhile may be seen or not.
func (s *Store) Excerpts(ctx context.Context, yield func(model.Excerpt) error) error {
	var from []byte
	for {
		batch := make([]model.Excerpt, 0, s.limits.batch)
		err := s.read(ctx, func(tx *bbolt.Tx) error {
			var err error
			from, err = readExcerpts(tx, from, s.limits.batch, &batch)
			return err
		})
		if err != nil {
			return fmt.Errorf("reading excerpts: %w", err)
		}
		for _, e := range batch {
			if err := yield(e); err != nil {
				return err
			}
		}
		if from == nil {
			return nil
		}
	}
}

// readExcerpts reads a batch from a key on and gives the key to go on from, nil at
// the end.
func readExcerpts(tx *bbolt.Tx, from []byte, most int, batch *[]model.Excerpt) (next []byte, err error) {
	c := tx.Bucket([]byte(bucketExcerpt)).Cursor()
	read := 0
	for key, raw := c.Seek(from); key != nil; key, raw = c.Next() {
		if read++; read > most {
			return append([]byte(nil), key...), nil
		}
		e, err := decodeExcerpt(raw)
		if err != nil {
			return nil, err
		}
		if !e.Deleted {
			*batch = append(*batch, e)
		}
	}
	return nil, nil
}

// ByOrigin finds the record that a file calls origin.
func (s *Store) ByOrigin(ctx context.Context, kind model.Kind, origin string) (id model.ID, ok bool, err error) {
	ids, err := s.ByOrigins(ctx, kind, []string{origin})
	if err != nil {
		return model.ID{}, false, err
	}
	return ids[0], !ids[0].IsZero(), nil
}

// ByOrigins finds the records that a file calls origins: an id for each, the zero
// ID where there is no such record. Origins in order are found faster.
func (s *Store) ByOrigins(ctx context.Context, kind model.Kind, origins []string) ([]model.ID, error) {
	ids := make([]model.ID, len(origins))
	err := s.read(ctx, func(tx *bbolt.Tx) error {
		bucket := tx.Bucket([]byte(bucketIdentity))
		if bucket == nil {
			return nil
		}
		c := bucket.Cursor()
		for i, origin := range origins {
			if origin == "" {
				continue
			}
			prefix := originKey(kind, origin)
			key, _ := c.Seek(prefix)
			if len(key) == len(prefix)+idSize && string(key[:len(prefix)]) == string(prefix) {
				_, ids[i], _ = cutKey(key)
			}
		}
		return ctx.Err()
	})
	return ids, err
}

// minFind is how many digits of an id must be given.
const minFind = 4

// Find turns the beginning or the end of an id, at least four hexadecimal digits,
// into the id that has it. Errors wrap ErrNotFound, ErrAmbiguous and ErrInvalid.
func (s *Store) Find(ctx context.Context, text string) (model.ID, error) {
	var id model.ID
	err := s.read(ctx, func(tx *bbolt.Tx) error {
		var err error
		id, err = find(tx, text)
		return err
	})
	if err != nil {
		return model.ID{}, fmt.Errorf("id %.40q: %w", text, err)
	}
	return id, nil
}

func find(tx *bbolt.Tx, text string) (model.ID, error) {
	if id, err := model.ParseID(strings.TrimSpace(text)); err == nil {
		if kindOf(tx, id) == "" {
			return model.ID{}, ErrNotFound
		}
		return id, nil
	}
	digits := strings.ToLower(strings.ReplaceAll(strings.TrimSpace(text), "-", ""))
	if len(digits) < minFind || len(digits) > 2*idSize || strings.Trim(digits, "0123456789abcdef") != "" {
		return model.ID{}, fmt.Errorf("%w: give an id, or at least %d digits of its beginning or end", ErrInvalid, minFind)
	}
	found := map[model.ID]bool{}
	if err := findBy(tx, bucketExcerpt, digits, strings.HasPrefix, found); err != nil {
		return model.ID{}, err
	}
	if err := findBy(tx, bucketSuffix, lastFirst(digits), func(id, _ string) bool { return strings.HasSuffix(id, digits) }, found); err != nil {
		return model.ID{}, err
	}
	if len(found) == 0 {
		return model.ID{}, ErrNotFound
	}
	for id := range found {
		return id, nil
	}
	return model.ID{}, ErrNotFound
}

// lastFirst gives the last eight digits in the order of bucketSuffix.
func lastFirst(digits string) string {
	var b strings.Builder
	for i := len(digits) - 1; i >= max(0, len(digits)-8); i-- {
		b.WriteByte(digits[i])
	}
	return b.String()
}

var errOdd = errors.New("damaged: a key without an id; run check")

// findBy adds the ids whose key in a bucket begins with the digits, and fails when
// there are two.
func findBy(tx *bbolt.Tx, bucket, digits string, fits func(id, digits string) bool, found map[model.ID]bool) error {
	b := tx.Bucket([]byte(bucket))
	if b == nil {
		return nil
	}
	even := digits
	if len(even)%2 == 1 {
		even += "0"
	}
	from, err := hex.DecodeString(even)
	if err != nil {
		return err
	}
	c := b.Cursor()
	for key, _ := c.Seek(from); key != nil && strings.HasPrefix(hex.EncodeToString(key), digits); key, _ = c.Next() {
		_, id, ok := cutKey(key)
		if !ok {
			return errOdd
		}
		if fits(hex.EncodeToString(id[:]), digits) {
			found[id] = true
		}
		if len(found) > 1 {
			return ErrAmbiguous
		}
	}
	return nil
}
