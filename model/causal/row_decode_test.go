package causal

import (
	"reflect"
	"testing"

	"tradedesk/model"
	"tradedesk/model/value"
)

// FuzzPlainRow: what is read by hand is what the library reads.
func FuzzPlainRow(f *testing.F) {
	s := NewState(model.KindLead, model.ID{1})
	f.Add(EncodeRow(s))
	from, other := Source{model.ID{2}, 3, 4, 5, "Salma"}, Source{model.ID{2}, 300, 70_000, 1 << 40, "é"}
	s.Made, s.Seq, s.Created, s.Updated = true, 1<<33, Stamp{value.Instant(1_700_000_000_000), "Salma"}, Stamp{-5, ""}
	s.Registers["company"] = []Dot{{from, []byte(`"Atlas"`)}}
	s.Registers["of a newer version"] = []Dot{{from, nil}, {other, []byte("1")}}
	s.Registers["nobody's"] = nil
	f.Add(EncodeRow(s))
	f.Fuzz(func(t *testing.T, data []byte) {
		quick := &State{Kind: model.KindLead, Record: model.ID{1}}
		if !decodePlainRow(data, quick) {
			return
		}
		slow, err := decodeRowByLibrary(model.KindLead, model.ID{1}, data)
		if err != nil || !sameState(quick, slow) {
			t.Fatalf("%x\nis read as\n%+v\nand by the library as\n%+v (%v)", data, quick, slow, err)
		}
	})
}

// sameState compares without minding whether nothing is nil or empty.
func sameState(a, b *State) bool {
	for _, s := range []*State{a, b} {
		for name, dots := range s.Registers {
			if len(dots) == 0 {
				s.Registers[name] = nil
			}
			for i := range dots {
				if len(dots[i].Value) == 0 {
					dots[i].Value = nil
				}
			}
		}
	}
	return reflect.DeepEqual(a, b)
}

// TestRowsAreReadByHand: what is written here is not left to the library.
func TestRowsAreReadByHand(t *testing.T) {
	s := NewState(model.KindLead, model.ID{1})
	s.Made, s.Seq, s.Updated = true, 7, Stamp{1_700_000_000_000, "Salma"}
	s.Registers["company"] = []Dot{{Source{N: 1}, []byte(`"Atlas"`)}}
	s.Registers["city"] = []Dot{{Source{N: 1}, []byte(`"Fez"`)}, {Source{N: 2, By: "é"}, nil}}
	back := &State{Kind: s.Kind, Record: s.Record}
	if !decodePlainRow(EncodeRow(s), back) || !reflect.DeepEqual(back, s) {
		t.Errorf("got %+v, want %+v", back, s)
	}
}
