package terms

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"

	"pgregory.net/rapid"
)

func TestSmallIsNaive(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, n, there := NewSmall(), naive{}, map[uint32]bool{}
		for range rapid.IntRange(0, 60).Draw(t, "changes") {
			doc := docGen.Draw(t, "doc")
			n.remove(doc)
			delete(there, doc)
			if rapid.IntRange(0, 3).Draw(t, "removes") == 0 {
				s.Remove(doc)
				continue
			}
			words := rapid.SliceOfN(wordGen, 0, 8).Draw(t, "words")
			for _, word := range words {
				n.add(doc, word)
			}
			s.Put(doc, slices.Values(words))
			there[doc] = true
		}
		if s.Len() != len(there) {
			t.Fatalf("has %d documents, want %d", s.Len(), len(there))
		}
		checkSearch(t, s, n)

		var out bytes.Buffer
		if _, err := s.WriteIndex(context.Background(), &out); err != nil {
			t.Fatal(err)
		}
		x, err := Open(out.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		if got := wordsOf(t, x, ""); !slices.Equal(got, n.words("")) {
			t.Fatalf("as an index it has %q, want %q", got, n.words(""))
		}
	})
}

func TestSmallWithManyWords(t *testing.T) {
	s, n := NewSmall(), naive{}
	for doc := range uint32(3000) {
		words := []string{fmt.Sprintf("w%d", doc%997), fmt.Sprintf("x%d", doc)}
		for _, word := range words {
			n.add(doc, word)
		}
		s.Put(doc, slices.Values(words))
	}
	for _, q := range []Query{{All: [][]Term{{{"w1", true}}}}, {All: [][]Term{{{"", true}}, {{"w5", true}}}}} {
		c, err := s.Search(context.Background(), q)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := c.Take(0); err != nil || !slices.Equal(got, n.search(q)) {
			t.Errorf("%v finds %d, %v", q, len(got), err)
		}
	}
}

// A cursor walks what was there when its search began, whatever a writer does meanwhile.
func TestASearchOfSmallSeesOneMoment(t *testing.T) {
	s := NewSmall()
	for doc := range uint32(100) {
		s.Put(doc, slices.Values([]string{"word"}))
	}
	var readers sync.WaitGroup
	begun := make(chan bool)
	for range 4 {
		readers.Go(func() {
			c, err := s.Search(context.Background(), Query{All: [][]Term{{{"wo", true}}}})
			begun <- true
			if err != nil {
				t.Error(err)
				return
			}
			if got, err := c.Take(0); err != nil || len(got) != 100 {
				t.Errorf("%d found, %v", len(got), err)
			}
		})
	}
	for range 4 {
		<-begun
	}
	for doc := range uint32(100) {
		s.Remove(doc)
		s.Put(doc+200, slices.Values([]string{"word", fmt.Sprint(doc)}))
	}
	readers.Wait()
}
