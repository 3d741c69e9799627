package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"tradedesk/model"
	"tradedesk/model/duplicate"
	"tradedesk/model/refusal"
)

// Merge is a wish to make several records one: Into goes on with what those of
// From know, as duplicate.Merge says, and From are deleted.
type Merge struct {
	Action model.ID                  `json:"action,omitzero"`
	Into   model.ID                  `json:"into"`
	From   []model.ID                `json:"from"`
	Choice map[string]duplicate.Take `json:"choice,omitempty"`
	// Base is how far the log was folded when the records were looked at, nil for as far
	// as it is: what others wrote into them since then stands beside.
	Base *uint64 `json:"base,omitempty"`
}

// MergePlan is what a merge would do.
type MergePlan struct {
	Into  model.Record   `json:"-"` // as it is
	From  []model.Record `json:"-"`
	After model.Record   `json:"-"` // Into after the merge
	Moves []Moves        `json:"moves"`
	Base  uint64         `json:"base"` // for Merge, by who has looked at this plan
}

// Moves counts the records of a kind that point to what is merged into another,
// and will point to that.
type Moves struct {
	Kind  model.Kind `json:"kind"`
	Count int        `json:"count"`
}

// maxMerged bounds how many records one merge takes in.
const maxMerged = 100

// PlanMerge says what a merge would do. Errors wrap ErrNotFound and ErrInvalid.
func (s *Store) PlanMerge(ctx context.Context, m Merge) (MergePlan, error) {
	var plan MergePlan
	err := s.read(ctx, func(tx *transaction) error {
		w := s.newWrite(tx, s.now())
		var err error
		if plan, err = w.planMerge(m); err != nil {
			return err
		}
		plan.Base = w.base
		plan.Moves, err = countPointing(ctx, tx, plan.Into.Kind(), m)
		return err
	})
	if err != nil {
		return MergePlan{}, fmt.Errorf("merging: %w", err)
	}
	return plan, nil
}

var errHowMany = refusal.New("merge.how_many", "give 1 to {Most} records to be merged into another")

func (w *write) planMerge(m Merge) (MergePlan, error) {
	if len(m.From) == 0 || len(m.From) > maxMerged {
		return MergePlan{}, fmt.Errorf("%w: %w", ErrInvalid, errHowMany.With(refusal.Parts{"Most": strconv.Itoa(maxMerged)}))
	}
	into, err := w.load("", m.Into)
	if err != nil {
		return MergePlan{}, err
	}
	plan := MergePlan{Into: into.current}
	for _, id := range m.From {
		t, err := w.load("", id)
		if err != nil {
			return MergePlan{}, err
		}
		plan.From = append(plan.From, t.current)
	}
	plan.After, err = duplicate.Merge(plan.Into, plan.From, m.Choice)
	if err != nil {
		return MergePlan{}, fmt.Errorf("%w: %w", ErrInvalid, err)
	}
	return plan, nil
}

// Merge makes several records one, as one action with one undo. What points to
// those that are merged, deleted records too, points to Into after it; a long
// thread is moved in several transactions. The same action again goes on where it
// was cut off, or gives what it did. Errors wrap ErrNotFound, ErrInvalid and
// ErrConflict.
func (s *Store) Merge(ctx context.Context, m Merge) (Done, News, error) {
	if m.Action.IsZero() {
		m.Action = s.ids.New()
	}
	var all News
	for {
		var done Done
		var news News
		through := false
		err := s.update(ctx, func(tx *transaction) error {
			var err error
			done, news, through, err = s.mergeOnce(ctx, tx, m)
			return err
		})
		if err != nil {
			return Done{}, all, fmt.Errorf("merging: %w", err)
		}
		all = all.and(news)
		if through {
			return done, all, nil
		}
	}
}

// mergeOnce moves a bounded number of records, and merges when none is left.
func (s *Store) mergeOnce(ctx context.Context, tx *transaction, m Merge) (Done, News, bool, error) {
	w := s.newWrite(tx, s.now())
	entry, found, err := findEntry(tx, m.Action)
	if err != nil {
		return Done{}, News{}, false, err
	}
	if found && entry.Applied < entry.Rows {
		return Done{}, News{}, false, fmt.Errorf("%w: the action was undone", ErrConflict)
	}
	if found && wasMerged(tx, m) {
		done, err := entry.result(tx)
		return done, News{}, true, err
	}
	plan, err := w.planMerge(m)
	if err != nil {
		return Done{}, News{}, false, err
	}
	w.entry = entry
	if !found {
		w.entry = newMergeEntry(w, m, plan)
		if err := dropUndone(tx); err != nil {
			return Done{}, News{}, false, err
		}
	}
	left, err := w.movePointing(ctx, plan.Into.Kind(), m)
	if err != nil {
		return Done{}, News{}, false, err
	}
	if !left {
		if err := w.mergeRecords(m, plan); err != nil {
			return Done{}, News{}, false, err
		}
	}
	done, err := w.commit()
	done.Changed = w.entry.Changed
	return done, w.news(), !left, err
}

