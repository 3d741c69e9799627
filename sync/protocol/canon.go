package protocol

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"unicode/utf8"

	"tradedesk/model"
	"tradedesk/model/canonical"
	"tradedesk/model/causal"
	"tradedesk/model/value"
)

// canon reads what travels often in the form in which it is written here: canonical, with
// its members in their order. Whatever is written in another way makes it fail, and is
// left to encoding/json.
type canon struct {
	rest   []byte
	failed bool
	// dots counts the values of an entry, foreign are the places of those among them that
	// another op wrote.
	dots    int
	foreign []int
}

func (c *canon) fail() { c.failed, c.rest = true, nil }

// is goes on behind a text that has to come next.
func (c *canon) is(text string) {
	if !c.has(text) {
		c.fail()
	}
}

// has goes on behind a text when it comes next.
func (c *canon) has(text string) bool {
	if len(c.rest) < len(text) || string(c.rest[:len(text)]) != text {
		return false
	}
	c.rest = c.rest[len(text):]
	return true
}

// quoted reads a text without escapes.
func (c *canon) quoted() []byte {
	c.is(`"`)
	n := bytes.IndexByte(c.rest, '"')
	if n < 0 {
		c.fail()
		return nil
	}
	text := c.rest[:n]
	for _, b := range text {
		if b < ' ' || b == '\\' || b >= utf8.RuneSelf {
			return c.quotedWords(text)
		}
	}
	c.rest = c.rest[n+1:]
	return text
}

// quotedWords is quoted for a text that has other letters than ASCII's.
func (c *canon) quotedWords(text []byte) []byte {
	for _, b := range text {
		if b < ' ' || b == '\\' {
			c.fail()
			return nil
		}
	}
	if !utf8.Valid(text) {
		c.fail()
		return nil
	}
	c.rest = c.rest[len(text)+1:]
	return text
}

func (c *canon) text() string { return string(c.quoted()) }

// word reads one of the texts that come again and again.
func (c *canon) word(known string) string {
	if text := c.quoted(); string(text) != known {
		return string(text)
	}
	return known
}

func (c *canon) id() (id model.ID) {
	if text := c.quoted(); id.UnmarshalText(text) != nil {
		c.fail()
	}
	return id
}

func (c *canon) cursor() (cursor causal.Cursor) {
	if cursor.UnmarshalText(c.quoted()) != nil {
		c.fail()
	}
	return cursor
}

func (c *canon) instant() value.Instant {
	at, err := value.ParseStamp(string(c.quoted()))
	if err != nil {
		c.fail()
	}
	return at
}

func (c *canon) clock() uint64 {
	var raw [8]byte
	text := c.quoted()
	if len(text) != 2*len(raw) {
		c.fail()
		return 0
	}
	if _, err := hex.Decode(raw[:], text); err != nil {
		c.fail()
	}
	n := uint64(0)
	for _, b := range raw {
		n = n<<8 | uint64(b)
	}
	return n
}

// number reads a whole number of at most 19 digits.
func (c *canon) number() uint64 {
	n, i := uint64(0), 0
	for i < len(c.rest) && '0' <= c.rest[i] && c.rest[i] <= '9' {
		n = 10*n + uint64(c.rest[i]-'0')
		i++
	}
	if i == 0 || i > 19 || i > 1 && c.rest[0] == '0' {
		c.fail()
		return 0
	}
	c.rest = c.rest[i:]
	return n
}

// value reads any value in canonical form.
func (c *canon) value() json.RawMessage {
	n := canonical.Prefix(c.rest)
	if n == 0 {
		c.fail()
		return nil
	}
	v := c.rest[:n:n]
	c.rest = c.rest[n:]
	return json.RawMessage(v)
}

// next goes on to the next of a list or of members; end closes it.
func (c *canon) next(end byte) bool {
	if len(c.rest) == 0 || c.rest[0] != ',' && c.rest[0] != end {
		c.fail()
		return false
	}
	more := c.rest[0] == ','
	c.rest = c.rest[1:]
	return more
}

// entry reads a line of the log as AppendEntry writes it.
func (c *canon) entry() causal.Entry {
	var e causal.Entry
	c.dots, c.foreign = 0, c.foreign[:0]
	c.is(`{"at":`)
	e.At = c.instant()
	c.is(`,"by":`)
	e.By = c.text()
	c.is(`,"dev":`)
	e.Device = c.id()
	c.is(`,"eff":`)
	e.Effects = c.effects()
	c.is(`,"hlc":`)
	e.Clock = c.clock()
	c.is(`,"id":`)
	e.ID = c.id()
	c.is(`,"n":`)
	e.N = c.number()
	if c.has(`,"on":`) {
		e.On = c.answers()
	}
	c.is(`,"rec":`)
	e.Record = c.id()
	c.is(`,"seq":`)
	e.Seq = c.number()
	c.is(`,"type":`)
	e.Kind = model.Kind(c.word(string(model.KindLead)))
	c.is(`}`)
	c.sign(e)
	return e
}

