package duplicate

import (
	"cmp"
	"slices"
	"strings"

	"tradedesk/model"
	"tradedesk/model/reference"
	"tradedesk/model/text"
	"tradedesk/model/value"
)

// longest bounds the characters of a name and of a city that are looked at.
const longest = 120

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
func identityOf(r model.Record) (identity, bool) {
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
func (id *identity) read(r model.Record) bool {
	switch r := r.(type) {
	case *model.Lead:
		id.shown, id.city, id.country = cmp.Or(r.Company, r.Contact), r.City, r.Country
		id.reach(r.Email, r.OtherEmails, r.Phone, r.OtherPhones, r.Website)
	case *model.Supplier:
		id.shown, id.city, id.country = cmp.Or(r.Name, r.Contact), r.City, r.Country
		id.reach(r.Email, r.OtherEmails, r.Phone, r.OtherPhones, r.Website)
	case *model.Contact:
		id.shown, id.city, id.country = cmp.Or(r.Name, r.Company), r.City, r.Country
		id.reach(r.Email, r.OtherEmails, r.Phone, r.OtherPhones, r.Website)
	default:
		return false
	}
	id.shown, id.city = text.First(id.shown, longest), text.First(id.city, longest)
	return true
}

// SameIdentity reports whether two records of one kind have the same duplicate keys,
// as all that they are made of is the same.
func SameIdentity(a, b model.Record) bool {
	switch a := a.(type) {
	case *model.Lead:
		b, ok := b.(*model.Lead)
		return ok && a.Company == b.Company && a.Contact == b.Contact && a.City == b.City && a.Country == b.Country &&
			a.Email == b.Email && a.Phone == b.Phone && a.Website == b.Website &&
			slices.Equal(a.OtherEmails, b.OtherEmails) && slices.Equal(a.OtherPhones, b.OtherPhones)
	case *model.Supplier:
		b, ok := b.(*model.Supplier)
		return ok && a.Name == b.Name && a.Contact == b.Contact && a.City == b.City && a.Country == b.Country &&
			a.Email == b.Email && a.Phone == b.Phone && a.Website == b.Website &&
			slices.Equal(a.OtherEmails, b.OtherEmails) && slices.Equal(a.OtherPhones, b.OtherPhones)
	case *model.Contact:
		b, ok := b.(*model.Contact)
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