func newMergeEntry(w *write, m Merge, plan MergePlan) entry {
	what := describe(plan.From[0])
	if n := len(plan.From); n > 1 {
		what = fmt.Sprintf("%d %ss", n, plan.Into.Kind())
	}
	return entry{ID: m.Action, Label: "merge " + what + " into " + describe(plan.Into), By: w.s.by, At: w.at}
}

// wasMerged reports whether a merge is done to its end.
func wasMerged(tx *transaction, m Merge) bool {
	return !slices.ContainsFunc(m.From, func(id model.ID) bool {
		return survivor(tx, id) != survivor(tx, m.Into)
	})
}

// mergeRecords changes the records themselves.
func (w *write) mergeRecords(m Merge, plan MergePlan) error {
	kind := plan.Into.Kind()
	if err := w.edit(Edit{Kind: kind, ID: m.Into, Set: model.Diff(plan.Into, plan.After), Base: m.Base, Force: true}, nil); err != nil {
		return err
	}
	for _, id := range m.From {
		set := model.Set{model.FieldDeleted: []byte("true"), model.FieldMergedInto: quote(m.Into.String())}
		if err := w.edit(Edit{Kind: kind, ID: id, Set: set, Base: m.Base, Force: true}, nil); err != nil {
			return err
		}
	}
	return nil
}

// movePointing points what points to a merged record to the other, at most as
// many records as one transaction takes; left says that there are more.
func (w *write) movePointing(ctx context.Context, kind model.Kind, m Merge) (left bool, err error) {
	moved := 0
	err = eachPointing(w.tx, kind, m, func(of model.Kind, f model.Field, id model.ID) error {
		if moved == w.s.limits.step {
			left = true
			return errEnough
		}
		if moved++; moved%100 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		t, err := w.load(of, id)
		if err != nil {
			return err
		}
		after := model.Clone(t.current)
		f.Repoint(after, func(id model.ID) model.ID {
			if slices.Contains(m.From, id) {
				return m.Into
			}
			return id
		})
		return w.edit(Edit{Kind: of, ID: id, Set: model.Set{f.Name: f.Get(after)}, Force: true}, nil)
	})
	if errors.Is(err, errEnough) {
		err = nil
	}
	return left, err
}

// eachPointing calls yield for every field of a record, deleted ones too, that
// points to a record of m.From; the merged records' own fields stay as they are.
func eachPointing(tx *transaction, kind model.Kind, m Merge, yield func(of model.Kind, f model.Field, id model.ID) error) error {
	for _, of := range model.Kinds() {
		for _, f := range model.RefFields(of) {
			ix := indexOf(of, f.Name)
			if ix == nil || !slices.Contains(f.Refs, kind) {
				continue
			}
			for _, target := range m.From {
				if err := eachWithRef(tx, ix.keySet, target, func(id model.ID) error {
					if id == m.Into || slices.Contains(m.From, id) {
						return nil
					}
					return yield(of, f, id)
				}); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func eachWithRef(tx *transaction, of *keySet, target model.ID, yield func(model.ID) error) error {
	for _, part := range []byte{partLive, partDeleted} {
		prefix := append([]byte{part, tagValue}, target[:]...)
		in := path{spans: []span{{of, prefix}}, ranges: []bounds{{}}}
		err := in.walk(tx, mark{}, false, func(at stop) (bool, error) {
			is, err := readStored(tx, at.number())
			if err != nil {
				return false, err
			}
			return true, yield(is.record.Header().ID)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// countPointing counts the records that a merge moves, by kind.
func countPointing(ctx context.Context, tx *transaction, kind model.Kind, m Merge) ([]Moves, error) {
	counts := map[model.Kind]map[model.ID]bool{}
	n := 0
	err := eachPointing(tx, kind, m, func(of model.Kind, _ model.Field, id model.ID) error {
		if n++; n%1000 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if counts[of] == nil {
			counts[of] = map[model.ID]bool{}
		}
		counts[of][id] = true
		return nil
	})
	moves := []Moves{}
	for _, of := range model.Kinds() {
		if len(counts[of]) > 0 {
			moves = append(moves, Moves{of, len(counts[of])})
		}
	}
	return moves, err
}
