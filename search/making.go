package search

import (
	"context"
	"errors"

	"tradedesk/model"
)

// ErrLetGo ends the making of a segment whose index was closed meanwhile: what changed is
// not known any more.
var ErrLetGo = errors.New("the index of the search was let go of while it was made")

// Build makes a segment of all records that each yields, none of which is deleted, and takes
// it up. What Update is told meanwhile counts over it. What it is given it reads in other
// goroutines, until it returns. pause is called now and then, when not nil; when it, each or
// ctx fails, the index is as it was.
func (x *Index) Build(ctx context.Context, stamp Stamp, each Each, pause func() error) (err error) {
	x.mu.Lock()
	x.since = map[model.ID]bool{}
	had, turn := len(x.parts), x.turn
	x.mu.Unlock()
	defer func() {
		x.mu.Lock()
		x.since = nil
		x.mu.Unlock()
	}()
	b, err := newBuilder(x.path, stamp)
	if err != nil {
		return err
	}
	b.pause, b.sync = pause, x.sync
	x.passed.Store(0)
	b.passed = func(records int) { x.passed.Add(int64(records)) }
	defer func() { err = errors.Join(err, b.close()) }()
	if err := b.takeAll(ctx, each); err != nil {
		return err
	}
	if err := b.finish(ctx); err != nil {
		return err
	}
	s, err := openSegment(x.path)
	if err != nil {
		return err
	}
	return x.take(hold(s), had, turn)
}

// Made says for how many records the segment that is being made would be done.
func (x *Index) Made() int64 { return x.passed.Load() / parts }

// fewChanged is how many records are buried, or put in anew, while everybody waits.
const fewChanged = 500

// take puts a segment of all records in the place of the parts there were when it was
// begun. What changed since then is in the parts that were set aside meanwhile, and in what
// changed last.
func (x *Index) take(fresh *held, had, turn int) (err error) {
	buried := map[model.ID]bool{}
	for left := fewChanged + 1; left > fewChanged; {
		x.mu.Lock()
		ids := without(x.since, buried)
		x.mu.Unlock()
		left = len(ids)
		if err := fresh.buryAll(ids, buried); err != nil {
			return errors.Join(err, fresh.close())
		}
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.turn != turn {
		return errors.Join(ErrLetGo, fresh.close())
	}
	meanwhile := x.parts[had:]
	err = fresh.buryAll(without(x.since, buried), buried)
	for _, part := range meanwhile {
		err = errors.Join(err, part.buryOthers(x.since))
	}
	if err != nil {
		return errors.Join(err, fresh.close())
	}
	for _, part := range x.parts[:had] {
		err = errors.Join(err, x.done(part))
	}
	x.parts, x.typing = append([]*held{fresh}, meanwhile...), nil
	x.turn++
	return errors.Join(err, x.keepSince(fresh))
}

// without gives what changed and is not buried yet.
func without(changed, buried map[model.ID]bool) (ids []model.ID) {
	for id := range changed {
		if !buried[id] {
			ids = append(ids, id)
		}
	}
	return ids
}

func (h *held) buryAll(ids []model.ID, buried map[model.ID]bool) error {
	for _, id := range ids {
		if err := h.bury(id); err != nil {
			return err
		}
		buried[id] = true
	}
	return nil
}

// buryOthers buries what did not change since: a segment of all has it, too.
func (h *held) buryOthers(since map[model.ID]bool) error {
	return reading(func() error {
		for record := range h.records() {
			if !since[h.idOf(record)] {
				h.dead.Set(uint32(record))
				h.buried = true
			}
		}
		return nil
	})
}

// keepSince keeps of what changed last only what changed since the segment was begun. When
// that is much, all stays as it is. The lock is held.
func (x *Index) keepSince(fresh *held) error {
	was := x.recent
	var kept, others []model.ID
	for id := range was.at {
		if x.since[id] {
			kept = append(kept, id)
		} else {
			others = append(others, id)
		}
	}
	if len(kept) > fewChanged {
		return fresh.buryAll(others, map[model.ID]bool{})
	}
	x.recent = newRecent()
	for _, id := range kept {
		x.recent.put(id, was.document(id))
	}
	return nil
}

// SetAside makes a segment of what changed last, beside those there are: to look through
// it one by one takes long when it is much. It does nothing before Open or Build. Nobody
// sets aside at the same time.
func (x *Index) SetAside(ctx context.Context, pause func() error) (err error) {
	x.mu.Lock()
	if len(x.parts) == 0 || len(x.recent.entries) == 0 {
		x.mu.Unlock()
		return nil
	}
	turn, documents := x.turn, x.recent.documents()
	x.aside = map[model.ID]bool{}
	x.mu.Unlock()
	defer func() {
		x.mu.Lock()
		x.aside = nil
		x.mu.Unlock()
	}()
	b, err := newBesideBuilder(x.path, Stamp{})
	if err != nil {
		return err
	}
	b.pause = pause
	defer func() { err = errors.Join(err, b.close()) }()
	for i, d := range documents {
		if i%restEvery == 0 {
			if err := b.rest(ctx); err != nil {
				return err
			}
		}
		if err := b.add(ctx, d); err != nil {
			return err
		}
	}
	s, err := b.beside(ctx)
	if err != nil {
		return err
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.turn != turn {
		return s.close() // a segment of all took the place of what was set aside
	}
	fresh, was := hold(s), x.recent
	x.recent = newRecent()
	for id := range x.aside {
		x.recent.put(id, was.document(id))
		err = errors.Join(err, fresh.bury(id))
	}
	x.parts = append(x.parts, fresh)
	return err
}

// Parts counts the segments: one of all, and those that were set aside since.
func (x *Index) Parts() int {
	x.mu.Lock()
	defer x.mu.Unlock()
	return len(x.parts)
}
