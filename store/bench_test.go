package store

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"tradedesk/model"
	"tradedesk/model/value"
)

// benchLead is a lead as imports bring them.
func benchLead(i int) *model.Lead {
	countries := []value.Country{"FR", "US", "DE", "AE", "SN", "JP", "GB", "ES", "IT", "CA"}
	products := []string{"argan oil", "canned sardines", "citrus", "olive oil", "wiring harness", "phosphate"}
	n := i * 7919 % 1_000_003 // spread, as names in a file are not in order
	product := products[i%len(products)]
	return &model.Lead{
		Head:    model.Head{Origin: fmt.Sprintf("leads.csv:%d", n)},
		Company: fmt.Sprintf("Company %07d Trading", n), Contact: fmt.Sprintf("Person %d", n%5000),
		Email: value.Email(fmt.Sprintf("buyer%d@company%d.example", n, n)), Phone: value.Phone(fmt.Sprintf("+33142%06d", n%1_000_000)),
		Country: countries[i%len(countries)], City: fmt.Sprintf("City %d", n%800), Source: "fair", Product: product, HS: "151590",
		Quantity: value.Decimal(strconv.Itoa(100 + n%9000)), Unit: "KGM",
		TargetPrice: value.Decimal(fmt.Sprintf("%d.5", 1+n%40)), Currency: "EUR", Incoterm: "FOB", Port: "FRMRS",
		Message: fmt.Sprintf("Dear sirs, we are looking for a steady supply of %s for our shops, %d tons a month.", product, 1+n%20),
		Tags:    []string{"fair-2026"},
	}
}

// benchBatch is how many records an import commits at a time.
const benchBatch = 4096

// fillStore makes leads as an import does, and gives the time that the store took.
func fillStore(tb testing.TB, s *Store, from, n int) (took time.Duration, cpu time.Duration) {
	tb.Helper()
	ctx := context.Background()
	action := Action{ID: s.ids.New(), Label: "load", Duplicates: true}
	for at := from; at < from+n; at += benchBatch {
		action.Edits = nil
		for i := at; i < min(at+benchBatch, from+n); i++ {
			action.Edits = append(action.Edits, Edit{Kind: model.KindLead, ID: s.ids.New(), Create: true, Record: benchLead(i)})
		}
		start, spent := time.Now(), cpuTime()
		if _, _, err := s.DoMore(ctx, action); err != nil {
			tb.Fatal(err)
		}
		took += time.Since(start)
		cpu += cpuTime() - spent
	}
	return took, cpu
}

