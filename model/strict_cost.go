package model

import (
	"fmt"

	"tradedesk/model/cost"
	"tradedesk/model/text"
	"tradedesk/model/value"
)

func strictChoice[T ~string](t FieldType) func(string) (T, error) {
	return func(typed string) (T, error) {
		parsed, err := parseChoice(t, typed)
		return T(parsed), err
	}
}

// notNegative refuses what is less than nothing: no leg gives money back.
func notNegative(name string, amounts ...value.Decimal) error {
	for _, d := range amounts {
		if d.Sign() < 0 {
			return fmt.Errorf("%s: %s is less than 0", name, d)
		}
	}
	return nil
}

func strictCharge(c Charge) (Charge, error) {
	err := firstError(
		strictly("leg", &c.Leg, strictChoice[cost.Leg](TypeLeg)),
		strictly("amount", &c.Amount, value.ParseDecimal),
		strictly("currency", &c.Currency, value.ParseCurrency),
		strictly("per", &c.Per, strictChoice[cost.Per](TypePer)),
		notNegative("amount", c.Amount),
	)
	switch {
	case err != nil:
	case c.Leg == "":
		err = errNoLeg
	case (c.Amount == "") != (c.Currency == ""):
		err = errHalfAmount
	}
	return c, err
}

func strictDuty(d Duty) (Duty, error) {
	err := firstError(
		strictly("hs", &d.HS, value.ParseHS),
		strictly("rate", &d.Rate, value.ParseDecimal),
		strictly("fees", &d.Fees, value.ParseDecimal),
		strictly("base", &d.Base, strictChoice[cost.DutyBase](TypeDutyBase)),
		notNegative("percent", d.Rate, d.Fees),
	)
	if err == nil && d.Rate == "" && d.Fees == "" {
		err = errNoPercent
	}
	return d, err
}

func strictRate(r ExchangeRate) (ExchangeRate, error) {
	r.Source = text.Clean(r.Source, 80)
	err := firstError(
		strictly("currency", &r.Currency, value.ParseCurrency),
		strictly("units", &r.Units, value.ParseDecimal),
	)
	switch {
	case err != nil:
	case r.Currency == "" || r.Units.Sign() <= 0:
		err = errHalfRate
	case r.Date != "" && r.Date.Time(nil).IsZero():
		err = fmt.Errorf("date: %.20q is no day: write such as 2026-04-13", r.Date)
	}
	return r, err
}

func (c ParseContext) strictQuoteLine(q QuoteLine) (QuoteLine, error) {
	q.Product = text.Clean(q.Product, MaxText)
	err := firstError(
		strictly("hs", &q.HS, value.ParseHS),
		strictly("unit", &q.Unit, value.ParseUnit),
		strictly("moq", &q.MOQ, c.decimal),
		strictly("base", &q.Base, c.decimal),
	)
	if err != nil {
		return q, err
	}
	if q.Tiers, err = eachStrict(q.Tiers, c.strictTier); err != nil {
		return q, fmt.Errorf("tiers: %w", err)
	}
	switch {
	case q.Product == "" && q.HS == "":
		return q, errNoProduct
	case len(q.Tiers) == 0:
		return q, errNoPrice
	case q.LeadDays < 0:
		return q, fmt.Errorf("lead_days: %d days is less than none", q.LeadDays)
	}
	return q, nil
}
