package offer

import (
	"strings"
	"time"

	"tradedesk/model"
	"tradedesk/model/refusal"
	"tradedesk/model/text"
	"tradedesk/model/value"
)

var (
	errNoAmount      = refusal.New("offer.no_amount", "want an amount")
	errOtherCurrency = refusal.New("offer.other_currency", "{Given} is not what the commission is in: {Currency}")
)

// ParseAmount reads an amount of a currency, which may stand beside it. What can be
// read in two ways is refused.
func ParseAmount(typed string, currency value.Currency) (value.Decimal, error) {
	if strings.TrimSpace(typed) == "" {
		return "", errNoAmount
	}
	if amount, err := value.ParseDecimal(typed); err == nil || strings.IndexFunc(typed, isLetter) < 0 {
		return asked(amount, currency, err)
	}
	given, err := value.ParseMoney(typed)
	if err != nil {
		return "", err
	}
	if given.Currency != currency {
		return "", errOtherCurrency.With(refusal.Parts{"Given": given.Currency.String(), "Currency": currency.String()})
	}
	return asked(given.Amount, currency, nil)
}

// asked gives an amount back unless its point may part thousands.
func asked(amount value.Decimal, currency value.Currency, err error) (value.Decimal, error) {
	if err == nil {
		err = model.AmountDoubt(value.Money{Amount: amount, Currency: currency})
	}
	if err != nil {
		return "", err
	}
	return amount, nil
}

func isLetter(r rune) bool { return r > '9' || r == '$' }

// ParsePayment reads "500.00", or "500.00 on 2026-12-01", with a reference behind ';'.
func ParsePayment(typed string, currency value.Currency, now value.Instant, today value.Date) (model.Payment, error) {
	typed, reference, _ := strings.Cut(typed, ";")
	amountText, dayText, dated := strings.Cut(typed, " on ")
	p := model.Payment{Date: today, Reference: text.Clean(reference, 255)}
	var err error
	if p.Amount, err = ParseAmount(amountText, currency); err != nil {
		return p, err
	}
	if dated {
		p.Date, err = value.ParseDate(dayText, now.Time().In(time.UTC))
	}
	return p, err
}
