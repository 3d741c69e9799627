package offer

import (
	"cmp"
	"fmt"
	"slices"

	"tradedesk/model"
	"tradedesk/model/commission"
	"tradedesk/model/cost"
	"tradedesk/model/refusal"
	"tradedesk/model/value"
)

// State says how much of a commission has come in.
type State string

// The states of a commission.
const (
	StateNone State = ""     // nothing is due
	StateOpen State = "open" // nothing has come in
	StatePart State = "part"
	StatePaid State = "paid" // all of it, or more
	StateLoss State = "loss" // the buyer pays less than the goods cost
)

// PersonShare is what a person has of a commission.
type PersonShare struct {
	Person string
	Due    value.Money
	Paid   value.Money // of what came in
}

// Book is how the commission of a deal stands; all of it in one currency.
type Book struct {
	State           State
	Due, Paid, Rest value.Money // Rest is below 0 when more came in than was due
	Shares          []PersonShare
}

// BookOf adds up the payments of a deal. Shares of persons add up to what is due and to
// what is paid, to the last minor unit.
func BookOf(d *model.Deal) (Book, error) {
	currency := cmp.Or(d.CommissionCurrency, d.Currency)
	due, err := sum([]value.Decimal{d.CommissionDue}, currency)
	if err != nil {
		return Book{}, err
	}
	var amounts, shares []value.Decimal
	for _, p := range d.Payments {
		amounts = append(amounts, p.Amount)
	}
	paid, err := sum(amounts, currency)
	if err != nil {
		return Book{}, err
	}
	rest, err := minus(due.Amount, paid.Amount)
	if err != nil {
		return Book{}, err
	}
	b := Book{Due: due, Paid: paid, Rest: value.Money{Amount: rest, Currency: currency}}
	switch {
	case due.Amount.Sign() < 0:
		b.State = StateLoss
	case due.Amount.Sign() == 0 && len(d.Payments) == 0:
	case rest.Sign() <= 0:
		b.State = StatePaid
	case paid.Amount.Sign() > 0:
		b.State = StatePart
	default:
		b.State = StateOpen
	}
	if len(d.Shares) == 0 {
		return b, nil
	}
	for _, s := range d.Shares {
		shares = append(shares, s.Share)
	}
	dues, err := commission.Split(due, shares)
	if err != nil {
		return Book{}, fmt.Errorf("splitting %s: %w", due, err)
	}
	paids, err := commission.Split(paid, shares)
	if err != nil {
		return Book{}, fmt.Errorf("splitting %s: %w", paid, err)
	}
	for i, s := range d.Shares {
		b.Shares = append(b.Shares, PersonShare{Person: s.Person, Due: dues[i], Paid: paids[i]})
	}
	return b, nil
}

// What a payment is refused for.
var (
	errNothingPaid = refusal.New("offer.nothing_paid", "a payment of {Amount}: want more than 0")
	errTooFine     = refusal.New("offer.too_fine", "a payment of {Amount} {Currency}: the currency has fewer decimals")
)

// Booked gives the step that books a part of a commission that came in.
func Booked(d *model.Deal, p model.Payment) ([]Step, error) {
	currency := cmp.Or(d.CommissionCurrency, d.Currency)
	if p.Amount.Sign() <= 0 {
		return nil, errNothingPaid.With(refusal.Parts{"Amount": p.Amount.String()})
	}
	fixed, err := cost.Fix(value.Money{Amount: p.Amount, Currency: currency})
	if err != nil {
		return nil, err
	}
	if fixed.Amount.Cmp(p.Amount) != 0 {
		return nil, errTooFine.With(refusal.Parts{"Amount": p.Amount.String(), "Currency": currency.String()})
	}
	p.Amount = fixed.Amount
	after := &model.Deal{Payments: append(slices.Clone(d.Payments), p)}
	return []Step{{Kind: model.KindDeal, ID: d.ID, Set: model.Set{"payments": model.Fields(after)["payments"]}, Seen: d.UpdatedAt}}, nil
}
