package terms

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"pgregory.net/rapid"
)

// naive is an index as one would write it in a minute.
type naive map[string]map[uint32]bool

func (n naive) add(doc uint32, word string) {
	word = cutWord(word)
	if n[word] == nil {
		n[word] = map[uint32]bool{}
	}
	n[word][doc] = true
}

func (n naive) remove(doc uint32) {
	for word, docs := range n {
		if delete(docs, doc); len(docs) == 0 {
			delete(n, word)
		}
	}
}

func (n naive) anyOf(group []Term) map[uint32]bool {
	out := map[uint32]bool{}
	for _, term := range group {
		for word, docs := range n {
			if word == cutWord(term.Word) || term.Prefix && strings.HasPrefix(word, cutWord(term.Word)) {
				maps.Copy(out, docs)
			}
		}
	}
	return out
}

func (n naive) search(q Query) []uint32 {
	var out []uint32
	if len(q.All) == 0 {
		return nil
	}
	without := n.anyOf(q.Without)
candidates:
	for doc := range n.anyOf(q.All[0]) {
		for _, group := range q.All[1:] {
			if !n.anyOf(group)[doc] {
				continue candidates
			}
		}
		if !without[doc] && (q.Within == nil || q.Within.Has(doc)) && (q.Keep == nil || q.Keep(doc)) {
			out = append(out, doc)
		}
	}
	slices.Sort(out)
	return out
}

// words gives each word and how many documents have it, as lines.
func (n naive) words(prefix string) []string {
	var out []string
	for _, word := range slices.Sorted(maps.Keys(n)) {
		if strings.HasPrefix(word, cutWord(prefix)) {
			out = append(out, fmt.Sprint(word, " ", len(n[word])))
		}
	}
	return out
}

