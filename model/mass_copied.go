package model

import (
	"strings"
	"sync"

	"tradedesk/model/text"
)

// signs are phrases by which a text that was pasted to many firms shows itself,
// folded, with a space at both ends so that only whole words count.
type signs struct{ greetings, requests phraseList }

// phraseList finds the first of some phrases, in the order of the list.
type phraseList struct {
	list   []string
	byWord map[string][]int // by their first words
}

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

func phrases(list ...string) phraseList {
	p := phraseList{list, map[string][]int{}}
	for i, phrase := range list {
		words := text.PlainWords(phrase)
		list[i] = " " + words + " "
		first, _, _ := strings.Cut(words, " ")
		p.byWord[first] = append(p.byWord[first], i)
	}
	return p
}

// in gives the first phrase of the list that text has, "" when it has none. A space is
// before each word of text.
func (p phraseList) in(text string) string {
	best := len(p.list)
	for {
		word, _, more := strings.Cut(text[1:], " ")
		if !more {
			break
		}
		for _, i := range p.byWord[word] {
			if i < best && strings.HasPrefix(text, p.list[i]) {
				best = i
			}
		}
		text = text[1+len(word):]
	}
	if best == len(p.list) {
		return ""
	}
	return strings.TrimSpace(p.list[best])
}

// massCopied gives the phrase by which an enquiry shows that it was pasted to many firms,
// "" when it does not look so. It does when two of these hold: a greeting in its first 80
// letters that fits any firm, a request that fits any firm, no product or HS code of its
// own. Who names a quantity is taken at their word.
func massCopied(l *Lead) string {
	if !l.Quantity.IsZero() {
		return ""
	}
	var room [512]byte
	folded := string(append(text.AppendPlainWords(append(room[:0], ' '), text.First(l.Message, 2000)), ' '))
	greeting := massSigns().greetings.in(text.First(folded, 80))
	request := massSigns().requests.in(folded)
	nothingAsked := l.Product == "" && l.HS == ""
	switch {
	case greeting != "" && (request != "" || nothingAsked):
		return greeting
	case request != "" && nothingAsked:
		return request
	}
	return ""
}
