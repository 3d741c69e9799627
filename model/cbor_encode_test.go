package model

import (
	"bytes"
	"math"
	"math/rand"
	"reflect"
	"testing"
	"testing/quick"

	"pgregory.net/rapid"

	"tradedesk/model/value"
)

// The file is read by the library, so that what is written must be what it writes,
// byte for byte.
func checkAsLibrary(t interface{ Fatalf(string, ...any) }, r Record) {
	got, err := appendCBOR([]byte("before"), r)
	if err != nil {
		t.Fatalf("encoding %#v: %v", r, err)
	}
	want, err := modes().enc.Marshal(r)
	if err != nil {
		t.Fatalf("encoding %#v by the library: %v", r, err)
	}
	if string(got[:6]) != "before" || !bytes.Equal(got[6:], want) {
		t.Fatalf("%#v:\n%x, want\n%x", r, got, want)
	}
}

func TestCBORIsAsTheLibraryWritesIt(t *testing.T) {
	numbers := []int64{0, 1, 23, 24, 255, 256, 65535, 65536, math.MaxUint32, math.MaxUint32 + 1, math.MaxInt64, -1, -24, -25, -256, -257, math.MinInt64}
	for _, n := range numbers {
		checkAsLibrary(t, &Lead{Head: Head{CreatedAt: value.Instant(n)}, Company: string(make([]byte, n&0x1ffff))})
		checkAsLibrary(t, &Supplier{LeadDays: int(n)})
	}
	types := append(recordTypes(), reflect.TypeFor[Unknown]())
	rapid.Check(t, func(t *rapid.T) {
		kind := rapid.SampledFrom(types).Draw(t, "type")
		random := rand.New(rand.NewSource(rapid.Int64().Draw(t, "seed")))
		record := reflect.New(kind)
		// Some fields are left empty, so that there are few and many members.
		share := rapid.Float64().Draw(t, "share")
		fill(t, record.Elem(), random, share)
		checkAsLibrary(t, record.Interface().(Record))
	})
}

// fill puts random values into a share of the fields; what is not exported stays empty.
func fill(t *rapid.T, record reflect.Value, random *rand.Rand, share float64) {
	for i := range record.NumField() {
		f := record.Type().Field(i)
		if f.Anonymous {
			fill(t, record.Field(i), random, share)
			continue
		}
		if !f.IsExported() || random.Float64() > share {
			continue
		}
		value, ok := quick.Value(f.Type, random)
		if !ok {
			t.Fatalf("no value for %s", f.Name)
		}
		record.Field(i).Set(value)
	}
}
