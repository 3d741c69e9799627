package ui

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/ui/keys"
	"tradedesk/ui/words"
)

// conflictOverlay shows what several people wrote into one field, side by side.
type conflictOverlay struct {
	scene  *syncScene
	record model.ID
	field  string

	marked string // the value of another that is taken for theirs, by its ident; "" for the first
	top    int    // first line of the values that is in sight
	more   int    // lines that are below what is in sight
	reveal bool   // the marked value is to come into sight
	saving bool
	values []string // what is shown, by ident
	read   conflictRead
	base   *uint64 // what had been seen of the log by whoever settled it here last
	note   string  // why something cannot be
}

func (o *conflictOverlay) place() keys.Place    { return keys.PlaceOf("place.conflict") }
func (o *conflictOverlay) owns(id keys.ID) bool { return strings.HasPrefix(string(id), "conflict.") }

// update takes the digits: each marks the value of another at its place.
func (o *conflictOverlay) update(_ *app, msg tea.Msg) tea.Cmd {
	key, isKey := msg.(tea.KeyPressMsg)
	c, at, ok := o.scene.conflictOf(o.record, o.field)
	if !isKey || !ok || o.saving {
		return nil
	}
	if n, err := strconv.Atoi(keys.Latin(key.String())); err == nil && n > 0 && n <= len(others(c.Fields[at])) {
		o.pick(c.Fields[at], n-1)
	}
	return nil
}

func (o *conflictOverlay) state(s *keys.State) {
	c, at, ok := o.scene.conflictOf(o.record, o.field)
	s.Sync.Conflict = ok && !o.saving
	if !ok {
		return
	}
	s.Sync.Several = len(c.Fields) > 1
	s.Sync.Others = len(others(c.Fields[at]))
	s.Sync.Mine = s.Sync.Others < len(c.Fields[at].Values)
	fields := o.fields(c.Record)
	s.Sync.Union = o.readOf(c.Record, c.Fields[at]).union != nil
	s.Sync.Joins = len(fields) == 1 && (fields[0].List || fields[0].Type == model.TypeText || fields[0].Type == model.TypeLong)
	s.Sync.Writable = len(fields) > 0 && !slices.ContainsFunc(fields, func(f model.Field) bool {
		return !slices.ContainsFunc(editable(c.Record.Kind()), func(e model.Field) bool { return e.Name == f.Name })
	})
}

// fields gives the fields of the conflict: several where they only make sense together.
func (o *conflictOverlay) fields(r model.Record) []model.Field {
	return fieldsNamed(r.Kind(), strings.Split(o.field, "+")...)
}

// name names the field for people.
func (o *conflictOverlay) name(m *app) string { return m.registerName(o.field) }

// registerName names a field, or those that only make sense together.
func (m *app) registerName(field string) string {
	var names []string
	for _, name := range strings.Split(field, "+") {
		if id := "field." + name; m.words.Has(id) {
			name = m.words.T(id)
		}
		names = append(names, name)
	}
	return strings.Join(names, m.words.T("text.and"))
}

func (o *conflictOverlay) do(m *app, id keys.ID) tea.Cmd {
	o.note = ""
	c, at, ok := o.scene.conflictOf(o.record, o.field)
	switch {
	case id == keys.ConflictLater:
		m.drop(o)
	case id == keys.ConflictUndo:
		return m.undo()
	case !ok || o.saving:
	case id == keys.ConflictMine:
		return o.choose(m, c, desk.TakeMine, nil)
	case id == keys.ConflictTheirs:
		return o.take(m, c, c.Fields[at])
	case id == keys.ConflictOn, id == keys.ConflictBack:
		o.walk(c.Fields[at], id == keys.ConflictOn)
	case id == keys.ConflictBoth, id == keys.ConflictUnion:
		return o.choose(m, c, desk.TakeBoth, nil)
	case id == keys.ConflictWrite:
		o.write(m, c)
	case id == keys.ConflictNext:
		o.show(c.Fields[(at+1)%len(c.Fields)])
	case id == keys.ConflictUp:
		o.top = max(o.top-1, 0)
	case id == keys.ConflictDown:
		o.top++
	}
	return nil
}

// show brings up a field.
func (o *conflictOverlay) show(f desk.FieldConflict) {
	o.field, o.values, o.top, o.marked = f.Field, idents(f), 0, ""
}

// take settles the field with the value of another that is marked: it is the one that was
// read, whatever came in since.
func (o *conflictOverlay) take(m *app, c desk.Conflicted, f desk.FieldConflict) tea.Cmd {
	theirs, at := others(f), o.mark(f)
	if len(theirs) == 0 {
		return m.cannot(m.words.T("why.no_other"))
	}
	return o.choose(m, c, desk.TakeValue, theirs[at].Value)
}

// choose settles the field that is shown.
func (o *conflictOverlay) choose(m *app, c desk.Conflicted, take desk.Take, value json.RawMessage) tea.Cmd {
	base := o.scene.base
	return o.resolve(m, c, desk.Resolution{Field: o.field, Take: take, Value: value, Base: &base}, nil)
}

// others gives what other desks wrote.
func others(f desk.FieldConflict) []desk.ConflictValue {
	return slices.DeleteFunc(slices.Clone(f.Values), func(v desk.ConflictValue) bool { return v.Own })
}

