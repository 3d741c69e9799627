package protocol

import (
	"bytes"
	"encoding/json"
	"reflect"
	"testing"

	"tradedesk/model/causal"
)

// FuzzCanonEntry: what the quick reader makes of a line is what encoding/json does.
func FuzzCanonEntry(f *testing.F) {
	for _, line := range []string{
		`{"at":"2026-03-02T08:00:00.000Z","by":"é","dev":"0190b5c2-7a1e-7c3d-9f00-2b6a1d4e8f11","eff":{"city":{"add":[{"v":"F<é>z"},{"of":{"by":"b","dev":"","hlc":"00000000000000ff","n":1,"seq":1},"v":null}],"drop":[1,20]},"deleted":{"add":[]}},"hlc":"0000000000000001","id":"0190b5c2-7a1e-7c3d-9f00-2b6a1d4e8f12","n":1,"on":{"0190b5c2-7a1e-7c3d-9f00-2b6a1d4e8f13":{"~thread":{"add":[{"v":null}]}}},"rec":"0190b5c2-7a1e-7c3d-9f00-2b6a1d4e8f11","seq":2,"type":"lead"}`,
		`{"at":"","by":"","dev":"","eff":{},"hlc":"000000000000000A","id":"","n":0,"rec":"","seq":0,"type":""}`,
		`{"at":"","by":"\"","dev":"","eff":{"b":{"add":[]},"a":{"add":[]}},"hlc":"0000000000000001","id":"","n":01,"rec":"","seq":1,"type":"x"}`,
	} {
		f.Add([]byte(line))
	}
	f.Fuzz(func(t *testing.T, line []byte) {
		c := canon{rest: line}
		quick := c.entry()
		if c.failed || len(c.rest) > 0 {
			return
		}
		slow, err := parseEntrySlowly(line)
		if err != nil || !reflect.DeepEqual(quick, slow) {
			t.Fatalf("%s\nis read as\n%+v\nand slowly as\n%+v (%v)", line, quick, slow, err)
		}
	})
}

// FuzzCanonOp is the same for ops.
func FuzzCanonOp(f *testing.F) {
	for _, line := range []string{
		`{"at":"2026-03-02T08:00:00.000Z","base":5,"by":"é","hlc":"0000000000000001","id":"0190b5c2-7a1e-7c3d-9f00-2b6a1d4e8f12","kind":"set","n":1,"rec":"0190b5c2-7a1e-7c3d-9f00-2b6a1d4e8f13","set":{"city":"Fez","price":{"a":1},"x":null},"threads":["0190b5c2-7a1e-7c3d-9f00-2b6a1d4e8f11"],"type":"lead"}`,
		`{"kind":"skip","n":7}`,
		`{"at":"","base":0,"by":"","hlc":"0000000000000001","id":"","kind":"set","n":1,"rec":"","set":{},"type":"rfq"}`,
	} {
		f.Add([]byte(line))
	}
	f.Fuzz(func(t *testing.T, line []byte) {
		c := canon{rest: line}
		quick := c.op()
		if c.failed || len(c.rest) > 0 {
			return
		}
		var slow Op
		if err := json.Unmarshal(line, &slow); err != nil || !reflect.DeepEqual(quick, slow) {
			t.Fatalf("%s\nis read as\n%+v\nand slowly as\n%+v (%v)", line, quick, slow, err)
		}
	})
}

// FuzzCanonState is the same for records of a snapshot.
func FuzzCanonState(f *testing.F) {
	for _, line := range []string{
		`{"created":{"at":"2026-03-02T08:00:00.000Z","by":"é"},"made":true,"rec":"0190b5c2-7a1e-7c3d-9f00-2b6a1d4e8f11","regs":{"city":[{"src":0,"v":"Fez"},{"src":1,"v":null}],"note":[{"src":0,"v":{"a":1}}]},"seq":9,"src":[{"by":"b","dev":"","hlc":"00000000000000ff","n":1,"seq":1},{"by":"c","dev":"","hlc":"00000000000000fe","n":1,"seq":2}],"type":"lead","updated":{"at":"","by":""}}`,
		`{"created":{"at":"","by":""},"made":false,"rec":"","regs":{},"seq":0,"src":[],"type":"","updated":{"at":"","by":""}}`,
		`{"created":{"at":"","by":""},"made":false,"rec":"","regs":{"a":[],"b":[{"src":7,"v":1}]},"seq":0,"src":[],"type":"x","updated":{"at":"","by":""}}`,
	} {
		f.Add([]byte(line))
	}
	f.Fuzz(func(t *testing.T, line []byte) {
		c := canon{rest: line}
		quick := c.state()
		if c.failed || len(c.rest) > 0 {
			return
		}
		slow, err := parseStateSlowly(line)
		if err != nil || !reflect.DeepEqual(quick, slow) {
			t.Fatalf("%s\nis read as\n%+v\nand slowly as\n%+v (%v)", line, quick, slow, err)
		}
	})
}

