package store

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"tradedesk/model"
)

// turning is what takes a change of a record back, and what of it is left as it is.
type turning struct {
	set      model.Set
	base     uint64
	beside   bool     // others wrote to the record what the change had not seen
	changed  []string // fields that somebody changed since
	conflict []string // fields where another's value stands beside that of the change
	answered bool     // somebody answered the record that the change made
}

// turnBack makes the change that takes back the change seq of a record, and gives
// its place in the history, 0 when nothing could be taken back.
func (w *write) turnBack(of number, seq uint64) (now uint64, left leftover, err error) {
	p, ok, err := pastAt(w.tx, of, seq)
	if err != nil {
		return 0, leftover{}, err
	}
	if !ok {
		return 0, leftover{changed: "a record's history is gone"}, nil
	}
	t, err := w.load("", p.Change.Record)
	if err != nil {
		return 0, leftover{}, err
	}
	b, err := w.turning(t, p)
	if err != nil {
		return 0, leftover{}, err
	}
	left = b.left(t.current)
	if len(b.set) == 0 {
		return 0, left, nil
	}
	change := model.Change{
		ID: w.s.ids.New(), Record: p.Change.Record, Kind: t.kind, Base: b.base, At: w.after(t.current), By: w.s.by, Set: b.set,
	}
	after, err := model.Apply(t.current, change)
	if err != nil {
		return 0, leftover{}, err
	}
	if !b.beside { // else what is shown may be another's already
		change.Set = model.Diff(t.current, after)
	}
	if len(change.Set) == 0 {
		return 0, left, nil
	}
	back := model.Inverse(t.current, change.Set)
	for name := range back {
		if raw, ours := p.Change.Set[name]; ours {
			back[name] = raw
		}
	}
	now, err = w.change(t, after, change, back)
	return now, left, err
}

// turning works out what takes a change back. It has seen of the log what the change had,
// and is the desk's own: by the rules of the merge it replaces nobody's value but what the
// change had replaced, and its own. What that would leave in conflict is not made at all.
func (w *write) turning(t *touched, p past) (turning, error) {
	base, err := w.seen(t)
	if err != nil {
		return turning{}, err
	}
	b := backSet(t.current, p)
	b.base = min(base, p.Change.Base)
	if w.link == nil {
		return b, nil
	}
	b.base = min(base, w.link.base(p.N, p.Change.Base))
	shadow, err := readShadow(w.tx, t.number, t.kind, p.Change.Record)
	if err != nil || !w.link.hasUnseen(shadow, b.base) {
		return b, err
	}
	t.late = true
	shown, err := w.shown(w.link, t)
	if err != nil {
		return turning{}, err
	}
	return w.backBeside(t, p, shown, b), nil
}

// backSet gives what takes back a change where the record still is as the change
// made it, and the fields that were changed since. Fields of a group go together.
// A record that was made and changed since stays.
func backSet(r model.Record, p past) turning {
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
			return turning{changed: slices.Sorted(maps.Keys(changed))}
		}
		return turning{set: unmade(p.Back, is)}
	}
	b := turning{set: model.Set{}}
	for name, raw := range p.Back {
		if changed[group(r.Kind(), name)] {
			b.changed = append(b.changed, name)
		} else {
			b.set[name] = raw
		}
	}
	slices.Sort(b.changed)
	return b
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

// leftover is what a step left of a record as it is: a line each, none when it is empty.
type leftover struct{ changed, conflict string }

func (b turning) left(r model.Record) (left leftover) {
	switch {
	case len(b.changed) > 0:
		left.changed = fmt.Sprintf("%s: %s changed since", describe(r), strings.Join(b.changed, ", "))
	case b.answered:
		left.changed = fmt.Sprintf("%s: answered since", describe(r))
	}
	if len(b.conflict) > 0 {
		left.conflict = fmt.Sprintf("%s: %s in conflict, see `tradedesk conflicts`", describe(r), strings.Join(b.conflict, ", "))
	}
	return left
}

// leave notes what a step left.
func (e *entry) leave(left leftover) {
	if left.conflict != "" {
		e.InConflict++
	}
	for _, line := range []string{left.changed, left.conflict} {
		if line == "" {
			continue
		}
		if e.Left++; len(e.Skipped) < maxReported {
			e.Skipped = append(e.Skipped, line)
		}
	}
}
