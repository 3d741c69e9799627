package protocol

import (
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

// AppendState writes a record's state as a line of a snapshot, in canonical JSON.
func AppendState(out []byte, s *causal.State) []byte {
	out = appendStamp(append(out, `{"created":`...), s.Created)
	out = strconv.AppendBool(append(out, `,"made":`...), s.Made)
	out = appendID(append(out, `,"rec":`...), s.Record)
	out = append(out, `,"regs":{`...)
	places := map[causal.Source]int{}
	var sources []causal.Source
	for i, name := range slices.Sorted(maps.Keys(s.Registers)) {
		out = append(appendKey(out, i, name), '[')
		for j, d := range s.Registers[name] {
			at, ok := places[d.Source]
			if !ok {
				at = len(sources)
				places[d.Source], sources = at, append(sources, d.Source)
			}
			out = strconv.AppendInt(append(appendComma(out, j), `{"src":`...), int64(at), 10)
			out = append(append(append(out, `,"v":`...), d.Value...), '}')
		}
		out = append(out, ']')
	}
	out = strconv.AppendUint(append(out, `},"seq":`...), s.Seq, 10)
	out = append(out, `,"src":[`...)
	for i, source := range sources {
		out = appendSource(appendComma(out, i), source)
	}
	out = canonical.AppendString(append(out, `],"type":`...), string(s.Kind))
	return append(appendStamp(append(out, `,"updated":`...), s.Updated), '}')
}

func appendStamp(out []byte, s causal.Stamp) []byte {
	out = appendInstant(append(out, `{"at":`...), s.At)
	return append(canonical.AppendString(append(out, `,"by":`...), s.By), '}')
}

type wireStamp struct {
	At value.Instant `json:"at"`
	By string        `json:"by"`
}

type wireState struct {
	Created   wireStamp `json:"created"`
	Made      bool      `json:"made"`
	Record    model.ID  `json:"rec"`
	Registers map[string][]struct {
		Source int             `json:"src"`
		Value  json.RawMessage `json:"v"`
	} `json:"regs"`
	Seq     uint64       `json:"seq"`
	Sources []wireSource `json:"src"`
	Type    model.Kind   `json:"type"`
	Updated wireStamp    `json:"updated"`
}

// ParseState reads a line of a snapshot. Values lie in line.
func ParseState(line []byte) (*causal.State, error) {
	c := canon{rest: line}
	s := c.state()
	if c.failed || len(c.rest) > 0 {
		var err error
		if s, err = parseStateSlowly(line); err != nil {
			return nil, err
		}
	}
	if s.Record.IsZero() || s.Made && s.Kind == "" || len(s.Kind) > MaxName || len(s.Created.By) > MaxName || len(s.Updated.By) > MaxName {
		return nil, fmt.Errorf("reading a record of a snapshot: record %s lacks a type or is too large", s.Record)
	}
	return s, nil
}

// parseStateSlowly reads a state in whatever form of JSON.
func parseStateSlowly(line []byte) (*causal.State, error) {
	var w wireState
	if err := json.Unmarshal(line, &w); err != nil {
		return nil, fmt.Errorf("reading a record of a snapshot: %w", err)
	}
	s := causal.NewState(w.Type, w.Record)
	s.Made, s.Seq = w.Made, w.Seq
	s.Created, s.Updated = causal.Stamp(w.Created), causal.Stamp(w.Updated)
	for name, dots := range w.Registers {
		for _, d := range dots {
			if d.Source < 0 || d.Source >= len(w.Sources) {
				return nil, fmt.Errorf("reading a record of a snapshot: record %s has a value from nowhere", w.Record)
			}
			s.Registers[name] = append(s.Registers[name], causal.Dot{Source: w.Sources[d.Source].source(), Value: d.Value})
		}
	}
	return s, nil
}
