package invitation

import (
	"strings"

	"tradedesk/model"
	"tradedesk/model/value"
)

// Letter is the text of an invitation or of a reminder, as a draft.
type Letter struct{ Subject, Body string }

// phrases are a letter's words in one language.
type phrases struct {
	greeting, asks, lines, terms, place, deadline, payment, certificates, quoteSays, thanks, reminds string
}

// letters are the languages in which suppliers are written to.
var letters = map[value.Language]phrases{
	"en": {
		greeting: "Dear {who},", asks: "please send us your best quotation for:", lines: "packed: ", terms: "Delivery: ", place: "to ",
		deadline: "Please answer by ", payment: "Payment: ", certificates: "Certificates: ",
		quoteSays: "Please say price, minimum quantity, lead time and how long the offer is valid, and keep {number} in the subject.",
		thanks:    "Kind regards,", reminds: "we asked you for a quotation and have no answer yet. May we ask again for:",
	},
	"fr": {
		greeting: "Bonjour {who},", asks: "merci de nous adresser votre meilleure offre pour :", lines: "emballage : ", terms: "Livraison : ", place: "à ",
		deadline: "Merci de répondre avant le ", payment: "Paiement : ", certificates: "Certificats : ",
		quoteSays: "Merci d'indiquer le prix, la quantité minimale, le délai et la durée de validité, et de garder {number} dans l'objet.",
		thanks:    "Cordialement,", reminds: "nous vous avons demandé une offre et n'avons pas encore de réponse. Nous nous permettons de revenir vers vous pour :",
	},
}

// french are the countries whose firms are written to in French unless somebody says
// otherwise.
const french = " MA DZ TN FR BE LU MC SN CI ML BF NE TG BJ CM GA CG TD CF GN MG "

// LanguageOf gives the language in which a supplier is written to, of those that there
// are letters in.
func LanguageOf(s *model.Supplier) value.Language {
	if s.Country != "" && strings.Contains(french, " "+s.Country.String()+" ") {
		return "fr"
	}
	return "en"
}

// Languages gives those that there are letters in.
func Languages() []value.Language { return []value.Language{"en", "fr"} }

// Write writes an invitation, or a reminder. It never names the buyer or the target
// price: both are the broker's alone. from signs it.
func Write(rfq *model.RFQ, s *model.Supplier, purpose model.Purpose, lang value.Language, from string) Letter {
	w, ok := letters[lang]
	if !ok {
		w = letters["en"]
	}
	who := s.Contact
	if who == "" {
		who = s.Name
	}
	var b strings.Builder
	line := func(parts ...string) {
		b.WriteString(strings.Join(parts, ""))
		b.WriteByte('\n')
	}
	line(strings.ReplaceAll(w.greeting, "{who}", who))
	line()
	asks := w.asks
	if purpose == model.PurposeReminder {
		asks = w.reminds
	}
	line(asks)
	goods(rfq, w, line)
	line()
	if term := words(rfq.Incoterm.String(), firstOf(rfq.Place, rfq.Port.Name())); term != "" {
		line(w.terms, term)
	}
	if rfq.PaymentTerms != "" {
		line(w.payment, rfq.PaymentTerms.String())
	}
	if len(rfq.Certificates) > 0 {
		line(w.certificates, strings.Join(rfq.Certificates, ", "))
	}
	if rfq.Deadline != "" {
		line(w.deadline, rfq.Deadline.String())
	}
	line(strings.ReplaceAll(w.quoteSays, "{number}", rfq.Number()))
	line()
	line(w.thanks)
	line(from)
	return Letter{Subject: words(rfq.Number(), about(rfq)), Body: strings.TrimRight(b.String(), "\n")}
}

// goods writes the lines of the RFQ, or its title when it has none.
func goods(rfq *model.RFQ, w phrases, line func(...string)) {
	for _, l := range rfq.Lines {
		text := words(l.Quantity.String(), l.Unit.Symbol(), firstOf(l.Product, l.HS.Description()))
		if l.HS != "" {
			text += " (HS " + l.HS.String() + ")"
		}
		if l.Pack != "" {
			text += ", " + w.lines + l.Pack.String()
		}
		line("- ", text)
	}
	if len(rfq.Lines) == 0 {
		line("- ", rfq.Title)
	}
}

// about gives what an RFQ is about without its title, in which people put the buyer.
func about(rfq *model.RFQ) string {
	for _, l := range rfq.Lines {
		if l.Product != "" {
			return l.Product
		}
	}
	return ""
}

func words(parts ...string) string {
	kept := parts[:0:0]
	for _, p := range parts {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, " ")
}

func firstOf(all ...string) string {
	for _, s := range all {
		if s != "" {
			return s
		}
	}
	return ""
}
