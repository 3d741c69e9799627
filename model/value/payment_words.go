package value

import (
	"slices"
	"strconv"
	"strings"

	"tradedesk/model/text"
)

// meansWords and whenWords are how people write the means and the moments, folded, the
// longer before those that they hold.
var (
	meansWords = []struct {
		means PaymentMeans
		words []string
	}{
		{ByCredit, []string{"l c", "lc", "letter of credit", "documentary credit", "credit documentaire", "credoc", "اعتماد"}},
		{OnAcceptance, []string{"d a", "documents against acceptance"}},
		{AgainstPayment, []string{"d p", "dp", "cad", "cash against documents", "documents against payment"}},
		{OpenAccount, []string{"o a", "open account", "compte ouvert"}},
		{ByTransfer, []string{"t t", "tt", "transfer", "wire", "virement", "swift", "تحويل"}},
	}
	whenWords = []struct {
		when  PaymentWhen
		words []string
	}{
		{BeforeShipment, []string{"before shipment", "before dispatch", "before loading", "avant expedition", "avant embarquement", "قبل الشحن"}},
		{OnDelivery, []string{"on delivery", "at delivery", "a la livraison", "cod", "عند التسليم"}},
		{AsDeposit, []string{"deposit", "advance", "in advance", "down payment", "upfront", "with order", "prepayment", "acompte", "a la commande", "مقدما"}},
		{AgainstDocuments, []string{"at sight", "a vue", "against documents", "against copy", "against scan", "contre documents", "contre copie", "copy of b l", "cad", "d p", "cash against documents", "بوليصة"}},
	}
)

// maxPaymentDays bounds what is taken for a number of days.
const maxPaymentDays = 3_650

// partOf reads what is written of a part beside its percentage.
func partOf(written string) PaymentPart {
	p := PaymentPart{Text: strings.TrimSpace(written)}
	words := paymentWordsOf(written)
	for _, m := range meansWords {
		if slices.ContainsFunc(m.words, func(phrase string) bool { return hasPhrase(words, phrase) }) {
			p.Means = m.means
			break
		}
	}
	if days, ok := daysIn(words); ok {
		p.When, p.Days = DaysAfter, days
		return p
	}
	for _, w := range whenWords {
		if slices.ContainsFunc(w.words, func(phrase string) bool { return hasPhrase(words, phrase) }) {
			p.When = w.when
			break
		}
	}
	return p
}

// paymentWordsOf gives folded words between signs: "T/T" is two of one letter.
func paymentWordsOf(written string) []string {
	return strings.FieldsFunc(text.Fold(written), func(r rune) bool {
		return r < 0x80 && (r < 'a' || r > 'z') && (r < '0' || r > '9')
	})
}

func hasPhrase(words []string, phrase string) bool {
	wanted := strings.Fields(text.Fold(phrase))
	for i := 0; i+len(wanted) <= len(words); i++ {
		if slices.Equal(words[i:i+len(wanted)], wanted) {
			return true
		}
	}
	return false
}

// daysIn finds "60 days after B/L", "net 30", "30j fin de mois".
func daysIn(words []string) (days int, ok bool) {
	for i, word := range words {
		digits := strings.TrimRight(word, "djays")
		n, err := strconv.Atoi(digits)
		if err != nil || n <= 0 || n > maxPaymentDays {
			continue
		}
		before, after := "", ""
		if i > 0 {
			before = words[i-1]
		}
		if i+1 < len(words) {
			after = words[i+1]
		}
		switch {
		case digits != word, before == "net", after == "days", after == "day", after == "jours", after == "jour", after == "يوم", after == "d", after == "j":
			return n, true
		}
	}
	return 0, false
}
