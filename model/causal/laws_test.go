package causal_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"tradedesk/model"
	"tradedesk/model/causal"
	"tradedesk/model/modeltest"
)

var record = model.ID{9, 9}

func device(i int) model.ID { return model.ID{byte(i + 1)} }

// history draws ops of some devices on one record, in an order that a server could
// have given them: each op's base is one that its author could have been at.
func history(t *rapid.T) []causal.Op {
	devices := rapid.IntRange(1, 4).Draw(t, "devices")
	seen, n := make([]uint64, devices), make([]uint64, devices)
	var ops []causal.Op
	for seq := range uint64(rapid.IntRange(1, 20).Draw(t, "ops")) {
		d := rapid.IntRange(0, devices-1).Draw(t, "device")
		n[d]++
		seen[d] = rapid.Uint64Range(seen[d], seq).Draw(t, "base")
		op := causal.Op{
			ID: model.ID{byte(d + 1), byte(n[d])}, Device: device(d), N: n[d], Base: seen[d], Record: record, Kind: model.KindLead,
			Clock: rapid.Uint64Range(1, 1000).Draw(t, "clock"), By: fmt.Sprint("person ", d), At: 1, Set: map[string]json.RawMessage{},
		}
		for _, register := range rapid.SliceOfN(rapid.SampledFrom([]string{"city", "stage", "quantity+unit", model.FieldDeleted}), 1, 2).Draw(t, "registers") {
			values := []string{`"a"`, `"b"`, `"c"`, `null`}
			if register == model.FieldDeleted {
				values = []string{`true`, `null`}
			}
			op.Set[register] = json.RawMessage(rapid.SampledFrom(values).Draw(t, "value"))
		}
		ops = append(ops, op)
	}
	return ops
}

func run(ops []causal.Op) (*causal.State, [][]causal.Effect) {
	s := causal.NewState(model.KindLead, record)
	var effects [][]causal.Effect
	for i, op := range ops {
		effects = append(effects, causal.Apply(s, op, uint64(i+1), nil))
	}
	return s, effects
}

func TestFoldingEffectsIsTheSameAsApplyingOps(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ops := history(t)
		applied, effects := run(ops)
		folded := causal.NewState(model.KindLead, record)
		for i, e := range effects {
			causal.Fold(folded, &causal.Stamp{At: ops[i].At, By: ops[i].By}, uint64(i+1), e)
		}
		equal(t, applied, folded)
	})
}

func TestFoldingWhatIsKnownAlreadyChangesNothingInTheEnd(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ops := history(t)
		whole, effects := run(ops)
		at := rapid.IntRange(0, len(ops)).Draw(t, "state at")
		from := rapid.IntRange(0, at).Draw(t, "again from")
		s, _ := run(ops[:at])
		for i := from; i < len(ops); i++ {
			causal.Fold(s, &causal.Stamp{At: ops[i].At, By: ops[i].By}, uint64(i+1), effects[i])
		}
		equal(t, whole, s)
	})
}

// What a person wrote ends as a live value or as one that an op replaced whose
// author had seen it.
func TestNoValueIsDroppedThatNobodyHadSeen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ops := history(t)
		s, _ := run(ops)
		for i, op := range ops {
			for register, value := range op.Set {
				if live(s, register, op.Device, op.N) || replaced(ops[i+1:], register, op, uint64(i+1)) {
					continue
				}
				if register == model.FieldDeleted && string(s.Shown(register)) == string(value) {
					continue // a later change of the author's keeps the record in its place
				}
				t.Fatalf("op %d: %s = %s of %s is gone", i+1, register, value, op.By)
			}
		}
	})
}

func live(s *causal.State, register string, device model.ID, n uint64) bool {
	return slices.ContainsFunc(s.Registers[register], func(d causal.Dot) bool { return d.Device == device && d.N == n })
}

func replaced(later []causal.Op, register string, op causal.Op, seq uint64) bool {
	return slices.ContainsFunc(later, func(o causal.Op) bool {
		_, sets := o.Set[register]
		return sets && (o.Base >= seq || o.Device == op.Device)
	})
}

func TestAnOpThatSawEverythingSettlesEveryConflict(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ops := history(t)
		s, _ := run(ops)
		set := map[string]json.RawMessage{}
		for _, c := range s.Conflicts() {
			set[c.Register] = c.Values[0].Value
		}
		causal.Apply(s, causal.Op{Device: device(7), N: 1, Base: uint64(len(ops)), Record: record, Kind: model.KindLead, Set: set}, uint64(len(ops)+1), nil)
		if left := s.Conflicts(); len(left) > 0 {
			t.Fatalf("left: %v", left)
		}
	})
}

