package value

import (
	"slices"
	"strings"

	"tradedesk/model/text"
)

// Market is where goods are sold: a country by its alpha-2 code in capitals ("FR"), or one
// of the markets that countries are counted under, in small letters ("eu"). "" is not given.
type Market string

// market is one that several countries are counted under.
type market struct {
	code, english, french, arabic string
	words                         []string // what else it is called, folded
}

var markets = []market{
	{"eu", "European Union", "Union européenne", "الاتحاد الأوروبي", []string{"eu", "ue", "europe", "european union", "union europeenne"}},
	{"north_america", "North America", "Amérique du Nord", "أمريكا الشمالية", []string{"north america", "north_america", "nafta", "usmca"}},
	{"africa", "Africa", "Afrique", "أفريقيا", []string{"africa", "afrique"}},
	{"gulf", "Gulf", "Golfe", "الخليج", []string{"gulf", "gcc", "golfe"}},
	{"asia", "Asia", "Asie", "آسيا", []string{"asia", "asie"}},
	{"other", "Other countries", "Autres pays", "دول أخرى", []string{"other"}},
}

// Markets lists the markets that countries are counted under.
func Markets() []Market {
	out := make([]Market, len(markets))
	for i, m := range markets {
		out[i] = Market(m.code)
	}
	return out
}

// ParseMarket reads a country as ParseCountry does, or the name of a market in English,
// French or Arabic.
func ParseMarket(given string) (Market, error) {
	folded := strings.TrimSpace(text.Fold(given))
	for _, m := range markets {
		if slices.Contains(m.words, folded) || folded == text.Fold(m.english) || folded == text.Fold(m.french) || folded == text.Fold(m.arabic) {
			return Market(m.code), nil
		}
	}
	country, err := parseCountry(given)
	if err == nil {
		return Market(country), nil
	}
	refused := *err
	refused.Type = "market"
	if refused.Code == CodeUnknown {
		refused.Hint = "write a country, or eu, north_america, africa, gulf, asia, other"
	}
	return "", &refused
}

// String gives the code.
func (m Market) String() string { return string(m) }

// IsZero reports whether no market is given.
func (m Market) IsZero() bool { return m == "" }

// Has reports whether a country is the market, or is counted under it.
func (m Market) Has(c Country) bool {
	return m != "" && c != "" && (string(m) == string(c) || string(m) == c.Market())
}

// Name gives the name in a language (en, fr, ar; else English).
func (m Market) Name(lang string) string {
	for _, known := range markets {
		if known.code != string(m) {
			continue
		}
		switch lang {
		case "fr":
			return known.french
		case "ar":
			return known.arabic
		}
		return known.english
	}
	return Country(m).Name(lang)
}
