package causal

import (
	"encoding/json"
	"sync"
	"unicode/utf8"

	"tradedesk/model"
	"tradedesk/model/cborhead"
	"tradedesk/model/value"
)

// rowReader reads rows as EncodeRow writes them; anything else makes it odd, and is left
// to the library.
type rowReader struct{ cborhead.Reader }

// decodePlainRow reads a row into an empty state; false when it is not as EncodeRow writes
// it, and then the state may be half filled. Values lie in data.
func decodePlainRow(data []byte, s *State) bool {
	r := rowReader{cborhead.Reader{Left: data}}
	if r.Head(cborhead.Array) != 6 {
		return false
	}
	s.Made, s.Seq = r.Bool(), r.Head(cborhead.Uint)
	s.Created, s.Updated = r.stamp(), r.stamp()
	sources := r.sources()
	count := r.Head(cborhead.Array)
	if r.Odd || count > maxRow || count > uint64(len(r.Left)) {
		return false
	}
	s.Registers = make(map[string][]Dot, count)
	var room []Dot // of registers with one dot, as nearly all are
	for i := range count {
		if r.Head(cborhead.Array) != 2 {
			return false
		}
		name := r.register()
		n := r.Head(cborhead.Array)
		if r.Odd || n > maxRow || n > uint64(len(r.Left)) {
			return false
		}
		if n == 1 && len(room) == 0 {
			room = make([]Dot, count-i)
		}
		var dots []Dot
		if n == 1 {
			dots, room = room[:1:1], room[1:]
		} else {
			dots = make([]Dot, n)
		}
		for j := range dots {
			dots[j] = r.dot(sources)
		}
		s.Registers[name] = dots
	}
	return !r.Odd && len(r.Left) == 0 && uint64(len(s.Registers)) == count
}

func (r *rowReader) dot(sources []Source) (d Dot) {
	if r.Head(cborhead.Array) != 2 {
		r.Odd = true
	}
	at := r.Head(cborhead.Uint)
	if r.Odd || at >= uint64(len(sources)) {
		r.Odd = true
		return d
	}
	d.Source = sources[at]
	if r.Simple(cborhead.Null) {
		return d
	}
	d.Value = json.RawMessage(r.Payload(cborhead.Bytes))
	return d
}

func (r *rowReader) sources() []Source {
	if r.Simple(cborhead.Null) {
		return nil
	}
	count := r.Head(cborhead.Array)
	if r.Odd || count > maxRow || count > uint64(len(r.Left)) {
		r.Odd = true
		return nil
	}
	all := make([]Source, count)
	for i := range all {
		if r.Head(cborhead.Array) != 5 {
			r.Odd = true
			return nil
		}
		s := &all[i]
		if device := r.Payload(cborhead.Bytes); len(device) == len(s.Device) {
			copy(s.Device[:], device)
		} else {
			r.Odd = true
		}
		s.N, s.Seq, s.Clock, s.By = r.Head(cborhead.Uint), r.Head(cborhead.Uint), r.Head(cborhead.Uint), r.text()
	}
	return all
}

func (r *rowReader) stamp() (s Stamp) {
	if r.Head(cborhead.Array) != 2 {
		r.Odd = true
		return s
	}
	s.At, s.By = value.Instant(r.Whole()), r.text()
	return s
}

func (r *rowReader) text() string {
	text := r.Payload(cborhead.Text)
	if !utf8.Valid(text) {
		r.Odd = true
	}
	return string(text)
}

// register reads the name of a register.
func (r *rowReader) register() string {
	text := r.Payload(cborhead.Text)
	if !utf8.Valid(text) {
		r.Odd = true
	}
	return RegisterName(text)
}

// RegisterName gives a register's name as a text; that of one which the schema knows
// takes no memory.
func RegisterName(text []byte) string {
	if known, ok := knownRegisters()[string(text)]; ok {
		return known
	}
	return string(text)
}

var knownRegisters = sync.OnceValue(func() map[string]string {
	known := map[string]string{registerThread: registerThread}
	for _, kind := range model.Kinds() {
		for _, f := range model.SchemaOf(kind).Fields {
			known[f.Name] = f.Name
		}
		for _, register := range groups()[kind] {
			known[register] = register
		}
	}
	return known
})
