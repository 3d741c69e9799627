package model

import (
	"bytes"
	"encoding/json"
	"errors"
	"strconv"
	"strings"

	"tradedesk/model/cost"
	"tradedesk/model/refusal"
	"tradedesk/model/value"
)

// typedAmounts are the fields with an amount that a document fixes, not the price of a unit.
var typedAmounts = map[Kind][]string{
	KindQuote: {"freight"}, KindDeal: {"amount", "commission_due"},
}

var (
	errOfLeg  = refusal.New("model.leg", "{Leg}: {Why}")
	errOfLine = refusal.New("model.line", "line {Line}: {Why}")
)

// CheckTyped looks through what a person typed into a record for what the rules for all records
// let pass: an amount such as 2.600, which is 2600 in half of the world, is asked back, and
// prices must be more than nothing and stand in the order of their quantities. What the record
// before has so is left alone. set is canonical JSON by field.
func CheckTyped(before Record, set Set) error {
	kind := before.Kind()
	var currency value.Currency
	readInto(FieldValue(before, "currency"), &currency)
	readInto(set["currency"], &currency)
	for _, name := range typedAmounts[kind] {
		if bytes.Equal(set[name], FieldValue(before, name)) {
			continue
		}
		var amount value.Decimal
		readInto(set[name], &amount)
		if err := AmountDoubt(value.Money{Amount: amount, Currency: currency}); err != nil {
			return &FieldError{kind, name, err}
		}
	}
	switch kind {
	case KindLane:
		var legs []Charge
		readInto(set["legs"], &legs)
		if i, err := ChargesDoubt(legs); err != nil {
			return &FieldError{kind, "legs", errOfLeg.With(refusal.Parts{"Leg": strings.ReplaceAll(string(legs[i].Leg), "_", " ")}).For(err)}
		}
	case KindQuote:
		var q Quote
		readInto(set["tiers"], &q.Tiers)
		readInto(set["lines"], &q.Lines)
		if wrong := CheckTiers(q.Tiers); wrong != nil {
			return &FieldError{kind, "tiers", wrong}
		}
		for i, line := range q.Lines {
			if wrong := CheckTiers(line.Tiers); wrong != nil {
				return &FieldError{kind, "lines", errOfLine.With(refusal.Parts{"Line": strconv.Itoa(i + 1)}).For(wrong)}
			}
		}
	}
	return nil
}

// readInto reads canonical JSON that was just made; what is not there leaves to as it is.
func readInto(raw json.RawMessage, to any) {
	if len(raw) > 0 {
		_ = json.Unmarshal(raw, to) // of another type it is refused where the record is checked
	}
}

// ChargesDoubt gives the first charge whose amount could be two. Those for a unit or a kilogram
// are prices, which have as many decimals as it takes.
func ChargesDoubt(legs []Charge) (int, error) {
	for i, c := range legs {
		if c.Per == cost.PerUnit || c.Per == cost.PerKilogram {
			continue
		}
		if err := AmountDoubt(value.Money{Amount: c.Amount, Currency: c.Currency}); err != nil {
			return i, err
		}
	}
	return 0, nil
}

// ParseAmount reads an amount of money as a person types it; one that could be two is refused.
func ParseAmount(typed string) (value.Money, error) {
	m, err := value.ParseMoney(typed)
	if err == nil {
		err = AmountDoubt(m)
	}
	if err != nil {
		return value.Money{}, err
	}
	return m, nil
}

// AmountDoubt asks an amount back whose point may part thousands: one to three digits, a point
// and three more. No amount has three decimals but of a currency that has them.
func AmountDoubt(m value.Money) error {
	if m.Currency != "" && m.Currency.MinorUnits() > 2 {
		return nil
	}
	err := m.Amount.Doubt("amount")
	var asked *value.Error
	if errors.As(err, &asked) && m.Currency != "" && !strings.HasSuffix(string(m.Amount), "0") {
		whole := strings.Replace(string(m.Amount), ".", "", 1) // a thousandth of it is none
		asked.Hint, asked.Meant = "write "+whole, []string{whole}
	}
	return err
}
