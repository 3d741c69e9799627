package duplicate

import "tradedesk/model"

// WithIdentity gives a record of another kind by which that one is found when it is known
// as such, too: with the addresses and numbers of a lead, a supplier or a contact, and of
// firms the name and the place. It is nil for kinds that have none.
func WithIdentity(kind model.Kind, r model.Record) model.Record {
	var as model.Supplier
	switch r := r.(type) {
	case *model.Lead:
		as = model.Supplier{Name: r.Company, Country: r.Country, City: r.City, Email: r.Email, Phone: r.Phone, Website: r.Website, OtherEmails: r.OtherEmails, OtherPhones: r.OtherPhones}
	case *model.Supplier:
		as = *r
	case *model.Contact:
		as = model.Supplier{Email: r.Email, Phone: r.Phone, Website: r.Website, OtherEmails: r.OtherEmails, OtherPhones: r.OtherPhones}
	default:
		return nil
	}
	switch kind {
	case model.KindLead:
		return &model.Lead{Company: as.Name, Country: as.Country, City: as.City, Email: as.Email, Phone: as.Phone, Website: as.Website, OtherEmails: as.OtherEmails, OtherPhones: as.OtherPhones}
	case model.KindSupplier:
		return &model.Supplier{Name: as.Name, Country: as.Country, City: as.City, Email: as.Email, Phone: as.Phone, Website: as.Website, OtherEmails: as.OtherEmails, OtherPhones: as.OtherPhones}
	case model.KindContact:
		return &model.Contact{Email: as.Email, Phone: as.Phone, Website: as.Website, OtherEmails: as.OtherEmails, OtherPhones: as.OtherPhones}
	}
	return nil
}
