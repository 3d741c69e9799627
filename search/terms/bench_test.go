package terms

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
)

// corpus is documents with words as people use them: few words often, most seldom.
type corpus struct {
	name           string
	documents, per int
	vocabulary     int
}

var (
	records = corpus{"records", 1_000_000, 8, 300_000}
	bodies  = corpus{"bodies", 100_000, 100, 300_000}
)

// spelled gives the word of a rank in 5 to 8 letters; no two ranks have the same.
func spelled(rank uint64) string {
	mixed := rank*0x9e3779b97f4a7c15 ^ rank
	word := make([]byte, 0, 8)
	for n := rank + 456_976; n > 0; n /= 26 {
		word = append(word, byte('a'+(n+mixed)%26))
		mixed /= 26
	}
	return string(word)
}

func (c corpus) words() []string {
	out := make([]string, c.vocabulary)
	for i := range out {
		out[i] = spelled(uint64(i))
	}
	return out
}

// fill adds the corpus to a builder.
func (c corpus) fill(t testing.TB, b *Builder, words []string) {
	zipf := rand.NewZipf(rand.New(rand.NewPCG(1, 2)), 1.1, 8, uint64(c.vocabulary-1))
	for doc := range uint32(c.documents) {
		for range c.per {
			if err := b.AddWord(context.Background(), doc, words[zipf.Uint64()]); err != nil {
				t.Fatal(err)
			}
		}
	}
}

var indexes sync.Map

func (c corpus) index(b *testing.B) *Index {
	if x, ok := indexes.Load(c.name); ok {
		return x.(*Index)
	}
	builder := NewBuilder(Options{Dir: b.TempDir()})
	c.fill(b, builder, c.words())
	x := finished(b, builder)
	indexes.Store(c.name, x)
	return x
}

func BenchmarkBuild(b *testing.B) {
	for _, c := range []corpus{records, bodies} {
		words := c.words()
		b.Run(c.name, func(b *testing.B) {
			size, postings := 0, 0
			start := cpuTime()
			for b.Loop() {
				builder := NewBuilder(Options{Dir: b.TempDir()})
				c.fill(b, builder, words)
				x := finished(b, builder)
				_, postings, _ = x.Size()
				size = len(x.data)
			}
			b.ReportMetric(float64(c.documents*c.per*b.N)/b.Elapsed().Seconds(), "added/s")
			b.ReportMetric(float64((cpuTime()-start).Nanoseconds())/float64(c.documents*c.per*b.N), "core-ns/added")
			b.ReportMetric(float64(size)/float64(postings), "B/posting")
		})
	}
}

// BenchmarkFill is what making up the words of the corpus takes of BenchmarkBuild.
func BenchmarkFill(b *testing.B) {
	for b.Loop() {
		zipf := rand.NewZipf(rand.New(rand.NewPCG(1, 2)), 1.1, 8, uint64(records.vocabulary-1))
		for range records.documents * records.per {
			zipf.Uint64()
		}
	}
}

func BenchmarkOpen(b *testing.B) {
	data := records.index(b).data
	for b.Loop() {
		if _, err := Open(data); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkMerge(b *testing.B) {
	x := records.index(b)
	for b.Loop() {
		remap := func(index int, doc uint32) (uint32, bool) { return doc*2 + uint32(index), doc%10 != 0 }
		var out bytes.Buffer
		if _, err := Merge(context.Background(), &out, []*Index{x, x}, remap); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(2*int(x.postings)*b.N)/b.Elapsed().Seconds(), "postings/s")
}

func BenchmarkVerify(b *testing.B) {
	x := records.index(b)
	for b.Loop() {
		if err := x.Verify(context.Background()); err != nil {
			b.Fatal(err)
		}
	}
}

// in gives the word that is in about so many documents.
func in(b *testing.B, x *Index, documents int) string {
	best, distance := "", 1<<62
	err := x.Words(context.Background(), "", func(word []byte, n int) bool {
		if d := max(n-documents, documents-n); d < distance {
			best, distance = string(word), d
		}
		return true
	})
	if err != nil {
		b.Fatal(err)
	}
	return best
}

func BenchmarkSearch(b *testing.B) {
	for _, c := range []corpus{records, bodies} {
		x := c.index(b)
		rare, some, other, often := in(b, x, 3), in(b, x, 1000), in(b, x, 1100), in(b, x, 1<<30)
		half := in(b, x, c.documents/10)
		queries := []struct {
			name string
			all  [][]Term
		}{
			{"missing", [][]Term{{{"qqqqqqqq", false}}}},
			{"rare", [][]Term{{{rare, false}}}},
			{"thousand", [][]Term{{{some, false}}}},
			{"most", [][]Term{{{often, false}}}},
			{"thousand and thousand", [][]Term{{{some, false}}, {{other, false}}}},
			{"thousand and most", [][]Term{{{some, false}}, {{often, false}}}},
			{"tenth and most", [][]Term{{{half, false}}, {{often, false}}}},
			{"one letter", [][]Term{{{"a", true}}}},
			{"three letters", [][]Term{{{often[:3], true}}}},
			{"thousand and one letter", [][]Term{{{some, false}}, {{"a", true}}}},
			{"every word", [][]Term{{{"", true}}}},
		}
		for _, q := range queries {
			b.Run(fmt.Sprint(c.name, "/", q.name), func(b *testing.B) {
				found := 0
				start := cpuTime()
				for b.Loop() {
					cursor, err := x.Search(context.Background(), Query{All: q.all})
					if err != nil {
						b.Fatal(err)
					}
					if found, err = cursor.Count(); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(found), "found")
				b.ReportMetric(float64((cpuTime()-start).Nanoseconds())/1000/float64(b.N), "core-µs/op")
			})
		}
	}
}

// BenchmarkSmall puts ten thousand documents into a Small, and searches it then.
func BenchmarkSmall(b *testing.B) {
	for _, c := range []corpus{{"records", 10_000, 8, 300_000}, {"bodies", 10_000, 100, 300_000}} {
		words := c.words()
		zipf := rand.NewZipf(rand.New(rand.NewPCG(1, 2)), 1.1, 8, uint64(c.vocabulary-1))
		put := func(s *Small) {
			for doc := range uint32(c.documents) {
				s.Put(doc*4000, func(yield func(string) bool) {
					for range c.per {
						if !yield(words[zipf.Uint64()]) {
							return
						}
					}
				})
			}
		}
		b.Run(c.name+"/put", func(b *testing.B) {
			for b.Loop() {
				put(NewSmall())
			}
		})
		s := NewSmall()
		put(s)
		for _, prefix := range []string{"a", words[0][:3]} {
			b.Run(c.name+"/"+prefix, func(b *testing.B) {
				for b.Loop() {
					cursor, err := s.Search(context.Background(), Query{All: [][]Term{{{prefix, true}}}})
					if err != nil {
						b.Fatal(err)
					}
					if _, err := cursor.Count(); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
