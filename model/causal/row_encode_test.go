package causal

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"github.com/fxamacker/cbor/v2"
	"pgregory.net/rapid"

	"tradedesk/model/value"
)

// encodeByLibrary is what EncodeRow writes, by the library that reads it.
func encodeByLibrary(t *rapid.T, s *State) []byte {
	r := row{
		Made: s.Made, Seq: s.Seq, Created: rowStamp{At: int64(s.Created.At), By: s.Created.By}, Updated: rowStamp{At: int64(s.Updated.At), By: s.Updated.By},
		Registers: make([]rowRegister, 0, len(s.Registers)),
	}
	places := map[Source]int{}
	for _, name := range slices.Sorted(maps.Keys(s.Registers)) {
		dots := make([]rowDot, 0, len(s.Registers[name]))
		for _, d := range inOrder(s.Registers[name]) {
			at, ok := places[d.Source]
			if !ok {
				at = len(r.Sources)
				places[d.Source] = at
				r.Sources = append(r.Sources, rowSource{Device: d.Device, N: d.N, Seq: d.Seq, Clock: d.Clock, By: d.By})
			}
			dots = append(dots, rowDot{Source: at, Value: d.Value})
		}
		r.Registers = append(r.Registers, rowRegister{Name: name, Dots: dots})
	}
	data, err := cbor.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestEncodeRowIsWhatTheLibraryWrites: by hand come the same bytes.
func TestEncodeRowIsWhatTheLibraryWrites(t *testing.T) {
	stamps := rapid.Custom(func(t *rapid.T) Stamp {
		return Stamp{value.Instant(rapid.Int64().Draw(t, "at")), rapid.String().Draw(t, "by")}
	})
	sources := rapid.Custom(func(t *rapid.T) Source {
		return Source{[16]byte{rapid.Byte().Draw(t, "device")}, rapid.Uint64().Draw(t, "n"), rapid.Uint64Range(0, 300).Draw(t, "seq"), rapid.Uint64().Draw(t, "clock"), rapid.StringN(0, 30, -1).Draw(t, "by")}
	})
	rapid.Check(t, func(t *rapid.T) {
		s := NewState("lead", [16]byte{1})
		s.Made, s.Seq = rapid.Bool().Draw(t, "made"), rapid.Uint64().Draw(t, "seq")
		s.Created, s.Updated = stamps.Draw(t, "created"), stamps.Draw(t, "updated")
		few := rapid.SliceOfN(sources, 1, 3).Draw(t, "sources")
		for _, name := range rapid.SliceOfN(rapid.StringN(0, 30, -1), 0, 30).Draw(t, "registers") {
			for range rapid.IntRange(0, 3).Draw(t, "dots") {
				value := rapid.SliceOfN(rapid.Byte(), 0, 300).Draw(t, "value")
				if len(value) == 0 {
					value = nil
				}
				s.Registers[name] = append(s.Registers[name], Dot{rapid.SampledFrom(few).Draw(t, "source"), json.RawMessage(value)})
			}
		}
		if got, want := EncodeRow(s), encodeByLibrary(t, s); !bytes.Equal(got, want) {
			t.Fatalf("got  %x\nwant %x", got, want)
		}
	})
}
