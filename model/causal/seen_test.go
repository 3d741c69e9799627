package causal_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"tradedesk/model"
	"tradedesk/model/canonical"
	"tradedesk/model/causal"
)

// drawnList draws a list of elements as structured lists have them.
func drawnList(t *rapid.T, label string) json.RawMessage {
	var list []map[string]string
	for range rapid.IntRange(0, 4).Draw(t, label) {
		list = append(list, map[string]string{"product": rapid.SampledFrom([]string{"oil", "figs", "تمر", `"`}).Draw(t, "product")})
	}
	raw, err := json.Marshal(list)
	if err == nil && list != nil {
		raw, err = canonical.JSON(raw)
	}
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestWhatWasSeenIsReadAsItWasWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		was := causal.Seen{Since: 3, Upto: 5, Value: drawnList(t, "was")}
		value := drawnList(t, "is")
		raw, ok := was.Beside(value)
		if string(was.Value) == "null" {
			if ok {
				t.Fatalf("%s stands for no list", raw)
			}
			return
		}
		got, read := causal.ParseSeen(raw, value)
		if !ok || !read || got.Since != 3 || got.Upto != 5 || string(got.Value) != string(was.Value) || !canonical.Is(raw) {
			t.Fatalf("%s beside %s is %s, read as %+v", was.Value, value, raw, got)
		}
	})
}

func FuzzParseSeen(f *testing.F) {
	f.Add([]byte(`{"since":1,"upto":2,"v":[0,{"product":"oil"},1]}`), []byte(`[{"product":"figs"},{"product":"oil"}]`))
	f.Add([]byte(`{"since":1,"upto":2,"v":[99999999999999999999,-1,1e3]}`), []byte(`[1]`))
	f.Add([]byte(`null`), []byte(`null`))
	f.Fuzz(func(t *testing.T, raw, value []byte) {
		seen, ok := causal.ParseSeen(raw, value)
		if !ok {
			return
		}
		if again, err := canonical.JSON(seen.Value); err != nil || string(again) != string(seen.Value) {
			t.Fatalf("%q is no canonical value (%v)", seen.Value, err)
		}
	})
}

// listHistory draws edits of one list by devices that had read some of the log, and what
// each says that it saw.
func listHistory(t *rapid.T) (states []*causal.State, last *causal.State) {
	s := causal.NewState(model.KindRFQ, record)
	states = append(states, s.Clone())
	devices := rapid.IntRange(2, 3).Draw(t, "devices")
	base, n := make([]uint64, devices), make([]uint64, devices)
	for seq := range uint64(rapid.IntRange(1, 12).Draw(t, "ops")) {
		d := rapid.IntRange(0, devices-1).Draw(t, "device")
		n[d]++
		base[d] = rapid.Uint64Range(base[d], seq).Draw(t, "base")
		value := json.RawMessage(fmt.Sprintf(`[{"product":"of %d"},{"product":"oil"}]`, seq))
		op := causal.Op{Device: device(d), N: n[d], Base: base[d], Record: record, Kind: model.KindRFQ, Set: map[string]json.RawMessage{"lines": value}}
		// The desk may have folded more of the log than its author had seen.
		folded := states[rapid.Uint64Range(base[d], seq).Draw(t, "folded")]
		if seen, ok := folded.SeenAt("lines", base[d]); ok && rapid.IntRange(0, 9).Draw(t, "says") > 0 {
			if beside, ok := seen.Beside(value); ok {
				op.Seen = map[string]json.RawMessage{"lines": beside}
			}
		}
		causal.Apply(s, op, seq+1, nil)
		states = append(states, s.Clone())
	}
	return states, s
}

// What all authors had seen was the only value of the list at some point of the log that
// each of them had read.
func TestSeenByAllWasTheOnlyValueThere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		states, s := listHistory(t)
		for _, d := range s.Registers["lines"] {
			seen, ok := s.SeenBy("lines", d)
			if !ok {
				continue
			}
			for at := seen.Since; at <= seen.Upto; at++ {
				if dots := states[at].Registers["lines"]; len(dots) != 1 || string(dots[0].Value) != string(seen.Value) {
					t.Fatalf("at %d there was %v, not %s", at, dots, seen.Value)
				}
			}
		}
		all, ok := s.SeenByAll("lines")
		if !ok {
			return
		}
		for _, state := range states {
			if dots := state.Registers["lines"]; len(dots) == 1 && string(dots[0].Value) == string(all) {
				return
			}
		}
		t.Fatalf("%s was never the only value", all)
	})
}
