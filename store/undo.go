package store

import (
	"context"
	"fmt"
	"slices"

	"tradedesk/model"
)

// Undo takes back the last action that is not undone: a new change gives every
// field that the action set its old value, except where it was changed since or
// somebody else wrote at the same time. ErrNothing when there is none.
func (s *Store) Undo(ctx context.Context) (Done, News, error) {
	return s.Step(ctx, s.ids.New(), false)
}

// Redo does again what the last undo took back. ErrNothing when there is none.
func (s *Store) Redo(ctx context.Context) (Done, News, error) {
	return s.Step(ctx, s.ids.New(), true)
}

// Step is Undo or Redo under an id of the caller's: the same id again gives the
// first result, or goes on where it was cut off. A big action is turned in
// several transactions; when ctx ends between them, the next undo or redo goes
// on from there.
func (s *Store) Step(ctx context.Context, id model.ID, redo bool) (Done, News, error) {
	var all News
	for {
		var done Done
		var news News
		through := false
		err := s.update(ctx, func(tx *transaction) error {
			var err error
			done, news, through, err = s.stepOnce(tx, id, redo)
			return err
		})
		if err != nil {
			return Done{}, all, fmt.Errorf("%s: %w", stepName(redo), err)
		}
		all = all.and(news)
		if through {
			return done, all, nil
		}
	}
}

func stepName(redo bool) string {
	if redo {
		return "redo"
	}
	return "undo"
}

// unknown reports whether records changed that the news do not name.
func (n News) unknown() bool { return n.All && len(n.Changed) == 0 }

// and joins two pieces of news of one step.
func (n News) and(more News) News {
	for _, kind := range more.Kinds {
		if !slices.Contains(n.Kinds, kind) {
			n.Kinds = append(n.Kinds, kind)
		}
	}
	if n.unknown() || more.unknown() || len(n.Changed)+len(more.Changed) > maxChanged {
		n.Changed, more.Changed, n.All = nil, nil, true
	}
	n.Changed = append(n.Changed, more.Changed...)
	room := maxReported - len(n.Records)
	n.All = n.All || more.All || len(more.Records) > room
	n.Sync = n.Sync || more.Sync
	n.Records = append(n.Records, more.Records[:min(room, len(more.Records))]...)
	n.By, n.Label, n.Action = more.By, more.Label, more.Action
	return n
}

// stepOnce turns a bounded number of changes and says whether the step is through.
func (s *Store) stepOnce(tx *transaction, id model.ID, redo bool) (Done, News, bool, error) {
	step, found, err := findEntry(tx, id)
	if err != nil {
		return Done{}, News{}, false, err
	}
	if found && (step.Through || step.Step == 0) {
		done, err := step.result(tx)
		return done, News{}, true, err
	}
	action, err := stepTarget(tx, step.Step, redo)
	if err != nil {
		return Done{}, News{}, false, err
	}
	w := s.newWrite(tx, s.now())
	w.entry, w.steps = action, true
	if !found {
		step = entry{ID: id, Label: action.Label, By: s.by, At: w.at, Step: action.seq}
	}
	for range s.limits.step {
		if w.entry.through(redo) {
			break
		}
		if err := w.turnRow(&step, redo); err != nil {
			return Done{}, News{}, false, err
		}
	}
	step.Through = w.entry.through(redo)
	done, err := w.commitStep(&step)
	return done, w.news(), step.Through, err
}

func (e entry) through(redo bool) bool {
	return redo && e.Applied == e.Rows || !redo && e.Applied == 0
}

// stepTarget gives the action that a step is about: the one it began with, or the
// newest in force for undo, the oldest not in force for redo.
func stepTarget(tx *transaction, begun uint64, redo bool) (entry, error) {
	bucket := tx.Bucket([]byte(bucketUndo))
	if begun != 0 {
		raw := bucket.Get(seqKey(begun))
		if raw == nil {
			return entry{}, ErrNothing
		}
		return readEntry(seqKey(begun), raw)
	}
	var target entry
	c := bucket.Cursor()
	for key, raw := c.Last(); key != nil; key, raw = c.Prev() {
		e, err := readEntry(key, raw)
		switch {
		case err != nil:
			return entry{}, err
		case !e.live():
			continue
		case !redo && e.Applied > 0:
			return e, nil
		case redo && e.Applied < e.Rows:
			target = e
			continue
		}
		if redo {
			break
		}
	}
	if target.seq == 0 {
		return entry{}, ErrNothing
	}
	return target, nil
}

// turnRow turns the next change of the action: back for undo, forth for redo.
func (w *write) turnRow(step *entry, redo bool) error {
	n := w.entry.Applied
	if redo {
		w.entry.Applied++
	} else {
		n--
		w.entry.Applied--
	}
	of, seq, ok, err := undoAt(w.tx, w.entry.seq, n)
	if err != nil || !ok {
		return err
	}
	seq, left, err := w.turnBack(of, seq)
	if err != nil {
		return err
	}
	step.leave(left)
	row := undoRun{of, seq, 1}
	return w.tx.Bucket([]byte(bucketUndoRows)).Put(undoRowKey(w.entry.seq, n), row.encode())
}

// commitStep writes the turned records, the action as it is now, and the step.
func (w *write) commitStep(step *entry) (Done, error) {
	if err := w.turnAll(); err != nil {
		return Done{}, err
	}
	step.Changed += len(w.order)
	if err := w.saveEntry(&w.entry); err != nil {
		return Done{}, err
	}
	if err := w.saveEntry(step); err != nil {
		return Done{}, err
	}
	if err := w.apply(); err != nil {
		return Done{}, err
	}
	done := Done{Action: w.entry.ID, Label: w.entry.Label, Changed: step.Changed, Skipped: step.Skipped, InConflict: step.InConflict, Left: step.Left}
	for _, t := range w.order[:min(len(w.order), maxReported)] {
		done.Records = append(done.Records, t.current)
	}
	return done, nil
}