// sign puts the entry's own source to the values that no other op wrote.
func (c *canon) sign(e causal.Entry) {
	own, at, foreign := e.Source(), 0, c.foreign
	all := func(effects []causal.Effect) {
		for _, eff := range effects {
			for i := range eff.Add {
				if len(foreign) > 0 && foreign[0] == at {
					foreign = foreign[1:]
				} else {
					eff.Add[i].Source = own
				}
				at++
			}
		}
	}
	all(e.Effects)
	for _, on := range e.On {
		all(on.Effects)
	}
}

func (c *canon) answers() []causal.On {
	var all []causal.On
	c.is(`{`)
	for more := true; more && !c.failed; more = c.next('}') {
		on := causal.On{Record: c.id()}
		if n := len(all); n > 0 && string(all[n-1].Record[:]) >= string(on.Record[:]) {
			c.fail()
		}
		c.is(`:`)
		on.Effects = c.effects()
		all = append(all, on)
	}
	return all
}

func (c *canon) effects() []causal.Effect {
	c.is(`{`)
	if c.has(`}`) {
		return []causal.Effect{}
	}
	all := make([]causal.Effect, 0, 16)
	for more := true; more && !c.failed; more = c.next('}') {
		eff := causal.Effect{Register: causal.RegisterName(c.quoted())}
		if n := len(all); n > 0 && all[n-1].Register >= eff.Register {
			c.fail()
		}
		c.is(`:{"add":[`)
		eff.Add = c.added()
		if c.has(`,"drop":[`) {
			for more := true; more && !c.failed; more = c.next(']') {
				eff.Drop = append(eff.Drop, c.number())
			}
		}
		c.is(`}`)
		all = append(all, eff)
	}
	return all
}

func (c *canon) added() []causal.Dot {
	if c.has(`]`) {
		return nil
	}
	var all []causal.Dot
	for more := true; more && !c.failed; more = c.next(']') {
		var d causal.Dot
		if c.has(`{"of":`) {
			d.Source = c.source()
			c.foreign = append(c.foreign, c.dots)
			c.is(`,"v":`)
		} else {
			c.is(`{"v":`)
		}
		d.Value = c.value()
		c.is(`}`)
		c.dots++
		all = append(all, d)
	}
	return all
}

// source reads what appendSource writes.
func (c *canon) source() causal.Source {
	var s causal.Source
	c.is(`{"by":`)
	s.By = c.text()
	c.is(`,"dev":`)
	s.Device = c.id()
	c.is(`,"hlc":`)
	s.Clock = c.clock()
	c.is(`,"n":`)
	s.N = c.number()
	c.is(`,"seq":`)
	s.Seq = c.number()
	c.is(`}`)
	return s
}

// op reads an op as Append writes it.
func (c *canon) op() Op {
	if c.has(`{"kind":"skip","n":`) {
		op := Op{Kind: OpSkip, N: c.number()}
		c.is(`}`)
		return op
	}
	op := Op{Kind: OpSet}
	c.is(`{"at":`)
	op.At = c.instant()
	c.is(`,"base":`)
	op.Base = c.number()
	c.is(`,"by":`)
	op.By = c.text()
	c.is(`,"hlc":`)
	op.Clock = Clock(c.clock())
	c.is(`,"id":`)
	op.ID = c.id()
	c.is(`,"kind":"set","n":`)
	op.N = c.number()
	c.is(`,"rec":`)
	op.Record = c.id()
	if c.has(`,"seen":`) {
		op.Seen = c.set()
	}
	c.is(`,"set":`)
	op.Set = c.set()
	if c.has(`,"threads":[`) {
		for more := true; more && !c.failed; more = c.next(']') {
			op.Threads = append(op.Threads, c.id())
		}
	}
	c.is(`,"type":`)
	op.Type = model.Kind(c.word(string(model.KindLead)))
	c.is(`}`)
	return op
}

func (c *canon) set() map[string]json.RawMessage {
	all := make(map[string]json.RawMessage, 16)
	c.is(`{`)
	if c.has(`}`) {
		return all
	}
	last := ""
	for more := true; more && !c.failed; more = c.next('}') {
		name := c.text()
		if len(all) > 0 && last >= name {
			c.fail()
		}
		c.is(`:`)
		all[name], last = c.value(), name
	}
	return all
}
