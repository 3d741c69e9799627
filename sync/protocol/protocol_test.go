package protocol_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tradedesk/model"
	"tradedesk/model/canonical"
	"tradedesk/model/causal"
	"tradedesk/sync/protocol"
)

func id() *rapid.Generator[model.ID] {
	return rapid.Map(rapid.SliceOfN(rapid.ByteRange(1, 255), 16, 16), func(b []byte) model.ID { return model.ID(b) })
}

// ops draws ops of a few devices on a few records.
func ops() *rapid.Generator[protocol.Op] {
	return rapid.Custom(func(t *rapid.T) protocol.Op {
		op := protocol.Op{
			Kind: protocol.OpSet, N: rapid.Uint64Range(1, 9).Draw(t, "n"), ID: id().Draw(t, "id"), Clock: protocol.Clock(rapid.Uint64().Draw(t, "clock")),
			Base: rapid.Uint64Range(0, 9).Draw(t, "base"), At: 1_700_000_000_000, By: rapid.StringN(1, 10, 40).Draw(t, "by"),
			Type: "lead", Record: id().Draw(t, "record"), Set: map[string]json.RawMessage{},
			Threads: rapid.SliceOfNDistinct(id(), 0, 2, rapid.ID[model.ID]).Draw(t, "threads"),
		}
		for range rapid.IntRange(1, 3).Draw(t, "registers") {
			text := canonical.AppendString(nil, rapid.String().Draw(t, "value"))
			op.Set[rapid.StringMatching(`[a-z+_é"]{1,8}`).Draw(t, "register")] = text
		}
		for register := range op.Set {
			if rapid.IntRange(0, 3).Draw(t, "list") == 0 {
				op.Seen = map[string]json.RawMessage{register: json.RawMessage(`{"since":1,"upto":2,"v":[0,{"product":"figs"}]}`)}
			}
		}
		return op
	})
}

// What an op says of values that it does not set is left out, and all of it where it would
// be too large; the op is taken.
func TestWhatWasSeenNeverMakesAnOpTooLarge(t *testing.T) {
	long := `{"since":1,"upto":2,"v":["` + strings.Repeat("x", 1000) + `"]}`
	for name, c := range map[string]struct {
		seen map[string]json.RawMessage
		left int
	}{
		"of what is set":      {map[string]json.RawMessage{"lines": json.RawMessage(`{"v": [ ]}`)}, 1},
		"of what is not set":  {map[string]json.RawMessage{"tags": json.RawMessage(`{"v":[]}`)}, 0},
		"more than it may be": {map[string]json.RawMessage{"lines": json.RawMessage(long)}, 0},
	} {
		limits := protocol.DefaultLimits()
		limits.OpBytes = 500
		op := protocol.Op{Kind: protocol.OpSet, N: 1, ID: model.ID{1}, Record: model.ID{2}, Type: "rfq", Set: map[string]json.RawMessage{"lines": json.RawMessage(`[]`)}, Seen: c.seen}
		if problem := op.Check(limits); problem != nil || len(op.Seen) != c.left {
			t.Errorf("%s: %v, and %s is left", name, problem, op.Seen)
		}
		for _, raw := range op.Seen {
			if !canonical.Is(raw) {
				t.Errorf("%s: %s is not canonical", name, raw)
			}
		}
	}
}

func mustBeCanonical(t *rapid.T, written []byte) {
	want, err := canonical.JSON(written)
	if err != nil || !bytes.Equal(written, want) {
		t.Fatalf("%s\nin canonical JSON is\n%s (%v)", written, want, err)
	}
}

func TestOpsTravel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		op := ops().Draw(t, "op")
		written := op.Append(nil)
		mustBeCanonical(t, written)
		var back protocol.Op
		if err := json.Unmarshal(written, &back); err != nil {
			t.Fatal(err)
		}
		if problem := back.Check(protocol.DefaultLimits()); problem != nil {
			t.Fatal(problem)
		}
		if len(op.Threads) == 0 {
			op.Threads = nil
		}
		if !reflect.DeepEqual(op, back) {
			t.Fatalf("%+v\nbecame\n%+v", op, back)
		}
	})
}

