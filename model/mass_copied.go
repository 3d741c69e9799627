package model

import (
	"strings"
	"sync"
)

// signs are phrases by which a text that was pasted to many firms shows itself,
// folded, with a space at both ends so that only whole words count.
type signs struct{ greetings, requests []string }

var massSigns = sync.OnceValue(func() signs {
	return signs{
		greetings: phrases("dear sir madam", "dear sir or madam", "dear sirs", "dear sir", "dear supplier", "dear suppliers", "dear manufacturer",
			"dear seller", "dear exporter", "dear vendor", "dear friend", "dear manager", "dear sales manager", "dear partner", "hello supplier",
			"hi supplier", "to whom it may concern", "greetings of the day", "good day sir",
			"madame monsieur", "monsieur madame", "messieurs dames", "cher fournisseur", "chers fournisseurs", "cher partenaire", "chers partenaires",
			"cher exportateur", "a qui de droit",
			"السادة المحترمون", "السادة الموردون", "السادة الأعزاء", "عزيزي المورد", "أعزائي الموردين", "حضرات السادة", "إلى من يهمه الأمر"),
		requests: phrases("your products", "your product list", "your catalog", "your catalogue", "your price list", "your best price", "your latest price",
			"send catalog", "send catalogue", "full catalogue", "product catalog", "interested in your company", "business cooperation",
			"long term business relationship", "all your products",
			"vos produits", "votre catalogue", "votre liste de prix", "vos meilleurs prix", "liste de vos produits", "partenariat a long terme",
			"منتجاتكم", "كتالوج", "قائمة الأسعار", "أفضل الأسعار", "تعاون طويل الأمد"),
	}
})

func phrases(list ...string) []string {
	for i, phrase := range list {
		list[i] = " " + plainWords(phrase) + " "
	}
	return list
}

func firstPhrase(text string, list []string) string {
	for _, phrase := range list {
		if strings.Contains(text, phrase) {
			return strings.TrimSpace(phrase)
		}
	}
	return ""
}

// massCopied reports whether an enquiry looks pasted to many firms, and the
// phrase that gives it away. It does when two of these hold: a greeting in its
// first 80 letters that fits any firm, a request that fits any firm, no product
// or HS code of its own. Who names a quantity is taken at their word.
func massCopied(l *Lead) (phrase string, yes bool) {
	if !l.Quantity.IsZero() {
		return "", false
	}
	folded := " " + plainWords(firstRunes(l.Message, 2000)) + " "
	greeting := firstPhrase(firstRunes(folded, 80), massSigns().greetings)
	request := firstPhrase(folded, massSigns().requests)
	nothingAsked := l.Product == "" && l.HS == ""
	switch {
	case greeting != "" && (request != "" || nothingAsked):
		return greeting, true
	case request != "" && nothingAsked:
		return request, true
	}
	return "", false
}

func firstRunes(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}
