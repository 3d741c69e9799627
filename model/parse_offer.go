package model

import (
	"fmt"
	"strings"

	"tradedesk/model/text"
	"tradedesk/model/value"
)

// parseOfferLine reads "argan oil, 500 kg at 42.50".
func (c ParseContext) parseOfferLine(part string) (OfferLine, error) {
	goods, price := part, ""
	if at := strings.LastIndex(part, " at "); at >= 0 {
		goods, price = part[:at], strings.TrimSpace(part[at+len(" at "):])
	}
	line, err := parseLine(strings.TrimSpace(goods), c)
	if err != nil {
		return OfferLine{}, err
	}
	return OfferLine{Product: line.Product, Quantity: line.Quantity, Unit: line.Unit, Price: value.Decimal(price)}, nil
}

// parsePayment reads "2026-12-01 500.00 transfer 4711": a day, an amount and, if there
// is one, a reference.
func parsePayment(part string) (Payment, error) {
	day, rest, _ := strings.Cut(part, " ")
	amount, reference, _ := strings.Cut(strings.TrimSpace(rest), " ")
	if amount == "" {
		return Payment{}, errWritePaid
	}
	return Payment{Date: value.Date(day), Amount: value.Decimal(amount), Reference: strings.TrimSpace(reference)}, nil
}

func paymentText(p Payment) string {
	return joinTexts(" ", p.Date.String(), p.Amount.String(), escapeElement(p.Reference))
}

// parseShare reads "60 nadia", or "60% nadia".
func parseShare(part string) (Share, error) {
	share, person, ok := strings.Cut(part, " ")
	if !ok {
		return Share{}, errWriteShare
	}
	return Share{Person: strings.TrimSpace(person), Share: value.Decimal(strings.TrimSuffix(share, "%"))}, nil
}

func shareText(s Share) string { return s.Share.String() + " " + escapeElement(s.Person) }

func (c ParseContext) strictOfferLine(l OfferLine) (OfferLine, error) {
	l.Product = text.Clean(l.Product, MaxText)
	err := firstError(
		strictly("hs", &l.HS, value.ParseHS),
		strictly("quantity", &l.Quantity, c.decimal),
		strictly("unit", &l.Unit, value.ParseUnit),
		strictly("price", &l.Price, value.ParseDecimal),
		strictly("amount", &l.Amount, value.ParseDecimal),
		strictly("cost", &l.Cost, value.ParseDecimal),
	)
	switch {
	case err != nil:
	case l.Product == "" && l.HS == "":
		err = errNoProduct
	case l.Quantity != "" && l.Quantity.Sign() <= 0:
		err = fmt.Errorf("quantity: %s: %w", l.Quantity, errNotPositive)
	case l.Price.Sign() < 0 || l.Amount.Sign() < 0 || l.Cost.Sign() < 0:
		err = errBelowZero
	}
	return l, err
}

func strictPayment(p Payment) (Payment, error) {
	p.Reference = text.Clean(p.Reference, 255)
	err := strictly("amount", &p.Amount, value.ParseDecimal)
	switch {
	case err != nil:
	case p.Date.Time(nil).IsZero():
		err = fmt.Errorf("date: %.20q is no day: write such as 2026-12-01", p.Date)
	case p.Amount == "":
		err = errNoAmount
	}
	return p, err
}

func strictShare(s Share) (Share, error) {
	s.Person = text.Clean(s.Person, 255)
	err := strictly("share", &s.Share, value.ParseDecimal)
	switch {
	case err != nil:
	case s.Person == "" || s.Share == "":
		err = errHalfShare
	case s.Share.Sign() <= 0:
		err = fmt.Errorf("share: %s: %w", s.Share, errNotPositive)
	}
	return s, err
}
