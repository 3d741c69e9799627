package value

import (
	"strings"

	"github.com/cockroachdb/apd/v3"

	"tradedesk/model/refusal"
	"tradedesk/model/text"
)

// PaymentTerms say how goods are paid for, part by part, in the words in which they were
// agreed: "30% T/T deposit; 70% L/C at sight", "20 % advance, balance against copy of
// B/L". The parts make 100 %: a balance is what the others leave, and terms without any
// percentage, such as "60 days net", are one part of 100 %. "" is not given.
type PaymentTerms string

// PaymentMeans is how a part is paid.
type PaymentMeans string

// The means; "" is one that is not among these.
const (
	ByTransfer     PaymentMeans = "T/T"
	ByCredit       PaymentMeans = "L/C"
	AgainstPayment PaymentMeans = "D/P" // documents against payment: cash against documents
	OnAcceptance   PaymentMeans = "D/A" // documents against acceptance
	OpenAccount    PaymentMeans = "O/A"
)

// PaymentWhen is when a part is due.
type PaymentWhen string

// The moments; "" is one that is not among these.
const (
	AsDeposit        PaymentWhen = "deposit"
	BeforeShipment   PaymentWhen = "before_shipment"
	AgainstDocuments PaymentWhen = "against_documents" // at sight, against a copy of the B/L
	OnDelivery       PaymentWhen = "on_delivery"
	DaysAfter        PaymentWhen = "days_after" // the B/L or the invoice, PaymentPart.Days
)

// PaymentPart is one part of payment terms.
type PaymentPart struct {
	Percent Decimal
	Means   PaymentMeans
	When    PaymentWhen
	Days    int    // of DaysAfter
	Text    string // as it is written, without the percentage
}

const (
	paymentTermsType = "payment terms"
	paymentTermsHint = `write such as "30% T/T deposit; 70% L/C at sight", or "30% deposit; balance 60 days after B/L"`
	maxPaymentParts  = 20
)

// ParsePaymentTerms reads terms with ';' between the parts, or ',' or '+' before a
// percentage or a balance. Percentages that do not make 100 are refused.
func ParsePaymentTerms(given string) (PaymentTerms, error) {
	s, refused := prepare(paymentTermsType, given)
	if refused != nil {
		return "", refused
	}
	s = text.Clean(s, 2_000)
	if s == "" {
		return "", emptyError(paymentTermsType, given)
	}
	if _, err := readPayment(s); err != nil {
		return "", err
	}
	return PaymentTerms(s), nil
}

// String gives the terms as they are written.
func (t PaymentTerms) String() string { return string(t) }

// IsZero reports whether no terms are given.
func (t PaymentTerms) IsZero() bool { return t == "" }

// Parts takes terms apart; an error for what does not make 100 %, as older records and
// other programs may hold.
func (t PaymentTerms) Parts() ([]PaymentPart, error) {
	if t == "" {
		return nil, nil
	}
	return readPayment(string(t))
}

func refusedPayment(given string, why Detail, reason string) *Error {
	return &Error{Type: paymentTermsType, Text: given, Code: CodeMismatch, Reason: reason, Hint: paymentTermsHint, Detail: why}
}

// making says what percentages add up to.
func (e *Error) making(sum Decimal) *Error {
	e.Parts = refusal.Parts{"Percent": sum.String()}
	return e
}

func readPayment(s string) ([]PaymentPart, error) {
	texts := splitPayment(s)
	if len(texts) > maxPaymentParts {
		return nil, refusedPayment(s, DetailManyParts, "have too many parts")
	}
	var parts []PaymentPart
	var sum apd.Decimal
	balance, said := -1, false
	for _, written := range texts {
		p, rest, err := readPart(written)
		if err != nil {
			return nil, err
		}
		switch {
		case rest && balance >= 0:
			return nil, refusedPayment(s, DetailTwoBalances, "have two balances")
		case rest:
			balance = len(parts)
		case p.Percent != "":
			said = true
			n, err := p.Percent.Big()
			if err == nil {
				_, err = apd.BaseContext.WithPrecision(maxDigits).Add(&sum, &sum, n)
			}
			if err != nil {
				return nil, refusedPayment(written, DetailNoAddend, "have no percentage that can be added")
			}
		}
		parts = append(parts, p)
	}
	if len(parts) == 0 {
		return nil, refusedPayment(s, DetailSaysNothing, "say nothing")
	}
	return balanced(s, parts, DecimalOf(&sum), balance, said)
}

