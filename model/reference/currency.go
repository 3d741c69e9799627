package reference

import (
	"slices"
	"strings"
	"sync"
)

// Currency is one of ISO 4217.
type Currency struct {
	Code    string // "MAD"
	Minor   int    // digits of the minor unit: 2, for some 0 or 3
	English string
	French  string // "" for the rarer ones, as Arabic
	Arabic  string
}

// Name gives the name in a language (en, fr, ar; else English).
func (c Currency) Name(lang string) string { return inLanguage(lang, c.English, c.French, c.Arabic) }

var currencies = sync.OnceValue(loadCurrencies)

func loadCurrencies() []Currency {
	var all []Currency
	eachLine("currencies", 5, func(f []string) {
		all = append(all, Currency{Code: f[0], Minor: int(f[1][0] - '0'), English: f[2], French: f[3], Arabic: f[4]})
	})
	return all
}

// Currencies gives all currencies by code.
func Currencies() []Currency { return currencies() }

// CurrencyByCode finds a code in capitals.
func CurrencyByCode(code string) (Currency, bool) {
	i, ok := slices.BinarySearchFunc(currencies(), code, func(c Currency, code string) int { return strings.Compare(c.Code, code) })
	if !ok {
		return Currency{}, false
	}
	return currencies()[i], true
}

var currencyNames = sync.OnceValue(loadCurrencyNames)

func loadCurrencyNames() map[string]int {
	names := map[string]int{}
	for i, c := range currencies() {
		for _, n := range []string{c.English, c.French, c.Arabic} {
			if k := wordsKey(n); k != "" {
				names[k] = i
			}
		}
	}
	return names
}

// CurrencyByName finds a full name in English, French or Arabic: "Moroccan dirham".
func CurrencyByName(name string) (Currency, bool) {
	i, ok := currencyNames()[wordsKey(name)]
	if !ok {
		return Currency{}, false
	}
	return currencies()[i], true
}

var currencyIndex = sync.OnceValue(loadCurrencyIndex)

func loadCurrencyIndex() *index {
	ix := &index{}
	for i, c := range currencies() {
		ix.code(i, c.Code)
		ix.names(i, c.English, c.French, c.Arabic, nil)
	}
	return ix
}

// FindCurrencies gives up to limit currencies for what was typed so far, as
// FindCountries does.
func FindCurrencies(typed, lang string, limit int) []Currency {
	return pick(currencies(), currencyIndex().find(typed, lang, limit))
}
