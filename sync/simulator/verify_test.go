package simulator

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"

	"tradedesk/model"
	"tradedesk/model/causal"
	"tradedesk/store"
	"tradedesk/sync/protocol"
	"tradedesk/sync/server/storage"
)

// verify holds what came out to what sync promises.
func (w *world) verify() {
	states := w.states()
	for _, d := range w.desks {
		w.sameRecords(d, states)
		w.sameConflicts(d, states)
		w.soundFile(d)
	}
	w.foldedLog(states)
	w.sawWhatTheySay(states)
	w.nothingLost(states)
}

// states gives the server's state of every record.
func (w *world) states() map[model.ID]*causal.State {
	out := map[model.ID]*causal.State{}
	w.must(w.server.engine.View(context.Background(), w.server.space, func(tx storage.ReadTx) error {
		all, err := tx.StatesAfter(model.ID{}, 1<<30, 1<<40)
		for _, s := range all {
			out[s.Record] = s
		}
		return err
	}))
	return out
}

// sameRecords: I1, I7, I16.
func (w *world) sameRecords(d *desk, states map[model.ID]*causal.State) {
	quarantined := map[model.ID]bool{}
	all, err := d.store.Quarantine(context.Background(), 0, 1<<20)
	w.must(err)
	for _, q := range all {
		quarantined[q.Record] = true
	}
	seen := map[model.ID]bool{}
	for kind := range kindsOf(states) {
		w.must(d.store.Records(context.Background(), store.Query{Kind: kind, Deleted: true}, func(r model.Record) error {
			id := r.Header().ID
			seen[id] = true
			if quarantined[id] {
				return nil
			}
			s := states[id]
			if s == nil || !s.Made {
				w.fail("I1: %s has %s %s, and the server has not", d.name, kind, id)
			}
			want, err := s.View()
			w.must(err)
			if is, want := model.EncodeJSON(r), model.EncodeJSON(want); !bytes.Equal(is, want) {
				w.fail("I1: %s has\n%s\nand the server has\n%s", d.name, is, want)
			}
			return nil
		}))
	}
	for id, s := range states {
		if s.Made && !seen[id] {
			w.fail("I1: %s lacks %s %s", d.name, s.Kind, id)
		}
	}
}

func kindsOf(states map[model.ID]*causal.State) map[model.Kind]bool {
	out := map[model.Kind]bool{model.KindLead: true, model.KindRFQ: true, model.KindMessage: true, "shipment": true}
	for _, s := range states {
		if s.Made {
			out[s.Kind] = true
		}
	}
	return out
}

// sameConflicts: I18.
func (w *world) sameConflicts(d *desk, states map[model.ID]*causal.State) {
	want := map[model.ID]int{}
	for id, s := range states {
		if n := len(s.Conflicts()); n > 0 && s.Made {
			want[id] = n
		}
	}
	all, _, err := d.store.Conflicts(context.Background(), 0, 1<<20)
	w.must(err)
	inQuarantine, err := d.store.Quarantine(context.Background(), 0, 1<<20)
	w.must(err)
	for _, c := range all {
		id := c.Record.Header().ID
		if slices.ContainsFunc(inQuarantine, func(q store.Quarantined) bool { return q.Record == id }) {
			delete(want, id)
			continue
		}
		if want[id] != len(c.Fields) {
			w.fail("I18: %s shows %d conflicts of %s, and there are %d: %s\n%s", d.name, len(c.Fields), id, want[id], text(c), protocol.AppendState(nil, states[id]))
		}
		delete(want, id)
		for _, f := range c.Fields {
			if seen, _ := states[id].SeenByAll(f.Field); !bytes.Equal(seen, f.Seen) {
				w.fail("I18: %s says that all had seen %s of %s, and it is %s", d.name, f.Seen, id, seen)
			}
		}
	}
	for id := range want {
		if !slices.ContainsFunc(inQuarantine, func(q store.Quarantined) bool { return q.Record == id }) {
			w.fail("I18: %s does not show the conflict of %s", d.name, id)
		}
	}
}

