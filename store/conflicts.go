package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"tradedesk/model"
	"tradedesk/model/causal"
	"tradedesk/model/value"
)

// Conflicted is a record with fields for which people who had not seen each other's
// change gave different values.
type Conflicted struct {
	Record model.Record
	Fields []FieldConflict
}

// FieldConflict is one register of a conflict. Field is its name, which is that of
// the fields joined by "+" where several only make sense together.
type FieldConflict struct {
	Field  string          `json:"field"`
	Values []ConflictValue `json:"values"` // the one that is shown first
	// Seen is the value of a list that all authors had seen, nil when it is not known.
	Seen json.RawMessage `json:"seen,omitempty"`
}

// ConflictValue is what somebody wrote: canonical JSON, null when it was cleared.
type ConflictValue struct {
	Value json.RawMessage `json:"value"`
	By    string          `json:"by"`
	At    value.Instant   `json:"at"` // by the author's clock
	Own   bool            `json:"own"`
	Seq   uint64          `json:"seq"` // of its entry in the log, 0 while it is on its way
}

// Conflicts gives records with conflicts behind a record's number, at most limit, and
// the number to go on from, 0 when there are no more. The first call takes 0.
func (s *Store) Conflicts(ctx context.Context, after uint64, limit int) (out []Conflicted, next uint64, err error) {
	err = s.read(ctx, func(tx *transaction) error {
		l, err := readLink(tx)
		b := tx.Bucket([]byte(bucketConflict))
		if err != nil || l == nil || b == nil {
			return err
		}
		c := b.Cursor()
		for key, _ := c.Seek(number(after).key()); key != nil; key, _ = c.Next() {
			if len(out) == limit {
				next = uint64(numberAt(key))
				return nil
			}
			conflicted, err := l.conflicted(tx, numberAt(key))
			if err != nil {
				return err
			}
			out = append(out, conflicted)
		}
		return ctx.Err()
	})
	if err != nil {
		return nil, 0, fmt.Errorf("reading the conflicts: %w", err)
	}
	return out, next, nil
}

// ConflictsOf gives the conflicts of one record, none when it has none.
func (s *Store) ConflictsOf(ctx context.Context, id model.ID) ([]FieldConflict, error) {
	var out []FieldConflict
	err := s.read(ctx, func(tx *transaction) error {
		n, ok, err := numberOf(tx, id)
		if err != nil || !ok || get(tx, bucketConflict, n.key()) == nil {
			return err
		}
		l, err := readLink(tx)
		if err != nil || l == nil {
			return err
		}
		c, err := l.conflicted(tx, n)
		out = c.Fields
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("reading the conflicts of %s: %w", id, err)
	}
	return out, nil
}

func (l *Link) conflicted(tx *transaction, n number) (Conflicted, error) {
	is, err := readStored(tx, n)
	if err != nil {
		return Conflicted{}, err
	}
	shown, err := l.shown(tx, n, is.record)
	if err != nil {
		return Conflicted{}, err
	}
	out := Conflicted{Record: is.record}
	for _, c := range shown.Conflicts() {
		f := FieldConflict{Field: c.Register}
		for _, d := range c.Values {
			f.Values = append(f.Values, ConflictValue{d.Value, d.By, value.Instant(d.Clock >> 16), l.isOwn(d.Source), d.Seq})
		}
		f.Seen, _ = shown.SeenByAll(c.Register)
		out.Fields = append(out.Fields, f)
	}
	return out, nil
}

// shown gives the state of a record with the desk's own changes on top.
func (l *Link) shown(tx *transaction, n number, r model.Record) (*causal.State, error) {
	shadow, err := readShadow(tx, n, r.Kind(), r.Header().ID)
	if err != nil {
		return nil, err
	}
	return l.overlaid(tx, n, shadow)
}

// Resolve settles conflicts of a record: each register gets the value that was
// chosen, though it may be the one that is shown. upTo is how far the log was folded when
// it was chosen, nil for as far as it is, as Edit.Base. It can be undone like any change.
func (s *Store) Resolve(ctx context.Context, action, id model.ID, label string, chosen map[string]json.RawMessage, upTo *uint64) (Done, News, error) {
	var done Done
	var news News
	now := s.now()
	err := s.update(ctx, func(tx *transaction) error {
		before, found, err := findEntry(tx, action)
		if err != nil {
			return err
		}
		if found {
			done, err = before.result(tx)
			return err
		}
		if len(chosen) == 0 {
			return fmt.Errorf("%w: it has no such conflict, or no more", ErrNotFound)
		}
		w := s.newWrite(tx, now)
		w.entry = entry{ID: action, Label: label, By: s.by, At: w.at}
		t, err := w.load("", id)
		if err != nil {
			return err
		}
		set := causal.FieldsOf(chosen)
		change := model.Change{Record: id, Kind: t.kind, At: w.after(t.current), By: s.by, Set: set}
		after, err := model.Apply(t.current, change)
		if err != nil {
			return errors.Join(ErrInvalid, err)
		}
		if err := dropUndone(tx); err != nil {
			return err
		}
		base, err := w.seenBy(t, upTo)
		if err != nil {
			return err
		}
		if err := w.follow(t, after, change, base); err != nil {
			return err
		}
		if done, err = w.commit(); err != nil {
			return err
		}
		news = w.news()
		return nil
	})
	if err != nil {
		return Done{}, News{}, fmt.Errorf("settling a conflict of %s: %w", id, err)
	}
	return done, news, nil
}
