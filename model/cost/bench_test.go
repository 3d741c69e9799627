package cost

import (
	"testing"

	"github.com/cockroachdb/apd/v3"

	"tradedesk/model/value"
)

// BenchmarkCompare compares 200 offers of 10 lines each, with three tiers a line, on
// the whole ladder. The budget is 5 ms.
func BenchmarkCompare(b *testing.B) {
	basis := Basis{Term: value.DDP, Currency: "USD", Date: "2026-04-14", Rates: april}
	var offers []Offer
	for i := range 200 {
		o := Offer{Term: value.EXW, Currency: "EUR", Lane: toEU()}
		if i%2 == 1 {
			o = Offer{Term: value.FOB, Currency: "USD", Lane: toUSA()}
		}
		for range 10 {
			p := tiers(false)
			p.Tiers[2].Price = value.DecimalOf(apd.New(int64(30000+i), -4))
			o.Prices = append(o.Prices, p)
		}
		offers = append(offers, o)
	}
	for range 10 {
		basis.Items = append(basis.Items, Item{HS: "151530", Quantity: value.Quantity{Amount: "1200", Unit: "KGM"}})
	}
	for b.Loop() {
		if _, err := Compare(basis, offers); err != nil {
			b.Fatal(err)
		}
	}
}
