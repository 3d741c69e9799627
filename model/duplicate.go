package model

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"tradedesk/model/likeness"
	"tradedesk/model/reference"
	"tradedesk/model/text"
	"tradedesk/model/value"
)

// DuplicateLevel says how sure it is that two records are of the same firm or
// person. A lower number is surer.
type DuplicateLevel int

// The levels, surest first.
const (
	Certain  DuplicateLevel = iota + 1 // the same e-mail address or phone number
	Likely                             // the same web domain, and similar names
	Possible                           // the same name in the same place
)

// String gives the level in lower case.
func (l DuplicateLevel) String() string {
	switch l {
	case Certain:
		return "certain"
	case Likely:
		return "likely"
	case Possible:
		return "possible"
	}
	return fmt.Sprintf("duplicate level %d", int(l))
}

// MarshalText writes the level as its name.
func (l DuplicateLevel) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// UnmarshalText reads a level's name.
func (l *DuplicateLevel) UnmarshalText(name []byte) error {
	level, err := ParseDuplicateLevel(string(name))
	*l = level
	return err
}

// ParseDuplicateLevel reads the name of a level.
func ParseDuplicateLevel(name string) (DuplicateLevel, error) {
	for _, l := range []DuplicateLevel{Certain, Likely, Possible} {
		if name == l.String() {
			return l, nil
		}
	}
	return 0, fmt.Errorf("%.20q is no level: want certain, likely or possible", name)
}

// DuplicateKey is a key that records which may be the same have in common. A
// shared key only makes them candidates: CompareDuplicates decides.
type DuplicateKey struct {
	Level DuplicateLevel
	Key   string
}

// identity is what tells one firm or person from another.
type identity struct {
	name    string // folded, without legal forms
	shown   string
	emails  []string
	phones  []string
	domains []string // of firms, not of free mail
	city    string   // folded
	country value.Country
}

// identityOf gives a record's identity; false for kinds that have none.
func identityOf(r Record) (identity, bool) {
	var id identity
	if !id.read(r) {
		return identity{}, false
	}
	id.name = text.Name(id.shown)
	id.city = text.PlainWords(id.city)
	return id, true
}

// read takes over what a record says, its name and city as they are written; false
// for kinds that have no identity.
func (id *identity) read(r Record) bool {
	switch r := r.(type) {
	case *Lead:
		id.shown, id.city, id.country = cmp.Or(r.Company, r.Contact), r.City, r.Country
		id.reach(r.Email, r.OtherEmails, r.Phone, r.OtherPhones, r.Website)
	case *Supplier:
		id.shown, id.city, id.country = cmp.Or(r.Name, r.Contact), r.City, r.Country
		id.reach(r.Email, r.OtherEmails, r.Phone, r.OtherPhones, r.Website)
	case *Contact:
		id.shown, id.city, id.country = cmp.Or(r.Name, r.Company), r.City, r.Country
		id.reach(r.Email, r.OtherEmails, r.Phone, r.OtherPhones, r.Website)
	default:
		return false
	}
	id.shown, id.city = text.First(id.shown, maxTitle), text.First(id.city, maxTitle)
	return true
}

// SameIdentity reports whether two records of one kind have the same duplicate keys,
// as all that they are made of is the same.
func SameIdentity(a, b Record) bool {
	switch a := a.(type) {
	case *Lead:
		b, ok := b.(*Lead)
		return ok && a.Company == b.Company && a.Contact == b.Contact && a.City == b.City && a.Country == b.Country &&
			a.Email == b.Email && a.Phone == b.Phone && a.Website == b.Website &&
			slices.Equal(a.OtherEmails, b.OtherEmails) && slices.Equal(a.OtherPhones, b.OtherPhones)
	case *Supplier:
		b, ok := b.(*Supplier)
		return ok && a.Name == b.Name && a.Contact == b.Contact && a.City == b.City && a.Country == b.Country &&
			a.Email == b.Email && a.Phone == b.Phone && a.Website == b.Website &&
			slices.Equal(a.OtherEmails, b.OtherEmails) && slices.Equal(a.OtherPhones, b.OtherPhones)
	case *Contact:
		b, ok := b.(*Contact)
		return ok && a.Name == b.Name && a.Company == b.Company && a.City == b.City && a.Country == b.Country &&
			a.Email == b.Email && a.Phone == b.Phone && a.Website == b.Website &&
			slices.Equal(a.OtherEmails, b.OtherEmails) && slices.Equal(a.OtherPhones, b.OtherPhones)
	}
	return true // it has none
}

func (id *identity) reach(email value.Email, emails []value.Email, phone value.Phone, phones []value.Phone, site value.URL) {
	id.addEmail(email)
	for _, e := range emails {
		id.addEmail(e)
	}
	id.addPhone(phone)
	for _, p := range phones {
		id.addPhone(p)
	}
	id.addDomain(site.Domain())
}

func (id *identity) addEmail(e value.Email) {
	if key := e.Key(); key != "" && !nobodys(e) {
		if !slices.Contains(id.emails, key) {
			id.emails = append(id.emails, key)
		}
		if !SharedMail(strings.ToLower(e.Domain())) {
			id.addDomain(e.Domain())
		}
	}
}

