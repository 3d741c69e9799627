package offer

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/cockroachdb/apd/v3"

	"tradedesk/model"
	"tradedesk/model/comparison"
	"tradedesk/model/text"
	"tradedesk/model/value"
)

// Award is a broker's decision for a quote.
type Award struct {
	RFQ    *model.RFQ
	Quote  *model.Quote
	Others []*model.Quote // of the same RFQ
	// Lines are those that the quote is awarded, by number from 1 or by a product's
	// name; none means all that it prices and that no other quote has.
	Lines []string
	// Quantity is what it is awarded of its one line; without one, what is left of it.
	Quantity value.Quantity
	// Split lets a line be shared with another accepted quote.
	Split bool
	// OverrideExpired accepts a quote whose validity is over.
	OverrideExpired bool
	// RejectOthers rejects the quotes that are still open, for this reason.
	RejectOthers string
	Today        value.Date
}

// Awarded is what an award comes to.
type Awarded struct {
	Steps []Step
	Lines []model.Line // that the quote has
	Left  []model.Line // of the RFQ that no quote has, or what is left of them
}

// What an award is refused for, wrapped with which quote and which line.
var (
	ErrExpired = errors.New("its validity is over")
	ErrAwarded = errors.New("is awarded to another quote already")
	ErrSettled = errors.New("is settled and cannot be awarded")
	ErrNoPrice = errors.New("the quote has no price for it")
	ErrNoLine  = errors.New("the RFQ has no such line")
	ErrTooMuch = errors.New("is more than is left of the line")
	ErrState   = errors.New("the RFQ cannot be awarded")
)

// Plan works an award out.
func (a Award) Plan() (Awarded, error) {
	if err := a.awardable(); err != nil {
		return Awarded{}, err
	}
	chosen, err := a.chosen()
	if err != nil {
		return Awarded{}, err
	}
	var out Awarded
	for _, i := range chosen {
		line, err := a.part(i, len(chosen) == 1)
		if err != nil {
			return Awarded{}, fmt.Errorf("line %d, %.60s: %w", i+1, lineName(a.RFQ.Lines[i]), err)
		}
		out.Lines = append(out.Lines, line)
	}
	if out.Steps, err = a.acceptance(out.Lines); err != nil {
		return Awarded{}, err
	}
	out.Left = a.left(out.Lines)
	to := model.RFQAwarded
	if len(out.Left) > 0 {
		to = model.RFQNegotiating
	}
	path, ok := model.StagePath(model.KindRFQ, a.RFQ.Stage, to)
	if !ok || slices.Contains(path, model.RFQExpired) {
		return Awarded{}, fmt.Errorf("%w: it is %s", ErrState, a.RFQ.Stage)
	}
	out.Steps = append(out.Steps, stages(a.RFQ, path, nil)...)
	return out, nil
}

// awardable refuses what is over.
func (a Award) awardable() error {
	q := a.Quote
	switch {
	case a.RFQ.Stage == model.RFQExpired, a.RFQ.Stage == model.RFQCancelled, a.RFQ.Stage == model.RFQClosed:
		return fmt.Errorf("%w: it is %s", ErrState, a.RFQ.Stage)
	case q.Stage == model.QuoteAccepted, q.Stage == model.QuoteRejected, q.Stage == model.QuoteSuperseded:
		return fmt.Errorf("a quote that is %s %w", q.Stage, ErrSettled)
	case a.OverrideExpired:
		return nil
	case q.Stage == model.QuoteExpired || q.ValidUntil != "" && q.ValidUntil < a.Today:
		return fmt.Errorf("%w since %s", ErrExpired, q.ValidUntil)
	}
	return nil
}

// chosen gives the indexes of the lines that are meant, in the RFQ's order.
func (a Award) chosen() ([]int, error) {
	var out []int
	if len(a.Lines) > 0 {
		for _, typed := range a.Lines {
			i, err := lineAt(a.RFQ, typed)
			if err != nil {
				return nil, err
			}
			out = append(out, i)
		}
		slices.Sort(out)
		return slices.Compact(out), nil
	}
	taken := false
	for i, line := range a.RFQ.Lines {
		if !a.prices(i) {
			continue
		}
		if len(a.holders(line)) > 0 && !a.Split {
			taken = true
			continue
		}
		out = append(out, i)
	}
	switch {
	case len(out) > 0:
		return out, nil
	case taken:
		return nil, fmt.Errorf("what the quote prices %w", ErrAwarded)
	}
	return nil, fmt.Errorf("no line of the RFQ: %w", ErrNoPrice)
}

func (a Award) prices(index int) bool {
	return len(comparison.PricingOf(a.Quote, a.RFQ, index).Tiers) > 0
}