// BenchmarkLoad makes leads in transactions that are on the disk when they end.
func BenchmarkLoad(b *testing.B) {
	for _, n := range []int{100_000, 1_000_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				path := filepath.Join(b.TempDir(), "desk.db")
				s, err := Open(context.Background(), path, Options{})
				if err != nil {
					b.Fatal(err)
				}
				took, cpu := fillStore(b, s, 0, n)
				info, err := os.Stat(path)
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(n)/took.Seconds(), "rows/s")
				b.ReportMetric(float64(cpu.Microseconds())/float64(n), "core-µs/row")
				b.ReportMetric(float64(info.Size())/float64(n), "bytes/row")
				b.ReportMetric(residentMB(), "MB-resident")
				if err := s.Close(); err != nil {
					b.Fatal(err)
				}
				if err := os.Remove(path); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// listQueries are pages of a list as screens and commands ask for them.
var listQueries = []struct {
	name string
	q    Query
}{
	{"inbox", Query{View: ViewInbox}},
	{"by company", Query{Sort: "company"}},
	{"by score, end", Query{Sort: fieldScore, Desc: true, Back: true}},
	{"country", Query{Where: []Cond{{"country", OpEqual, "FR"}}, Sort: "company"}},
	{"two countries and a quantity", Query{Where: []Cond{{"country", OpEqual, "FR|CA"}, {"quantity", OpMore, "8000"}}, Sort: "updated_at", Desc: true}},
	{"few of them", Query{Where: []Cond{{"country", OpEqual, "FR"}, {"quantity", OpEqual, "105"}}, Sort: "company"}},
	{"containing", Query{Where: []Cond{{"company", OpContains, "77"}}, Sort: "quantity"}},
	{"not, in the inbox", Query{View: ViewInbox, Where: []Cond{{"product", OpNotEqual, "citrus"}, {"city", OpLess, "City 5"}}}},
}

// BenchmarkList measures pages of fifty: the first of a list that nobody asked for
// before, those that follow, and the one in the middle.
func BenchmarkList(b *testing.B) {
	for _, n := range []int{1000, 100_000, 1_000_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			ctx := context.Background()
			path := filepath.Join(b.TempDir(), "desk.db")
			s := openBench(b, path, Options{NoSync: true})
			fillStore(b, s, 0, n)
			if _, err := s.Tidy(ctx, nil); err != nil {
				b.Fatal(err)
			}
			for _, list := range listQueries {
				q := list.q
				q.Kind, q.Limit = model.KindLead, 50
				b.Run(list.name+"/first", func(b *testing.B) {
					defer reportCores(b)()
					for b.Loop() {
						s.selected.forget()
						mustList(b, s, q)
					}
				})
				b.Run(list.name+"/next", func(b *testing.B) {
					page := mustList(b, s, q)
					defer reportCores(b)()
					for b.Loop() {
						at := q
						if at.From = page.Rows[len(page.Rows)-1].Cursor; q.Back {
							at.From = page.Rows[0].Cursor
						}
						if page = mustList(b, s, at); len(page.Rows) < 50 {
							page = mustList(b, s, q)
						}
					}
				})
				b.Run(list.name+"/middle", func(b *testing.B) {
					at := q
					at.Skip = max(mustList(b, s, q).Total/2-25, 0)
					defer reportCores(b)()
					for b.Loop() {
						mustList(b, s, at)
					}
					b.ReportMetric(float64(at.Skip), "rows-skipped")
				})
			}
			if err := s.Close(); err != nil {
				b.Fatal(err)
			}
			b.Run("cold", func(b *testing.B) {
				defer reportCores(b)()
				for b.Loop() {
					s := openBench(b, path, Options{NoSync: true})
					mustList(b, s, Query{Kind: model.KindLead, View: ViewInbox, Limit: 50})
					if err := s.Close(); err != nil {
						b.Fatal(err)
					}
				}
			})
			s = openBench(b, path, Options{})
			defer s.Close()
			b.Run("get", func(b *testing.B) {
				page, err := s.List(ctx, Query{Kind: model.KindLead, Sort: "company", Limit: 500})
				if err != nil {
					b.Fatal(err)
				}
				for i := 0; b.Loop(); i++ {
					if _, err := s.Get(ctx, page.Rows[i%len(page.Rows)].ID); err != nil {
						b.Fatal(err)
					}
				}
			})
			b.Run("counts", func(b *testing.B) {
				for b.Loop() {
					if _, err := s.Counts(ctx); err != nil {
						b.Fatal(err)
					}
				}
			})
			b.Run("edit", func(b *testing.B) { benchEdit(b, s) })
			b.Run("bare put", func(b *testing.B) { benchPut(b, s) })
		})
	}
}

// reportCores reports what the cores worked for one turn, which other programs on
// the machine change less than the time that passed.
func reportCores(b *testing.B) (report func()) {
	start := cpuTime()
	return func() {
		b.ReportMetric(float64((cpuTime()-start).Microseconds())/float64(b.N), "core-µs/op")
	}
}

func openBench(b *testing.B, path string, o Options) *Store {
	b.Helper()
	s, err := Open(context.Background(), path, o)
	if err != nil {
		b.Fatal(err)
	}
	return s
}

func mustList(b *testing.B, s *Store, q Query) Page {
	b.Helper()
	page, err := s.List(context.Background(), q)
	if err != nil || len(page.Rows) == 0 && q.From == "" {
		b.Fatalf("%d rows, %v", len(page.Rows), err)
	}
	return page
}

// benchEdit edits leads one at a time, each down to the disk.
func benchEdit(b *testing.B, s *Store) {
	page := mustList(b, s, Query{Kind: model.KindLead, Sort: "company", Limit: 500})
	defer reportCores(b)()
	for i := 0; b.Loop(); i++ {
		set := model.Set{"owner": quote(fmt.Sprint("broker", i))}
		edit := Edit{Kind: model.KindLead, ID: page.Rows[i%len(page.Rows)].ID, Set: set}
		if _, _, err := s.Do(context.Background(), Action{Label: "edit", Edits: []Edit{edit}}); err != nil {
			b.Fatal(err)
		}
	}
}

// benchPut puts as much as a lead has into a bucket of the same file, with bbolt
// alone, down to the disk.
func benchPut(b *testing.B, s *Store) {
	row := make([]byte, 500)
	defer func() {
		if err := s.file.readJournal(); err != nil {
			b.Fatal(err)
		}
	}()
	defer reportCores(b)()
	for i := uint64(0); b.Loop(); i++ {
		err := s.file.db.Update(func(tx *bbolt.Tx) error {
			bucket, err := tx.CreateBucketIfNotExists([]byte("bare"))
			if err != nil {
				return err
			}
			return bucket.Put(seqKey(i*0x9e3779b97f4a7c15), row)
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}
