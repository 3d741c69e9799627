package store

import (
	"fmt"
	"slices"

	"tradedesk/model"
)

// unchangedSince refuses a set when a field of it was changed after the editor
// saw the record. What came from other desks is no reason when the edit says how far it
// had seen the log: it stands beside.
func (w *write) unchangedSince(t *touched, e Edit, set model.Set) error {
	seen := e.Seen
	if seen.IsZero() || t.stored == nil || t.stored.Header().UpdatedAt <= seen {
		return nil
	}
	return eachPast(w.tx, t.number, func(p past) error {
		if e.Base != nil && p.N == 0 {
			return nil
		}
		if p.Change.At <= seen {
			return errEnough
		}
		for name := range p.Change.Set {
			if _, ours := set[name]; ours {
				return fmt.Errorf("%s: %w: %s was changed by %s at %s", describe(t.stored), ErrConflict, name, orSomebody(p.Change.By), p.Change.At)
			}
		}
		return nil
	})
}

// describe names a record in errors and lines.
func describe(r model.Record) string {
	if title := model.Title(r); title != "" {
		return string(r.Kind()) + " " + title
	}
	return string(r.Kind()) + " " + r.Header().ID.Short()
}

// allowed checks the stage's way and the values that a set touches; before is
// nil when the record is new.
func allowed(before, after model.Record, e Edit, set model.Set) error {
	if !e.Force {
		if err := allowedMove(before, after, e.Set); err != nil {
			return err
		}
		if fixed := model.ChangesFixed(before, set); fixed != nil {
			return fixed
		}
	}
	var faults []model.FieldError
	compared := before == nil
	wrongs := model.ValidateOf(after, set)
	if before == nil {
		wrongs = model.Validate(after)
	}
	for _, wrong := range wrongs {
		if _, ours := set[wrong.Field]; ours || before == nil {
			return &wrong
		}
		// What was wrong before stays a fault of the record, not of this edit.
		if !compared {
			faults, compared = model.Validate(before), true
		}
		if !slices.ContainsFunc(faults, func(old model.FieldError) bool { return old.Field == wrong.Field }) {
			return &wrong
		}
	}
	return nil
}

func allowedMove(before, after model.Record, set model.Set) error {
	var from model.Stage
	if before != nil {
		from = stageOf(before)
	}
	to := stageOf(after)
	if from == to {
		return nil
	}
	kind := after.Kind()
	if err := model.Move(kind, from, to); err != nil {
		return err
	}
	if before != nil && model.MoveNeedsReason(kind, from, to) && isNull(set["reason"]) {
		return &model.FieldError{Kind: kind, Field: "reason", Err: errNoReason}
	}
	return nil
}

func stageOf(r model.Record) model.Stage {
	switch r := r.(type) {
	case *model.Lead:
		return r.Stage
	case *model.RFQ:
		return r.Stage
	case *model.Quote:
		return r.Stage
	case *model.Sample:
		return r.Stage
	case *model.Offer:
		return r.Stage
	}
	return ""
}
