package match

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tradedesk/model"
	"tradedesk/model/invitation"
	"tradedesk/model/value"
)

var (
	products     = rapid.SliceOfN(rapid.SampledFrom([]string{"argan oil", "Argan oil, cosmetic", "olive oil", "rose water", "clementines"}), 0, 3)
	codes        = rapid.SliceOfN(rapid.SampledFrom([]value.HS{"15", "1515", "151590", "151530", "330190", "0805"}), 0, 3)
	certificates = rapid.SliceOfN(rapid.SampledFrom([]string{"Ecocert", "ISO 22000", "ISO22000:2018", "HACCP", "GlobalG.A.P."}), 0, 4)
	amounts      = rapid.SampledFrom([]value.Decimal{"", "1", "20", "500", "10000"})
	unitsOf      = rapid.SampledFrom([]value.Unit{"", "KGM", "TNE", "LTR"})
	ports        = rapid.SampledFrom([]value.Port{"", "MAAGA", "MACAS", "CAMTR", "USNYC"})
	terms        = rapid.SampledFrom([]value.Incoterm{"", "FOB", "CIF"})
)

func anyRFQ(t *rapid.T) *model.RFQ {
	r := &model.RFQ{Title: "argan oil", Incoterm: terms.Draw(t, "term"), Port: ports.Draw(t, "port"), Certificates: certificates.Draw(t, "asked for")}
	for range rapid.IntRange(0, 3).Draw(t, "lines") {
		l := model.Line{Quantity: amounts.Draw(t, "quantity"), Unit: unitsOf.Draw(t, "unit")}
		for _, p := range products.Draw(t, "product") {
			l.Product = p
		}
		for _, c := range codes.Draw(t, "code") {
			l.HS = c
		}
		r.Lines = append(r.Lines, l)
	}
	return r
}

func anyCandidate(t *rapid.T, id byte) Candidate {
	s := &model.Supplier{
		Head: model.Head{ID: model.ID{id}}, Name: "x", Products: products.Draw(t, "products"), HS: codes.Draw(t, "codes"),
		Certificates: certificates.Draw(t, "held"), MOQ: amounts.Draw(t, "moq"), Unit: unitsOf.Draw(t, "unit of supplier"), Capacity: amounts.Draw(t, "capacity"),
		Port: ports.Draw(t, "loads at"), Country: rapid.SampledFrom([]value.Country{"", "MA", "ES"}).Draw(t, "country"),
		Rating: rapid.SampledFrom([]value.Decimal{"", "2", "5"}).Draw(t, "rating"),
	}
	r := invitation.Record{Asked: rapid.IntRange(0, 9).Draw(t, "asked")}
	r.Answered = rapid.IntRange(0, r.Asked).Draw(t, "answered")
	r.Waiting = rapid.IntRange(0, r.Asked-r.Answered).Draw(t, "waiting")
	r.Timed = rapid.IntRange(0, r.Answered).Draw(t, "timed")
	if r.Timed > 0 {
		r.Median = time.Duration(rapid.Int64Range(0, int64(30*24*time.Hour)).Draw(t, "median"))
	}
	r.Quoted = rapid.IntRange(0, 9).Draw(t, "quoted")
	r.Won = rapid.IntRange(0, r.Quoted).Draw(t, "won")
	return Candidate{Supplier: s, Record: r}
}

// Everybody is in the ranking or out of it with a reason, in an order that does not hang
// on that in which they came; a score is the sum of its parts, none of which is above
// what it can be.
func TestRankLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := Request{RFQ: anyRFQ(t), Now: nine}
		var all []Candidate
		for i := range rapid.IntRange(0, 12).Draw(t, "suppliers") {
			all = append(all, anyCandidate(t, byte(i+1)))
		}
		got := Rank(r, all, Options{Others: true})
		if len(got.Ranked)+len(got.Excluded)+len(got.Others) != len(all) || got.Elsewhere != len(got.Others) {
			t.Fatalf("%d, %d and %d of %d", len(got.Ranked), len(got.Excluded), len(got.Others), len(all))
		}
		for i, e := range got.Ranked {
			sum := 0
			for _, p := range e.Parts {
				if sum += p.Points; p.Points < 0 || p.Points > p.Of || p.Code == "" {
					t.Fatalf("part %+v", p)
				}
			}
			if e.Score != sum || sum > 100 || i > 0 && got.Ranked[i-1].Score < e.Score {
				t.Fatalf("place %d: score %d, parts %d", i, e.Score, sum)
			}
		}
		for _, x := range slices.Concat(got.Excluded, got.Others) {
			if len(x.Reasons) == 0 || x.Reasons[0].Code == "" {
				t.Fatalf("%s is out without a reason", x.Supplier.ID)
			}
		}
		mixed := rapid.Permutation(all).Draw(t, "other order")
		again := Rank(r, mixed, Options{Others: true})
		same := func(a, b Entry) bool { return a.Supplier == b.Supplier && a.Score == b.Score }
		if !slices.EqualFunc(got.Ranked, again.Ranked, same) {
			t.Fatal("another order of the same suppliers is ranked otherwise")
		}
	})
}

