package reference

import (
	"strings"
	"sync"

	"tradedesk/model/text"
)

// Unit is one of UN/ECE Recommendation 20, or a package of Recommendation 21.
type Unit struct {
	Code      string // "KGM"
	Symbol    string // "kg"
	Dimension string // mass, volume, length, area, count, energy, time; "pack CT" and the like convert to nothing
	Factor    string // exact decimal: how many base units (kg, m³, m, m², piece, kWh, hour) one is
	English   string
	French    string
	Arabic    string
	Others    []string // what people and files write
}

// Name gives the name in a language (en, fr, ar; else English).
func (u Unit) Name(lang string) string { return inLanguage(lang, u.English, u.French, u.Arabic) }

var units = sync.OnceValue(loadUnits)

func loadUnits() []Unit {
	var all []Unit
	eachLine("units", 8, func(f []string) {
		all = append(all, Unit{
			Code: f[0], Symbol: f[1], Dimension: f[2], Factor: f[3],
			English: f[4], French: f[5], Arabic: f[6], Others: splitNames(f[7]),
		})
	})
	return all
}

// Units gives all units, by dimension, the usual ones first.
func Units() []Unit { return units() }

var unitCodes = sync.OnceValue(loadUnitCodes)

func loadUnitCodes() map[string]int {
	codes := make(map[string]int, len(units()))
	for i, u := range units() {
		codes[u.Code] = i
	}
	return codes
}

// UnitByCode finds a code in capitals.
func UnitByCode(code string) (Unit, bool) {
	i, ok := unitCodes()[code]
	if !ok {
		return Unit{}, false
	}
	return units()[i], true
}

var unitNames = sync.OnceValue(loadUnitNames)

func loadUnitNames() map[string]int {
	names := map[string]int{}
	for i := len(units()) - 1; i >= 0; i-- {
		u := units()[i]
		for _, n := range append([]string{u.Symbol, u.English, u.French, u.Arabic}, u.Others...) {
			names[unitKey(n)] = i
		}
	}
	for code, i := range unitCodes() {
		names[unitKey(code)] = i
	}
	return names
}

// unitKey folds a symbol or name: "sq. m" and "SQ M" are one.
func unitKey(name string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(text.Fold(name), ".", " ")), " ")
}

// UnitByName finds a code, a symbol or a name in English, French or Arabic, in
// any case, singular or plural.
func UnitByName(name string) (Unit, bool) {
	k := unitKey(name)
	for _, try := range []string{k, strings.TrimSuffix(k, "(s)"), strings.TrimSuffix(k, "s")} {
		if i, ok := unitNames()[try]; ok {
			return units()[i], true
		}
	}
	return Unit{}, false
}

var unitIndex = sync.OnceValue(loadUnitIndex)

func loadUnitIndex() *index {
	ix := &index{}
	for i, u := range units() {
		ix.code(i, u.Code)
		ix.code(i, u.Symbol)
		ix.names(i, u.English, u.French, u.Arabic, u.Others)
	}
	return ix
}

// FindUnits gives up to limit units for what was typed so far, as FindCountries
// does.
func FindUnits(typed, lang string, limit int) []Unit {
	return pick(units(), unitIndex().find(typed, lang, limit))
}
