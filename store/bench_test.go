package store

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"tradedesk/model"
)

// benchLead is a lead as imports bring them.
func benchLead(i int) model.Set {
	q := func(format string, args ...any) json.RawMessage { return quote(fmt.Sprintf(format, args...)) }
	countries := []string{"FR", "US", "DE", "AE", "SN", "JP", "GB", "ES", "IT", "CA"}
	products := []string{"argan oil", "canned sardines", "citrus", "olive oil", "wiring harness", "phosphate"}
	n := i * 7919 % 1_000_003 // spread, as names in a file are not in order
	return model.Set{
		"company": q("Company %07d Trading", n), "contact": q("Person %d", n%5000), "email": q("buyer%d@company%d.example", n, n),
		"phone": q("+33142%06d", n%1_000_000), "country": q("%s", countries[i%len(countries)]), "city": q("City %d", n%800),
		"source": q("fair"), "product": q("%s", products[i%len(products)]), "hs": q("151590"), "quantity": q("%d", 100+n%9000),
		"unit": q("KGM"), "target_price": q("%d.5", 1+n%40), "currency": q("EUR"), "incoterm": q("FOB"), "port": q("FRMRS"),
		"message": q("Dear sirs, we are looking for a steady supply of %s for our shops, %d tons a month.", products[i%len(products)], 1+n%20),
		"tags":    json.RawMessage(`["fair-2026"]`),
	}
}

const benchChunk = 1000

func fillStore(b *testing.B, s *Store, from, n int) {
	b.Helper()
	ctx := context.Background()
	action := Action{ID: s.ids.New(), Label: "load"}
	for at := from; at < from+n; at += benchChunk {
		action.Edits = action.Edits[:0]
		for i := at; i < min(at+benchChunk, from+n); i++ {
			action.Edits = append(action.Edits, Edit{Kind: model.KindLead, Create: true, Set: benchLead(i)})
		}
		if _, _, err := s.DoMore(ctx, action); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkLoad makes 100,000 leads in transactions of 1,000.
func BenchmarkLoad(b *testing.B) {
	const n = 100_000
	for b.Loop() {
		s, err := Open(context.Background(), filepath.Join(b.TempDir(), "desk.db"), Options{NoSync: true})
		if err != nil {
			b.Fatal(err)
		}
		start := time.Now()
		fillStore(b, s, 0, n)
		b.ReportMetric(n/time.Since(start).Seconds(), "creates/s")
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
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