// What makes a supplier better never takes points or the place away.
func TestBetterNeverRanksLower(t *testing.T) {
	better := map[string]func(c *Candidate, r *model.RFQ){
		"all certificates": func(c *Candidate, r *model.RFQ) {
			c.Supplier.Certificates = append(c.Supplier.Certificates, r.Certificates...)
		},
		"no bound":          func(c *Candidate, _ *model.RFQ) { c.Supplier.Capacity = "" },
		"the exact product": func(c *Candidate, r *model.RFQ) { c.Supplier.HS = append(c.Supplier.HS, "151590") },
		"the term": func(c *Candidate, r *model.RFQ) {
			if len(c.Supplier.Incoterms) > 0 {
				c.Supplier.Incoterms = append(c.Supplier.Incoterms, r.Incoterm)
			}
		},
		"verified": func(c *Candidate, _ *model.RFQ) { c.Supplier.Tags = append(c.Supplier.Tags, "Verified") },
		"a win": func(c *Candidate, _ *model.RFQ) {
			if c.Record.Quoted > c.Record.Won {
				c.Record.Won++
			}
		},
		"it is not time yet": func(c *Candidate, _ *model.RFQ) {
			if c.Record.Answered < c.Record.Asked-c.Record.Waiting {
				c.Record.Waiting++
			}
		},
		"faster": func(c *Candidate, _ *model.RFQ) { c.Record.Median /= 2 },
		"a late answer": func(c *Candidate, _ *model.RFQ) {
			if c.Record.Answered < c.Record.Asked-c.Record.Waiting && c.Record.Timed > 0 {
				c.Record.Answered++
			}
		},
		"quoted today": func(c *Candidate, _ *model.RFQ) { c.Record.LastQuote = value.At(nine) },
	}
	rapid.Check(t, func(t *rapid.T) {
		r := anyRFQ(t)
		before := anyCandidate(t, 1)
		name := rapid.SampledFrom([]string{"all certificates", "no bound", "the exact product", "the term", "verified", "a win", "faster", "a late answer", "it is not time yet", "quoted today"}).Draw(t, "better")
		after := Candidate{model.Clone(before.Supplier).(*model.Supplier), before.Record}
		better[name](&after, r)
		p := Prepare(Request{RFQ: r, Now: nine})
		was, _ := p.Judge(before)
		is, x := p.Judge(after)
		// A further line may be one that is too large or too much for them.
		if was == nil || name == "the exact product" && is != nil && len(r.Lines) > 1 {
			return
		}
		if is == nil {
			if name == "the exact product" {
				return
			}
			t.Fatalf("%s: now out: %+v", name, x)
		}
		if is.Score < was.Score {
			t.Fatalf("%s: %d, was %d\n%+v\n%+v", name, is.Score, was.Score, is.Parts, was.Parts)
		}
	})
}

func BenchmarkRank(b *testing.B) {
	goods := []string{"Argan oil, cosmetic grade", "Extra virgin olive oil", "Frozen sardines", "Huile de graines de figue de barbarie", "زيت أركان تجميلي", "Rose water"}
	heads := []value.HS{"151590", "150920", "030353", "330190", "080521"}
	var all []Candidate
	for i := range 10_000 {
		all = append(all, Candidate{
			Supplier: &model.Supplier{
				Head: model.Head{ID: model.ID{byte(i), byte(i >> 8)}}, Country: "MA", Port: "MAAGA", Unit: "KGM", MOQ: "200", Capacity: "9000",
				Products: []string{goods[i%len(goods)], goods[(i+1)%len(goods)], goods[(i+3)%len(goods)]}, HS: []value.HS{heads[i%len(heads)], heads[(i+2)%len(heads)]},
				Certificates: []string{"Ecocert", "ISO 22000:2018", "ONSSA"}, Incoterms: []value.Incoterm{"FOB", "CIF"}, Rating: "4",
			},
			Record: invitation.Record{Asked: 9, Answered: 6, Timed: 6, Median: time.Duration(i) * time.Minute, Quoted: 5, Won: 1, LastQuote: value.At(nine)},
		})
	}
	r := Request{RFQ: argan(), Now: nine}
	b.ReportAllocs()
	for b.Loop() {
		Rank(r, all, Options{Limit: 50})
	}
}

// The quick comparison is the exact one.
func TestCompareIsCmp(t *testing.T) {
	number := rapid.SampledFrom([]value.Decimal{"", "0", "1", "9", "10", "10.0", "1.5", "-3", "99999999999999999999", "100000000000000000000", "007"})
	rapid.Check(t, func(t *rapid.T) {
		a, b := number.Draw(t, "a"), number.Draw(t, "b")
		if got, want := compare(a, b), a.Cmp(b); got != want && a != b {
			t.Fatalf("%q and %q: %d, want %d", a, b, got, want)
		}
	})
}