func text(c store.Conflicted) string {
	data, err := json.Marshal(c.Fields)
	if err != nil {
		return err.Error()
	}
	return string(data)
}

// soundFile: I3, I14.
func (w *world) soundFile(d *desk) {
	report, err := d.store.Check(context.Background(), nil)
	w.must(err)
	if !report.OK {
		w.fail("I3, I14: check of %s: %v", d.name, report.Problems)
	}
	n, err := d.store.Pending(context.Background())
	w.must(err)
	if n > 0 {
		w.fail("I15: %d changes of %s wait", n, d.name)
	}
}

// soundNow: I7, in the middle of it all.
func (w *world) soundNow(d *desk) {
	report, err := d.store.Check(context.Background(), nil)
	w.must(err)
	if !report.OK {
		w.fail("I7: check of %s: %v", d.name, report.Problems)
	}
}

// foldedLog: I6.
func (w *world) foldedLog(states map[model.ID]*causal.State) {
	entries := make([]causal.Entry, 0, len(w.entries))
	for _, e := range w.entries {
		entries = append(entries, e)
	}
	slices.SortFunc(entries, func(a, b causal.Entry) int { return int(a.Seq) - int(b.Seq) })
	folded := map[model.ID]*causal.State{}
	state := func(id model.ID) *causal.State {
		if folded[id] == nil {
			folded[id] = causal.NewState("", id)
		}
		return folded[id]
	}
	for _, e := range entries {
		s := state(e.Record)
		s.Kind = e.Kind
		causal.Fold(s, &causal.Stamp{At: e.At, By: e.By}, e.Seq, e.Effects)
		for _, on := range e.On {
			causal.Fold(state(on.Record), nil, e.Seq, on.Effects)
		}
	}
	if len(folded) != len(states) {
		w.fail("I6: the log tells of %d records, and the state has %d", len(folded), len(states))
	}
	for id, s := range folded {
		if !bytes.Equal(causal.EncodeRow(s), causal.EncodeRow(states[id])) {
			w.fail("I6: the log folds %s to another state than the server has", id)
		}
	}
}

// sawWhatTheySay: what is kept of a list that somebody saw was its only value in the log up
// to there.
func (w *world) sawWhatTheySay(states map[model.ID]*causal.State) {
	for id, s := range states {
		for register, dots := range s.Registers {
			for _, d := range dots {
				seen, ok := s.SeenBy(register, d)
				if !ok {
					continue
				}
				w.seen++
				was := w.foldedTo(id, seen.Upto).Registers[register]
				if len(was) != 1 || was[0].Seq != seen.Since || !bytes.Equal(was[0].Value, seen.Value) {
					w.fail("entry %d of %s says that its author saw %s of entry %d, and up to %d there was %v", d.Seq, id, seen.Value, seen.Since, seen.Upto, was)
				}
			}
		}
	}
}

// foldedTo gives a record as the log has it up to an entry.
func (w *world) foldedTo(id model.ID, upto uint64) *causal.State {
	var entries []causal.Entry
	for _, e := range w.entries {
		if e.Record == id && e.Seq <= upto {
			entries = append(entries, e)
		}
	}
	slices.SortFunc(entries, func(a, b causal.Entry) int { return int(a.Seq) - int(b.Seq) })
	s := causal.NewState("", id)
	for _, e := range entries {
		causal.Fold(s, &causal.Stamp{At: e.At, By: e.By}, e.Seq, e.Effects)
	}
	return s
}

