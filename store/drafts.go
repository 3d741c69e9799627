package store

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"tradedesk/model"
	"tradedesk/model/value"
)

// Draft is what somebody was typing and had not saved. Drafts stay in this file:
// they are not synced, have no history and are not undone.
type Draft struct {
	ID     model.ID      `json:"id"`
	Place  string        `json:"place"`            // where it was typed: "fair", "form", "note"
	Kind   model.Kind    `json:"kind,omitempty"`   // of the record that was being typed
	Record model.ID      `json:"record,omitzero"`  // the record that was being edited or written about
	Title  string        `json:"title"`            // for people: "New lead"
	Fields []DraftField  `json:"fields"`           // in the order of the screen
	Focus  int           `json:"focus,omitempty"`  // the field with the cursor
	Cursor int           `json:"cursor,omitempty"` // in it, counted in graphemes
	Shown  []string      `json:"shown,omitempty"`  // the fields of a form, all of them
	Base   model.Set     `json:"base,omitempty"`   // what a new record had before anything was typed
	Seen   value.Instant `json:"seen,omitempty"`   // updated_at of the record when the edit began
	// Log is how far the log was folded when the edit began, as Edit.Base has it; nil
	// when nobody knows.
	Log *uint64       `json:"log,omitempty"`
	At  value.Instant `json:"at,omitempty"` // when it was put, set by the store
}

// DraftField is one field as it was typed, right or wrong, never parsed.
type DraftField struct {
	Name string   `json:"name"`
	Text string   `json:"text"`
	Ref  model.ID `json:"ref,omitzero"`  // the record that the text stands for
	Was  *string  `json:"was,omitempty"` // what the field held when the edit began; nil when nobody knows
}

// Bounds of drafts: when there are more, the oldest go.
const (
	MaxDrafts = 200
	maxDraft  = 4 << 20 // bytes of one, encoded
)

// PutDraft keeps a draft in the place of an earlier one with its id.
func (s *Store) PutDraft(ctx context.Context, d Draft) error {
	d.At = value.At(s.now())
	raw, err := json.Marshal(d)
	switch {
	case err != nil:
		return fmt.Errorf("keeping a draft: %w", err)
	case d.ID.IsZero():
		return fmt.Errorf("keeping a draft: %w: it has no id", ErrInvalid)
	case len(raw) > maxDraft:
		return fmt.Errorf("keeping a draft: %w: it has %d bytes, %d is the most", ErrInvalid, len(raw), maxDraft)
	}
	err = s.update(ctx, func(tx *transaction) error {
		drafts, err := tx.CreateBucketIfNotExists([]byte(bucketDraft))
		if err != nil {
			return err
		}
		if drafts.Get(d.ID[:]) == nil {
			if err := dropOldest(drafts); err != nil {
				return err
			}
		}
		return drafts.Put(d.ID[:], raw)
	})
	if err != nil {
		return fmt.Errorf("keeping a draft: %w", err)
	}
	return nil
}

// dropOldest makes room for one more.
func dropOldest(drafts *bucket) error {
	all, err := readDrafts(drafts)
	if err != nil || len(all) < MaxDrafts {
		return err
	}
	for _, d := range all[MaxDrafts-1:] {
		if err := drafts.Delete(d.ID[:]); err != nil {
			return err
		}
	}
	return nil
}

// Drafts gives every draft, the latest first.
func (s *Store) Drafts(ctx context.Context) ([]Draft, error) {
	all := []Draft{}
	err := s.read(ctx, func(tx *transaction) (err error) {
		if drafts := tx.Bucket([]byte(bucketDraft)); drafts != nil {
			all, err = readDrafts(drafts)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("reading the drafts: %w", err)
	}
	return all, nil
}

// readDrafts leaves out what cannot be read: a draft is no reason to refuse the
// others.
func readDrafts(drafts *bucket) ([]Draft, error) {
	all := []Draft{}
	err := drafts.ForEach(func(id, raw []byte) error {
		var d Draft
		if json.Unmarshal(raw, &d) == nil && bytes.Equal(d.ID[:], id) {
			all = append(all, d)
		}
		return nil
	})
	slices.SortFunc(all, func(a, b Draft) int { return cmp.Or(cmp.Compare(b.At, a.At), bytes.Compare(b.ID[:], a.ID[:])) })
	return all, err
}

// DropDraft forgets a draft; one that is not there is no error.
func (s *Store) DropDraft(ctx context.Context, id model.ID) error {
	err := s.update(ctx, func(tx *transaction) error { return dropDraft(tx, id) })
	if err != nil {
		return fmt.Errorf("dropping a draft: %w", err)
	}
	return nil
}

func dropDraft(tx *transaction, id model.ID) error {
	drafts := tx.Bucket([]byte(bucketDraft))
	if drafts == nil || id.IsZero() {
		return nil
	}
	return drafts.Delete(id[:])
}
