// Package duplicate says which leads, suppliers and contacts may be the same firm or
// person, how surely and why, and makes several of them one.
package duplicate

import (
	"slices"

	"tradedesk/model"
	"tradedesk/model/likeness"
)

// Reason says how surely two records are the same, and why. Code names
// the reason for whoever says it in another language, Detail is what they share.
type Reason struct {
	Level  Level
	Code   string // one of the Same constants
	Detail string // the address, number or domain; "" for a name
}

// The reasons.
const (
	SameEmail         = "email"
	SamePhone         = "phone"
	SameDomain        = "domain"         // and similar names
	SameDomainScripts = "domain_scripts" // and names in two scripts, which no spelling compares
	SameNameCity      = "name_city"
	SameNameCountry   = "name_country"
)

// String gives the reason in one line of English.
func (r Reason) String() string {
	switch r.Code {
	case SameEmail:
		return "same e-mail " + r.Detail
	case SamePhone:
		return "same phone " + r.Detail
	case SameDomain:
		return "same domain " + r.Detail + " and similar name"
	case SameDomainScripts:
		return "same domain " + r.Detail + ", names in two scripts"
	case SameNameCity:
		return "same name and city"
	case SameNameCountry:
		return "same name and country"
	}
	return r.Code
}

// Compare decides whether two records of one kind may be the same, how
// surely, and why. Branches in two cities or two countries are not, unless they
// share an address or a number; records that a person called distinct never are.
func Compare(a, b model.Record) (reason Reason, ok bool) {
	if a.Kind() != b.Kind() || a.Header().ID == b.Header().ID && !a.Header().ID.IsZero() || toldApart(a, b) {
		return Reason{}, false
	}
	x, ok := identityOf(a)
	if !ok {
		return Reason{}, false
	}
	y, _ := identityOf(b)
	if email := common(x.emails, y.emails); email != "" {
		return Reason{Certain, SameEmail, email}, true
	}
	if phone := common(x.phones, y.phones); phone != "" {
		return Reason{Certain, SamePhone, phone}, true
	}
	if x.apart(y) {
		return Reason{}, false
	}
	return x.compare(y)
}

// toldApart reports whether a person said that two records are not the same.
func toldApart(a, b model.Record) bool {
	return slices.Contains(distinctOf(a), b.Header().ID) || slices.Contains(distinctOf(b), a.Header().ID)
}

func distinctOf(r model.Record) []model.ID {
	f, ok := model.SchemaOf(r.Kind()).Field(model.FieldDistinct)
	if !ok {
		return nil
	}
	return f.Value(r).([]model.ID)
}

func (id identity) compare(other identity) (Reason, bool) {
	similarity := likeness.Names(id.shown, other.shown)
	if domain := common(id.domains, other.domains); domain != "" {
		switch {
		case similarity >= likeness.OneName:
			return Reason{Likely, SameDomain, domain}, true
		case id.name != "" && other.name != "" && !likeness.ShareScript(id.name, other.name):
			return Reason{Possible, SameDomainScripts, domain}, true
		}
	}
	if id.name == "" || likeness.Skeleton(id.name) != likeness.Skeleton(other.name) || similarity < likeness.OneName {
		return Reason{}, false
	}
	if id.sameCity(other) {
		return Reason{Level: Possible, Code: SameNameCity}, true
	}
	// A country is wide: there only the very same name counts.
	if id.name == other.name && id.country != "" && id.country == other.country {
		return Reason{Level: Possible, Code: SameNameCountry}, true
	}
	return Reason{}, false
}

// sameCity allows for other spellings, as of Marrakech and Marrakesh, and for other
// names.
func (id identity) sameCity(other identity) bool {
	return id.city != "" && other.city != "" && (likeness.Words(id.city, other.city) >= likeness.OneWord || samePlace(id.city, other.city))
}

// apart reports whether two are known to be in different places. Cities written
// in two scripts cannot be told apart by their letters.
func (id identity) apart(other identity) bool {
	if id.country != "" && other.country != "" && id.country != other.country {
		return true
	}
	return id.city != "" && other.city != "" && likeness.ShareScript(id.city, other.city) && !id.sameCity(other)
}

func common(a, b []string) string {
	for _, s := range a {
		if slices.Contains(b, s) {
			return s
		}
	}
	return ""
}