func TestChangesOfDifferentRegistersNeverConflict(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ops := history(t)
		for i := range ops {
			// Each device has a register of its own.
			ops[i].Set = map[string]json.RawMessage{fmt.Sprint("field", ops[i].Device[0]): json.RawMessage(`1`)}
		}
		if s, _ := run(ops); len(s.Conflicts()) > 0 {
			t.Fatalf("conflicts: %v", s.Conflicts())
		}
	})
}

// Two ops whose authors had not seen each other come to the same values in either
// order.
func TestOpsThatHadNotSeenEachOtherCommute(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ops := history(t)
		last := uint64(len(ops))
		draw := func(d int) causal.Op {
			op := history(t)[0]
			op.Device, op.N, op.Base = device(d), 1, rapid.Uint64Range(0, last).Draw(t, "base")
			return op
		}
		a, b := draw(10), draw(11)
		ab, _ := run(append(slices.Clone(ops), a, b))
		ba, _ := run(append(slices.Clone(ops), b, a))
		x, y := values(ab), values(ba)
		if deletes(a) && deletes(b) {
			// When only one of them had seen a third change, one order keeps the record.
			delete(x, model.FieldDeleted)
			delete(y, model.FieldDeleted)
		}
		if !maps.EqualFunc(x, y, slices.Equal) {
			t.Fatalf("%v\nbut the other way round\n%v", x, y)
		}
	})
}

func deletes(op causal.Op) bool { return string(op.Set[model.FieldDeleted]) == "true" }

// values gives what each register holds, without the numbers that the order gave.
func values(s *causal.State) map[string][]string {
	out := map[string][]string{}
	for register, dots := range s.Registers {
		for _, d := range dots {
			of := fmt.Sprintf(" of %x %d", d.Device[:2], d.N)
			if register == model.FieldDeleted {
				of = "" // one of several changes stands for all that keep the record
			}
			out[register] = append(out[register], string(d.Value)+of)
		}
		slices.Sort(out[register])
		out[register] = slices.Compact(out[register])
	}
	return out
}

func TestADeleteNeverHidesWhatItsAuthorHadNotSeen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ops := history(t)
		s, _ := run(ops)
		deletes := causal.Op{Device: device(8), N: 1, Base: rapid.Uint64Range(0, uint64(len(ops))).Draw(t, "base"), Record: record, Kind: model.KindLead,
			Set: map[string]json.RawMessage{model.FieldDeleted: json.RawMessage(`true`)}}
		unseen := false
		for register, dots := range s.Registers {
			unseen = unseen || register != model.FieldDeleted && slices.ContainsFunc(dots, func(d causal.Dot) bool {
				_, deletesToo := ops[d.Seq-1].Set[model.FieldDeleted]
				return d.Seq > deletes.Base && !deletesToo
			})
		}
		causal.Apply(s, deletes, uint64(len(ops)+1), nil)
		if gone := string(s.Shown(model.FieldDeleted)) == "true"; unseen && gone {
			t.Fatal("a change that the author of the delete had not seen is hidden")
		}
	})
}

func TestRegistersAndFieldsAreTheSameInTwoForms(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := modeltest.AnyRecord().Draw(t, "record")
		set := model.Diff(nil, r)
		back := causal.FieldsOf(causal.Registers(r.Kind(), set))
		for name, raw := range back {
			if was, ok := set[name]; !ok && string(raw) != "null" || ok && string(was) != string(raw) {
				t.Fatalf("%s: %s became %s", name, was, raw)
			}
		}
		for name := range set {
			if _, ok := back[name]; !ok {
				t.Fatalf("%s is lost", name)
			}
		}
	})
}

func equal(t *rapid.T, a, b *causal.State) {
	if !bytes.Equal(causal.EncodeRow(a), causal.EncodeRow(b)) {
		t.Fatalf("%v\nis not\n%v", a, b)
	}
}

func TestARowGivesItsState(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, _ := run(history(t))
		back, err := causal.DecodeRow(s.Kind, s.Record, causal.EncodeRow(s))
		if err != nil {
			t.Fatal(err)
		}
		equal(t, s, back)
	})
}

func FuzzDecodeRow(f *testing.F) {
	s := causal.NewState(model.KindLead, record)
	causal.Apply(s, causal.Op{Device: device(1), N: 1, Set: map[string]json.RawMessage{"city": json.RawMessage(`"Fez"`)}}, 1, nil)
	f.Add(causal.EncodeRow(s))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := causal.DecodeRow(model.KindLead, record, data)
		if err != nil {
			return
		}
		written := causal.EncodeRow(s)
		back, err := causal.DecodeRow(model.KindLead, record, written)
		if err != nil || !bytes.Equal(causal.EncodeRow(back), written) {
			t.Fatalf("%x is written as %x, which is read as %v (%v)", data, written, back, err)
		}
	})
}
