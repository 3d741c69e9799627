package offer

import (
	"slices"
	"strconv"
	"strings"

	"tradedesk/model"
	"tradedesk/model/comparison"
	"tradedesk/model/refusal"
	"tradedesk/model/text"
	"tradedesk/model/value"
)

// Award is a broker's decision for a quote.
type Award struct {
	RFQ    *model.RFQ
	Quote  *model.Quote
	Others []*model.Quote // of the same RFQ
	// Parts are what the quote is awarded; none means all that it prices and that no
	// other quote has.
	Parts []Part
	// Split lets a line be shared with another accepted quote.
	Split bool
	// OverrideExpired accepts a quote whose validity is over.
	OverrideExpired bool
	// RejectOthers rejects the quotes that are still open, for this reason.
	RejectOthers string
	Today        value.Date
	// Rates are the exchange rates that the quote was compared at, frozen with it.
	Rates []model.ExchangeRate
}

// Part is a line of an RFQ, or some of it. Line is its number from 1 or its product's
// name, "" for the only line that the quote prices; without a quantity it is what is
// left of the line.
type Part struct {
	Line     string         `json:"line,omitempty"`
	Quantity value.Quantity `json:"quantity,omitzero"`
}

// Awarded is what an award comes to.
type Awarded struct {
	Steps []Step
	Lines []model.Line // that the quote has
	Left  []model.Line // of the RFQ that no quote has, or what is left of them
}

// What an award is refused for, wrapped with which quote and which line.
var (
	ErrExpired = refusal.New("offer.expired", "its validity is over since {Day}")
	ErrAwarded = refusal.New("offer.awarded", "is awarded to another quote already")
	ErrSettled = refusal.New("offer.settled", "a quote that is {Stage} is settled and cannot be awarded")
	ErrNoPrice = refusal.New("offer.no_price", "the quote has no price for it")
	ErrNoLine  = refusal.New("offer.no_line", "\"{Line}\": the RFQ has no such line")
	ErrTooMuch = refusal.New("offer.too_much", "{Quantity} is more than is left of the line: {Left}")
	ErrState   = refusal.New("offer.state", "the RFQ cannot be awarded: it is {Stage}")
	// ErrWhichLine means that a quantity is for one of several lines.
	ErrWhichLine = refusal.New("offer.which_line", "the quote prices several lines: say of which the quantity is")
	// ErrNotOfRFQ means that a quote was given for another RFQ.
	ErrNotOfRFQ = refusal.New("offer.not_of_rfq", "quote {Quote} is none of {RFQ}: name one of its own")

	errTwice  = refusal.New("offer.twice", "line {Line}, {Product} is named twice")
	errLine   = refusal.New("offer.line", "line {Line}, {Product}: {Why}")
	errNoneOf = refusal.New("offer.none_priced", "no line of the RFQ: {Why}")
	errAllOf  = refusal.New("offer.all_awarded", "what the quote prices {Why}")
)

// stagePart names the stage that a record is in.
func stagePart(kind model.Kind, stage model.Stage) refusal.Parts {
	return refusal.Parts{"Kind": string(kind), "Stage": string(stage)}
}

// lineParts name a line, whose index is from 0.
func lineParts(index int, product string) refusal.Parts {
	return refusal.Parts{"Line": strconv.Itoa(index + 1), "Product": product}
}

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
	for _, c := range chosen {
		line, err := a.part(c.index, c.quantity)
		if err != nil {
			return Awarded{}, errLine.With(lineParts(c.index, lineName(a.RFQ.Lines[c.index]))).For(err)
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
		return Awarded{}, ErrState.With(stagePart(model.KindRFQ, a.RFQ.Stage))
	}
	out.Steps = append(out.Steps, stages(a.RFQ, path, nil)...)
	return out, nil
}

