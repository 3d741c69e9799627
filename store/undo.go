package store

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"tradedesk/model"
)

// Undo takes back the last action that is not undone: a new change gives every
// field that the action set its old value, except where it was changed since.
// ErrNothing when there is none.
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
	w.entry = action
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
	seq, skipped, err := w.turnBack(of, seq)
	if err != nil {
		return err
	}
	if skipped != "" && len(step.Skipped) < maxReported {
		step.Skipped = append(step.Skipped, skipped)
	}
	row := undoRun{of, seq, 1}
	return w.tx.Bucket([]byte(bucketUndoRows)).Put(undoRowKey(w.entry.seq, n), row.encode())
}

// turnBack makes the change that takes back the change seq of a record, and gives
// its place in the history, 0 when nothing could be taken back.
func (w *write) turnBack(of number, seq uint64) (now uint64, skipped string, err error) {
	p, ok, err := pastAt(w.tx, of, seq)
	if err != nil {
		return 0, "", err
	}
	if !ok {
		return 0, "a record's history is gone", nil
	}
	id := p.Change.Record
	t, err := w.load("", id)
	if err != nil {
		return 0, "", err
	}
	set, left := backSet(t.current, p)
	if len(left) > 0 {
		skipped = fmt.Sprintf("%s: %s changed since", describe(t.current), strings.Join(left, ", "))
	}
	if len(set) == 0 {
		return 0, skipped, nil
	}
	base, err := w.seen(t)
	if err != nil {
		return 0, "", err
	}
	change := model.Change{
		ID: w.s.ids.New(), Record: id, Kind: t.kind, Base: base, At: w.after(t.current), By: w.s.by, Set: set,
	}
	after, err := model.Apply(t.current, change)
	if err != nil {
		return 0, "", err
	}
	if change.Set = model.Diff(t.current, after); len(change.Set) == 0 {
		return 0, skipped, nil
	}
	now, err = w.change(t, after, change, model.Inverse(t.current, change.Set))
	return now, skipped, err
}

// backSet gives what takes back a change where the record still is as the change
// made it, and the fields that were changed since. Fields of a group go together.
// A record that was made and changed since stays.
func backSet(r model.Record, p past) (set model.Set, left []string) {
	is := model.Fields(r)
	changed := map[string]bool{}
	for name, raw := range p.Change.Set {
		if !sameJSON(is[name], raw) {
			changed[group(r.Kind(), name)] = true
		}
	}
	if p.Created {
		for name := range is {
			if _, ours := p.Change.Set[name]; !ours {
				changed[name] = true
			}
		}
		if len(changed) > 0 {
			return nil, slices.Sorted(maps.Keys(changed))
		}
		return unmade(p.Back, is), nil
	}
	set = model.Set{}
	for name, raw := range p.Back {
		if changed[group(r.Kind(), name)] {
			left = append(left, name)
		} else {
			set[name] = raw
		}
	}
	slices.Sort(left)
	return set, left
}

// unmade gives what takes back the making of a record. What a file calls it is let go of:
// read again, the file makes the record anew, where one that a person threw away stays away.
func unmade(back, is model.Set) model.Set {
	if isNull(is[model.FieldOrigin]) {
		return back
	}
	set := maps.Clone(back)
	set[model.FieldOrigin] = json.RawMessage("null")
	return set
}

// group names what a field travels with: its group, or itself.
func group(kind model.Kind, name string) string {
	if schema := model.SchemaOf(kind); schema != nil {
		if f, ok := schema.Field(name); ok && f.Group != "" {
			return "the " + f.Group
		}
	}
	return name
}

func sameJSON(a, b json.RawMessage) bool {
	return isNull(a) && isNull(b) || bytes.Equal(a, b)
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
	done := Done{Action: w.entry.ID, Label: w.entry.Label, Changed: step.Changed, Skipped: step.Skipped}
	for _, t := range w.order[:min(len(w.order), maxReported)] {
		done.Records = append(done.Records, t.current)
	}
	return done, nil
}
