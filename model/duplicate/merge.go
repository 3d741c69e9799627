package duplicate

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"tradedesk/model"
	"tradedesk/model/canonical"
	"tradedesk/model/refusal"
	"tradedesk/model/value"
)

// Take says where a field of a merged record comes from, in the place of what
// Merge would choose. One of its members is set.
type Take struct {
	From  model.ID        `json:"from,omitzero"`  // the record whose value it is; of a group, all of its fields
	Both  bool            `json:"both,omitempty"` // the values united, where a field can hold them
	Value json.RawMessage `json:"value,omitempty"`
}

// ErrNotMergeable is what Merge says of records that cannot be made one.
var ErrNotMergeable = errors.New("cannot be merged")

var (
	errKinds    = refusal.New("merge.kinds", "only leads, suppliers and contacts can")
	errTwoKinds = refusal.New("merge.two_kinds", "they are of two kinds")
	errItself   = refusal.New("merge.itself", "with itself")
	errDeleted  = refusal.New("merge.deleted", "it is deleted")
	errOneValue = refusal.New("merge.one_value", "it holds one value; choose whose")
)

// Mergeable reports whether records of a kind have an identity, so that two of
// them can be the same.
func Mergeable(k model.Kind) bool {
	_, ok := identityOf(model.New(k))
	return ok
}

// Survivor gives the record that goes on in the place of a merged one; ok is
// false for a record that was not merged, or was brought back.
func Survivor(r model.Record) (id model.ID, ok bool) {
	h := r.Header()
	return h.MergedInto, h.Deleted && !h.MergedInto.IsZero()
}

// Merge gives winner with what the losers know besides. A field that one has is
// taken from it; where several have it, the one of the record that was written
// last stands, but
//
//   - lists are united, custom fields too, and long texts put one after the other,
//   - e-mail addresses and phone numbers that do not stand go to the other ones,
//   - an enquiry came in and was answered when that first happened,
//   - the stage is that of the winner, unless nobody did anything with it yet.
//
// Fields that only make sense together come from one record. choice overrides
// this by field. The order of the losers means nothing but between records that
// were written at the same time. Nothing is written into any of the records.
func Merge(winner model.Record, losers []model.Record, choice map[string]Take) (model.Record, error) {
	if err := mergeable(winner, losers); err != nil {
		return nil, err
	}
	m := merger{kind: winner.Kind(), all: append([]model.Record{winner}, losers...), out: model.Clone(winner)}
	for _, loser := range losers {
		m.add(loser)
	}
	for _, name := range slices.Sorted(maps.Keys(choice)) {
		if err := m.choose(name, choice[name]); err != nil {
			return nil, err
		}
	}
	m.collectReach(choice)
	m.uniteDistinct()
	m.noteMerged(losers)
	return m.out, nil
}

func mergeable(winner model.Record, losers []model.Record) error {
	if !Mergeable(winner.Kind()) {
		return fmt.Errorf("%s %s: %w: %w", winner.Kind(), winner.Header().ID.Short(), ErrNotMergeable, errKinds)
	}
	seen := map[model.ID]bool{}
	for _, r := range append([]model.Record{winner}, losers...) {
		id := r.Header().ID
		switch {
		case r.Kind() != winner.Kind():
			return fmt.Errorf("%s %s and %s %s: %w: %w", winner.Kind(), winner.Header().ID.Short(), r.Kind(), id.Short(), ErrNotMergeable, errTwoKinds)
		case seen[id]:
			return fmt.Errorf("%s %s: %w %w", r.Kind(), id.Short(), ErrNotMergeable, errItself)
		case r.Header().Deleted:
			return fmt.Errorf("%s %s: %w: %w", r.Kind(), id.Short(), ErrNotMergeable, errDeleted)
		}
		seen[id] = true
	}
	return nil
}

// merger is a merge on its way: out is what the records so far make together.
type merger struct {
	kind model.Kind
	all  []model.Record
	out  model.Record
}

// add brings one more record in. out is then as new as the newest that is in it.
func (m *merger) add(loser model.Record) {
	was := model.Clone(m.out)
	newer := loser.Header().UpdatedAt > was.Header().UpdatedAt
	for _, b := range bundles(was, loser) {
		f := b[0]
		switch {
		case f.Type == model.TypeCustom:
			m.set(f, uniteCustom(f, was, loser, newer))
		case unites(f):
			m.set(f, unite(f, was, loser))
		case b.stands(was, loser, newer):
			b.take(m.out, loser)
		}
	}
	h := m.out.Header()
	for name, raw := range loser.Header().Extra {
		if _, ok := h.Extra[name]; !ok {
			h.Keep(name, raw)
		}
	}
	h.UpdatedAt = max(h.UpdatedAt, loser.Header().UpdatedAt)
}