// lineAt finds a line by its number from 1, or by its product or HS code.
func lineAt(rfq *model.RFQ, typed string) (int, error) {
	if n, err := strconv.Atoi(strings.TrimSpace(typed)); err == nil && n >= 1 && n <= len(rfq.Lines) {
		return n - 1, nil
	}
	found := -1
	for i, line := range rfq.Lines {
		if text.Fold(line.Product) == text.Fold(typed) {
			return i, nil
		}
		if found < 0 && strings.Contains(text.Fold(line.Product), text.Fold(typed)) {
			found = i
		}
	}
	if found < 0 || strings.TrimSpace(typed) == "" {
		return 0, fmt.Errorf("%.60q: %w", typed, ErrNoLine)
	}
	return found, nil
}

// SameLine reports whether an awarded line is that of an RFQ: quotes name lines as the
// RFQ does.
func SameLine(awarded, line model.Line) bool {
	return text.Fold(awarded.Product) == text.Fold(line.Product) && awarded.HS == line.HS
}

func lineName(line model.Line) string {
	if line.Product != "" {
		return line.Product
	}
	return "HS " + line.HS.String()
}

// holders gives the other accepted quotes that have a line, or a part of it.
func (a Award) holders(line model.Line) []*model.Quote {
	var out []*model.Quote
	for _, q := range a.Others {
		if q.ID != a.Quote.ID && holds(q, line) {
			out = append(out, q)
		}
	}
	return out
}

func holds(q *model.Quote, line model.Line) bool {
	return !q.Deleted && q.Stage == model.QuoteAccepted &&
		slices.ContainsFunc(q.Awarded, func(l model.Line) bool { return SameLine(l, line) })
}

// part gives the line that the quote is awarded, with its quantity.
func (a Award) part(index int, only bool) (model.Line, error) {
	line := a.RFQ.Lines[index]
	if !a.prices(index) {
		return line, ErrNoPrice
	}
	if len(a.holders(line)) > 0 && !a.Split {
		return line, ErrAwarded
	}
	line.TargetPrice = ""
	left, err := remaining(line, a.Others, a.Quote.ID)
	switch {
	case err != nil:
		return line, err
	case line.Quantity == "" && a.Quantity.IsZero():
		return line, nil
	case line.Quantity != "" && left.Sign() <= 0:
		return line, ErrAwarded
	}
	line.Quantity = left
	if only && !a.Quantity.IsZero() {
		if line, err = a.partly(line, left); err != nil {
			return line, err
		}
	}
	return line, a.sold(index, line)
}

// partly gives a line with the quantity that was asked for.
func (a Award) partly(line model.Line, left value.Decimal) (model.Line, error) {
	wanted := a.Quantity
	if wanted.Unit != "" && line.Unit != "" {
		converted, err := wanted.Convert(line.Unit)
		if err != nil {
			return line, err
		}
		wanted = converted
	}
	if left != "" && wanted.Amount.Cmp(left) > 0 {
		return line, fmt.Errorf("%s %w: %s", wanted, ErrTooMuch, value.Quantity{Amount: left, Unit: line.Unit})
	}
	line.Quantity = wanted.Amount
	if line.Unit == "" {
		line.Unit = wanted.Unit
	}
	return line, nil
}

// sold refuses a quantity of which the supplier sells more only.
func (a Award) sold(index int, line model.Line) error {
	p := comparison.PricingOf(a.Quote, a.RFQ, index)
	quantity := value.Quantity{Amount: line.Quantity, Unit: line.Unit}
	if p.Unit != "" && line.Unit != "" {
		converted, err := quantity.Convert(p.Unit)
		if err != nil {
			return err
		}
		quantity = converted
	}
	_, err := p.Of(quantity.Amount)
	return err
}

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

// acceptance gives the steps that accept the quote and, if that is wanted, reject those
// that are still open.
func (a Award) acceptance(lines []model.Line) ([]Step, error) {
	q := &model.Quote{Awarded: lines}
	also := model.Set{"awarded": model.Fields(q)["awarded"]}
	path, ok := model.StagePath(model.KindQuote, a.Quote.Stage, model.QuoteAccepted)
	force := false
	if !ok {
		if !a.OverrideExpired || a.Quote.Stage != model.QuoteExpired {
			return nil, fmt.Errorf("a quote that is %s %w", a.Quote.Stage, ErrSettled)
		}
		path, force = []model.Stage{model.QuoteAccepted}, true
	}
	steps := stages(a.Quote, path, also)
	steps[len(steps)-1].Force = force
	if a.RejectOthers == "" {
		return steps, nil
	}
	for _, other := range a.Others {
		if other.ID == a.Quote.ID || other.Deleted || model.Move(model.KindQuote, other.Stage, model.QuoteRejected) != nil || other.Stage == model.QuoteRejected {
			continue
		}
		steps = append(steps, stages(other, []model.Stage{model.QuoteRejected}, model.Set{"reason": quoted(a.RejectOthers)})...)
	}
	return steps, nil
}

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
