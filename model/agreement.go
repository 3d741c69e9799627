package model

import (
	"strings"
	"sync"

	"tradedesk/model/value"
)

// agreement is a trade agreement of Morocco and the countries it covers.
type agreement struct {
	name      string
	countries string // ISO 3166-1 alpha-2, separated by spaces
}

// agreementsOfMorocco come in the order in which they are preferred when a
// country is under several: bilateral, then regional. Years are of entry into
// force; the members of the AfCFTA are the states that had deposited their
// ratification by February 2025. Compiled from secondary sources and not checked
// against the registers, as of November 2026: a hint, shown with "verify".
var agreementsOfMorocco = []agreement{
	{"EU-Morocco Association Agreement (2000)", "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE"},
	{"UK-Morocco Association Agreement (2021)", "GB"},
	{"US-Morocco Free Trade Agreement (2006)", "US"},
	{"EFTA-Morocco Free Trade Agreement (1999)", "CH IS LI NO"},
	{"Morocco-Türkiye Free Trade Agreement (2006)", "TR"},
	{"UAE-Morocco Free Trade Agreement (2003)", "AE"},
	{"Agadir Agreement (2007)", "EG JO TN LB PS"},
	{"Greater Arab Free Trade Area (1998)", "BH DZ EG IQ JO KW LB LY OM PS QA SA SD SY TN YE AE"},
	{"African Continental Free Trade Area (2019)", "AO BF BI BW CD CF CG CI CM CV DJ DZ EG ET GA GH GM GN GQ GW KE KM " +
		"LR LS ML MR MU MW MZ NA NE NG RW SC SL SN ST SZ TD TG TN TZ UG ZA ZM ZW"},
}

var agreementByCountry = sync.OnceValue(func() map[value.Country]string {
	all := make(map[value.Country]string)
	for _, a := range agreementsOfMorocco {
		for code := range strings.FieldsSeq(a.countries) {
			country := value.Country(code)
			if _, ok := all[country]; !ok {
				all[country] = a.name
			}
		}
	}
	return all
})

// Agreements gives the names of all agreements that AgreementWith can name.
func Agreements() []string {
	names := make([]string, len(agreementsOfMorocco))
	for i, a := range agreementsOfMorocco {
		names[i] = a.name
	}
	return names
}

// AgreementWith names the trade agreement of Morocco that covers goods sent to a
// country, "" when there is none. It is a hint: rules of origin and the goods
// themselves decide, so whoever shows it says "verify".
func AgreementWith(destination value.Country) string {
	return agreementByCountry()[destination]
}
