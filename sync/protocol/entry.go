package protocol

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"tradedesk/model"
	"tradedesk/model/canonical"
	"tradedesk/model/causal"
	"tradedesk/model/value"
)

// AppendEntry writes an entry as a line of the log, in canonical JSON.
func AppendEntry(out []byte, e causal.Entry) []byte {
	out = appendInstant(append(out, `{"at":`...), e.At)
	out = canonical.AppendString(append(out, `,"by":`...), e.By)
	out = appendID(append(out, `,"dev":`...), e.Device)
	out = appendEffects(append(out, `,"eff":`...), e, e.Effects)
	out = Clock(e.Clock).append(append(out, `,"hlc":`...))
	out = appendID(append(out, `,"id":`...), e.ID)
	out = strconv.AppendUint(append(out, `,"n":`...), e.N, 10)
	if len(e.On) > 0 {
		out = append(out, `,"on":{`...)
		for i, o := range inOrder(e.On, func(a, b causal.On) int { return slices.Compare(a.Record[:], b.Record[:]) }) {
			out = append(appendID(appendComma(out, i), o.Record), ':')
			out = appendEffects(out, e, o.Effects)
		}
		out = append(out, '}')
	}
	out = appendID(append(out, `,"rec":`...), e.Record)
	out = strconv.AppendUint(append(out, `,"seq":`...), e.Seq, 10)
	return append(canonical.AppendString(append(out, `,"type":`...), string(e.Kind)), '}')
}

func appendEffects(out []byte, e causal.Entry, effects []causal.Effect) []byte {
	out = append(out, '{')
	for i, eff := range inOrder(effects, func(a, b causal.Effect) int { return cmp.Compare(a.Register, b.Register) }) {
		out = append(appendKey(out, i, eff.Register), `{"add":[`...)
		for j, d := range eff.Add {
			out = appendComma(out, j)
			if d.Source == e.Source() {
				out = append(append(append(out, `{"v":`...), d.Value...), '}')
				continue
			}
			out = append(appendSource(append(out, `{"of":`...), d.Source), `,"v":`...)
			out = append(append(out, d.Value...), '}')
		}
		out = append(out, ']')
		if len(eff.Drop) > 0 {
			out = append(out, `,"drop":[`...)
			for j, seq := range eff.Drop {
				out = strconv.AppendUint(appendComma(out, j), seq, 10)
			}
			out = append(out, ']')
		}
		out = append(out, '}')
	}
	return append(out, '}')
}

// inOrder gives a list in order, mostly itself.
func inOrder[T any](list []T, compare func(a, b T) int) []T {
	if slices.IsSortedFunc(list, compare) {
		return list
	}
	return slices.SortedFunc(slices.Values(list), compare)
}

func appendSource(out []byte, s causal.Source) []byte {
	out = canonical.AppendString(append(out, `{"by":`...), s.By)
	out = appendID(append(out, `,"dev":`...), s.Device)
	out = Clock(s.Clock).append(append(out, `,"hlc":`...))
	out = strconv.AppendUint(append(out, `,"n":`...), s.N, 10)
	out = strconv.AppendUint(append(out, `,"seq":`...), s.Seq, 10)
	return append(out, '}')
}

type wireSource struct {
	By     string   `json:"by"`
	Device model.ID `json:"dev"`
	Clock  Clock    `json:"hlc"`
	N      uint64   `json:"n"`
	Seq    uint64   `json:"seq"`
}

func (s wireSource) source() causal.Source {
	return causal.Source{Device: s.Device, N: s.N, Seq: s.Seq, Clock: uint64(s.Clock), By: s.By}
}

type wireEffect struct {
	Add []struct {
		Of    *wireSource     `json:"of"`
		Value json.RawMessage `json:"v"`
	} `json:"add"`
	Drop []uint64 `json:"drop"`
}

type wireEntry struct {
	At      value.Instant                      `json:"at"`
	By      string                             `json:"by"`
	Device  model.ID                           `json:"dev"`
	Effects map[string]wireEffect              `json:"eff"`
	Clock   Clock                              `json:"hlc"`
	ID      model.ID                           `json:"id"`
	N       uint64                             `json:"n"`
	On      map[model.ID]map[string]wireEffect `json:"on"`
	Record  model.ID                           `json:"rec"`
	Seq     uint64                             `json:"seq"`
	Type    model.Kind                         `json:"type"`
}

// ParseEntry reads a line of the log. What a server sends is hostile until it is
// checked: names and counts are bounded, values are made canonical by who shows them.
// Values lie in line.
func ParseEntry(line []byte) (causal.Entry, error) {
	c := canon{rest: line}
	e := c.entry()
	if c.failed || len(c.rest) > 0 {
		var err error
		if e, err = parseEntrySlowly(line); err != nil {
			return causal.Entry{}, err
		}
	}
	return e, checkEntry(e)
}

func checkEntry(e causal.Entry) error {
	if e.Seq == 0 || e.Record.IsZero() || e.Kind == "" || len(e.Kind) > MaxName || len(e.By) > MaxName || len(e.On) > MaxThreads {
		return fmt.Errorf("reading an entry of the log: entry %d lacks a number, a record or a type, or is too large", e.Seq)
	}
	return nil
}

// parseEntrySlowly reads an entry in whatever form of JSON.
func parseEntrySlowly(line []byte) (causal.Entry, error) {
	var w wireEntry
	if err := json.Unmarshal(line, &w); err != nil {
		return causal.Entry{}, fmt.Errorf("reading an entry of the log: %w", err)
	}
	e := causal.Entry{
		Seq: w.Seq, ID: w.ID, Device: w.Device, N: w.N, Clock: uint64(w.Clock), At: w.At, By: w.By, Kind: w.Type, Record: w.Record,
	}
	e.Effects = effects(e, w.Effects)
	for _, id := range slices.SortedFunc(maps.Keys(w.On), func(a, b model.ID) int { return slices.Compare(a[:], b[:]) }) {
		e.On = append(e.On, causal.On{Record: id, Effects: effects(e, w.On[id])})
	}
	return e, nil
}

func effects(e causal.Entry, wire map[string]wireEffect) []causal.Effect {
	out := make([]causal.Effect, 0, len(wire))
	for _, register := range slices.Sorted(maps.Keys(wire)) {
		w := wire[register]
		eff := causal.Effect{Register: register, Drop: w.Drop}
		for _, add := range w.Add {
			d := causal.Dot{Source: e.Source(), Value: add.Value}
			if add.Of != nil {
				d.Source = add.Of.source()
			}
			eff.Add = append(eff.Add, d)
		}
		out = append(out, eff)
	}
	return out
}
