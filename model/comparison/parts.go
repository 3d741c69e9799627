package comparison

import (
	"slices"

	"github.com/cockroachdb/apd/v3"

	"tradedesk/model/cost"
	"tradedesk/model/value"
)

// Part is one of the parts in which a landed cost is shown.
type Part struct {
	Name   string
	Amount value.Decimal // what is known of it
	// Covered is set when the basis has the part in it; Known when nothing of it is
	// missing.
	Covered, Known bool
}

// partLegs are the legs of each part, in order.
var partLegs = []struct {
	name string
	legs []cost.Leg
}{
	{"goods", []cost.Leg{cost.Goods}},
	{"inland", []cost.Leg{cost.Inland}},
	{"export", []cost.Leg{cost.ExportClearance, cost.OriginTerminal}},
	{"freight", []cost.Leg{cost.Freight}},
	{"insurance", []cost.Leg{cost.Insurance}},
	{"duty", []cost.Leg{cost.Duty}},
	{"tax", []cost.Leg{cost.Tax}},
	{"other", []cost.Leg{cost.DestinationTerminal, cost.OnCarriage, cost.Unloading, cost.ImportClearance, cost.Fees}},
}

// PartOf names the part that shows a leg.
func PartOf(leg cost.Leg) string {
	for _, p := range partLegs {
		if slices.Contains(p.legs, leg) {
			return p.name
		}
	}
	return ""
}

// Parts gives the parts of a landed cost, each of them, in order; they add up to the
// total.
func (c *Comparison) Parts(e Entry) []Part {
	out := make([]Part, 0, len(partLegs))
	for _, p := range partLegs {
		part := Part{Name: p.name, Known: true}
		sum := apd.New(0, int32(-c.Basis.Currency.MinorUnits()))
		for _, leg := range p.legs {
			part.Covered = part.Covered || cost.Covers(c.Basis.Term, leg)
			if slices.ContainsFunc(e.Gaps, func(g cost.Gap) bool { return g.Leg == leg && !g.Off }) {
				part.Known = false
			}
			for _, l := range e.Legs {
				if l.Leg == leg {
					sum = plus(sum, l.Amount)
				}
			}
		}
		part.Amount = value.DecimalOf(sum)
		out = append(out, part)
	}
	return out
}

// plus adds an amount that was worked out, so that it is a number.
func plus(sum *apd.Decimal, d value.Decimal) *apd.Decimal {
	n, err := d.Big()
	if err != nil {
		return sum
	}
	out := new(apd.Decimal)
	if _, err := apd.BaseContext.WithPrecision(60).Add(out, sum, n); err != nil {
		return sum
	}
	return out
}

// Bar shares cells out among parts, so that the largest total of a comparison fills
// all of them: what is worth half a cell has one, and together they are as long as
// their total.
func (c *Comparison) Bar(e Entry, cells int) []int {
	parts := c.Parts(e)
	out := make([]int, len(parts))
	var most value.Decimal
	for _, other := range c.Entries {
		if other.Total.Cmp(most) > 0 {
			most = other.Total
		}
	}
	whole, err := most.Big()
	if err != nil || whole.Sign() <= 0 {
		return out
	}
	sum, done := new(apd.Decimal), 0
	for i, p := range parts {
		sum = plus(sum, p.Amount)
		until := min(max(cellsOf(sum, whole, cells), done), cells)
		out[i], done = until-done, until
	}
	return out
}

// cellsOf gives n ÷ whole of so many cells, to the nearest.
func cellsOf(n, whole *apd.Decimal, cells int) int {
	ctx := apd.BaseContext.WithPrecision(34)
	share, rounded := new(apd.Decimal), new(apd.Decimal)
	_, multiplied := ctx.Mul(share, n, apd.New(int64(cells), 0))
	_, divided := ctx.Quo(share, share, whole)
	_, fixed := ctx.Quantize(rounded, share, 0)
	count, err := rounded.Int64()
	if multiplied != nil || divided != nil || fixed != nil || err != nil {
		return 0
	}
	return int(count)
}
