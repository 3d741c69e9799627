package store

import (
	"context"
	"errors"
	"fmt"
)

// maxReported bounds the records and lines that Done and News carry.
const maxReported = 1000

// maxChanged bounds the records that News name for who follows each.
const maxChanged = 500_000

// Do commits an action: all of its edits, or none. An action id that was done
// before gives what it did then, with its records as they are now, and changes
// nothing. Errors wrap ErrInvalid, ErrConflict, ErrNotFound, ErrFull, ErrReadOnly.
func (s *Store) Do(ctx context.Context, a Action) (Done, News, error) {
	return s.perform(ctx, s.draft(a), false)
}

// DoMore is Do for actions too big for one transaction: further calls with the
// same id add to the action, and one undo takes all of it back. It is not the same
// done twice: who calls again must know what is in. ErrConflict when the action
// was undone meanwhile.
func (s *Store) DoMore(ctx context.Context, a Action) (Done, News, error) {
	return s.perform(ctx, s.draft(a), true)
}

// Try says what Do would do, and changes nothing.
func (s *Store) Try(ctx context.Context, a Action) (Done, error) {
	s = s.As(s.by)
	s.trial = true
	done, _, err := s.perform(ctx, s.draft(a), true)
	return done, err
}

// errTrial ends a transaction that is only tried.
var errTrial = errors.New("only tried")

// perform does an action in one transaction; more goes on with one that was done before.
func (s *Store) perform(ctx context.Context, p *Prepared, more bool) (Done, News, error) {
	var done Done
	var news News
	a := p.action
	err := s.update(ctx, func(tx *transaction) error {
		if err := dropDraft(tx, a.Draft); err != nil {
			return err
		}
		w := s.newWrite(tx, p.now)
		w.search, w.prepared, w.quiet = a.Duplicates, p, a.Quiet
		before, found, err := findEntry(tx, a.ID)
		switch {
		case err != nil:
			return err
		case found && !more:
			done, err = before.result(tx)
			return err
		case found && before.Applied < before.Rows:
			return fmt.Errorf("%w: the action was undone", ErrConflict)
		case found:
			w.entry = before
		default:
			w.entry = entry{ID: a.ID, Label: a.Label, By: s.by, At: w.at}
		}
		if err := w.editAll(ctx, p); err != nil {
			return err
		}
		if !found && len(w.undo) > 0 {
			if err := dropUndone(tx); err != nil {
				return err
			}
		}
		if done, err = w.commit(); err != nil {
			return err
		}
		news = w.news()
		if s.trial {
			return errTrial
		}
		return nil
	})
	if err != nil && !errors.Is(err, errTrial) {
		return Done{}, News{}, fmt.Errorf("%s: %w", nameOf(a.Label), err)
	}
	return done, news, nil
}

// editAll makes the edits of an action in their order.
func (w *write) editAll(ctx context.Context, p *Prepared) error {
	for i, e := range p.action.Edits {
		if i%100 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if err := w.edit(e, p.drafts[i]); err != nil {
			return err
		}
	}
	return nil
}

func nameOf(label string) string {
	if label == "" {
		return "changing records"
	}
	return label
}
