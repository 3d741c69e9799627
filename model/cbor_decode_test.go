package model

import (
	"math"
	"math/rand"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"tradedesk/model/value"
)

// checkDecodesAsLibrary: what the reader of members takes, the library takes for the
// same record.
func checkDecodesAsLibrary(t interface{ Fatalf(string, ...any) }, data []byte, of reflect.Type) (taken bool) {
	got := reflect.New(of).Interface().(Record)
	if !decodePlain(data, got) {
		return false
	}
	want := reflect.New(of).Interface().(Record)
	if err := modes().strict.Unmarshal(data, want); err != nil {
		t.Fatalf("%x: %#v, where the library says %v", data, got, err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("%x:\n%#v, want\n%#v", data, got, want)
	}
	return true
}

func TestCBORIsReadAsByTheLibrary(t *testing.T) {
	for _, n := range []int64{0, 1, 23, 24, 255, 256, 65535, 65536, math.MaxUint32, math.MaxUint32 + 1, math.MaxInt64, -1, -24, -25, -257, math.MinInt64} {
		for _, r := range []Record{&Lead{Head: Head{CreatedAt: value.Instant(n)}, Company: string(make([]byte, n&0x1ffff))}, &Supplier{LeadDays: int(n)}} {
			data, err := EncodeCBOR(r)
			if err != nil || !checkDecodesAsLibrary(t, data, reflect.TypeOf(r).Elem()) {
				t.Errorf("%d of a %s is left to the library, %v", n, r.Kind(), err)
			}
		}
	}
	types := append(recordTypes(), reflect.TypeFor[Unknown]())
	rapid.Check(t, func(t *rapid.T) {
		of := rapid.SampledFrom(types).Draw(t, "type")
		random := rand.New(rand.NewSource(rapid.Int64().Draw(t, "seed")))
		record := reflect.New(of)
		fill(t, record.Elem(), random, rapid.Float64().Draw(t, "share"))
		data, err := appendCBOR(nil, record.Interface().(Record))
		if err != nil {
			t.Fatalf("%v", err)
		}
		checkDecodesAsLibrary(t, data, of)
		// Damage is refused, or read as the library reads it.
		for range 8 {
			damaged := append([]byte(nil), data...)
			damaged[random.Intn(len(damaged))] ^= byte(1 << random.Intn(8))
			checkDecodesAsLibrary(t, damaged[:1+random.Intn(len(damaged))], of)
			checkDecodesAsLibrary(t, damaged, of)
		}
	})
}

func FuzzCBORLead(f *testing.F) {
	for _, r := range []*Lead{{Company: "Nord", Tags: []string{"fair"}}, {Custom: map[string]string{"a": "b"}, Distinct: []ID{{1}}}} {
		data, err := EncodeCBOR(r)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) { checkDecodesAsLibrary(t, data, reflect.TypeFor[Lead]()) })
}
