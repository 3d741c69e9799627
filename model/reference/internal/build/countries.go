package main

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
)

// countries: code, alpha-3, dial, currency, market, English, French, Arabic, other names.
func countries(source string) ([]byte, error) {
	rows, err := readCSV(source, "countries.csv")
	if err != nil {
		return nil, err
	}
	short, err := byCode(source, "country-names.csv")
	if err != nil {
		return nil, err
	}
	aliases, err := byCode(source, "country-aliases.csv")
	if err != nil {
		return nil, err
	}
	slices.SortFunc(rows, func(a, b row) int { return cmp.Compare(a["ISO3166-1-Alpha-2"], b["ISO3166-1-Alpha-2"]) })
	var t table
	for _, r := range rows {
		code := r["ISO3166-1-Alpha-2"]
		english := cmp.Or(short[code]["english"], strings.ReplaceAll(strings.ReplaceAll(r["CLDR display name"], " & ", " and "), "St. ", "Saint "))
		french := cmp.Or(short[code]["french"], plainName(r["UNTERM French Short"]), plainName(r["official_name_fr"]))
		arabic := cmp.Or(short[code]["arabic"], plainName(r["UNTERM Arabic Short"]), plainName(r["official_name_ar"]))
		t.add(code, r["ISO3166-1-Alpha-3"], dial(r["Dial"]), ownCurrency(code, r["ISO4217-currency_alphabetic_code"]), market(r),
			english, french, arabic, list(
				r["CLDR display name"], r["official_name_en"], r["official_name_fr"], r["official_name_ar"],
				bare(r["UNTERM English Short"]), bare(r["UNTERM French Short"]), bare(r["UNTERM Arabic Short"]),
				r["UNTERM English Formal"], r["UNTERM French Formal"], r["UNTERM Arabic Formal"],
				r["ISO4217-currency_country_name"], aliases[code]["names"]))
	}
	return t.content()
}

func byCode(source, name string) (map[string]row, error) {
	rows, err := readCSV(source, name)
	if err != nil {
		return nil, err
	}
	index := map[string]row{}
	for _, r := range rows {
		index[r["code"]] = r
	}
	return index, nil
}

var (
	stars   = regexp.MustCompile(`\s*\*+$`)
	article = regexp.MustCompile(`(?i)\s*\((the|l'|le|la|les)\)$`)
	aside   = regexp.MustCompile(`\s*\([^)]*\)$`)
)

// bare takes off UNTERM's footnote stars and articles: "Maroc (le)".
func bare(name string) string {
	return article.ReplaceAllString(stars.ReplaceAllString(name, ""), "")
}

// plainName also takes off what stands in parentheses at the end.
func plainName(name string) string { return aside.ReplaceAllString(bare(name), "") }

var digits = regexp.MustCompile(`^\d+`)

// dial gives the calling code's digits: the first of several, and with the area
// code where a country shares +1.
func dial(text string) string {
	first, _, _ := strings.Cut(text, ",")
	if area, ok := strings.CutPrefix(first, "1-"); ok {
		return "1" + digits.FindString(area)
	}
	return digits.FindString(first)
}

// ownCurrency: of a country with two currencies, its own; what the list lacks is
// added: the Turkish lira.
func ownCurrency(code, currencies string) string {
	switch code {
	case "BT":
		return "BTN"
	case "SV":
		return "USD"
	case "TR":
		return "TRY"
	}
	first, _, _ := strings.Cut(currencies, ",")
	return first
}

// unionMembers are the European Union's, with Åland and the outermost regions of
// France, which belong to its customs territory.
var unionMembers = strings.Fields(`GF GP MF MQ RE YT AT AX BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK`)

// gulfMembers are those of the Gulf Cooperation Council.
var gulfMembers = strings.Fields(`AE BH KW OM QA SA`)

func market(r row) string {
	code := r["ISO3166-1-Alpha-2"]
	switch {
	case slices.Contains(unionMembers, code):
		return "eu"
	case slices.Contains(gulfMembers, code):
		return "gulf"
	case code == "MX", r["Sub-region Name"] == "Northern America":
		return "north_america"
	case r["Continent"] == "AF":
		return "africa"
	case code == "TL", r["Continent"] == "AS" && code != "CY" && code != "IO" && code != "CC":
		return "asia"
	}
	return "other"
}

// formerCountries: names, reason, hint.
func formerCountries(source string) ([]byte, error) {
	rows, err := readCSV(source, "former-countries.csv")
	if err != nil {
		return nil, err
	}
	var t table
	for _, r := range rows {
		t.add(r["name"], r["reason"], r["hint"])
	}
	return t.content()
}