func TestEntriesAndStatesTravel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := causal.NewState("lead", id().Draw(t, "record"))
		parent := causal.NewState("rfq", id().Draw(t, "parent"))
		for seq := range uint64(rapid.IntRange(1, 6).Draw(t, "ops")) {
			op := ops().Draw(t, "op").Causal(id().Draw(t, "device"))
			if rapid.Bool().Draw(t, "deletes") {
				op.Set[model.FieldDeleted] = json.RawMessage(`true`)
			}
			e := causal.Entry{
				Seq: seq + 1, ID: op.ID, Device: op.Device, N: op.N, Clock: op.Clock, At: op.At, By: op.By, Kind: op.Kind, Record: op.Record,
				Effects: causal.Apply(s, op, seq+1, nil),
				On:      []causal.On{{Record: parent.Record, Effects: causal.Answer(parent, op, seq+1, nil)}},
			}
			line := protocol.AppendEntry(nil, e)
			mustBeCanonical(t, line)
			back, err := protocol.ParseEntry(line)
			if err != nil {
				t.Fatal(err)
			}
			if again := protocol.AppendEntry(nil, back); !bytes.Equal(again, line) {
				t.Fatalf("%s\nbecame\n%s", line, again)
			}
		}
		line := protocol.AppendState(nil, s)
		mustBeCanonical(t, line)
		back, err := protocol.ParseState(line)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(causal.EncodeRow(s), causal.EncodeRow(back)) {
			t.Fatalf("%s\nbecame\n%s", line, protocol.AppendState(nil, back))
		}
	})
}