// balanced gives the balance its percentage, and refuses parts that do not make 100.
func balanced(s string, parts []PaymentPart, sum Decimal, balance int, said bool) ([]PaymentPart, error) {
	hundred := Decimal("100")
	switch {
	case !said && balance < 0 && len(parts) == 1:
		parts[0].Percent = hundred
		return parts, nil
	case !said && balance < 0: // "L/C at sight; insurance by the buyer": one part and what is said with it
		whole := partOf(s)
		whole.Percent = hundred
		return []PaymentPart{whole}, nil
	case balance >= 0 && sum.Cmp(hundred) < 0:
		parts[balance].Percent = restOf(sum)
		return parts, nil
	case balance >= 0:
		return nil, refusedPayment(s, DetailNoBalance, "make "+sum.String()+" % before the balance").making(sum)
	case sum.Cmp(hundred) != 0:
		return nil, refusedPayment(s, DetailNotHundred, "make "+sum.String()+" %, not 100 %").making(sum)
	}
	// What has no percentage belongs to the part before it: "70% L/C at sight; confirmed".
	out := parts[:0]
	for _, p := range parts {
		if p.Percent == "" && len(out) > 0 {
			out[len(out)-1].Text += "; " + p.Text
			continue
		}
		out = append(out, p)
	}
	return out, nil
}

func restOf(sum Decimal) Decimal {
	var rest apd.Decimal
	n, err := sum.Big()
	if err != nil {
		return ""
	}
	if _, err := apd.BaseContext.WithPrecision(maxDigits).Sub(&rest, apd.New(100, 0), n); err != nil {
		return ""
	}
	rest.Reduce(&rest)
	return DecimalOf(&rest)
}

// paymentMarks are signs of other keyboards for those that part terms.
var paymentMarks = strings.NewReplacer("؛", ";", "،", ",", "٪", "%", "\n", ";")

// splitPayment parts terms at each ';', and at a ',', '+' or '&' that a percentage or a
// balance follows.
func splitPayment(s string) []string {
	s = paymentMarks.Replace(s)
	var out []string
	begin := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case ';':
		case ',', '+', '&':
			decimal := i > 0 && i+1 < len(s) && isDigit(s[i-1]) && isDigit(s[i+1]) // "12,5 %"
			if decimal || !beginsPart(s[i+1:]) {
				continue
			}
		default:
			continue
		}
		out = append(out, s[begin:i])
		begin = i + 1
	}
	out = append(out, s[begin:])
	kept := out[:0]
	for _, part := range out {
		if part = strings.TrimSpace(part); part != "" {
			kept = append(kept, part)
		}
	}
	return kept
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

func beginsPart(s string) bool {
	if _, _, ok := cutPercent(s); ok {
		return true
	}
	_, ok := cutBalance(strings.ToLower(strings.TrimSpace(s)))
	return ok
}

// cutPercent parts a percentage that a text begins with from what follows.
func cutPercent(s string) (percent, rest string, ok bool) {
	s = strings.TrimSpace(s)
	end := 0
	for end < len(s) && (isDigit(s[end]) || s[end] == '.' || s[end] == ',') {
		end++
	}
	rest, ok = strings.CutPrefix(strings.TrimSpace(s[end:]), "%")
	return s[:end], strings.TrimSpace(rest), ok && end > 0
}

var balanceWords = []string{"balance", "the balance", "the rest", "rest", "remainder", "le solde", "solde", "reste", "le reste", "الباقي"}

// cutBalance parts a word that stands for what is left from what follows.
func cutBalance(lower string) (rest string, ok bool) {
	for _, word := range balanceWords {
		if rest, ok := strings.CutPrefix(lower, word); ok && (rest == "" || rest[0] == ' ' || rest[0] == ',') {
			return strings.TrimLeft(rest, " ,"), true
		}
	}
	return "", false
}

// readPart reads one part; rest is set for a balance.
func readPart(written string) (p PaymentPart, rest bool, err error) {
	if percent, behind, ok := cutPercent(written); ok {
		n, err := ParseDecimal(percent)
		if err != nil {
			return p, false, err
		}
		if n.Sign() <= 0 {
			return p, false, refusedPayment(written, DetailNullPart, "have a part of 0 %")
		}
		p = partOf(behind)
		p.Percent = n
		return p, false, nil
	}
	if _, ok := cutBalance(strings.ToLower(written)); ok {
		p = partOf(written)
		return p, true, nil
	}
	return partOf(written), false, nil
}
