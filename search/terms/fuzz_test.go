package terms

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"testing"
)

// FuzzOpen reads hostile bytes in every way that there is, with the checksums and as if
// all of them held. It may find anything, but never reads outside or panics, and gives
// documents in order.
func FuzzOpen(f *testing.F) {
	small, large := naive{}, naive{}
	for doc := range uint32(300) {
		large.add(doc*3, "frequent")
		large.add(doc*2, "other")
		large.add(doc, fmt.Sprint("p", doc%40))
	}
	small.add(1, "fes")
	for _, n := range []naive{{}, small, large} {
		f.Add(built(f, n).data, "p", uint32(17))
	}
	f.Fuzz(func(t *testing.T, data []byte, word string, to uint32) {
		if len(data) > 1<<16 {
			return
		}
		for _, sums := range []bool{true, false} {
			x, err := open(data, sums)
			if err != nil {
				if !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrVersion) {
					t.Fatal(err)
				}
				continue
			}
			readAll(t, x, word, to)
		}
	})
}

func readAll(t *testing.T, x *Index, word string, to uint32) {
	ctx := context.Background()
	words := 0
	err := x.Words(ctx, "", func(word []byte, documents int) bool {
		words++
		return len(word) > 0 && documents > 0
	})
	if words > len(x.data) {
		t.Fatalf("%d words in %d bytes", words, len(x.data))
	}
	check(t, err)
	_, err = x.Documents(word)
	check(t, err)
	for _, q := range []Query{
		{All: [][]Term{{{word, true}}}},
		{All: [][]Term{{{"", true}}, {{"frequent", false}, {word, false}}}, Without: []Term{{"other", false}}},
		{All: [][]Term{{{"frequent", false}}, {{"other", false}}}},
	} {
		c, err := x.Search(ctx, q)
		if err != nil {
			check(t, err)
			continue
		}
		last, ok := c.Advance(to)
		for ok {
			var doc uint32
			if doc, ok = c.Next(); ok && doc <= last {
				t.Fatalf("%d after %d", doc, last)
			}
			last = doc
		}
		check(t, c.Err())
	}
	check(t, x.Verify(ctx))
	// What a merge makes of it is whole, or is not made.
	var out bytes.Buffer
	same := func(_ int, doc uint32) (uint32, bool) { return doc, true }
	if _, err := Merge(ctx, &out, []*Index{x}, same); err != nil {
		return
	}
	merged, err := Open(out.Bytes())
	if err == nil {
		err = merged.Verify(ctx)
	}
	if err != nil {
		t.Fatalf("what was merged: %v", err)
	}
}

func check(t *testing.T, err error) {
	if err != nil && !errors.Is(err, ErrDamaged) {
		t.Fatal(err)
	}
}

// FuzzDamage writes bytes over a whole index: three of the patches say where and what.
// So it comes deeper than bytes that are no index at all.
func FuzzDamage(f *testing.F) {
	n := naive{}
	for doc := range uint32(300) {
		n.add(doc*3, "frequent")
		n.add(doc*2, "other")
		n.add(doc, fmt.Sprint("p", doc%40))
	}
	whole := built(f, n).data
	f.Add([]byte{0, 16, 1}, "p", uint32(17))
	f.Add([]byte{1, 16, 255, 4, 30, 128}, "frequent", uint32(170))
	f.Fuzz(func(t *testing.T, patches []byte, word string, to uint32) {
		data := bytes.Clone(whole)
		for ; len(patches) >= 3; patches = patches[3:] {
			data[(int(patches[0])<<8|int(patches[1]))%len(data)] = patches[2]
		}
		if x, err := open(data, false); err == nil {
			readAll(t, x, word, to)
		}
	})
}
