package simulator

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"tradedesk/model"
	"tradedesk/model/canonical"
	"tradedesk/model/causal"
	"tradedesk/model/value"
	"tradedesk/store"
)

// intent is a change that a person committed: what it sets, and whose values the
// person had before the eyes.
type intent struct {
	op      model.ID
	record  model.ID
	kind    model.Kind
	desk    string
	place   int // among all intents
	made    bool
	set     map[string]json.RawMessage // by register
	seen    map[string][]model.ID      // by register: the ops whose values it replaces
	all     []model.ID                 // the ops of every value of the record that the person had before the eyes
	answers []model.ID                 // the records that it answers by being made
	excused string                     // why it may be gone: the only files that had it are
}

// someRecord gives a record that a desk has, nil when it has none.
func (w *world) someRecord(d *desk) model.Record {
	for range 5 {
		if len(w.records) == 0 {
			return nil
		}
		n := len(w.records)
		if w.careless() || w.regrets() {
			n = min(n, 2)
		}
		r, err := d.store.Get(context.Background(), w.records[w.random.IntN(n)])
		if err == nil {
			return r
		}
	}
	return nil
}

// careless says of a run that people often write what the server does not take, and copy
// their files more often than they otherwise do, all with a few records.
func (w *world) careless() bool { return w.seed%8 == 6 }

var cities = []string{"Agadir", "Fès", "مراكش", "Tanger", "New York", "Lyon", ""}

// act lets a person at a desk do something.
func (w *world) act(d *desk) {
	r := w.someRecord(d)
	switch p := w.random.IntN(100); {
	case r == nil || p < 20:
		w.make(d)
	case p < 30:
		w.answer(d, r)
	case p < 36:
		w.change(d, r, model.Set{model.FieldDeleted: json.RawMessage(`true`)})
	case p < 40:
		w.change(d, r, model.Set{model.FieldDeleted: json.RawMessage(`null`)})
	case p < 46:
		w.undo(d)
	case p < 54:
		w.settle(d)
	case p < 57:
		w.change(d, r, model.Set{"from-the-future": json.RawMessage(fmt.Sprintf(`{"n":%d}`, w.random.IntN(5)))})
	case p < 58 || w.careless() && p < 75:
		w.refused(d, r)
	default:
		w.change(d, r, w.fields(r))
	}
}

// refused writes what the server does not take.
func (w *world) refused(d *desk, r model.Record) {
	w.change(d, r, model.Set{note(r): canonical.AppendString(nil, string(slices.Repeat([]byte("long "), 1000)))})
}

// name gives a field of a record that people change.
func name(r model.Record) string {
	switch r.Kind() {
	case model.KindLead:
		return "city"
	case model.KindMessage:
		return "subject"
	case "shipment":
		return "vessel"
	}
	return "title"
}

// note gives a field of a record that takes a long text.
func note(r model.Record) string {
	switch r.Kind() {
	case model.KindLead:
		return "message"
	case model.KindMessage:
		return "body"
	}
	return "notes"
}

func (w *world) fields(r model.Record) model.Set {
	set := model.Set{}
	city := canonical.AppendString(nil, cities[w.random.IntN(len(cities))])
	if string(city) == `""` {
		city = []byte("null")
	}
	switch r.Kind() {
	case model.KindLead:
		switch w.random.IntN(4) {
		case 0:
			set["quantity"], set["unit"] = json.RawMessage(fmt.Sprintf(`"%d"`, 1+w.random.IntN(4))), json.RawMessage(`"KGM"`)
		case 1:
			set["tags"] = json.RawMessage(fmt.Sprintf(`["siam","t%d"]`, w.random.IntN(4)))
		default:
			set["city"] = city
		}
		if w.random.IntN(3) == 0 {
			set["next_action"] = canonical.AppendString(nil, fmt.Sprint("call ", w.random.IntN(9)))
		}
	case model.KindMessage:
		set["subject"] = city
	case "shipment":
		set["vessel"] = city
	case model.KindRFQ:
		if w.random.IntN(5) > 0 {
			set["lines"] = w.lines(r.(*model.RFQ))
			break
		}
		set["title"] = canonical.AppendString(nil, fmt.Sprint("title ", w.random.IntN(9)))
	default:
		set["title"] = canonical.AppendString(nil, fmt.Sprint("title ", w.random.IntN(9)))
	}
	return set
}

