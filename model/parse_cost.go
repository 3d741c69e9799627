package model

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"tradedesk/model/cost"
	"tradedesk/model/text"
	"tradedesk/model/value"
)

// shortForms read what people type for lists with parts.
var shortForms = map[FieldType]func(typed string, c ParseContext) (any, error){
	TypeQuoteLine: func(typed string, _ ParseContext) (any, error) { return eachPart(typed, parseQuoteLine) },
	TypeCharge:    func(typed string, _ ParseContext) (any, error) { return eachPart(typed, parseCharge) },
	TypeDuty:      func(typed string, _ ParseContext) (any, error) { return eachPart(typed, parseDuty) },
	TypeRate:      func(typed string, _ ParseContext) (any, error) { return eachPart(typed, parseRate) },
	TypeOfferLine: func(typed string, c ParseContext) (any, error) { return eachPart(typed, c.parseOfferLine) },
	TypePayment:   func(typed string, _ ParseContext) (any, error) { return eachPart(typed, parsePayment) },
	TypeShare:     func(typed string, _ ParseContext) (any, error) { return eachPart(typed, parseShare) },
	TypeValidity:  func(typed string, _ ParseContext) (any, error) { return eachPart(typed, parseCertificateDate) },
}

// shortText writes a list in the form that shortForms read. What an offer's line has
// beside its product and price has no short form, so that it is JSON.
func shortText(v any) (string, bool) {
	switch v := v.(type) {
	case []QuoteLine:
		if slices.ContainsFunc(v, onlyJSON) {
			return "", false
		}
		return joinParts(v, quoteLineText), true
	case []Charge:
		return joinParts(v, chargeText), true
	case []Duty:
		return joinParts(v, dutyText), true
	case []ExchangeRate:
		return ratesText(v), true
	case []Payment:
		return joinParts(v, paymentText), true
	case []Share:
		return joinParts(v, shareText), true
	case []CertificateDate:
		if first := v[0].Certificate; strings.HasPrefix(first, "[") || strings.HasPrefix(first, "{") { // would be read as JSON
			return "", false
		}
		return joinParts(v, certificateDateText), true
	}
	return "", false
}

// eachPart reads the parts between semicolons.
func eachPart[T any](typed string, parse func(string) (T, error)) ([]T, error) {
	parts, _ := splitAt(typed, ';')
	if len(parts) > MaxElements {
		return nil, errManyParts.With(atMost(len(parts), MaxElements))
	}
	out := make([]T, 0, len(parts))
	for _, part := range parts {
		if strings.TrimSpace(part) == "" {
			continue
		}
		v, err := parse(strings.TrimSpace(part))
		if err != nil {
			return nil, errPart.With(textPart(text.Clean(part, 40))).For(err)
		}
		out = append(out, v)
	}
	return out, nil
}

func joinParts[T any](list []T, write func(T) string) string {
	parts := make([]string, len(list))
	for i, v := range list {
		parts[i] = write(v)
	}
	return strings.Join(parts, "; ")
}

// parseCharge reads "freight 2600 USD per container", or a leg alone whose amount is
// not known yet.
func parseCharge(part string) (Charge, error) {
	at := strings.IndexAny(part, "0123456789٠١٢٣٤٥٦٧٨٩")
	leg, rest := part, ""
	if at >= 0 {
		leg, rest = part[:at], part[at:]
		if space := strings.LastIndexByte(strings.TrimRight(leg, " "), ' '); space > 0 && !legLike(leg) {
			leg, rest = leg[:space], leg[space:]+rest // the currency stands before the number
		}
	}
	c := Charge{Leg: cost.Leg(strings.TrimSpace(leg))}
	if rest == "" {
		return c, nil
	}
	amount, per, _ := strings.Cut(rest, " per ")
	money, err := value.ParseMoney(strings.TrimSpace(amount))
	if err != nil {
		return Charge{}, err
	}
	c.Amount, c.Currency, c.Per = money.Amount, money.Currency, cost.Per(strings.TrimSpace(per))
	return c, nil
}

func legLike(typed string) bool {
	_, err := parseChoice(TypeLeg, typed)
	return err == nil
}

func chargeText(c Charge) string {
	out := joinTexts(" ", string(c.Leg), c.Amount.String(), c.Currency.String())
	if c.Per != "" {
		out += " per " + string(c.Per)
	}
	return out
}

