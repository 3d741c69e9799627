package model

// WithIdentity gives a record of another kind by which that one is found when it is known
// as such, too: with the addresses and numbers of a lead, a supplier or a contact, and of
// firms the name and the place. It is nil for kinds that have none.
func WithIdentity(kind Kind, r Record) Record {
	var as Supplier
	switch r := r.(type) {
	case *Lead:
		as = Supplier{Name: r.Company, Country: r.Country, City: r.City, Email: r.Email, Phone: r.Phone, Website: r.Website, OtherEmails: r.OtherEmails, OtherPhones: r.OtherPhones}
	case *Supplier:
		as = *r
	case *Contact:
		as = Supplier{Email: r.Email, Phone: r.Phone, Website: r.Website, OtherEmails: r.OtherEmails, OtherPhones: r.OtherPhones}
	default:
		return nil
	}
	switch kind {
	case KindLead:
		return &Lead{Company: as.Name, Country: as.Country, City: as.City, Email: as.Email, Phone: as.Phone, Website: as.Website, OtherEmails: as.OtherEmails, OtherPhones: as.OtherPhones}
	case KindSupplier:
		return &Supplier{Name: as.Name, Country: as.Country, City: as.City, Email: as.Email, Phone: as.Phone, Website: as.Website, OtherEmails: as.OtherEmails, OtherPhones: as.OtherPhones}
	case KindContact:
		return &Contact{Email: as.Email, Phone: as.Phone, Website: as.Website, OtherEmails: as.OtherEmails, OtherPhones: as.OtherPhones}
	}
	return nil
}
