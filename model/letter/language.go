package letter

import (
	"slices"

	"tradedesk/model"
	"tradedesk/model/value"
)

// LanguageFor gives the language in which somebody is written to: their own, first
// of those that every desk has templates in, else that of business in their country, else English.
func LanguageFor(r model.Record) value.Language {
	var spoken []value.Language
	var country value.Country
	switch r := r.(type) {
	case *model.Lead:
		spoken, country = []value.Language{r.Language}, r.Country
	case *model.Contact:
		spoken, country = r.Languages, r.Country
	case *model.Supplier:
		country = r.Country
	case *model.Offer:
		spoken, country = []value.Language{r.Language}, r.Country
	}
	for _, lang := range spoken {
		if slices.Contains(model.LetterLanguages(), lang) {
			return lang
		}
	}
	for _, lang := range spoken {
		if lang != "" {
			return lang // a template of the desk may be in it
		}
	}
	switch {
	case slices.Contains(french, country):
		return "fr"
	case slices.Contains(arabic, country):
		return "ar"
	}
	return "en"
}

// In the Maghreb trade is written in French, from Libya to the Gulf in Arabic.
var (
	french = []value.Country{
		"FR", "BE", "LU", "MC", "MA", "DZ", "TN", "MR", "SN", "CI", "ML", "BF", "NE", "TG", "BJ", "GN", "GA", "CG", "CD", "CM", "TD", "CF", "DJ", "KM", "MG", "HT",
	}
	arabic = []value.Country{"LY", "EG", "SD", "SA", "AE", "QA", "KW", "BH", "OM", "YE", "IQ", "JO", "LB", "SY", "PS"}
)
