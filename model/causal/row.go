package causal

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/fxamacker/cbor/v2"

	"tradedesk/model"
	"tradedesk/model/value"
)

// row is a State as files keep it: each source once, and dots that point to it. EncodeRow
// writes the same bytes by hand, and decodePlainRow reads them.
type row struct {
	_         struct{} `cbor:",toarray"`
	Made      bool
	Seq       uint64
	Created   rowStamp
	Updated   rowStamp
	Sources   []rowSource
	Registers []rowRegister
}

type rowStamp struct {
	_  struct{} `cbor:",toarray"`
	At int64
	By string
}

type rowSource struct {
	_      struct{} `cbor:",toarray"`
	Device [16]byte
	N      uint64
	Seq    uint64
	Clock  uint64
	By     string
}

type rowRegister struct {
	_    struct{} `cbor:",toarray"`
	Name string
	Dots []rowDot
}

type rowDot struct {
	_      struct{} `cbor:",toarray"`
	Source int
	Value  []byte
}

// maxRow bounds what is read of a damaged file, in elements.
const maxRow = 1 << 16

var rowMode = sync.OnceValue(func() cbor.DecMode {
	mode, err := cbor.DecOptions{MaxArrayElements: maxRow}.DecMode()
	if err != nil {
		panic(err)
	}
	return mode
})

// inOrder gives dots in the order of the log: what is on its way comes last.
func inOrder(dots []Dot) []Dot {
	if len(dots) < 2 {
		return dots
	}
	return slices.SortedStableFunc(slices.Values(dots), func(a, b Dot) int {
		if c := cmp.Compare(a.Seq-1, b.Seq-1); c != 0 {
			return c
		}
		return cmp.Or(slices.Compare(a.Device[:], b.Device[:]), cmp.Compare(a.N, b.N))
	})
}

var errRow = errors.New("a dot without a source")

// DecodeRow reads what EncodeRow wrote of a record. Values lie in data.
func DecodeRow(kind model.Kind, record model.ID, data []byte) (*State, error) {
	s := &State{Kind: kind, Record: record}
	if decodePlainRow(data, s) {
		return s, nil
	}
	return decodeRowByLibrary(kind, record, data)
}

func decodeRowByLibrary(kind model.Kind, record model.ID, data []byte) (*State, error) {
	var r row
	if err := rowMode().Unmarshal(data, &r); err != nil {
		return nil, fmt.Errorf("decoding the state of %s %s: %w", kind, record, err)
	}
	s := NewState(kind, record)
	s.Made, s.Seq = r.Made, r.Seq
	s.Created, s.Updated = Stamp{value.Instant(r.Created.At), r.Created.By}, Stamp{value.Instant(r.Updated.At), r.Updated.By}
	for _, reg := range r.Registers {
		dots := make([]Dot, 0, len(reg.Dots))
		for _, d := range reg.Dots {
			if d.Source < 0 || d.Source >= len(r.Sources) {
				return nil, fmt.Errorf("decoding the state of %s %s: %w", kind, record, errRow)
			}
			from := r.Sources[d.Source]
			dots = append(dots, Dot{Source{from.Device, from.N, from.Seq, from.Clock, from.By}, json.RawMessage(d.Value)})
		}
		s.Registers[reg.Name] = dots
	}
	return s, nil
}
