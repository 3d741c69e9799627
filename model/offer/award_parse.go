package offer

import (
	"strconv"
	"strings"

	"tradedesk/model/refusal"
	"tradedesk/model/text"
	"tradedesk/model/value"
)

// maxParts bounds what one quote can be awarded, typed in one line.
const maxParts = 1_000

// ParseParts reads parts with ';' between them; none for an empty text.
func ParseParts(typed string) ([]Part, error) {
	var out []Part
	for one := range strings.SplitSeq(typed, ";") {
		if text.Clean(one, 1) == "" {
			continue
		}
		part, err := ParsePart(one)
		if err != nil {
			return nil, err
		}
		if out = append(out, part); len(out) > maxParts {
			return nil, errManyParts.With(refusal.Parts{"Most": strconv.Itoa(maxParts)})
		}
	}
	return out, nil
}

var (
	errNoPart     = refusal.New("offer.no_part", "want a quantity, a line, or LINE=QUANTITY")
	errManyParts  = refusal.New("offer.many_parts", "at most {Most} parts")
	errNoAmountOf = refusal.New("offer.no_amount_of", "{Quantity}: want more than 0")
)

// maxTyped bounds what is typed of a part, in runes.
const maxTyped = 1_000

// ParsePart reads what a quote is awarded, "300 kg", "2=" or "rose water=200 l": a
// number is a quantity, with a unit or without, and what is none is a line.
func ParsePart(typed string) (Part, error) {
	typed = text.Clean(typed, maxTyped)
	line, amount, both := strings.Cut(typed, "=")
	if !both {
		line, amount = "", typed
	}
	if strings.TrimSpace(line+amount) == "" {
		return Part{}, errNoPart
	}
	part := Part{Line: strings.TrimSpace(line)}
	if strings.TrimSpace(amount) == "" {
		return part, nil
	}
	q, err := value.ParseTypedCount(amount) // without a unit it is in the line's
	if err != nil && !both && !strings.ContainsAny(strings.TrimSpace(amount)[:1], "0123456789-+.,") {
		return Part{Line: strings.TrimSpace(amount)}, nil
	}
	if err == nil && q.Amount.Sign() <= 0 {
		err = errNoAmountOf.With(refusal.Parts{"Quantity": q.String()})
	}
	part.Quantity = q
	return part, err
}
