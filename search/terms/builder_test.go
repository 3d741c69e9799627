package terms

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// filled adds so many postings that runs of the least memory are spilled, and gives what
// was added.
func filled(t *testing.T, b *Builder, postings int, doc func(i int) uint32) naive {
	t.Helper()
	n := naive{}
	random := rand.New(rand.NewPCG(1, 2))
	for i := range postings {
		word := fmt.Sprintf("w%d", random.IntN(1+i%5000))
		n.add(doc(i), word)
		if err := b.AddWord(context.Background(), doc(i), word); err != nil {
			t.Fatal(err)
		}
	}
	return n
}

func TestWhatDoesNotFitIsSpilledAndMerged(t *testing.T) {
	orders := map[string]func(i int) uint32{
		"in order":     func(i int) uint32 { return uint32(i / 8) },
		"backwards":    func(i int) uint32 { return uint32(1_000_000 - i/8) },
		"in any order": func(i int) uint32 { return uint32(i*7919) % 20_011 },
	}
	for name, order := range orders {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			b := NewBuilder(Options{Dir: dir, Memory: 1})
			n := filled(t, b, 200_000, order)
			if b.spill == nil || len(b.spill.ends) < 2 {
				t.Fatal("nothing was spilled")
			}
			info, err := b.spill.file.Stat()
			if err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("the file is %v, %v", info.Mode(), err)
			}
			x := finished(t, b)
			if err := x.Verify(context.Background()); err != nil {
				t.Fatal(err)
			}
			if got := wordsOf(t, x, ""); !slices.Equal(got, n.words("")) {
				t.Error("words and counts differ")
			}
			for _, word := range []string{"w0", "w17", "w4999"} {
				q := Query{All: [][]Term{{{Word: word}}}}
				c, err := x.Search(context.Background(), q)
				if err != nil {
					t.Fatal(err)
				}
				if got, err := c.Take(0); err != nil || !slices.Equal(got, n.search(q)) {
					t.Errorf("%s finds %d, %v; want %d", word, len(got), err, len(n.search(q)))
				}
			}
			checkNothingLeft(t, dir)
		})
	}
}

func checkNothingLeft(t *testing.T, dir string) {
	t.Helper()
	left, err := os.ReadDir(dir)
	if err != nil || len(left) > 0 {
		t.Errorf("left in the directory: %v, %v", left, err)
	}
}

func TestABuilderThatIsGivenUpLeavesNothing(t *testing.T) {
	full := errors.New("no room")
	ends := map[string]func(b *Builder) error{
		"closed": func(b *Builder) error { return errors.Join(b.Close(), full) },
		"canceled": func(b *Builder) error {
			ctx, cancel := context.WithCancel(context.Background())
			cancel()
			_, err := b.Finish(ctx, &bytes.Buffer{})
			if !errors.Is(err, context.Canceled) {
				return fmt.Errorf("finish: %w", err)
			}
			return full
		},
		"disk full": func(b *Builder) error {
			_, err := b.Finish(context.Background(), failing{full})
			return err
		},
	}
	for name, end := range ends {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			b := NewBuilder(Options{Dir: dir, Memory: 1})
			filled(t, b, 150_000, func(i int) uint32 { return uint32(i) })
			if err := end(b); !errors.Is(err, full) {
				t.Errorf("ends with %v", err)
			}
			checkNothingLeft(t, dir)
			if err := b.AddWord(context.Background(), 1, "more"); err == nil {
				t.Error("goes on after its end")
			}
			if _, err := b.Finish(context.Background(), &bytes.Buffer{}); err == nil {
				t.Error("finishes twice")
			}
		})
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

func TestADirectoryThatIsNotThereIsSaid(t *testing.T) {
	b := NewBuilder(Options{Dir: t.TempDir() + "/gone", Memory: 1})
	defer b.Close()
	var err error
	for i := 0; err == nil && i < 1_000_000; i++ {
		err = b.AddWord(context.Background(), uint32(i), "word")
	}
	if !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v", err)
	}
	if _, err := b.Finish(context.Background(), &bytes.Buffer{}); err == nil {
		t.Error("what was lost is finished as if it were whole")
	}
}

