package protocol

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"tradedesk/model"
	"tradedesk/model/causal"
)

// The bodies that carry many ops or entries are written and read here; in any other form
// of JSON they are read by encoding/json.

// Append writes the body.
func (p Push) Append(out []byte) []byte {
	out = appendID(append(out, `{"epoch":`...), p.Epoch)
	out = appendCursor(append(out, `,"cursor":`...), p.Cursor)
	out = append(out, `,"ops":[`...)
	for i, op := range p.Ops {
		out = op.Append(appendComma(out, i))
	}
	return append(out, `]}`...)
}

// ParsePush reads the body of a push. Values lie in data. ErrTooLarge when it has more ops
// than any server takes.
func ParsePush(data []byte) (Push, error) {
	c := canon{rest: data}
	var p Push
	c.is(`{"epoch":`)
	p.Epoch = c.id()
	c.is(`,"cursor":`)
	p.Cursor = c.cursor()
	c.is(`,"ops":[`)
	if p.Ops = []Op{}; !c.has(`]`) {
		for more := true; more && !c.failed; more = c.next(']') {
			p.Ops = append(p.Ops, c.op())
		}
	}
	c.is(`}`)
	if !c.failed && len(c.rest) == 0 {
		return p, nil
	}
	var w struct {
		Epoch  model.ID      `json:"epoch"`
		Cursor causal.Cursor `json:"cursor"`
		Ops    bounded[Op]   `json:"ops"`
	}
	err := json.Unmarshal(data, &w)
	return Push{w.Epoch, w.Cursor, w.Ops}, err
}

// Append writes the body.
func (p Pushed) Append(out []byte) ([]byte, error) {
	out = strconv.AppendUint(append(out, `{"head":`...), p.Head, 10)
	out = appendCursor(append(out, `,"cursor":`...), p.Cursor)
	out = append(out, `,"results":[`...)
	for i, r := range p.Results {
		out = appendComma(out, i)
		if r.Problem != nil || r.Seq == 0 || r.ID.IsZero() {
			raw, err := json.Marshal(r)
			if err != nil {
				return nil, fmt.Errorf("writing what became of change %d: %w", r.N, err)
			}
			out = append(out, raw...)
			continue
		}
		out = strconv.AppendUint(append(out, `{"n":`...), r.N, 10)
		out = appendID(append(out, `,"id":`...), r.ID)
		out = appendText(append(out, `,"status":`...), string(r.Status))
		out = append(strconv.AppendUint(append(out, `,"seq":`...), r.Seq, 10), '}')
	}
	return append(out, `]}`...), nil
}

// ParsePushed reads the reply to a push.
func ParsePushed(data []byte) (Pushed, error) {
	c := canon{rest: data}
	var p Pushed
	c.is(`{"head":`)
	p.Head = c.number()
	c.is(`,"cursor":`)
	p.Cursor = c.cursor()
	c.is(`,"results":[`)
	if p.Results = []Result{}; !c.has(`]`) {
		for more := true; more && !c.failed; more = c.next(']') {
			p.Results = append(p.Results, c.result())
		}
	}
	c.is(`}`)
	if !c.failed && len(c.rest) == 0 {
		return p, nil
	}
	p = Pushed{}
	err := json.Unmarshal(data, &p)
	return p, err
}

func (c *canon) result() Result {
	var r Result
	c.is(`{"n":`)
	r.N = c.number()
	c.is(`,"id":`)
	r.ID = c.id()
	c.is(`,"status":`)
	r.Status = Status(c.word(string(StatusApplied)))
	c.is(`,"seq":`)
	r.Seq = c.number()
	c.is(`}`)
	return r
}

// Append writes the body; the entries' lines are in it as they are.
func (p Changes) Append(out []byte) []byte {
	out = appendCursor(append(out, `{"cursor":`...), p.Cursor)
	out = strconv.AppendUint(append(out, `,"head":`...), p.Head, 10)
	out = strconv.AppendBool(append(out, `,"more":`...), p.More)
	out = append(out, `,"entries":[`...)
	for i, line := range p.Entries {
		out = append(appendComma(out, i), line...)
	}
	return append(out, `]}`...)
}

// ParseChanges reads the reply to a pull, and its entries, which lie in data. ErrTooLarge when
// it has more of them than any server sends.
func ParseChanges(data []byte) (Changes, []causal.Entry, error) {
	c := canon{rest: data}
	var p Changes
	c.is(`{"cursor":`)
	p.Cursor = c.cursor()
	c.is(`,"head":`)
	p.Head = c.number()
	c.is(`,"more":`)
	if p.More = c.has(`true`); !p.More {
		c.is(`false`)
	}
	c.is(`,"entries":[`)
	entries := []causal.Entry{}
	if p.Entries = []json.RawMessage{}; !c.has(`]`) {
		for more := true; more && !c.failed; more = c.next(']') {
			line := c.rest
			e := c.entry()
			p.Entries = append(p.Entries, json.RawMessage(line[:len(line)-len(c.rest)]))
			if entries = append(entries, e); len(entries) > MaxList {
				return Changes{}, nil, ErrTooLarge
			}
		}
	}
	c.is(`}`)
	if c.failed || len(c.rest) > 0 {
		var w struct {
			Cursor  causal.Cursor            `json:"cursor"`
			Head    uint64                   `json:"head"`
			More    bool                     `json:"more"`
			Entries bounded[json.RawMessage] `json:"entries"`
		}
		err := json.Unmarshal(data, &w)
		if err != nil {
			return Changes{}, nil, err
		}
		p = Changes{w.Cursor, w.Head, w.More, w.Entries}
		if entries, err = parseEntries(p.Entries); err != nil {
			return Changes{}, nil, err
		}
	}
	if p.Cursor.Epoch.IsZero() {
		return Changes{}, nil, errors.New("a page of the log that does not say where it ends")
	}
	for _, e := range entries {
		if err := checkEntry(e); err != nil {
			return Changes{}, nil, err
		}
	}
	return p, entries, nil
}

// parseEntries reads lines of the log.
func parseEntries(lines []json.RawMessage) ([]causal.Entry, error) {
	entries := make([]causal.Entry, len(lines))
	for i, line := range lines {
		var err error
		if entries[i], err = ParseEntry(line); err != nil {
			return nil, err
		}
	}
	return entries, nil
}