func (m *merger) set(f model.Field, raw json.RawMessage) {
	if err := f.Set(m.out, raw); err != nil {
		panic(fmt.Sprintf("setting %s to what fields of its type gave: %v", f.Name, err))
	}
}

// choose puts what a person wants of a field in the place of what add made.
func (m *merger) choose(name string, take Take) error {
	f, ok := model.SchemaOf(m.kind).Field(name)
	if !ok || f.Fixed {
		return fmt.Errorf("field %.40q: %w: a %s has no such field to choose", name, ErrNotMergeable, m.kind)
	}
	switch {
	case take.Value != nil:
		if err := f.Set(m.out, take.Value); err != nil {
			return fmt.Errorf("%w: %w", ErrNotMergeable, err)
		}
	case take.Both:
		if !f.List && !unites(f) && f.Name != "email" && f.Name != "phone" {
			return fmt.Errorf("field %s: %w: %w", name, ErrNotMergeable, errOneValue)
		}
	default:
		i := slices.IndexFunc(m.all, func(r model.Record) bool { return r.Header().ID == take.From })
		if i < 0 {
			return fmt.Errorf("field %s: %w: %s is none of the records", name, ErrNotMergeable, take.From.Short())
		}
		for _, b := range bundles(m.all...) {
			if slices.ContainsFunc(b, func(in model.Field) bool { return in.Name == name }) {
				b.take(m.out, m.all[i])
			}
		}
	}
	return nil
}

// collectReach keeps every address and number that does not stand as the first
// one, unless a person chose the list itself.
func (m *merger) collectReach(choice map[string]Take) {
	collectReach(m, choice, "email", "other_emails", func(e string) string { return value.Email(e).Key() })
	collectReach(m, choice, "phone", "other_phones", func(p string) string { return p })
}

func collectReach(m *merger, choice map[string]Take, first, others string, key func(string) string) {
	if take, ok := choice[others]; ok && !take.Both {
		return
	}
	schema := model.SchemaOf(m.kind)
	one, _ := schema.Field(first)
	list, _ := schema.Field(others)
	var stands string
	read(one.Get(m.out), &stands)
	var all []json.RawMessage
	read(list.Get(m.out), &all)
	for _, r := range m.all {
		if raw := one.Get(r); raw != nil {
			all = append(all, raw)
		}
	}
	known := map[string]bool{key(stands): true}
	m.set(list, listOf(slices.DeleteFunc(all, func(raw json.RawMessage) bool {
		var s string
		read(raw, &s)
		twice := known[key(s)]
		known[key(s)] = true
		return twice
	})))
}

// MergedFrom gives the records that were merged into r.
func MergedFrom(r model.Record) []model.ID {
	f, ok := model.SchemaOf(r.Kind()).Field(model.FieldMergedFrom)
	if !ok {
		return nil
	}
	return f.Value(r).([]model.ID)
}

// noteMerged remembers what was merged in; what is only typed has no id.
func (m *merger) noteMerged(losers []model.Record) {
	all := slices.Clone(MergedFrom(m.out))
	for _, r := range losers {
		if id := r.Header().ID; !id.IsZero() && !slices.Contains(all, id) && len(all) < model.MaxElements {
			all = append(all, id)
		}
	}
	if f, ok := model.SchemaOf(m.kind).Field(model.FieldMergedFrom); ok && len(all) > 0 {
		m.set(f, canonical.Of(all))
	}
}

// uniteDistinct: what is none of the records is none of what they make together.
func (m *merger) uniteDistinct() {
	f, ok := model.SchemaOf(m.kind).Field(model.FieldDistinct)
	if !ok {
		return
	}
	var all []model.ID
	for _, r := range m.all {
		all = append(all, f.Value(r).([]model.ID)...)
	}
	seen := map[model.ID]bool{}
	for _, r := range m.all {
		seen[r.Header().ID] = true
	}
	all = slices.DeleteFunc(all, func(id model.ID) bool {
		twice := seen[id]
		seen[id] = true
		return twice
	})
	if len(all) == 0 {
		m.set(f, nil)
		return
	}
	m.set(f, canonical.Of(all[:min(len(all), model.MaxElements)]))
}

// TellApart gives the set that says of r that it is not the record other, so that
// the two are no duplicates.
func TellApart(r model.Record, other model.ID) model.Set {
	known := distinctOf(r)
	if slices.Contains(known, other) {
		return model.Set{}
	}
	return model.Set{model.FieldDistinct: canonical.Of(append(slices.Clone(known), other))}
}