func TestCursorsTravel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := causal.Cursor{Epoch: id().Draw(t, "epoch"), Seq: rapid.Uint64Range(0, 1<<53-1).Draw(t, "seq")}
		c.Hash = c.Hash.Next([]byte(rapid.String().Draw(t, "line")))
		if back, err := causal.ParseCursor(c.String()); err != nil || back != c {
			t.Fatalf("%v became %v: %v", c, back, err)
		}
	})
	for _, bad := range []string{"", "c1", "c2.a.1.b", "c1.0190b5c2-7a1e-7c3d-9f00-2b6a1d4e8f11.-1.AA", "c1.0190b5c2-7a1e-7c3d-9f00-2b6a1d4e8f11.1.AA"} {
		if _, err := causal.ParseCursor(bad); !errors.Is(err, causal.ErrCursor) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func TestOpsThatAServerDoesNotTake(t *testing.T) {
	good := func() protocol.Op {
		return protocol.Op{Kind: protocol.OpSet, N: 1, ID: model.ID{1}, Record: model.ID{2}, Type: "lead", By: "amina", Set: map[string]json.RawMessage{"city": json.RawMessage(`"Fez"`)}}
	}
	limits := protocol.DefaultLimits()
	limits.OpBytes, limits.Registers = 100, 3
	for name, spoil := range map[string]func(*protocol.Op){
		"no id":              func(op *protocol.Op) { op.ID = model.ID{} },
		"no record":          func(op *protocol.Op) { op.Record = model.ID{} },
		"no type":            func(op *protocol.Op) { op.Type = "" },
		"another kind of op": func(op *protocol.Op) { op.Kind = "drop" },
		"no JSON":            func(op *protocol.Op) { op.Set["city"] = json.RawMessage(`{`) },
		"a hidden register":  func(op *protocol.Op) { op.Set["~thread"] = json.RawMessage(`1`) },
		"lists in lists":     func(op *protocol.Op) { op.Set["city"] = nested(protocol.MaxDepth + 1) },
		"too large":          func(op *protocol.Op) { op.Set["city"] = canonical.AppendString(nil, string(make([]byte, 200))) },
		"too many registers": func(op *protocol.Op) {
			for _, r := range []string{"a", "b", "c"} {
				op.Set[r] = json.RawMessage(`1`)
			}
		},
		"one answered twice":  func(op *protocol.Op) { op.Threads = []model.ID{{1}, {2}, {1}} },
		"nothing answered":    func(op *protocol.Op) { op.Threads = []model.ID{{}} },
		"too many to answer":  func(op *protocol.Op) { op.Threads = make([]model.ID, protocol.MaxThreads+1) },
		"an author of a book": func(op *protocol.Op) { op.By = string(make([]byte, protocol.MaxName+1)) },
	} {
		op := good()
		if problem := op.Check(limits); problem != nil {
			t.Fatal(problem)
		}
		spoil(&op)
		if op.Check(limits) == nil {
			t.Errorf("%s: is taken", name)
		}
	}
}

// TestBodiesOfManyElements looks that a body is not read into many times its size.
func TestBodiesOfManyElements(t *testing.T) {
	many := func(list, one string) []byte {
		return []byte(`{"` + list + `":[` + strings.Repeat(one+",", protocol.MaxList) + one + `]}`)
	}
	if _, err := protocol.ParsePush(many("ops", "{}")); !errors.Is(err, protocol.ErrTooLarge) {
		t.Error(err)
	}
	if _, _, err := protocol.ParseChanges(many("entries", "{}")); !errors.Is(err, protocol.ErrTooLarge) {
		t.Error(err)
	}
	e := protocol.AppendEntry(nil, causal.Entry{Seq: 1, ID: model.ID{1}, Device: model.ID{2}, N: 1, Kind: "lead", Record: model.ID{3}})
	page := protocol.Changes{Cursor: causal.Cursor{Epoch: model.ID{4}, Seq: 1}, Entries: slices.Repeat([]json.RawMessage{e}, protocol.MaxList+1)}
	if _, _, err := protocol.ParseChanges(page.Append(nil)); !errors.Is(err, protocol.ErrTooLarge) {
		t.Error(err)
	}
	page.Entries = page.Entries[1:]
	if _, entries, err := protocol.ParseChanges(page.Append(nil)); err != nil || len(entries) != protocol.MaxList {
		t.Errorf("%d entries and %v", len(entries), err)
	}
	for _, body := range []string{`{"ops":null}`, `{}`, `null`} {
		if p, err := protocol.ParsePush([]byte(body)); err != nil || len(p.Ops) != 0 {
			t.Errorf("%s: %v and %v", body, p, err)
		}
	}
	for _, body := range []string{`{"ops":{}}`, `{"ops":5}`, `{"ops":[5]}`} {
		if _, err := protocol.ParsePush([]byte(body)); err == nil {
			t.Errorf("%s is taken", body)
		}
	}
}

// nested gives lists that lie in one another.
func nested(depth int) json.RawMessage {
	return json.RawMessage(strings.Repeat("[", depth) + strings.Repeat("]", depth))
}

// TestValuesThatLieDeep looks that what is taken can be read by every desk, and that what an
// author saw is left out when it cannot.
func TestValuesThatLieDeep(t *testing.T) {
	op := protocol.Op{
		Kind: protocol.OpSet, N: 1, ID: model.ID{1}, Record: model.ID{2}, Type: "rfq", By: "amina",
		Set:  map[string]json.RawMessage{"lines": nested(protocol.MaxDepth), "text": json.RawMessage(`"` + strings.Repeat(`[{\"`, 100) + `"`)},
		Seen: map[string]json.RawMessage{"lines": nested(protocol.MaxDepth + 1)},
	}
	if problem := op.Check(protocol.DefaultLimits()); problem != nil || len(op.Seen) != 0 {
		t.Fatalf("%v, and %d values that were seen", problem, len(op.Seen))
	}
	state := causal.NewState(op.Type, op.Record)
	e := causal.Entry{Seq: 1, ID: op.ID, Device: model.ID{3}, N: 1, By: op.By, Kind: op.Type, Record: op.Record, Effects: causal.Apply(state, op.Causal(model.ID{3}), 1, nil)}
	page := protocol.Changes{Cursor: causal.Cursor{Epoch: model.ID{4}, Seq: 1}, Head: 1, Entries: []json.RawMessage{protocol.AppendEntry(nil, e)}}
	if _, entries, err := protocol.ParseChanges(page.Append(nil)); err != nil || len(entries) != 1 {
		t.Fatal(err)
	}
	if _, err := protocol.ParseState(protocol.AppendState(nil, state)); err != nil {
		t.Fatal(err)
	}
}

func FuzzParseEntry(f *testing.F) {
	f.Add([]byte(`{"at":"","by":"a","dev":"0190b5c2-7a1e-7c3d-9f00-2b6a1d4e8f11","eff":{"city":{"add":[{"v":1}],"drop":[1]}},"hlc":"0000000000000001","id":"","n":1,"rec":"0190b5c2-7a1e-7c3d-9f00-2b6a1d4e8f11","seq":2,"type":"lead"}`))
	f.Fuzz(func(t *testing.T, line []byte) {
		e, err := protocol.ParseEntry(line)
		if err != nil {
			return
		}
		s := causal.NewState(e.Kind, e.Record)
		causal.Fold(s, &causal.Stamp{At: e.At, By: e.By}, e.Seq, e.Effects)
		if _, err := s.View(); err != nil {
			t.Fatal(err)
		}
	})
}

func FuzzParseState(f *testing.F) {
	f.Add([]byte(`{"created":{"at":"","by":""},"made":true,"rec":"0190b5c2-7a1e-7c3d-9f00-2b6a1d4e8f11","regs":{"city":[{"src":0,"v":"Fez"}]},"seq":1,"src":[{"by":"","dev":"","hlc":"0000000000000001","n":1,"seq":1}],"type":"lead","updated":{"at":"","by":""}}`))
	f.Fuzz(func(t *testing.T, line []byte) {
		if s, err := protocol.ParseState(line); err == nil {
			s.Conflicts()
			if _, err := s.View(); err != nil {
				t.Fatal(err)
			}
		}
	})
}
