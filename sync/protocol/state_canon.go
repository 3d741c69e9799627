package protocol

import (
	"encoding/json"

	"tradedesk/model"
	"tradedesk/model/causal"
)

// state reads a line of a snapshot as AppendState writes it.
func (c *canon) state() *causal.State {
	s := &causal.State{}
	c.is(`{"created":`)
	s.Created = c.stamp()
	c.is(`,"made":`)
	s.Made = c.truth()
	c.is(`,"rec":`)
	s.Record = c.id()
	c.is(`,"regs":{`)
	registers := c.registers()
	c.is(`,"seq":`)
	s.Seq = c.number()
	c.is(`,"src":[`)
	sources := c.sources()
	c.is(`,"type":`)
	s.Kind = model.Kind(c.word(string(model.KindLead)))
	c.is(`,"updated":`)
	s.Updated = c.stamp()
	c.is(`}`)
	s.Registers = c.dotsOf(registers, sources)
	return s
}

func (c *canon) stamp() (s causal.Stamp) {
	c.is(`{"at":`)
	s.At = c.instant()
	c.is(`,"by":`)
	s.By = c.text()
	c.is(`}`)
	return s
}

func (c *canon) truth() bool {
	if c.has(`true`) {
		return true
	}
	c.is(`false`)
	return false
}

// writtenRegister is a register of a state whose sources come later in its line.
type writtenRegister struct {
	name   string
	values []writtenValue
}

type writtenValue struct {
	source uint64 // its place among the sources
	value  json.RawMessage
}

// registers reads the members behind the opening brace.
func (c *canon) registers() []writtenRegister {
	if c.has(`}`) {
		return nil
	}
	all := make([]writtenRegister, 0, 32)
	values := make([]writtenValue, 0, 32)
	for more := true; more && !c.failed; more = c.next('}') {
		r := writtenRegister{name: causal.RegisterName(c.quoted())}
		if n := len(all); n > 0 && all[n-1].name >= r.name {
			c.fail()
		}
		c.is(`:[`)
		begin := len(values)
		if !c.has(`]`) {
			for more := true; more && !c.failed; more = c.next(']') {
				values = append(values, c.writtenValue())
			}
		}
		r.values = values[begin:len(values):len(values)]
		all = append(all, r)
	}
	return all
}

func (c *canon) writtenValue() (v writtenValue) {
	c.is(`{"src":`)
	v.source = c.number()
	c.is(`,"v":`)
	v.value = c.value()
	c.is(`}`)
	return v
}

func (c *canon) sources() []causal.Source {
	if c.has(`]`) {
		return nil
	}
	var all []causal.Source
	for more := true; more && !c.failed; more = c.next(']') {
		all = append(all, c.source())
	}
	return all
}

// dotsOf puts the values of registers to their sources; in memory that they share, as
// they come and go together.
func (c *canon) dotsOf(registers []writtenRegister, sources []causal.Source) map[string][]causal.Dot {
	count := 0
	for _, r := range registers {
		count += len(r.values)
	}
	all, out := make([]causal.Dot, 0, count), make(map[string][]causal.Dot, len(registers))
	for _, r := range registers {
		begin := len(all)
		for _, v := range r.values {
			if v.source >= uint64(len(sources)) {
				c.fail()
				return nil
			}
			all = append(all, causal.Dot{Source: sources[v.source], Value: v.value})
		}
		if begin < len(all) {
			out[r.name] = all[begin:len(all):len(all)]
		}
	}
	return out
}