// addPhone: without a country code a number is not one number in the world.
func (id *identity) addPhone(p value.Phone) {
	if p.E164() != "" && !slices.Contains(id.phones, p.String()) {
		id.phones = append(id.phones, p.String())
	}
}

func (id *identity) addDomain(domain string) {
	domain = strings.ToLower(domain)
	if domain != "" && !reference.FreeMail(domain) && !sharedDomains()[domain] && !slices.Contains(id.domains, domain) {
		id.domains = append(id.domains, domain)
	}
}

// DuplicateKeys gives the keys under which a lead, a supplier or a contact is
// found by others that may be the same, without repeats; nil for other kinds:
// "e:" e-mail address, "p:" phone in E.164 with its extension, "d:" domain that
// few share, "n:" skeleton of the name and city, and again with the country.
func DuplicateKeys(r Record) []DuplicateKey {
	var keys []DuplicateKey
	var m DuplicateKeyMaker
	m.Each(r, func(level DuplicateLevel, key []byte) { keys = append(keys, DuplicateKey{level, string(key)}) })
	return keys
}

// DuplicateKeyMaker makes the keys of one record after the other in the same memory.
// Its zero value is ready; it is for one goroutine.
type DuplicateKeyMaker struct {
	id        identity
	key, name []byte
}

// Each calls yield with what DuplicateKeys gives; a key is valid during the call.
func (m *DuplicateKeyMaker) Each(r Record, yield func(level DuplicateLevel, key []byte)) {
	id := &m.id
	*id = identity{emails: id.emails[:0], phones: id.phones[:0], domains: id.domains[:0]}
	if !id.read(r) {
		return
	}
	tell := func(level DuplicateLevel, sign, value string) {
		m.key = append(append(m.key[:0], sign...), value...)
		yield(level, m.key)
	}
	for _, email := range id.emails {
		tell(Certain, "e:", email)
	}
	for _, phone := range id.phones {
		tell(Certain, "p:", phone)
	}
	for _, domain := range id.domains {
		tell(Likely, "d:", domain)
	}
	if m.name = text.AppendName(m.name[:0], id.shown); len(m.name) == 0 {
		return
	}
	m.key = append(likeness.AppendSkeleton(append(m.key[:0], "n:"...), m.name), '|')
	name := len(m.key)
	if m.key = text.AppendPlainWords(m.key, id.city); len(m.key) > name {
		yield(Possible, m.key)
	}
	// The country too, since one of the two may not know its city.
	if id.country != "" {
		m.key = append(m.key[:name], id.country...)
		yield(Possible, m.key)
	}
}

// DuplicateReason says how surely two records are the same, and why. Code names
// the reason for whoever says it in another language, Detail is what they share.
type DuplicateReason struct {
	Level  DuplicateLevel
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
func (r DuplicateReason) String() string {
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

// CompareDuplicates decides whether two records of one kind may be the same, how
// surely, and why. Branches in two cities or two countries are not, unless they
// share an address or a number; records that a person called distinct never are.
func CompareDuplicates(a, b Record) (reason DuplicateReason, ok bool) {
	if a.Kind() != b.Kind() || a.Header().ID == b.Header().ID && !a.Header().ID.IsZero() || toldApart(a, b) {
		return DuplicateReason{}, false
	}
	x, ok := identityOf(a)
	if !ok {
		return DuplicateReason{}, false
	}
	y, _ := identityOf(b)
	if email := common(x.emails, y.emails); email != "" {
		return DuplicateReason{Certain, SameEmail, email}, true
	}
	if phone := common(x.phones, y.phones); phone != "" {
		return DuplicateReason{Certain, SamePhone, phone}, true
	}
	if x.apart(y) {
		return DuplicateReason{}, false
	}
	return x.compare(y)
}

// toldApart reports whether a person said that two records are not the same.
func toldApart(a, b Record) bool {
	return slices.Contains(distinctOf(a), b.Header().ID) || slices.Contains(distinctOf(b), a.Header().ID)
}

func distinctOf(r Record) []ID {
	f, ok := SchemaOf(r.Kind()).Field(FieldDistinct)
	if !ok {
		return nil
	}
	return f.Value(r).([]ID)
}

func (id identity) compare(other identity) (DuplicateReason, bool) {
	similarity := likeness.Names(id.shown, other.shown)
	if domain := common(id.domains, other.domains); domain != "" {
		switch {
		case similarity >= likeness.OneName:
			return DuplicateReason{Likely, SameDomain, domain}, true
		case id.name != "" && other.name != "" && !likeness.ShareScript(id.name, other.name):
			return DuplicateReason{Possible, SameDomainScripts, domain}, true
		}
	}
	if id.name == "" || likeness.Skeleton(id.name) != likeness.Skeleton(other.name) || similarity < likeness.OneName {
		return DuplicateReason{}, false
	}
	if id.sameCity(other) {
		return DuplicateReason{Level: Possible, Code: SameNameCity}, true
	}
	// A country is wide: there only the very same name counts.
	if id.name == other.name && id.country != "" && id.country == other.country {
		return DuplicateReason{Level: Possible, Code: SameNameCountry}, true
	}
	return DuplicateReason{}, false
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
