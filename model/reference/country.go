package reference

import (
	"slices"
	"strings"
	"sync"

	"tradedesk/model/text"
)

// Country is one of ISO 3166-1.
type Country struct {
	Code     string // alpha-2: "MA"
	Alpha3   string // "MAR"
	Dial     string // calling code, digits only, with the area code where +1 is shared: "212", "1876"
	Currency string // ISO 4217, "" when none is its own
	Market   string // eu, north_america, africa, gulf, asia or other
	English  string // short names
	French   string
	Arabic   string
	Others   []string // official names and what people and files use
}

// Name gives the short name in a language (en, fr, ar; else English).
func (c Country) Name(lang string) string { return inLanguage(lang, c.English, c.French, c.Arabic) }

var countries = sync.OnceValue(loadCountries)

func loadCountries() []Country {
	var all []Country
	eachLine("countries", 9, func(f []string) {
		all = append(all, Country{
			Code: f[0], Alpha3: f[1], Dial: f[2], Currency: f[3], Market: f[4],
			English: f[5], French: f[6], Arabic: f[7], Others: splitNames(f[8]),
		})
	})
	return all
}

// Countries gives all countries by code.
func Countries() []Country { return countries() }

// CountryByCode finds an alpha-2 code in capitals.
func CountryByCode(code string) (Country, bool) {
	i, ok := slices.BinarySearchFunc(countries(), code, func(c Country, code string) int { return strings.Compare(c.Code, code) })
	if !ok {
		return Country{}, false
	}
	return countries()[i], true
}

// countryNames maps each key of a name to the country.
var countryNames = sync.OnceValue(loadCountryNames)

func loadCountryNames() map[string]int {
	names := map[string]int{}
	for i, c := range countries() {
		for _, n := range c.Others {
			addCountryName(names, n, i)
		}
	}
	for i, c := range countries() {
		for _, n := range []string{c.English, c.French, c.Arabic} {
			addCountryName(names, n, i)
		}
	}
	return names
}

// addCountryName also adds "Republic of X" for "X, Republic of".
func addCountryName(names map[string]int, name string, country int) {
	names[countryKey(name)] = country
	if before, after, ok := strings.Cut(name, ","); ok {
		names[countryKey(after+" "+before)] = country
	}
}

// CountryByName finds an alpha-2 or alpha-3 code in any case, or a name in
// English, French or Arabic, short, official or usual, however accented.
func CountryByName(name string) (Country, bool) {
	if c, ok := countryByAnyCode(strings.ToUpper(strings.TrimSpace(name))); ok {
		return c, true
	}
	for _, try := range countryTries(name) {
		if i, ok := countryNames()[try]; ok {
			return countries()[i], true
		}
	}
	return Country{}, false
}

func countryByAnyCode(code string) (Country, bool) {
	if len(code) == 3 {
		i := slices.IndexFunc(countries(), func(c Country) bool { return c.Alpha3 == code })
		if i < 0 {
			return Country{}, false
		}
		return countries()[i], true
	}
	return CountryByCode(code)
}

// countryTries gives the keys a name may be known under, the fullest first.
func countryTries(name string) []string {
	tries := []string{countryKey(name)}
	if before, after, ok := strings.Cut(name, ","); ok {
		tries = append(tries, countryKey(after+" "+before))
	}
	if outside, inside, ok := strings.Cut(name, "("); ok {
		inside, _, _ = strings.Cut(inside, ")")
		tries = append(tries, countryKey(outside), countryKey(inside))
	}
	return slices.DeleteFunc(tries, func(key string) bool { return key == "" })
}

// smallWords say nothing about which country is meant.
var smallWords = strings.Fields("the le la les l el and et of de du des d")

// countryKey folds a name to its words without articles: "the Republic of the
// Congo" and "Congo, Republic of" meet there once turned.
func countryKey(name string) string {
	name = strings.ReplaceAll(name, ".", "")
	words := strings.FieldsFunc(text.Fold(name), notWordRune)
	words = slices.DeleteFunc(words, func(w string) bool { return slices.Contains(smallWords, w) })
	for i, w := range words {
		if w == "st" {
			words[i] = "saint"
		}
	}
	return strings.Join(words, " ")
}

// NearestCountry gives the country whose name is closest to a mistyped one; of
// equally close names, the one that begins most alike.
func NearestCountry(name string) (Country, bool) {
	k := countryKey(name)
	best, bestAt, bestAlike := (len([]rune(k))+1)/3+1, -1, 0
	for n, i := range countryNames() {
		d, alike := distance(k, n, best), commonPrefix(k, n)
		closer := d < best || bestAt >= 0 && d == best && (alike > bestAlike || alike == bestAlike && i < bestAt)
		if closer {
			best, bestAt, bestAlike = d, i, alike
		}
	}
	if bestAt < 0 {
		return Country{}, false
	}
	return countries()[bestAt], true
}

// FormerCountry is one that is no more.
type FormerCountry struct {
	Reason string   // "was dissolved in 2010"
	Hint   string   // what to write instead
	Year   string   // "2010", in which it ended
	Now    []string // codes of the countries that took its place, or of the largest
}

var formerCountries = sync.OnceValue(loadFormerCountries)

func loadFormerCountries() map[string]FormerCountry {
	former := map[string]FormerCountry{}
	eachLine("former", 3, func(f []string) {
		for _, name := range splitNames(f[0]) {
			former[countryKey(name)] = FormerCountry{Reason: f[1], Hint: f[2], Year: f[1][strings.LastIndexByte(f[1], ' ')+1:], Now: codesIn(f[2])}
		}
	})
	return former
}

// codesIn gives the codes that stand in brackets.
func codesIn(hint string) []string {
	var codes []string
	for _, part := range strings.Split(hint, "(")[1:] {
		code, _, _ := strings.Cut(part, ")")
		codes = append(codes, code)
	}
	return codes
}

// FormerCountryByName finds a country that is no more by name or code.
func FormerCountryByName(name string) (FormerCountry, bool) {
	f, ok := formerCountries()[countryKey(name)]
	return f, ok
}

var countryIndex = sync.OnceValue(loadCountryIndex)

func loadCountryIndex() *index {
	ix := &index{}
	for i, c := range countries() {
		ix.code(i, c.Code)
		ix.code(i, c.Alpha3)
		ix.names(i, c.English, c.French, c.Arabic, c.Others)
	}
	return ix
}

// FindCountries gives up to limit countries for what was typed so far: by code,
// by the beginning of the name in lang, then in any language, then by words.
// Nothing typed gives the first by name.
func FindCountries(typed, lang string, limit int) []Country {
	return pick(countries(), countryIndex().find(typed, lang, limit))
}