// awardable refuses what is over.
func (a Award) awardable() error {
	q := a.Quote
	switch {
	case a.RFQ.Stage == model.RFQExpired, a.RFQ.Stage == model.RFQCancelled, a.RFQ.Stage == model.RFQClosed:
		return ErrState.With(stagePart(model.KindRFQ, a.RFQ.Stage))
	case q.Stage == model.QuoteAccepted, q.Stage == model.QuoteRejected, q.Stage == model.QuoteSuperseded:
		return ErrSettled.With(stagePart(model.KindQuote, q.Stage))
	case a.OverrideExpired:
		return nil
	case q.Stage == model.QuoteExpired || q.ValidUntil != "" && q.ValidUntil < a.Today:
		return ErrExpired.With(refusal.Parts{"Day": q.ValidUntil.String()})
	}
	return nil
}

// chosenLine is a line that is meant, and how much of it; the zero quantity is what is
// left of it.
type chosenLine struct {
	index    int
	quantity value.Quantity
}

// chosen gives the lines that are meant, in the RFQ's order.
func (a Award) chosen() ([]chosenLine, error) {
	var out []chosenLine
	for _, p := range a.Parts {
		i, err := a.lineOf(p)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(out, func(c chosenLine) bool { return c.index == i }) {
			return nil, errTwice.With(lineParts(i, lineName(a.RFQ.Lines[i])))
		}
		out = append(out, chosenLine{i, p.Quantity})
	}
	if len(out) > 0 {
		slices.SortFunc(out, func(x, y chosenLine) int { return x.index - y.index })
		return out, nil
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
		out = append(out, chosenLine{index: i})
	}
	switch {
	case len(out) > 0:
		return out, nil
	case taken:
		return nil, errAllOf.For(ErrAwarded)
	}
	return nil, errNoneOf.For(ErrNoPrice)
}

// lineOf finds the line of a part: where none is named, the only one that the quote
// prices.
func (a Award) lineOf(p Part) (int, error) {
	if p.Line != "" {
		return lineAt(a.RFQ, p.Line)
	}
	only := -1
	for i := range a.RFQ.Lines {
		if !a.prices(i) {
			continue
		}
		if only >= 0 {
			return 0, ErrWhichLine
		}
		only = i
	}
	if only < 0 {
		return 0, errNoneOf.For(ErrNoPrice)
	}
	return only, nil
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
		return 0, ErrNoLine.With(refusal.Parts{"Line": typed})
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
func (a Award) part(index int, wanted value.Quantity) (model.Line, error) {
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
	case line.Quantity == "" && wanted.IsZero():
		return line, nil
	case line.Quantity != "" && left.Sign() <= 0:
		return line, ErrAwarded
	}
	line.Quantity = left
	if !wanted.IsZero() {
		if line, err = partly(line, wanted, left); err != nil {
			return line, err
		}
	}
	return line, a.sold(index, line)
}

// partly gives a line with the quantity that was asked for.
func partly(line model.Line, wanted value.Quantity, left value.Decimal) (model.Line, error) {
	if wanted.Unit != "" && line.Unit != "" {
		converted, err := wanted.Convert(line.Unit)
		if err != nil {
			return line, err
		}
		wanted = converted
	}
	if left != "" && wanted.Amount.Cmp(left) > 0 {
		return line, ErrTooMuch.With(refusal.Parts{"Quantity": wanted.String(), "Left": value.Quantity{Amount: left, Unit: line.Unit}.String()})
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

// acceptance gives the steps that accept the quote and, if that is wanted, reject those
// that are still open.
func (a Award) acceptance(lines []model.Line) ([]Step, error) {
	q := &model.Quote{Awarded: lines}
	also := model.Set{"awarded": model.Fields(q)["awarded"]}
	if len(a.Rates) > 0 {
		q.Rates = model.WithRates(a.Quote.Rates, a.Rates)
		also["rates"] = model.Fields(q)["rates"]
	}
	path, ok := model.StagePath(model.KindQuote, a.Quote.Stage, model.QuoteAccepted)
	force := false
	if !ok {
		if !a.OverrideExpired || a.Quote.Stage != model.QuoteExpired {
			return nil, ErrSettled.With(stagePart(model.KindQuote, a.Quote.Stage))
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
