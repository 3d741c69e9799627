package offer

import (
	"slices"
	"strings"

	"github.com/cockroachdb/apd/v3"

	"tradedesk/model"
	"tradedesk/model/value"
)

// remaining gives what of a line's quantity no accepted quote but one has, "" when the
// line says no quantity.
func remaining(line model.Line, quotes []*model.Quote, but model.ID) (value.Decimal, error) {
	if line.Quantity == "" {
		return "", nil
	}
	left, err := line.Quantity.Big()
	if err != nil {
		return "", err
	}
	for _, q := range quotes {
		if q.ID == but || !holds(q, line) {
			continue
		}
		for _, has := range q.Awarded {
			if !SameLine(has, line) {
				continue
			}
			if has.Quantity == "" { // all of it, from before the RFQ said how much
				has.Quantity = line.Quantity
			}
			n, err := has.Quantity.Big()
			if err != nil {
				return "", err
			}
			if _, err := exactly.Sub(left, left, n); err != nil {
				return "", err
			}
		}
	}
	return value.DecimalOf(left), nil
}

var exactly = apd.BaseContext.WithPrecision(60)

// left gives the lines that no quote has after the award.
func (a Award) left(awarded []model.Line) []model.Line {
	now := *a.Quote
	now.Stage, now.Awarded = model.QuoteAccepted, awarded
	all := append([]*model.Quote{&now}, slices.DeleteFunc(slices.Clone(a.Others), func(q *model.Quote) bool { return q.ID == now.ID })...)
	return Left(a.RFQ, all)
}

// Left gives the lines of an RFQ that no accepted quote has, or what is left of them.
func Left(rfq *model.RFQ, quotes []*model.Quote) []model.Line {
	var out []model.Line
	for _, line := range rfq.Lines {
		left, err := remaining(line, quotes, model.ID{})
		held := slices.ContainsFunc(quotes, func(q *model.Quote) bool { return holds(q, line) })
		switch {
		case err != nil || !held:
			out = append(out, line)
		case left.Sign() > 0:
			line.Quantity = left
			out = append(out, line)
		}
	}
	return out
}

// Overlap is a line of which more is awarded than is wanted, as two desks can do while
// apart.
type Overlap struct {
	Line   model.Line
	Over   value.Decimal // how much too much, in the line's unit; "" when it says no quantity
	Quotes []*model.Quote
}

// Overlaps gives the lines that are awarded twice.
func Overlaps(rfq *model.RFQ, quotes []*model.Quote) []Overlap {
	var out []Overlap
	for _, line := range rfq.Lines {
		var holding []*model.Quote
		for _, q := range quotes {
			if holds(q, line) {
				holding = append(holding, q)
			}
		}
		if len(holding) < 2 {
			continue
		}
		left, err := remaining(line, quotes, model.ID{})
		if line.Quantity == "" || err == nil && left.Sign() < 0 {
			out = append(out, Overlap{Line: line, Over: value.Decimal(strings.TrimPrefix(left.String(), "-")), Quotes: holding})
		}
	}
	return out
}