// nothingLost: I2, I9, I10, I12, I13. Every value that a person committed is live, or
// replaced by one whose author had it before the eyes, or in quarantine.
func (w *world) nothingLost(states map[model.ID]*causal.State) {
	held := map[model.ID]bool{}
	for _, d := range w.desks {
		all, err := d.store.Quarantine(context.Background(), 0, 1<<20)
		w.must(err)
		for _, q := range all {
			id, err := d.store.OwnOp(context.Background(), q.N)
			w.must(err)
			held[id] = true
		}
	}
	replaced := w.replaced(states)
	for _, in := range w.intents {
		if in.excused != "" || held[in.op] {
			continue
		}
		e, ok := w.entries[in.op]
		if !ok {
			w.fail("I2: change %s of %s %s by %s is nowhere", in.op, in.kind, in.record, in.desk)
		}
		s := states[in.record]
		for register, value := range in.set {
			live := slices.ContainsFunc(s.Registers[register], func(d causal.Dot) bool { return d.Seq == e.Seq || bytes.Equal(d.Value, value) })
			if !live && !replaced[in.op][register] {
				w.fail("I2: %s = %s of %s by %s (entry %d) is gone, and nobody who saw it replaced it", register, value, in.record, in.desk, e.Seq)
			}
		}
	}
	w.deletesHideNothing(states)
}

// replaced gives the registers of each change whose value somebody replaced who had it
// before the eyes. A change that no file has any more replaces nothing by itself: only
// what a desk that had read it brought back, and what somebody wrote over it, who had seen
// with it that what it replaced was gone.
func (w *world) replaced(states map[model.ID]*causal.State) map[model.ID]map[string]bool {
	out := map[model.ID]map[string]bool{}
	var follow func(in *intent, register string)
	follow = func(in *intent, register string) {
		seen, wrote := in.seen[register]
		if !wrote && register == model.FieldDeleted {
			seen = in.all // who changes a record says with it that it stays
		}
		for _, op := range seen {
			if out[op][register] {
				continue
			}
			if out[op] == nil {
				out[op] = map[string]bool{}
			}
			out[op][register] = true
			if before := w.byOp[op]; before != nil {
				follow(before, register)
			}
		}
	}
	for _, in := range w.intents {
		_, came := w.entries[in.op] // a late request may bring what no file has
		for register := range in.seen {
			if in.excused == "" || came || hasValue(states[in.record], register, in.set[register]) {
				follow(in, register)
			}
		}
	}
	return out
}

func hasValue(s *causal.State, register string, value []byte) bool {
	return s != nil && slices.ContainsFunc(s.Registers[register], func(d causal.Dot) bool { return bytes.Equal(d.Value, value) })
}

// deletesHideNothing: I10. A record that is deleted was so by somebody who had seen
// every change of it, but for those by people who had seen it deleted.
func (w *world) deletesHideNothing(states map[model.ID]*causal.State) {
	for id, s := range states {
		if string(s.Shown(model.FieldDeleted)) != "true" {
			continue
		}
		for _, in := range w.intents {
			if in.record != id && !slices.Contains(in.answers, id) || in.excused != "" {
				continue
			}
			if _, deletes := in.set[model.FieldDeleted]; deletes {
				continue
			}
			e := w.entries[in.op]
			if e.Seq == 0 {
				continue
			}
			hidden := true
			for _, d := range s.Registers[model.FieldDeleted] {
				by := w.byOp[w.dots[dotName{d.Device, d.N, d.Clock}]]
				hidden = hidden && by != nil && !w.knew(by, in) && !w.knew(in, by) && !(w.isOwn(by, in) && in.record != id)
			}
			if hidden {
				w.fail("I10: %s is deleted, and the change %s by %s, which nobody who deleted it had seen, is hidden", id, in.op, in.desk)
			}
		}
	}
}

// isOwn reports whether a change was made at the desk of another's author, or at one
// that this was copied from later.
func (w *world) isOwn(by, other *intent) bool {
	for _, d := range w.desks {
		if d.name == by.desk && other.place < d.inherits[other.desk] {
			return true
		}
	}
	return by.desk == other.desk
}

// knew reports whether the author of a change had another's before the eyes: a value
// of it, or one that replaced it.
func (w *world) knew(by, other *intent) bool {
	seen := map[model.ID]bool{}
	next := []*intent{by}
	for len(next) > 0 {
		in := next[0]
		next = next[1:]
		if in == other {
			return true
		}
		for _, op := range in.all {
			if more := w.byOp[op]; more != nil && !seen[op] {
				seen[op] = true
				next = append(next, more)
			}
		}
	}
	return false
}