// lines changes a line of an RFQ, or puts one in.
func (w *world) lines(r *model.RFQ) json.RawMessage {
	lines := slices.Clone(r.Lines)
	if n := len(lines); n > 0 && w.random.IntN(3) > 0 {
		lines[w.random.IntN(n)].TargetPrice = value.Decimal(fmt.Sprint(1 + w.random.IntN(9)))
	} else if n < 5 {
		lines = slices.Insert(lines, w.random.IntN(n+1), model.Line{Product: fmt.Sprint("oil ", w.random.IntN(9))})
	} else {
		lines = slices.Delete(lines, 0, 1)
	}
	raw, err := json.Marshal(lines)
	w.must(err)
	raw, err = canonical.JSON(raw)
	w.must(err)
	return raw
}

// make makes a lead, an RFQ, or a record of a kind that only a newer desk knows.
func (w *world) make(d *desk) {
	switch w.random.IntN(8) {
	case 0:
		w.do(d, []store.Edit{{Kind: "shipment", Create: true, Set: model.Set{"vessel": json.RawMessage(`"Atlas"`)}}})
	case 1, 2:
		w.do(d, []store.Edit{{Kind: model.KindRFQ, Create: true, Set: model.Set{"title": json.RawMessage(`"argan oil"`), "lines": json.RawMessage(`[{"product":"argan oil"},{"product":"figs"}]`)}}})
	case 3: // an import
		var edits []store.Edit
		for i := range 2 + w.random.IntN(6) {
			edits = append(edits, store.Edit{Kind: model.KindLead, Create: true, Set: model.Set{"company": canonical.AppendString(nil, fmt.Sprint("Firm ", i)), "city": json.RawMessage(`"Rabat"`)}})
		}
		w.do(d, edits)
	default:
		w.do(d, []store.Edit{{Kind: model.KindLead, Create: true, Set: model.Set{"company": json.RawMessage(`"Nord Foods"`), "quantity": json.RawMessage(`"5"`), "unit": json.RawMessage(`"KGM"`)}}})
	}
}

// answer writes into a record's thread.
func (w *world) answer(d *desk, r model.Record) {
	if r.Kind() != model.KindLead && r.Kind() != model.KindRFQ {
		return
	}
	w.do(d, []store.Edit{{Kind: model.KindMessage, Create: true, Set: model.Set{
		"thread": canonical.AppendString(nil, r.Header().ID.String()), "direction": json.RawMessage(`"note"`),
		"body": canonical.AppendString(nil, fmt.Sprint("word ", w.random.IntN(1000))),
	}}})
}

// change edits a record, at times one that was on the screen before others' changes
// came.
func (w *world) change(d *desk, r model.Record, set model.Set) {
	w.do(d, []store.Edit{{Kind: r.Kind(), ID: r.Header().ID, Set: set, Force: true}})
}

func (w *world) do(d *desk, edits []store.Edit) {
	before := w.before(d, edits)
	done, _, err := d.store.Do(context.Background(), store.Action{Label: "work", Edits: edits})
	if errors.Is(err, store.ErrInvalid) {
		return
	}
	w.must(err)
	w.acted(done.Action, w.note(d, before, nil))
}

// settle settles a conflict of the desk's, if it has one.
func (w *world) settle(d *desk) {
	all, _, err := d.store.Conflicts(context.Background(), 0, 10)
	w.must(err)
	if len(all) == 0 {
		return
	}
	c := all[w.random.IntN(len(all))]
	if len(c.Fields) == 0 {
		w.fail("%s: %s has conflicts and none is there", d.name, c.Record.Header().ID)
	}
	f := c.Fields[w.random.IntN(len(c.Fields))]
	for _, other := range all {
		if i := slices.IndexFunc(other.Fields, func(f store.FieldConflict) bool { return f.Seen != nil }); i >= 0 && w.random.IntN(2) == 0 {
			c, f = other, other.Fields[i]
		}
	}
	before := w.before(d, []store.Edit{{ID: c.Record.Header().ID}})
	chosen := f.Values[w.random.IntN(len(f.Values))].Value
	if f.Seen != nil && w.random.IntN(4) > 0 {
		chosen = w.union(c.Record.Kind(), f)
	}
	done, _, err := d.store.Resolve(context.Background(), w.newAction(), c.Record.Header().ID, "settle", map[string]json.RawMessage{f.Field: chosen}, nil)
	w.must(err)
	w.acted(done.Action, w.note(d, before, nil))
}

