package store

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

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
const benchBatch = 16_384

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

// BenchmarkRead measures reads of a desk of 100,000 leads.
func BenchmarkRead(b *testing.B) {
	ctx := context.Background()
	s, err := Open(ctx, filepath.Join(b.TempDir(), "desk.db"), Options{NoSync: true})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	fillStore(b, s, 0, 100_000)
	page, err := s.List(ctx, Query{Kind: model.KindLead, Sort: fieldScore, Desc: true, Limit: 50})
	if err != nil {
		b.Fatal(err)
	}
	b.Run("get", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			if _, err := s.Get(ctx, page.Rows[i%len(page.Rows)].ID); err != nil {
				b.Fatal(err)
			}
		}
	})
	for name, q := range map[string]Query{
		"page by score": {Kind: model.KindLead, Sort: fieldScore, Desc: true, Limit: 50},
		"inbox":         {Kind: model.KindLead, View: ViewInbox, Limit: 50},
		"where two":     {Kind: model.KindLead, Where: []Cond{{"country", OpEqual, "FR"}, {"quantity", OpMore, "8000"}}, Limit: 50},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := s.List(ctx, q); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("counts", func(b *testing.B) {
		for b.Loop() {
			if _, err := s.Counts(ctx); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("one edit", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			set := model.Set{"owner": quote(fmt.Sprint("broker", i))}
			if _, _, err := s.Do(ctx, Action{Edits: []Edit{{Kind: model.KindLead, ID: page.Rows[0].ID, Set: set}}}); err != nil {
				b.Fatal(err)
			}
		}
	})
}