// FuzzParseBodies: the bodies that carry many are read as encoding/json reads them.
func FuzzParseBodies(f *testing.F) {
	for _, body := range []string{
		`{"epoch":"0190b5c2-7a1e-7c3d-9f00-2b6a1d4e8f12","cursor":"","ops":[{"kind":"skip","n":7}]}`, `{"epoch":"","cursor":"","ops":[]}`,
		`{"head":5,"cursor":"","results":[{"n":1,"id":"0190b5c2-7a1e-7c3d-9f00-2b6a1d4e8f12","status":"applied","seq":5}]}`,
		`{"head":5,"cursor":"","results":[{"n":1,"status":"skipped"}]}`,
		`{"cursor":"","head":1,"more":false,"entries":[{"at":"","by":"","dev":"","eff":{},"hlc":"000000000000000a","id":"","n":0,"rec":"0190b5c2-7a1e-7c3d-9f00-2b6a1d4e8f12","seq":1,"type":"lead"}]}`,
		`{"cursor":"","head":1,"more":true,"entries":[]}`,
	} {
		f.Add([]byte(body))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		var push Push
		same(t, body, json.Unmarshal(body, &push), push, func() (any, error) { return result(ParsePush(body)) })
		var pushed Pushed
		same(t, body, json.Unmarshal(body, &pushed), pushed, func() (any, error) { return result(ParsePushed(body)) })
		page, entries, err := ParseChanges(body)
		if err != nil {
			return
		}
		var changes Changes
		same(t, body, json.Unmarshal(body, &changes), changes, func() (any, error) { return page, nil })
		for i, line := range page.Entries {
			if e, err := ParseEntry(line); err != nil || !reflect.DeepEqual(e, entries[i]) {
				t.Fatalf("entry %d of %s is %+v and alone %+v (%v)", i, body, entries[i], e, err)
			}
		}
	})
}

func result[T any](v T, err error) (any, error) { return v, err }

func same(t *testing.T, body []byte, slowErr error, slow any, quickly func() (any, error)) {
	t.Helper()
	quick, err := quickly()
	if (err == nil) != (slowErr == nil) {
		t.Fatalf("%s: %v, and slowly %v", body, err, slowErr)
	}
	if err == nil && !reflect.DeepEqual(quick, slow) {
		t.Fatalf("%s\nis read as\n%+v\nand slowly as\n%+v", body, quick, slow)
	}
}

// TestTheQuickReaderReads: what is written here is not left to encoding/json.
func TestTheQuickReaderReads(t *testing.T) {
	id := [16]byte{1: 1, 15: 2}
	e := causal.Entry{
		Seq: 7, ID: id, Device: id, N: 3, Clock: 9, At: 1_700_000_000_000, By: "Søren", Kind: "quote", Record: id,
		Effects: []causal.Effect{{Register: "city", Add: []causal.Dot{{Value: json.RawMessage(`"Fès"`)}}, Drop: []uint64{1}}},
		On:      []causal.On{{Record: id, Effects: []causal.Effect{{Register: "~thread", Add: []causal.Dot{{Source: causal.Source{N: 1}, Value: json.RawMessage("null")}}}}}},
	}
	e.Effects[0].Add[0].Source = e.Source()
	op := Op{Kind: OpSet, N: 3, ID: id, Clock: 9, Base: 1, At: 1_700_000_000_000, By: "Søren", Type: "quote", Record: id, Seen: map[string]json.RawMessage{"city": json.RawMessage(`{"since":1,"upto":2,"v":[0]}`)}, Set: map[string]json.RawMessage{"city": json.RawMessage(`"Fès"`)}, Threads: nil}
	c := canon{rest: AppendEntry(nil, e)}
	if got := c.entry(); c.failed || len(c.rest) > 0 || !reflect.DeepEqual(got, e) {
		t.Errorf("an entry is read as %+v, want %+v", got, e)
	}
	c = canon{rest: op.Append(nil)}
	if got := c.op(); c.failed || len(c.rest) > 0 || !reflect.DeepEqual(got, op) {
		t.Errorf("an op is read as %+v, want %+v", got, op)
	}
	state := causal.NewState("quote", id)
	state.Made, state.Seq, state.Created = true, 7, causal.Stamp{At: 1_700_000_000_000, By: "Søren"}
	state.Registers["city"] = []causal.Dot{{Source: e.Source(), Value: json.RawMessage(`"Fès"`)}, {Source: causal.Source{N: 1}, Value: json.RawMessage("null")}}
	state.Registers["note"] = []causal.Dot{{Source: e.Source(), Value: json.RawMessage(`"x"`)}}
	c = canon{rest: AppendState(nil, state)}
	if got := c.state(); c.failed || len(c.rest) > 0 || !reflect.DeepEqual(got, state) {
		t.Errorf("a state is read as %+v, want %+v", got, state)
	}
	page := Changes{Cursor: causal.Cursor{Epoch: id}, Head: 7, Entries: []json.RawMessage{AppendEntry(nil, e), AppendEntry(nil, e)}}
	if got, entries, err := ParseChanges(page.Append(nil)); err != nil || !reflect.DeepEqual(got, page) || len(entries) != 2 {
		t.Errorf("a page is read as %+v (%v), want %+v", got, err, page)
	}
	written := page.Append(nil)
	if plain, err := json.Marshal(page); err != nil || !bytes.Equal(plain, written) {
		t.Errorf("%s\nis not what encoding/json writes:\n%s", written, plain)
	}
	pushed := Pushed{Head: 7, Results: []Result{{N: 1, ID: id, Status: StatusApplied, Seq: 7}, {N: 2, Status: StatusSkipped}, {N: 3, ID: id, Status: StatusQuarantined, Problem: NewProblem(422, CodeInvalid, "a <b>")}}}
	got, err := pushed.Append(nil)
	if plain, wrong := json.Marshal(pushed); err != nil || wrong != nil || !bytes.Equal(plain, got) {
		t.Errorf("%s\nis not what encoding/json writes:\n%s", got, plain)
	}
}