// union gives what all authors made of a list.
func (w *world) union(kind model.Kind, f store.FieldConflict) json.RawMessage {
	field, ok := model.SchemaOf(kind).Field(f.Field)
	if !ok {
		w.fail("%s is no field of a %s", f.Field, kind)
	}
	var versions []json.RawMessage
	for _, v := range f.Values {
		versions = append(versions, v.Value)
	}
	raw, err := model.Union(field, f.Seen, versions)
	w.must(err)
	w.unions++
	return raw
}

// before is what a desk shows before a person changes something.
type before struct {
	last  uint64
	shown map[model.ID]*causal.State
}

func (w *world) before(d *desk, edits []store.Edit) before {
	last, err := d.store.LastOp(context.Background())
	w.must(err)
	b := before{last, map[model.ID]*causal.State{}}
	ids := slices.Clone(w.records)
	for _, e := range edits {
		ids = append(ids, e.ID)
	}
	for _, id := range ids {
		s, err := d.store.Shown(context.Background(), id)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		w.must(err)
		b.shown[id] = s
	}
	return b
}

// answersAt gives the earlier answers to a record that were written at a desk: who
// answers again has them before the eyes.
func (w *world) answersAt(d *desk, id model.ID) []model.ID {
	var ops []model.ID
	for _, in := range w.intents {
		if in.desk == d.name && slices.Contains(in.answers, id) {
			ops = append(ops, in.op)
		}
	}
	return ops
}

// note remembers what was committed since. What takes back or does again an action of a
// person's replaces what he had before the eyes when he did that, not what is there now.
func (w *world) note(d *desk, b before, of *deed) (noted []*intent) {
	ops, err := d.store.OwnAfter(context.Background(), b.last)
	w.must(err)
	for _, op := range ops {
		in := &intent{op: op.ID, record: op.Record, kind: op.Kind, desk: d.name, place: len(w.intents), set: op.Set, seen: map[string][]model.ID{}, made: b.shown[op.Record] == nil}
		if in.made {
			w.records = append(w.records, op.Record)
			w.kinds[op.Record] = op.Kind
		}
		if s := b.shown[op.Record]; s != nil {
			for _, dots := range s.Registers {
				for _, dot := range dots {
					in.all = append(in.all, w.opOf(d, dot.Source))
				}
			}
			for register := range op.Set {
				for _, dot := range s.Registers[register] {
					in.seen[register] = append(in.seen[register], w.opOf(d, dot.Source))
				}
			}
		}
		for _, id := range op.Threads {
			if s := b.shown[id]; s != nil && in.made {
				in.answers = append(in.answers, id)
				in.all = append(in.all, w.answersAt(d, id)...)
				for _, dots := range s.Registers {
					for _, dot := range dots {
						in.all = append(in.all, w.opOf(d, dot.Source))
					}
				}
			}
		}
		if of != nil {
			w.onlySeenBy(of, in)
		}
		w.intents = append(w.intents, in)
		w.byOp[op.ID] = in
		noted = append(noted, in)
		// What the same person changes next in one go has this before the eyes.
		if s := b.shown[op.Record]; s != nil {
			causal.Apply(s, op, 0, nil)
		} else {
			s := causal.NewState(op.Kind, op.Record)
			causal.Apply(s, op, 0, nil)
			b.shown[op.Record] = s
		}
		w.logf("%s: %s of %s %s: %s", d.name, op.ID.Short(), op.Kind, op.Record.Short(), setText(op.Set))
		for register, seen := range in.seen {
			for _, id := range seen {
				w.logf("  %s: replaces %s", register, id.Short())
			}
		}
	}
	return noted
}

func setText(set map[string]json.RawMessage) string {
	out := ""
	for _, name := range slices.Sorted(maps.Keys(set)) {
		text := string(set[name])
		if len(text) > 30 {
			text = text[:30] + "…"
		}
		out += name + "=" + text + " "
	}
	return out
}

// opOf gives the op that a value came from.
func (w *world) opOf(d *desk, s causal.Source) model.ID {
	if s.Seq == 0 {
		id, err := d.store.OwnOp(context.Background(), s.N)
		w.must(err)
		return id
	}
	return w.dots[dotName{s.Device, s.N, s.Clock}]
}
