package query

import (
	"math"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"tradedesk/model"
	"tradedesk/model/value"
)

// TestHoldsIsNeverWrong: what a filter lets through may hold, and what surely holds it lets
// through.
func TestHoldsIsNeverWrong(t *testing.T) {
	numbers := []string{"", "1", "9999.99", "10000", "10000.01", "50000", "0.1", "123456789012345678"}
	lines := []string{"value:>10k", "value:>=10k", "value:<10k", "value:10k", "value:10k..50k", "value:none", "value:any", "value:..9999.99"}
	rapid.Check(t, func(t *rapid.T) {
		line := rapid.SampledFrom([]string{"", "-"}).Draw(t, "not") + rapid.SampledFrom(lines).Draw(t, "line")
		number := rapid.SampledFrom(numbers).Draw(t, "number")
		f := Reader{}.Parse(line).Filters[0]
		near := math.NaN()
		if number != "" {
			near, _ = strconv.ParseFloat(number, 64)
		}
		fits := f.Matches(model.Excerpt{Amount: value.Decimal(number)}, nil)
		may, sure := f.Holds()(near)
		if fits && !may || sure && !fits {
			t.Fatalf("%s lets %q through: %v; may %v, sure %v", line, number, fits, may, sure)
		}
		if may != sure && number != "10000" && number != "50000" && number != "9999.99" {
			t.Fatalf("%s cannot tell of %q", line, number)
		}
	})
}
