package query

import (
	"math"
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"tradedesk/model"
	"tradedesk/model/value"
)

// TestHoldsIsNeverWrong: what a filter lets through may hold, and what surely holds it lets
// through.
func TestHoldsIsNeverWrong(t *testing.T) {
	numbers := []string{"", "9090.91", "9090.91", "98181.82", "606060.6", "60.61", "1", "9999.99", "10000", "10000.01", "50000", "0.1", "123456789012345678"}
	lines := []string{
		"value:>10k", "value:>=10k", "value:<10k", "value:10k", "value:10k..50k", "value:none", "value:any", "value:..9999.99",
		"value:>10kUSD", "value:<=10kMAD", "value:10kEUR", "value:10k..50kJPY", `value:>"10kUSD","5",none`, "value:<9GBP",
	}
	rapid.Check(t, func(t *rapid.T) {
		line := rapid.SampledFrom([]string{"", "-"}).Draw(t, "not") + rapid.SampledFrom(lines).Draw(t, "line")
		number := rapid.SampledFrom(numbers).Draw(t, "number")
		f := reader().Parse(line).Filters[0]
		currency := rapid.SampledFrom([]value.Currency{"", "USD", "EUR", "MAD", "JPY", "GBP"}).Draw(t, "currency")
		of := currency
		if !slices.Contains(f.Currencies(), of) {
			of = ""
		}
		near := math.NaN()
		if number != "" {
			near, _ = strconv.ParseFloat(number, 64)
		}
		fits := f.Matches(model.Excerpt{Amount: value.Decimal(number), Currency: currency}, nil)
		may, sure := f.Holds(of)(near)
		if fits && !may || sure && !fits {
			t.Fatalf("%s lets %q %s through: %v; may %v, sure %v", line, number, currency, fits, may, sure)
		}
		if may != sure && of == "" && number != "10000" && number != "50000" && number != "9999.99" {
			t.Fatalf("%s cannot tell of %q", line, number)
		}
	})
}