func TestMergeRenumbersAndDrops(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOfN(naiveGen(10), 0, 4).Draw(t, "parts")
		remap := func(index int, doc uint32) (uint32, bool) {
			return doc/2 + doc%2 + uint32(index), doc%4 != 1 && doc != 1<<32-1
		}
		want := naive{}
		var indexes []*Index
		for i, part := range parts {
			for word, docs := range part {
				for doc := range docs {
					if its, ok := remap(i, doc); ok {
						want.add(its, word)
					}
				}
			}
			indexes = append(indexes, built(t, part))
		}
		var out bytes.Buffer
		_, err := Merge(context.Background(), &out, indexes, remap)
		if err != nil {
			if ordered(parts, remap) {
				t.Fatal(err)
			}
			return
		}
		x, err := Open(out.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		if err := x.Verify(context.Background()); err != nil {
			t.Fatal(err)
		}
		checkSearch(t, x, want)
	})
}

// ordered reports whether remap keeps the order of each word's documents.
func ordered(parts []naive, remap func(int, uint32) (uint32, bool)) bool {
	for i, part := range parts {
		for word := range part {
			last := -1
			for _, doc := range part.search(Query{All: [][]Term{{{Word: word}}}}) {
				its, ok := remap(i, doc)
				if ok && int(its) <= last {
					return false
				}
				if ok {
					last = int(its)
				}
			}
		}
	}
	return true
}

func TestMergeRefusesAnotherOrder(t *testing.T) {
	x := built(t, naive{"a": {1: true, 2: true}})
	_, err := Merge(context.Background(), &bytes.Buffer{}, []*Index{x}, func(_ int, doc uint32) (uint32, bool) { return 9 - doc, true })
	if err == nil {
		t.Error("an order that is turned round is taken")
	}
}

func TestMergeOfDamagedBytesSaysSo(t *testing.T) {
	n := naive{}
	for doc := range uint32(500) {
		n.add(doc*2, "word")
	}
	data := built(t, n).data
	data[headerSize+20] ^= 1
	x, err := Open(data)
	if err != nil {
		t.Fatal(err)
	}
	same := func(_ int, doc uint32) (uint32, bool) { return doc, true }
	if _, err := Merge(context.Background(), &bytes.Buffer{}, []*Index{x}, same); !errors.Is(err, ErrDamaged) {
		t.Errorf("got %v", err)
	}
}

// TestBuildersFinishAsOne: what several builders were given is written as one index, byte
// for byte that of a single builder, also where each document gets another number.
func TestBuildersFinishAsOne(t *testing.T) {
	const docs = 40_000
	random := rand.New(rand.NewPCG(1, 2))
	places := make([]uint32, docs)
	for doc, at := range random.Perm(docs) {
		places[doc] = uint32(at)
	}
	dir := t.TempDir()
	one := NewBuilder(Options{Dir: dir})
	several := []*Builder{NewBuilder(Options{Dir: dir, Memory: 1}), NewBuilder(Options{Dir: dir}), NewBuilder(Options{Dir: dir})}
	for i := range 300_000 {
		// Of some words nearly all documents have each, of others a few.
		doc, word := uint32(random.IntN(docs)), fmt.Sprintf("w%d", random.IntN(1+random.IntN(3000)))
		if err := one.AddWord(context.Background(), places[doc], word); err != nil {
			t.Fatal(err)
		}
		if err := several[i%2].AddWord(context.Background(), doc, word); err != nil {
			t.Fatal(err)
		}
	}
	if several[0].spill == nil || several[1].spill != nil {
		t.Fatal("not one of two is spilled")
	}
	var want, got bytes.Buffer
	if _, err := one.Finish(context.Background(), &want); err != nil {
		t.Fatal(err)
	}
	size, err := FinishAll(context.Background(), &got, several, places)
	if err != nil || size != uint64(got.Len()) || !bytes.Equal(got.Bytes(), want.Bytes()) {
		t.Fatalf("%d bytes, said %d, one builder gives %d: %v", got.Len(), size, want.Len(), err)
	}
	checkNothingLeft(t, dir)
	if _, err := FinishAll(context.Background(), &got, several, places); err == nil {
		t.Error("finishes twice")
	}
}

func TestADocumentWithoutAPlaceIsSaid(t *testing.T) {
	for _, places := range [][]uint32{{0, 1}, {0, 1, 3}} {
		b := NewBuilder(Options{})
		if err := b.AddWord(context.Background(), 2, "word"); err != nil {
			t.Fatal(err)
		}
		if _, err := FinishAll(context.Background(), &bytes.Buffer{}, []*Builder{b}, places); err == nil {
			t.Errorf("places %v are taken", places)
		}
	}
}
