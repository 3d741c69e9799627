package store

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"go.etcd.io/bbolt"
	"pgregory.net/rapid"
)

// TestPackedSet runs random transactions on a packed bucket and on a plain set,
// from single keys to batches that become partitions and are merged.
func TestPackedSet(t *testing.T) {
	db, err := bbolt.Open(filepath.Join(t.TempDir(), "set.db"), 0o600, &bbolt.Options{NoSync: true, NoGrowSync: true})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rapid.Check(t, func(t *rapid.T) {
		s := &packedSet{db: db, over: &overlay{}, want: map[string]bool{}}
		s.reset(t)
		t.Repeat(map[string]func(*rapid.T){
			"few":    func(t *rapid.T) { s.change(t, 5) },
			"many":   func(t *rapid.T) { s.change(t, 400) },
			"append": s.append,
			"shrink": s.shrink,
			"tidy":   s.tidy,
			"move":   s.move,
			"seek":   s.seek,
			"":       s.same,
		})
	})
}

type packedSet struct {
	db   *bbolt.DB
	over *overlay
	want map[string]bool
	n    int
}

var setBucket = []byte("set")

// write runs a transaction with what the journal holds.
func (s *packedSet) write(do func(tx *transaction) error) error {
	return s.db.Update(func(bolt *bbolt.Tx) (err error) {
		tx := newTransaction(bolt, s.over)
		if err = do(tx); err == nil {
			s.over, err = tx.end()
		}
		return err
	})
}

func (s *packedSet) update(t *rapid.T, do func(b *bucket) error) {
	err := s.write(func(tx *transaction) error {
		b, err := tx.CreateBucketIfNotExists(setBucket)
		if err != nil {
			return err
		}
		return do(b)
	})
	if err != nil {
		t.Fatalf("%v", err)
	}
}

func (s *packedSet) reset(t *rapid.T) {
	if err := s.write(func(tx *transaction) error {
		if tx.Bucket(setBucket) == nil {
			return nil
		}
		return tx.DeleteBucket(setBucket)
	}); err != nil {
		t.Fatalf("%v", err)
	}
}

// drawRandom is for draws by the hundred, which need not be made smaller one by one.
func drawRandom(t *rapid.T) *rand.Rand {
	return rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
}

// drawKey draws keys that share much, and long ones.
func drawKey(random *rand.Rand) string {
	tail := random.IntN(3000)
	switch random.IntN(10) {
	case 0:
		return fmt.Sprintf("%s%04d", bytes.Repeat([]byte("long"), tail%300), tail)
	case 1:
		return fmt.Sprintf("\xff\xff%d", tail)
	}
	return fmt.Sprintf("key %04d", tail)
}

func (s *packedSet) apply(t *rapid.T, adds, removes map[string]bool) {
	sorted := func(keys map[string]bool) (out [][]byte) {
		for _, key := range slices.Sorted(maps.Keys(keys)) {
			out = append(out, []byte(key))
		}
		return out
	}
	budget := rapid.SampledFrom([]int{0, mergeBudget}).Draw(t, "budget")
	s.update(t, func(b *bucket) error {
		changes := batch{adds: sorted(adds), removes: sorted(removes)}
		if len(changes.adds) > inPlace {
			changes = batch{removes: changes.removes, packed: pack(changes.adds), first: changes.adds[0], size: len(changes.adds)}
		}
		return applyBatch(b, changes, &budget)
	})
	for key := range adds {
		s.want[key] = true
	}
	for key := range removes {
		delete(s.want, key)
	}
}

func (s *packedSet) change(t *rapid.T, most int) {
	adds, removes := map[string]bool{}, map[string]bool{}
	random := drawRandom(t)
	for range rapid.IntRange(1, most).Draw(t, "changes") {
		if key := drawKey(random); s.want[key] {
			removes[key] = true
		} else {
			adds[key] = true
		}
	}
	s.apply(t, adds, removes)
}

func (s *packedSet) append(t *rapid.T) {
	adds := map[string]bool{}
	for range rapid.IntRange(1, 300).Draw(t, "keys") {
		s.n++
		adds[fmt.Sprintf("\xff\xff\xff%06d", s.n)] = true
	}
	s.apply(t, adds, nil)
}

// shrink takes most keys out, so that blocks run empty.
func (s *packedSet) shrink(t *rapid.T) {
	removes := map[string]bool{}
	every := rapid.IntRange(2, 9).Draw(t, "keep one of")
	for i, key := range slices.Sorted(maps.Keys(s.want)) {
		if i%every != 0 {
			removes[key] = true
		}
	}
	s.apply(t, nil, removes)
}

func (s *packedSet) tidy(t *rapid.T) {
	most := rapid.IntRange(1, 500).Draw(t, "most")
	s.update(t, func(b *bucket) error {
		for range slots * slots {
			parts := partitions(b)
			of := worthMerging(parts)
			if len(of) == 0 {
				if len(parts) > 3 {
					return fmt.Errorf("tidied to %d partitions", len(parts))
				}
				return nil
			}
			keys := 0
			for _, part := range of {
				keys += sizeOf(b, part)
			}
			to, err := freePartition(parts, levelOf(keys))
			for moved := most; err == nil && moved == most; {
				moved, err = moveKeys(b, of, to, most)
			}
			if err != nil {
				return err
			}
		}
		return errors.New("it is never tidy")
	})
}

