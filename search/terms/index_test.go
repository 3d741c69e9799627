package terms

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestSearchIsNaiveSearch(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := naiveGen(30).Draw(t, "index")
		x := built(t, n)
		if err := x.Verify(context.Background()); err != nil {
			t.Fatal(err)
		}
		checkSearch(t, x, n)
	})
}

func TestManyWordsOfAPrefix(t *testing.T) {
	n := naive{}
	for doc := range uint32(3000) {
		n.add(doc, "a"+string(rune('a'+doc%26))+string(rune('a'+doc%25)))
		n.add(doc*7, "b")
	}
	x := built(t, n)
	for _, q := range []Query{
		{All: [][]Term{{{"a", true}}}},
		{All: [][]Term{{{"a", true}}, {{"b", false}}}},
		{All: [][]Term{{{"", true}}}, Without: []Term{{"ab", true}}},
	} {
		c, err := x.Search(context.Background(), q)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := c.Take(0); err != nil || !slices.Equal(got, n.search(q)) {
			t.Errorf("%v finds %d, %v; want %d", q, len(got), err, len(n.search(q)))
		}
	}
}

// Words that begin alike are told apart beyond what the table has of them, and a table of
// many pages is searched from any of them.
func TestEveryWordIsFoundInATableOfManyPages(t *testing.T) {
	b := NewBuilder(Options{})
	spell := func(i int) string { return fmt.Sprintf("%c-the-same-beginning-%06d", 'a'+i%3, i) }
	const words = 30_000
	for i := range words {
		if err := b.AddWord(context.Background(), uint32(i), spell(i)); err != nil {
			t.Fatal(err)
		}
	}
	x := finished(t, b)
	if x.blocks < 4*pageBlocks {
		t.Fatalf("%d blocks are few", x.blocks)
	}
	for i := range words {
		c, err := x.Search(context.Background(), Query{All: [][]Term{{{Word: spell(i)}}}})
		if err != nil {
			t.Fatal(err)
		}
		if got, err := c.Take(0); err != nil || len(got) != 1 || got[0] != uint32(i) {
			t.Fatalf("%s is in %v, %v", spell(i), got, err)
		}
		if n, err := x.Documents(spell(i) + "0"); n != 0 || err != nil {
			t.Fatalf("a word after %s: %d, %v", spell(i), n, err)
		}
	}
}

func TestAnEmptyIndexIsWhole(t *testing.T) {
	x := built(t, naive{})
	if err := x.Verify(context.Background()); err != nil {
		t.Fatal(err)
	}
	c, err := x.Search(context.Background(), Query{All: [][]Term{{{"", true}}}})
	if err != nil {
		t.Fatal(err)
	}
	if got, err := c.Take(0); len(got) != 0 || err != nil {
		t.Fatal(got, err)
	}
}

func TestSizeAndDocuments(t *testing.T) {
	n := naive{}
	n.add(7, "fes")
	n.add(9, "fes")
	n.add(9, "oil")
	x := built(t, n)
	if words, postings, bound := x.Size(); words != 2 || postings != 3 || bound != 10 {
		t.Errorf("size %d %d %d", words, postings, bound)
	}
	for word, want := range map[string]int{"fes": 2, "oil": 1, "fe": 0, "": 0} {
		if got, err := x.Documents(word); got != want || err != nil {
			t.Errorf("%q is in %d, %v; want %d", word, got, err, want)
		}
	}
}

// Every byte of an index means something: none can change without being noticed.
func TestVerifyNoticesEveryFlippedByte(t *testing.T) {
	n := naive{}
	for doc := range uint32(400) {
		n.add(doc*3, "frequent")
		n.add(doc, string(rune('a'+doc%26))+string(rune('a'+doc%7)))
	}
	whole := built(t, n).data
	for at := range whole {
		data := bytes.Clone(whole)
		data[at] ^= 1 << (at % 8)
		x, err := Open(data)
		if err == nil {
			err = x.Verify(context.Background())
		}
		if !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrVersion) {
			t.Fatalf("byte %d of %d can change: %v", at, len(whole), err)
		}
	}
}

// A search of damaged bytes finds what it would of whole ones, or says that they are damaged.
func TestSearchNoticesWhatItMeets(t *testing.T) {
	n := naive{}
	for doc := range uint32(600) {
		n.add(doc*5, "frequent")
		n.add(doc*3, "other")
		n.add(doc, "p"+string(rune('a'+doc%26))+string(rune('a'+doc%7)))
	}
	whole := built(t, n).data
	queries := []Query{
		{All: [][]Term{{{"frequent", false}}, {{"other", false}}}},
		{All: [][]Term{{{"p", true}}, {{"frequent", false}}}},
		{All: [][]Term{{{"p", true}}}},
	}
	var want [][]uint32
	for _, q := range queries {
		want = append(want, n.search(q))
	}
	for at := range whole {
		data := bytes.Clone(whole)
		data[at] ^= 1 << (at % 8)
		x, err := Open(data)
		if err != nil {
			continue
		}
		for i, q := range queries {
			c, err := x.Search(context.Background(), q)
			var got []uint32
			if err == nil {
				got, err = c.Take(0)
			}
			if err != nil && !errors.Is(err, ErrDamaged) {
				t.Fatalf("byte %d: %v", at, err)
			}
			if err == nil && !slices.Equal(got, want[i]) {
				t.Fatalf("byte %d of %d changed unnoticed what %v finds", at, len(whole), q)
			}
		}
	}
}

func TestSearchEndsWithItsContext(t *testing.T) {
	n := naive{}
	for doc := range uint32(20_000) {
		n.add(doc, "everywhere")
	}
	x := built(t, n)
	ctx, cancel := context.WithCancel(context.Background())
	c, err := x.Search(ctx, Query{All: [][]Term{{{"everywhere", false}}}})
	if err != nil {
		t.Fatal(err)
	}
	c.Next()
	cancel()
	if got, err := c.Take(0); !errors.Is(err, context.Canceled) || len(got) > 2*checkEvery {
		t.Errorf("%d more after the end, %v", len(got), err)
	}
	if _, err := x.Search(ctx, Query{All: [][]Term{{{"", true}}}}); err == nil {
		c, _ := x.Search(ctx, Query{All: [][]Term{{{"", true}}}})
		if _, err := c.Take(0); !errors.Is(err, context.Canceled) {
			t.Errorf("a search that was given up: %v", err)
		}
	}
	if err := x.Verify(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("verify: %v", err)
	}
}

func TestOpenSaysWhatIsWrong(t *testing.T) {
	whole := built(t, naive{"a": {1: true}}).data
	newer := bytes.Clone(whole)
	newer[8]++
	tests := []struct {
		name string
		data []byte
		want error
	}{
		{"nothing", nil, ErrDamaged},
		{"another file", bytes.Repeat([]byte("x"), 200), ErrDamaged},
		{"cut", whole[:len(whole)-1], ErrDamaged},
		{"longer", append(bytes.Clone(whole), 0), ErrDamaged},
		{"newer", newer, ErrVersion},
	}
	for _, tt := range tests {
		if _, err := Open(tt.data); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, err, tt.want)
		}
	}
}