// parseDuty reads "1515: 3.2 fob fees 0.3464": an HS code or * for all goods, the
// percentage of duty, what it is of, and the percentage of fees.
func parseDuty(part string) (Duty, error) {
	code, rest, ok := strings.Cut(part, ":")
	if !ok {
		return Duty{}, errWriteDuty
	}
	var d Duty
	if code = strings.TrimSpace(code); code != "*" {
		d.HS = value.HS(code)
	}
	words := strings.Fields(strings.ReplaceAll(rest, "%", " "))
	for i := 0; i < len(words); i++ {
		switch word := strings.ToLower(words[i]); {
		case word == "fees" && i+1 < len(words):
			i++
			d.Fees = value.Decimal(words[i])
		case word == string(cost.OnFOB) || word == string(cost.OnCIF):
			d.Base = cost.DutyBase(word)
		case word == "on" || word == "of":
		case d.Rate == "":
			d.Rate = value.Decimal(word)
		default:
			return Duty{}, fmt.Errorf("%.20q: want PERCENT, fob or cif, and fees PERCENT", word)
		}
	}
	return d, nil
}

func dutyText(d Duty) string {
	code := d.HS.String()
	if code == "" {
		code = "*"
	}
	out := joinTexts(" ", code+":", d.Rate.String(), string(d.Base))
	if d.Fees != "" {
		out += " fees " + d.Fees.String()
	}
	return out
}

// parseRate reads "MAD:10.80", with a day and a source behind it in brackets:
// "USD:1.1684 (2026-04-13 ECB)".
func parseRate(part string) (ExchangeRate, error) {
	part, of, _ := strings.Cut(strings.TrimSuffix(part, ")"), "(")
	currency, units, ok := strings.Cut(part, ":")
	if !ok {
		currency, units, ok = strings.Cut(part, "=")
	}
	if !ok {
		return ExchangeRate{}, errWriteRate
	}
	r := ExchangeRate{Currency: value.Currency(strings.TrimSpace(currency)), Units: value.Decimal(strings.TrimSpace(units))}
	day, source, _ := strings.Cut(strings.TrimSpace(of), " ")
	if day == "-" {
		day = ""
	}
	r.Date, r.Source = value.Date(day), strings.TrimSpace(source)
	return r, nil
}

func ratesText(rates []ExchangeRate) string {
	return joinParts(rates, func(r ExchangeRate) string {
		out := r.Currency.String() + ":" + r.Units.String()
		switch {
		case r.Source != "":
			return out + " (" + cmp.Or(r.Date.String(), "-") + " " + escapeElement(r.Source) + ")"
		case r.Date != "":
			return out + " (" + r.Date.String() + ")"
		}
		return out
	})
}

// parseQuoteLine reads "argan oil = 500:4.20, 1000:3.95 kg moq 500 base 100 days 21", or with
// an HS code in the place of the product: "HS 151530 = …".
func parseQuoteLine(part string) (QuoteLine, error) {
	at := strings.LastIndexByte(part, '=')
	if at < 0 {
		return QuoteLine{}, errWriteLine
	}
	q := QuoteLine{Product: strings.TrimSpace(part[:at])}
	if code, ok := strings.CutPrefix(q.Product, "HS "); ok {
		if hs, err := value.ParseHS(code); err == nil {
			q.Product, q.HS = "", hs
		}
	}
	words := strings.Fields(part[at+1:])
	for i := 0; i < len(words); i++ {
		word := strings.Trim(words[i], ",")
		switch {
		case strings.Contains(word, ":"):
			for tier := range strings.SplitSeq(word, ",") {
				from, price, _ := strings.Cut(tier, ":")
				q.Tiers = append(q.Tiers, Tier{value.Decimal(from), value.Decimal(price)})
			}
		case word == "moq" && i+1 < len(words):
			i++
			q.MOQ = value.Decimal(words[i])
		case word == "base" && i+1 < len(words):
			i++
			q.Base = value.Decimal(words[i])
		case word == "days" && i+1 < len(words):
			i++
			days, err := strconv.Atoi(words[i])
			if err != nil {
				return QuoteLine{}, fmt.Errorf("days %.20q: want a whole number, as in days 21", words[i])
			}
			q.LeadDays = days
		default:
			q.Unit = value.Unit(joinTexts(" ", q.Unit.String(), word))
		}
	}
	return q, nil
}

// onlyJSON reports whether a line says what its short form cannot.
func onlyJSON(q QuoteLine) bool {
	return q.Product != "" && (q.HS != "" || strings.HasPrefix(q.Product, "HS ") || strings.ContainsAny(q.Product[:1], "[{"))
}

func quoteLineText(q QuoteLine) string {
	tiers := make([]string, len(q.Tiers))
	for i, t := range q.Tiers {
		tiers[i] = t.From.String() + ":" + t.Price.String()
	}
	product := escapeElement(q.Product)
	if product == "" {
		product = "HS " + q.HS.String()
	}
	out := joinTexts(" ", product, "=", strings.Join(tiers, ", "), q.Unit.String())
	if q.MOQ != "" {
		out += " moq " + q.MOQ.String()
	}
	if q.Base != "" {
		out += " base " + q.Base.String()
	}
	if q.LeadDays != 0 {
		out += " days " + strconv.Itoa(q.LeadDays)
	}
	return out
}
