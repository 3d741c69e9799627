package model

import (
	"fmt"
	"strconv"

	"github.com/cockroachdb/apd/v3"

	"tradedesk/model/refusal"
	"tradedesk/model/value"
)

// TierError says which tier, counted from 0, cannot stand where it is, and the
// part that is wrong: "from" or "price".
type TierError struct {
	Index int
	Part  string
	Err   error
}

// Error gives one line.
func (e *TierError) Error() string { return fmt.Sprintf("tier %d: %s: %v", e.Index+1, e.Part, e.Err) }

// Unwrap gives what is wrong.
func (e *TierError) Unwrap() error { return e.Err }

var (
	errTierFrom  = refusal.New("model.tier_from", "tier {Tier}: from: {Why}")
	errTierPrice = refusal.New("model.tier_price", "tier {Tier}: price: {Why}")
)

// Told gives it for who has words of their own.
func (e *TierError) Told() refusal.Told {
	what := errTierFrom
	if e.Part == "price" {
		what = errTierPrice
	}
	return what.With(refusal.Parts{"Tier": strconv.Itoa(e.Index + 1)}).For(e.Err).Told()
}

var (
	errNotPositive = refusal.New("model.not_positive", "must be more than 0")
	errNotMore     = refusal.New("model.not_more", "must be more than the tier before begins with")
)

// CheckTiers gives what is wrong with the prices of a quote: quantities grow from
// tier to tier, and both quantities and prices are more than nothing.
func CheckTiers(tiers []Tier) *TierError {
	var before *apd.Decimal
	for i, tier := range tiers {
		from, err := tier.From.Big()
		if err != nil {
			return &TierError{i, "from", err}
		}
		price, err := tier.Price.Big()
		switch {
		case err != nil:
			return &TierError{i, "price", err}
		case from.Sign() <= 0:
			return &TierError{i, "from", errNotPositive}
		case price.Sign() <= 0:
			return &TierError{i, "price", errNotPositive}
		case before != nil && from.Cmp(before) <= 0:
			return &TierError{i, "from", errNotMore}
		}
		before = from
	}
	return nil
}

// CheaperTiers gives for each tier the whole quantity below it from which buying
// as much as the tier begins with costs less in all, since the lower price holds
// for all units; "" where no quantity is so. The tiers must pass CheckTiers.
func CheaperTiers(tiers []Tier) []value.Decimal {
	out := make([]value.Decimal, len(tiers))
	if CheckTiers(tiers) != nil {
		return out
	}
	for i := 1; i < len(tiers); i++ {
		out[i] = cheaperFrom(tiers[i-1], tiers[i])
	}
	return out
}

// cheaperFrom gives the first whole quantity q of the tier below with
// q × its price > from × price of the tier above.
func cheaperFrom(below, above Tier) value.Decimal {
	exact := apd.BaseContext.WithPrecision(200)
	exact.Traps = 0
	var total, even, first apd.Decimal
	_, multiplied := exact.Mul(&total, big(above.From), big(above.Price))
	_, divided := exact.QuoInteger(&even, &total, big(below.Price))
	_, added := exact.Add(&first, &even, apd.New(1, 0))
	if multiplied != nil || divided != nil || added != nil {
		return ""
	}
	if least := big(below.From); first.Cmp(least) < 0 {
		first.Set(least)
	}
	if first.Cmp(big(above.From)) >= 0 {
		return ""
	}
	return value.DecimalOf(&first)
}

// big reads a decimal that was checked.
func big(d value.Decimal) *apd.Decimal {
	n, err := d.Big()
	if err != nil {
		return new(apd.Decimal)
	}
	return n
}
