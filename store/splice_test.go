package store

import (
	"bytes"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestSpliceBlock: keys put into the bytes of a block and cut out of them leave the
// very keys that they should, written as a block made anew has them.
func TestSpliceBlock(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := rapid.StringMatching(`[ab]{1,4}[\x00\xff]?`)
		want := map[string]bool{"": true} // the first key stays
		value := pack([][]byte{{}})[0].value
		for range rapid.IntRange(1, 60).Draw(t, "changes") {
			key, in := draw.Draw(t, "key"), rapid.Bool().Draw(t, "in")
			next, ok, err := spliceBlock(nil, value, []byte(key), in)
			if err != nil || ok == (want[key] == in) {
				t.Fatalf("%q in %v: %v, %v", key, in, ok, err)
			}
			if ok {
				value = next
			}
			delete(want, key)
			if in {
				want[key] = true
			}
			var keys [][]byte
			for _, key := range slices.Sorted(maps.Keys(want)) {
				keys = append(keys, []byte(key))
			}
			if blocks := pack(keys); len(blocks) != 1 || !bytes.Equal(value, blocks[0].value) {
				t.Fatalf("the block is %x, want %x", value, blocks[0].value)
			}
		}
	})
}

// FuzzSpliceBlock: whatever a block holds, a key is put in, cut out or refused.
func FuzzSpliceBlock(f *testing.F) {
	is := pack([][]byte{[]byte("a"), []byte("ab"), []byte("b")})[0]
	f.Add(is.first, is.value, []byte("aa"), true)
	f.Add(is.first, is.value, []byte("ab"), false)
	f.Fuzz(func(t *testing.T, first, value, key []byte, in bool) {
		var whole block
		if whole.decode(first, value) != nil || bytes.Compare(first, key) >= 0 {
			_, _, _ = spliceBlock(first, value, key, in)
			return
		}
		next, ok, err := spliceBlock(first, value, key, in)
		if err != nil {
			t.Fatal(err)
		}
		if ok && whole.decode(first, next) != nil {
			t.Errorf("%x of %x is no block any more", next, first)
		}
	})
}
