package store

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"tradedesk/model"
	"tradedesk/model/duplicate"
)

// allPairs reads every page of pairs.
func (b *bench) allPairs(t tb, q PairQuery) []DuplicatePair {
	t.Helper()
	var all []DuplicatePair
	for range 10_000 {
		page, err := b.DuplicatePairs(context.Background(), q)
		if err != nil {
			t.Fatalf("looking for pairs: %v", err)
		}
		if len(page.Pairs) > max(q.Limit, 1) && q.Limit > 0 {
			t.Fatalf("a page of %d pairs, at most %d were asked for", len(page.Pairs), q.Limit)
		}
		all = append(all, page.Pairs...)
		if page.Next == "" {
			return all
		}
		q.From = page.Next
	}
	t.Fatalf("the pages do not end")
	return nil
}

func TestDuplicatePairs(t *testing.T) {
	b := newBench(t)
	a := b.create(t, model.KindLead, "company=Nord Foods Inc", "email=marie@nordfoods.example", "phone=+15145550101", "city=Montréal", "country=CA")
	same := b.create(t, model.KindLead, "company=Nord Foods", "email=Marie@nordfoods.example", "phone=+15145550101", "city=Montréal")
	likely := b.create(t, model.KindLead, "company=NORD FOODS LTD", "email=info@nordfoods.example")
	b.create(t, model.KindLead, "company=Nord Foods", "city=Toronto", "email=x@other.example")
	possible := b.create(t, model.KindLead, "company=Nord Foods Ltd", "city=Montreal")
	b.create(t, model.KindSupplier, "name=Nord Foods", "email=marie@nordfoods.example")

	pairs := b.allPairs(t, PairQuery{Kind: model.KindLead})
	level := map[[2]model.ID]duplicate.Level{}
	last := duplicate.Level(0)
	for _, p := range pairs {
		level[[2]model.ID{p.First.ID, p.Second.ID}] = p.Level
		if p.Level < last {
			t.Errorf("a %s pair after a %s one", p.Level, last)
		}
		last = p.Level
	}
	for pair, want := range map[[2]model.ID]duplicate.Level{
		{a, same}: duplicate.Certain, {a, likely}: duplicate.Likely, {same, likely}: duplicate.Likely,
		{a, possible}: duplicate.Possible, {same, possible}: duplicate.Possible,
	} {
		if level[pair] != want {
			t.Errorf("%v: got %v, want %v", pair, level[pair], want)
		}
	}
	if len(pairs) != 5 {
		t.Errorf("%d pairs, want 5: %+v", len(pairs), pairs)
	}
	if certain := b.allPairs(t, PairQuery{Kind: model.KindLead, Level: duplicate.Certain}); len(certain) != 1 || certain[0].Why != "same e-mail marie@nordfoods.example" || certain[0].Code != duplicate.SameEmail {
		t.Errorf("the certain ones: %+v", certain)
	}
	for _, q := range []PairQuery{{Kind: model.KindTask}, {Kind: "shipment"}, {Kind: model.KindLead, From: "~"}, {Kind: model.KindLead, From: "_____w"}} {
		if _, err := b.DuplicatePairs(context.Background(), q); !errors.Is(err, ErrInvalid) {
			t.Errorf("%+v: got %v", q, err)
		}
	}
}

// Each pair that a record's own question finds comes once, whatever the pages.
func TestPairsAreThoseThatRecordsAskFor(t *testing.T) {
	dir, n := t.TempDir(), 0
	rapid.Check(t, func(t *rapid.T) {
		n++
		b := openAt(t, fmt.Sprintf("%s/%d.db", dir, n), newClock())
		defer b.Close()
		var edits []Edit
		pick := func(from ...string) string { return rapid.SampledFrom(from).Draw(t, "word") }
		for range rapid.IntRange(0, 14).Draw(t, "firms") {
			edits = append(edits, Edit{Kind: model.KindSupplier, Create: true, Set: set(t, model.KindSupplier,
				"name="+pick("Atlas", "Atlas SARL", "Atlas Export", "أطلس", "Sahara"), "email="+pick("null", "a@atlas.ma", "b@atlas.ma", "x@gmail.com"),
				"city="+pick("null", "Fès", "FES", "Rabat"), "phone="+pick("null", "null", "+212661234567"), "country="+pick("null", "MA"))})
		}
		b.do(t, edits...)
		want := map[[2]model.ID]duplicate.Level{}
		err := b.Records(context.Background(), Query{Kind: model.KindSupplier}, func(r model.Record) error {
			same, err := b.Duplicates(context.Background(), r, 1000)
			for _, d := range same {
				if pair := [2]model.ID{r.Header().ID, d.ID}; pair[0].String() < pair[1].String() {
					want[pair] = d.Level
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		level := duplicate.Level(rapid.IntRange(0, 3).Draw(t, "level"))
		got := map[[2]model.ID]duplicate.Level{}
		for _, p := range b.allPairs(t, PairQuery{Kind: model.KindSupplier, Level: level, Limit: rapid.IntRange(1, 5).Draw(t, "limit")}) {
			pair := [2]model.ID{p.First.ID, p.Second.ID}
			if _, twice := got[pair]; twice {
				t.Fatalf("%v comes twice", pair)
			}
			got[pair] = p.Level
		}
		for pair, l := range want {
			if (level == 0 || l <= level) != (got[pair] == l) {
				t.Fatalf("up to %v, %v is %v, got %v", level, pair, l, got[pair])
			}
			delete(got, pair)
		}
		if len(got) > 0 {
			t.Fatalf("pairs that no record asks for: %v", got)
		}
	})
}