// move moves some keys between any partitions, as when tidying is cut off and what is
// written meanwhile lies among what was moved.
func (s *packedSet) move(t *rapid.T) {
	s.update(t, func(b *bucket) error {
		parts := partitions(b)
		if len(parts) == 0 {
			return nil
		}
		of := rapid.SliceOfDistinct(rapid.SampledFrom(parts), rapid.ID[byte]).Draw(t, "of")
		to := rapid.SampledFrom(parts).Draw(t, "to")
		_, err := moveKeys(b, of, to, rapid.IntRange(1, 300).Draw(t, "most"))
		return err
	})
}

func (s *packedSet) seek(t *rapid.T) {
	key := drawKey(drawRandom(t))
	all := slices.Sorted(maps.Keys(s.want))
	at, found := slices.BinarySearch(all, key)
	s.view(t, func(b *bucket) {
		if got, err := has(b, []byte(key)); err != nil || got != found {
			t.Fatalf("has %q: %v, %v", key, got, err)
		}
		end := drawKey(drawRandom(t))
		var between []string
		err := eachKey(b, []byte(key), []byte(end), func(key []byte) bool {
			between = append(between, string(key))
			return true
		})
		if err != nil {
			t.Fatalf("%v", err)
		}
		prefix := key[:rapid.IntRange(1, len(key)).Draw(t, "of the key")]
		begins := func(key string) bool { return strings.HasPrefix(key, prefix) }
		var lately *atomic.Uint32
		if rapid.Bool().Draw(t, "remembers") {
			lately = new(atomic.Uint32)
			lately.Store(uint32(rapid.Byte().Draw(t, "lately")))
		}
		first, err := firstWith(b, []byte(prefix), lately)
		if err != nil || first == nil && slices.ContainsFunc(all, begins) || first != nil && !(begins(string(first)) && s.want[string(first)]) {
			t.Fatalf("%q is found with %q, %v", first, prefix, err)
		}
		slices.Sort(between)
		to, _ := slices.BinarySearch(all, end)
		if want := all[at:max(at, to)]; err != nil || !slices.Equal(between, want) {
			t.Fatalf("%d keys from %q to %q, want %d, %v", len(between), key, end, len(want), err)
		}
		if n, err := countKeys(b, []byte(key), []byte(end)); err != nil || n != int64(len(between)) {
			t.Fatalf("%d keys counted from %q to %q, want %d, %v", n, key, end, len(between), err)
		}
		if n, err := countKeys(b, []byte(key), nil); err != nil || n != int64(len(all)-at) {
			t.Fatalf("%d keys counted from %q on, want %d, %v", n, key, len(all)-at, err)
		}
		for _, desc := range []bool{false, true} {
			h := keyHeap{desc: desc}
			for _, part := range partitions(b) {
				h.push(newBoundedRun(b, part, bounds{lo: []byte(key)}, desc))
			}
			var got []string
			for key := h.next(); key != nil; key = h.next() {
				got = append(got, string(key))
			}
			want := slices.Clone(all[at:])
			if desc {
				slices.Reverse(want)
			}
			if h.err != nil || !slices.Equal(got, want) {
				t.Fatalf("from %q, desc %v: %d keys, want %d, %v", key, desc, len(got), len(want), h.err)
			}
		}
	})
}

func (s *packedSet) view(t *rapid.T, do func(b *bucket)) {
	err := s.db.View(func(bolt *bbolt.Tx) error {
		tx := newTransaction(bolt, s.over)
		if b := tx.Bucket(setBucket); b != nil {
			do(b)
		}
		return nil
	})
	if err != nil {
		t.Fatalf("%v", err)
	}
}

// same: the set has the keys it should, and its blocks keep their bounds.
func (s *packedSet) same(t *rapid.T) {
	s.view(t, func(b *bucket) {
		got := map[string]bool{}
		var blk block
		err := b.ForEach(func(key, value []byte) error {
			if err := blk.decode(key[1:], value); err != nil {
				return err
			}
			if len(key)+len(value) > maxBlock+1 && blk.len() > 1 {
				return fmt.Errorf("a block of %d bytes", len(key)+len(value))
			}
			for i := range blk.len() {
				if got[string(blk.key(i))] {
					return fmt.Errorf("%q is there twice", blk.key(i))
				}
				got[string(blk.key(i))] = true
			}
			return nil
		})
		if err != nil || !maps.Equal(got, s.want) {
			t.Fatalf("%d keys, want %d, %v", len(got), len(s.want), err)
		}
		if parts := partitions(b); len(parts) > maxPartitions {
			t.Fatalf("%d partitions", len(parts))
		}
	})
}

// FuzzBlock: whatever the bytes, a block is refused or has its keys in order, and
// is the same again when it is written.
func FuzzBlock(f *testing.F) {
	for _, b := range pack([][]byte{[]byte("a"), []byte("ab"), []byte("b"), bytes.Repeat([]byte("c"), 300)}) {
		f.Add(b.first, b.value)
	}
	f.Add([]byte(""), []byte{0, 1})
	f.Add([]byte("a"), []byte{0, 2, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1, 1, 'b'})
	f.Fuzz(func(t *testing.T, first, value []byte) {
		var b block
		if b.decode(first, value) != nil {
			return
		}
		p := packer{limit: 1 << 30}
		for i := range b.len() {
			if i > 0 && bytes.Compare(b.key(i-1), b.key(i)) >= 0 {
				t.Fatalf("%x comes before %x", b.key(i-1), b.key(i))
			}
			p.add(b.key(i))
		}
		p.seal()
		var again block
		if err := again.decode(p.done[0].first, p.done[0].value); err != nil || !bytes.Equal(again.buf, b.buf) {
			t.Fatalf("written again it is another: %v", err)
		}
	})
}
