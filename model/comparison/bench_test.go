package comparison

import (
	"fmt"
	"testing"

	"github.com/cockroachdb/apd/v3"

	"tradedesk/model"
	"tradedesk/model/value"
)

// many is 200 quotes for 10 lines, three tiers a line, of 50 suppliers, half of them in euros
// ex works: what an RFQ of a big buyer may have.
func many() Request {
	r := request()
	r.RFQ.Lines = nil
	for n := range 10 {
		r.RFQ.Lines = append(r.RFQ.Lines, model.Line{Product: fmt.Sprint("oil ", n), HS: "151530", Quantity: "1200", Unit: "KGM"})
	}
	inland := lane(51, "2026-01-01")
	inland.Legs = append(inland.Legs,
		model.Charge{Leg: "inland", Amount: "900", Currency: "EUR"}, model.Charge{Leg: "export_clearance", Amount: "150", Currency: "EUR"},
		model.Charge{Leg: "origin_terminal", Amount: "200", Currency: "EUR"})
	r.Lanes = []*model.Lane{inland}
	r.Rates = []*model.Rate{{Source: "ECB", Date: "2026-04-13", Base: "EUR", Rates: []model.ExchangeRate{{Currency: "USD", Units: "1.1684"}}}}
	for n := range byte(50) {
		r.Suppliers[id(100+n)] = &model.Supplier{Name: fmt.Sprint("Supplier ", n), Country: "MA", Certificates: []string{"Ecocert"}}
	}
	for n := range 200 {
		q := quote(byte(n), "")
		q.Tiers, q.Supplier, q.ValidUntil, q.LeadDays = nil, id(100+byte(n%50)), "2026-06-30", 21
		if n%2 == 1 {
			q.Currency, q.Incoterm = "EUR", value.EXW
		}
		for l := range r.RFQ.Lines {
			q.Lines = append(q.Lines, model.QuoteLine{Product: r.RFQ.Lines[l].Product, Unit: "KGM", Tiers: []model.Tier{
				{From: "500", Price: "4.20"}, {From: "1000", Price: value.DecimalOf(apd.New(int64(30000+n*7+l), -4))}, {From: "5000", Price: "2.60"},
			}})
		}
		r.Quotes = append(r.Quotes, q)
	}
	return r
}

// BenchmarkOf compares them as the screen does, from records. The budget is 5 ms.
func BenchmarkOf(b *testing.B) {
	r := many()
	b.ReportAllocs()
	for b.Loop() {
		c, err := Of(r)
		if err != nil || len(c.Entries) != 200 || !c.Entries[199].Priced() {
			b.Fatalf("%d entries, %v", len(c.Entries), err)
		}
	}
}
