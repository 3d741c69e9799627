package store

import (
	"bytes"
	"context"
	"errors"
	"slices"

	"tradedesk/model"
)

// ByOrigin finds the record that a file calls origin.
func (s *Store) ByOrigin(ctx context.Context, kind model.Kind, origin string) (id model.ID, ok bool, err error) {
	records, err := s.ByOrigins(ctx, kind, []string{origin})
	if err != nil || records[0] == nil {
		return model.ID{}, false, err
	}
	return records[0].Header().ID, true, nil
}

// ByOrigins gives, for each origin, the record that a file calls so, deleted ones
// too; nil where there is none. Most of a new file is seen to be new without a
// look at the index.
func (s *Store) ByOrigins(ctx context.Context, kind model.Kind, origins []string) ([]model.Record, error) {
	if err := s.knowOrigins(ctx); err != nil {
		return nil, err
	}
	sought := s.soughtOrigins(kind, origins)
	var records []model.Record
	err := s.read(ctx, func(tx *transaction) error {
		rows := make([][]byte, len(origins))
		finder := newFinder(tx.Bucket([]byte(bucketIdentity)))
		for i, of := range sought {
			if i%unmapLookups == 0 {
				unmapRead(tx.DB(), tx.Size(), mappedInBulk)
			}
			key, err := finder.firstWith(of.key)
			if err == nil && len(key) == len(of.key)+numberSize {
				rows[of.at], err = readRow(tx, numberAt(key))
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

// soughtOrigin is the key of an origin and its place among those asked for.
type soughtOrigin struct {
	key []byte
	at  int
}

// soughtOrigins gives the origins that the file may know, in order of their keys.
func (s *Store) soughtOrigins(kind model.Kind, origins []string) []soughtOrigin {
	keys := make([][]byte, len(origins))
	for i, origin := range origins {
		keys[i] = appendOrigin(nil, kind, origin)
	}
	var sought []soughtOrigin
	for i, unknown := range s.origins.unknown(keys) {
		if !unknown && origins[i] != "" {
			sought = append(sought, soughtOrigin{keys[i], i})
		}
	}
	slices.SortFunc(sought, func(a, b soughtOrigin) int { return bytes.Compare(a.key, b.key) })
	return sought
}

// originsMore is how many new origins are known before all are read anew, at least.
const originsMore = 20_000

// knowOrigins reads which origins there are, when that is not known. Nobody writes
// meanwhile: what is written later is followed.
func (s *Store) knowOrigins(ctx context.Context) error {
	if s.origins.known() {
		return nil
	}
	release, err := s.file.hold(ctx)
	if err != nil {
		return err
	}
	defer release()
	return s.read(ctx, func(tx *transaction) error { return s.origins.prepare(tx, originsMore) })
}