// ident tells values of one field apart.
func ident(v desk.ConflictValue) string { return fmt.Sprint(v.By, " ", v.At, " ", string(v.Value)) }

func idents(f desk.FieldConflict) []string {
	all := make([]string, len(f.Values))
	for i, v := range f.Values {
		all[i] = ident(v)
	}
	return all
}

// mark gives the place of the marked value among those of others.
func (o *conflictOverlay) mark(f desk.FieldConflict) int {
	return max(slices.IndexFunc(others(f), func(v desk.ConflictValue) bool { return ident(v) == o.marked }), 0)
}

// walk marks the next value of another, or the one before.
func (o *conflictOverlay) walk(f desk.FieldConflict, on bool) {
	step := 1
	if !on {
		step = -1
	}
	o.pick(f, o.mark(f)+step)
}

// pick marks a value of another by its place; behind the last comes the first.
func (o *conflictOverlay) pick(f desk.FieldConflict, at int) {
	if theirs := others(f); len(theirs) > 0 {
		o.marked, o.top, o.reveal = ident(theirs[(at+len(theirs))%len(theirs)]), 0, true
	}
}

// resolve settles a field between the values that were on the screen: what came in since
// then is left beside the one that was chosen. A form in which the value was written stays
// open until it is in.
func (o *conflictOverlay) resolve(m *app, c desk.Conflicted, r desk.Resolution, form *formOverlay) tea.Cmd {
	o.saving, o.base, r.Record = true, r.Base, o.record
	data := words.Data{"Who": m.recordTitle(c.Record), "Field": m.registerName(r.Field)}
	return m.commit(commit{
		label: m.words.T("did.settle", data), success: m.words.T("done.settle", data), ids: []model.ID{o.record},
		do: func(ctx context.Context, d desk.Desk, action model.ID) (desk.Done, error) {
			r.Action = action
			return d.Resolve(ctx, r)
		},
		after: func(m *app) {
			o.scene.outdated, m.light.stale = true, true
			if form != nil {
				m.drop(form)
			}
		},
		failed: func(m *app, err error) bool {
			if form != nil {
				o.saving, o.base, o.scene.outdated = false, nil, true
				return form.refused(m, err)
			}
			return o.refused(m, err)
		},
	})
}

// refused keeps the conflict open and says why it was not settled.
func (o *conflictOverlay) refused(m *app, err error) bool {
	o.saving, o.scene.outdated = false, true
	if !m.showing(o) {
		return false
	}
	o.note = m.why(err)
	return true
}

// write opens a form with the value that is shown now. When somebody else has settled the
// field by the time it is saved, what is written is an edit like any other: beside what its
// author has not seen.
func (o *conflictOverlay) write(m *app, c desk.Conflicted) {
	field, fields, base := o.field, o.fields(c.Record), o.scene.base
	f := m.typedForm(o.name(m), c.Record, nil, fields, func(f *formOverlay, set model.Set) tea.Cmd {
		if _, _, still := o.scene.conflictOf(o.record, field); !still {
			return m.saved(f, m.rowOf(c.Record), set)
		}
		f.saving = true
		all := model.Fields(c.Record)
		maps.Copy(all, set)
		return o.resolve(m, c, desk.Resolution{Field: field, Take: desk.TakeValue, Value: valueOf(fields, all), Base: &base}, f)
	})
	f.alike, f.base = nil, &base
}

// valueOf gives the value of a conflict's fields: of several an object.
func valueOf(fields []model.Field, all model.Set) json.RawMessage {
	of := func(name string) json.RawMessage {
		if v, ok := all[name]; ok {
			return v
		}
		return raw(nil)
	}
	if len(fields) == 1 {
		return of(fields[0].Name)
	}
	object := map[string]json.RawMessage{}
	for _, f := range fields {
		object[f.Name] = of(f.Name)
	}
	return raw(object)
}

// follow goes on when the field is settled, here or elsewhere: to the next of the
// record, and away after the last. What comes up takes no key for a moment.
func (o *conflictOverlay) follow(m *app) tea.Cmd {
	c, at, ok := o.scene.conflictOf(o.record, o.field)
	if ok {
		o.stays(m, c.Fields[at])
		return nil
	}
	var elsewhere tea.Cmd
	if !o.saving {
		elsewhere = m.say(m.words.T("conflict.settled", words.Data{"Field": o.name(m)}))
	}
	o.saving, o.base = false, nil
	if len(c.Fields) == 0 {
		m.drop(o)
		return elsewhere
	}
	o.show(c.Fields[0])
	m.cameUp(o)
	return elsewhere
}

// stays goes on with a field that is not settled. Where its values are others now, whoever
// was about to press a key has not read them.
func (o *conflictOverlay) stays(m *app, f desk.FieldConflict) {
	was := o.values
	o.values = idents(f)
	switch {
	case o.base != nil && slices.ContainsFunc(f.Values, func(v desk.ConflictValue) bool { return v.Seq > *o.base }):
		o.saving, o.base, o.note = false, nil, m.words.T("conflict.came_in")
	case !o.saving && !slices.Equal(o.values, was):
		o.note = m.words.T("conflict.changed")
		m.cameUp(o)
	}
}
