package store

import (
	"cmp"
	"context"
	"fmt"
	"reflect"
	"slices"

	"tradedesk/model"
)

// Having gives, for each text, the latest records of a kind whose field is that text,
// deleted ones left out: at most limit, the latest first. Texts are compared as lists
// compare them, by their first bytes, without case and accents; the field must be a
// text that lists can be sorted by.
func (s *Store) Having(ctx context.Context, kind model.Kind, field string, texts []string, limit int) ([][]model.Record, error) {
	ix := indexOf(kind, field)
	if ix == nil || ix.list || !lookedUp(ix.field.Type) {
		return nil, fmt.Errorf("%w: %s.%s is no text that can be looked up", ErrInvalid, kind, field)
	}
	out := make([][]model.Record, len(texts))
	err := s.read(ctx, func(tx *transaction) error {
		finder := newFinder(tx.Bucket([]byte(ix.bucket)))
		for i, typed := range texts {
			if typed == "" {
				continue
			}
			numbers, err := latestWith(finder, havingKey(ix.field.Type, typed), limit)
			if err != nil {
				return err
			}
			for _, n := range numbers {
				is, err := readStored(tx, n)
				if err != nil {
					return err
				}
				out[i] = append(out[i], is.record)
			}
		}
		return ctx.Err()
	})
	if err != nil {
		return nil, fmt.Errorf("looking for %ss by %s: %w", kind, field, err)
	}
	return out, nil
}

// lookedUp reports whether records are looked up by a type.
func lookedUp(t model.FieldType) bool { return foldsText(t) || t == model.TypeEmail }

// havingKey is what the keys of an index's live records with a text begin with.
func havingKey(t model.FieldType, typed string) []byte {
	return appendValue([]byte{partLive, tagValue}, t, reflect.ValueOf(typed), maxIndexed)
}

// latestWith gives the numbers of the records that were made last among those whose
// keys begin so.
func latestWith(f *finder, prefix []byte, limit int) ([]number, error) {
	var numbers []number
	err := f.eachWith(prefix, func(key []byte) bool {
		if len(key) == len(prefix)+numberSize {
			numbers = append(numbers, numberAt(key))
		}
		return true
	})
	slices.SortFunc(numbers, func(a, b number) int { return cmp.Compare(b, a) })
	return numbers[:min(limit, len(numbers))], err
}