func wordsOf(t interface{ Fatal(...any) }, s Searcher, prefix string) []string {
	var out []string
	err := s.Words(context.Background(), prefix, func(word []byte, documents int) bool {
		out = append(out, fmt.Sprint(string(word), " ", documents))
		return true
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// wordGen gives words that often share beginnings, some longer than what counts.
var wordGen = rapid.Custom(func(t *rapid.T) string {
	word := rapid.StringOfN(rapid.SampledFrom([]rune("abcdق")), 1, 4, -1).Draw(t, "word")
	if rapid.IntRange(0, 30).Draw(t, "long") == 0 {
		word = strings.Repeat("لa", 30) + word
	}
	return word
})

// docGen gives numbers near each other, and some far out.
var docGen = rapid.OneOf(
	rapid.Uint32Range(0, 40), rapid.Uint32Range(0, 3000), rapid.Uint32Range(0, 100_000),
	rapid.SampledFrom([]uint32{0, 1<<32 - 1, 1<<32 - 2, 1 << 31}),
)

func termGen(n naive) *rapid.Generator[Term] {
	known := slices.Sorted(maps.Keys(n))
	return rapid.Custom(func(t *rapid.T) Term {
		word := wordGen.Draw(t, "any")
		if len(known) > 0 && rapid.IntRange(0, 3).Draw(t, "known") > 0 {
			word = rapid.SampledFrom(known).Draw(t, "of")
		}
		if rapid.Bool().Draw(t, "prefix") {
			runes := []rune(word)
			return Term{string(runes[:rapid.IntRange(0, len(runes)).Draw(t, "cut")]), true}
		}
		return Term{Word: word}
	})
}

func queryGen(n naive) *rapid.Generator[Query] {
	return rapid.Custom(func(t *rapid.T) Query {
		terms := rapid.SliceOfN(termGen(n), 0, 3)
		q := Query{All: rapid.SliceOfN(terms, 0, 4).Draw(t, "all")}
		if rapid.IntRange(0, 3).Draw(t, "leaves out") == 0 {
			q.Without = terms.Draw(t, "without")
		}
		if rapid.IntRange(0, 3).Draw(t, "keeps") == 0 {
			q.Keep = func(doc uint32) bool { return doc%3 != 0 }
		}
		if rapid.IntRange(0, 3).Draw(t, "within") == 0 {
			q.Within = NewBits(2000)
			for doc := range uint32(2000) {
				if doc%5 < 3 {
					q.Within.Set(doc)
				}
			}
		}
		return q
	})
}

// checkSearch compares searches with the naive ones, walked in all ways that there are.
func checkSearch(t *rapid.T, s Searcher, n naive) {
	for range 6 {
		q := queryGen(n).Draw(t, "query")
		want := n.search(q)
		got, err := began(t, s, q).Take(0)
		if err != nil || !slices.Equal(got, want) {
			t.Fatalf("%v finds %v, %v; want %v", q, got, err, want)
		}
		if count, err := began(t, s, q).Count(); err != nil || count != len(want) {
			t.Fatalf("%v counts %d, %v; want %d", q, count, err, len(want))
		}
		if most := began(t, s, q).AtMost(); most < len(want) {
			t.Fatalf("%v has at most %d; finds %d", q, most, len(want))
		}
		checkSteps(t, began(t, s, q), want)
	}
	prefix := termGen(n).Draw(t, "walk").Word
	if got, want := wordsOf(t, s, prefix), n.words(prefix); !slices.Equal(got, want) {
		t.Fatalf("words with %q: %q, want %q", prefix, got, want)
	}
}

func began(t *rapid.T, s Searcher, q Query) *Cursor {
	c, err := s.Search(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// checkSteps goes through want in steps of Next and Advance.
func checkSteps(t *rapid.T, c *Cursor, want []uint32) {
	at := -1
	for at < len(want) {
		if rapid.Bool().Draw(t, "next") {
			at++
			doc, ok := c.Next()
			if ok != (at < len(want)) || ok && doc != want[at] {
				t.Fatalf("next %d is %d, %t of %v", at, doc, ok, want)
			}
			continue
		}
		to := docGen.Draw(t, "to")
		if at >= 0 && rapid.Bool().Draw(t, "near") {
			to = want[at] + 1
		}
		at = max(at, 0)
		for at < len(want) && want[at] < to {
			at++
		}
		doc, ok := c.Advance(to)
		if ok != (at < len(want)) || ok && doc != want[at] {
			t.Fatalf("advance to %d is %d, %t of %v, want place %d", to, doc, ok, want, at)
		}
	}
	if _, ok := c.Next(); ok || c.Err() != nil {
		t.Fatalf("goes on after the end: %v", c.Err())
	}
}

// built makes an index of what n has, by the builder.
func built(t interface{ Fatal(...any) }, n naive) *Index {
	b := NewBuilder(Options{})
	for _, word := range slices.Sorted(maps.Keys(n)) {
		for doc := range n[word] {
			if err := b.AddWord(context.Background(), doc, word); err != nil {
				t.Fatal(err)
			}
		}
	}
	return finished(t, b)
}

func finished(t interface{ Fatal(...any) }, b *Builder) *Index {
	var out bytes.Buffer
	size, err := b.Finish(context.Background(), &out)
	if err != nil {
		t.Fatal(err)
	}
	if int(size) != out.Len() {
		t.Fatal("size", size, "of", out.Len())
	}
	x, err := Open(out.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func naiveGen(most int) *rapid.Generator[naive] {
	return rapid.Custom(func(t *rapid.T) naive {
		n := naive{}
		for range rapid.IntRange(0, most).Draw(t, "documents") {
			doc := docGen.Draw(t, "doc")
			for _, word := range rapid.SliceOfN(wordGen, 0, 6).Draw(t, "words") {
				n.add(doc, word)
			}
		}
		// Words in many documents have lists of several blocks.
		for i := range rapid.IntRange(0, 3).Draw(t, "frequent") {
			word, step := wordGen.Draw(t, "word"), rapid.Uint32Range(1, 300).Draw(t, "step")
			for k := range rapid.Uint32Range(1, 700).Draw(t, "times") {
				n.add(uint32(i)+k*step, word)
			}
		}
		return n
	})
}
