package search

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"tradedesk/demo"
	"tradedesk/model"
	"tradedesk/model/text"
)

// benchRecords is how many leads the large benchmarks have: TRADEDESK_BENCH_RECORDS.
func benchRecords() int {
	n, err := strconv.Atoi(os.Getenv("TRADEDESK_BENCH_RECORDS"))
	if err != nil {
		return 100_000
	}
	return n
}

func benchSegment(b *testing.B) *segment {
	b.Helper()
	n := benchRecords()
	path := filepath.Join(os.TempDir(), fmt.Sprintf("tradedesk-search-%d.idx", n))
	if s, err := openSegment(path); err == nil {
		b.Cleanup(func() { _ = s.close() })
		return s
	}
	began := time.Now()
	bu, err := newBuilder(path, Stamp{})
	if err != nil {
		b.Fatal(err)
	}
	defer bu.close()
	err = demo.Generate(demo.Options{Seed: 1, Leads: n, Now: time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)}, func(r model.Record) error {
		e := model.ExcerptOf(r, model.ScoreContext{})
		return bu.add(context.Background(), DocumentOf(e, r))
	})
	if err != nil {
		b.Fatal(err)
	}
	spooled := time.Since(began)
	if err := bu.finish(context.Background()); err != nil {
		b.Fatal(err)
	}
	s, err := openSegment(path)
	if err != nil {
		b.Fatal(err)
	}
	b.Logf("%d records, %d bytes of text, file %d, generated in %v, built in %v", s.records(), len(s.texts), len(s.data), spooled, time.Since(began)-spooled)
	b.Cleanup(func() { _ = s.close() })
	return s
}

var typedInBench = []string{
	"argan oil", "nord foods", "karkoubi", "tanger exp", "huile d'olive", "sardines", "mohammed", "qwzxv", "argn oli", "tomatos",
	"زيت الأركان", "شركة", "الدار البيضاء", "محمد", "casablanca", "+2125", "purchasing@", "e", "a", "textile cotton shirts", "xq", "zz top",
}

// BenchmarkKeys types the queries letter by letter.
func BenchmarkKeys(b *testing.B) {
	s := benchSegment(b)
	var took []time.Duration
	slow := map[string]time.Duration{}
	for range b.N {
		narrow := newNarrowing(s.records())
		for _, typed := range typedInBench {
			runes := []rune(text.Fold(typed))
			for n := 1; n <= len(runes); n++ {
				p := newPattern(string(runes[:n]))
				began := time.Now()
				narrow.begin(p.text)
				if _, _, err := newScan(s, &p, 100, nil, narrow).run(context.Background()); err != nil {
					b.Fatal(err)
				}
				d := time.Since(began)
				took = append(took, d)
				slow[string(runes[:n])] = d
			}
		}
	}
	slices.Sort(took)
	for _, q := range []int{50, 90, 99} {
		b.ReportMetric(float64(took[len(took)*q/100].Microseconds())/1000, fmt.Sprintf("p%d-ms", q))
	}
	type one struct {
		typed string
		d     time.Duration
	}
	var all []one
	for k, v := range slow {
		all = append(all, one{k, v})
	}
	slices.SortFunc(all, func(a, b one) int { return int(b.d - a.d) })
	b.Log(all[:min(12, len(all))])
}

// BenchmarkDocument makes what is searched of records, with all their words.
func BenchmarkDocument(b *testing.B) {
	var records []model.Record
	if err := demo.Generate(demo.Options{Seed: 1, Leads: 2000, Now: testNow}, func(r model.Record) error {
		records = append(records, r)
		return nil
	}); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		r := records[i%len(records)]
		d := DocumentOf(model.ExcerptOf(r, model.ScoreContext{}), r)
		for range d.Said {
		}
	}
}
