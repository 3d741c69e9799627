package exchange

import (
	"fmt"

	"tradedesk/model"
	"tradedesk/model/duplicate"
	"tradedesk/model/text"
)

func partyName(party *element) string {
	if party == nil {
		return ""
	}
	if name := party.say("PartyName", "Name"); name != "" {
		return name
	}
	return party.say("PartyLegalEntity", "RegistrationName")
}

// partyKey gives what tells a party from others: its number, else its name.
func partyKey(party *element) string {
	return firstText(party.say("EndpointID"), party.say("PartyIdentification", "ID"), text.Fold(partyName(party)))
}

// idOf gives the id of the record of an origin, that is there or is made now; there is nil for
// one that is made.
func (u *ublReader) idOf(kind model.Kind, origin string) (id model.ID, there model.Record, err error) {
	found, err := u.session.target.ByOrigins(u.session.ctx, kind, []string{origin})
	if err != nil {
		return id, nil, fmt.Errorf("looking for the %s of a document: %w", kind, err)
	}
	if found[0] != nil {
		if into, merged := duplicate.Survivor(found[0]); merged {
			return into, found[0], nil
		}
		return found[0].Header().ID, found[0], nil
	}
	return u.session.req.IDs.New(), nil, nil
}

// supplier gives the id of the supplier that a party is: the one that it became before, or
// the only one with its e-mail address or name; else it becomes one. Zero without a name.
func (u *ublReader) supplier(party *element) (model.ID, error) {
	supplier, origin := u.party(party)
	if supplier.Name == "" {
		return model.ID{}, nil
	}
	id, there, err := u.idOf(model.KindSupplier, origin)
	if err != nil {
		return id, err
	}
	if there == nil {
		known, err := u.knownSupplier(supplier)
		if err != nil {
			return id, err
		}
		if known != nil {
			return known.Header().ID, nil
		}
	}
	supplier.ID = id
	u.accept(supplier, origin)
	return id, nil
}

// party reads a party as a supplier, and what it is called by.
func (u *ublReader) party(party *element) (*model.Supplier, string) {
	supplier := &model.Supplier{Name: partyName(party)}
	if supplier.Name == "" {
		return supplier, ""
	}
	supplier.Contact = party.say("Contact", "Name")
	supplier.City = party.say("PostalAddress", "CityName")
	u.field(supplier, "country", party.say("PostalAddress", "Country", "IdentificationCode"))
	u.field(supplier, "email", party.say("Contact", "ElectronicMail"))
	u.field(supplier, "phone", party.say("Contact", "Telephone"))
	u.field(supplier, "website", party.say("WebsiteURI"))
	u.field(supplier, "address", joinParts(party.say("PostalAddress", "StreetName"), party.say("PostalAddress", "BuildingNumber"), party.say("PostalAddress", "PostalZone")))
	return supplier, originParty + partyKey(party)
}

// knownSupplier gives the only supplier with an e-mail address, or else with a name; nil
// when there is none or there are several.
func (u *ublReader) knownSupplier(like *model.Supplier) (model.Record, error) {
	for _, by := range []struct{ field, text string }{{"email", string(like.Email)}, {"name", like.Name}} {
		if by.text == "" {
			continue
		}
		found, err := u.session.target.Having(u.session.ctx, model.KindSupplier, by.field, []string{by.text}, 2)
		if err != nil {
			return nil, fmt.Errorf("looking for the supplier of a document: %w", err)
		}
		if len(found[0]) == 1 {
			return found[0][0], nil
		}
	}
	return nil, nil
}

// catalogue makes a supplier with the products of a catalogue, or adds them to the one
// that there is.
func (u *ublReader) catalogue(doc *element) error {
	party := firstElement(doc.at("SellerSupplierParty", "Party"), doc.at("ProviderParty"))
	supplier, origin := u.party(party)
	if supplier.Name == "" {
		u.r.reject(refused(RowError{Line: doc.line, Field: "name"}, errNoSeller))
		return nil
	}
	for _, l := range doc.childrenOf("CatalogueLine") {
		u.product(supplier, l)
	}
	supplier.Files = u.file
	id, there, err := u.idOf(model.KindSupplier, origin)
	if err != nil {
		return err
	}
	if there == nil {
		known, err := u.knownSupplier(supplier)
		if err != nil {
			return err
		}
		if known != nil {
			u.changes = append(u.changes, ublChange{known, func(r model.Record) { u.addCatalogue(r.(*model.Supplier), supplier) }, true})
			return nil
		}
	}
	supplier.ID = id
	u.accept(supplier, origin)
	return nil
}

// product adds what a line of a catalogue offers.
func (u *ublReader) product(s *model.Supplier, l *element) {
	if len(s.Products) == model.MaxElements {
		return
	}
	if name := firstText(l.say("Item", "Name"), l.say("Item", "Description")); name != "" {
		joinList(*fieldsByRole(model.KindSupplier)["products"], s, []string{name})
	}
	if s.MOQ == "" {
		s.MOQ = u.decimal(l.at("MinimumOrderQuantity"), "moq")
		s.Unit = u.unit(l.at("MinimumOrderQuantity"))
	}
	if s.LeadDays == 0 {
		s.LeadDays = u.days(l.at("RequiredItemLocationQuantity", "LeadTimeMeasure"))
	}
	item := model.Line{HS: u.line(l).HS}
	if item.HS != "" && len(s.HS) < model.MaxElements {
		joinList(*fieldsByRole(model.KindSupplier)["hs"], s, []string{string(item.HS)})
	}
}

// addCatalogue adds the products of a catalogue to a supplier that the desk has: what a
// person wrote of it stays.
func (u *ublReader) addCatalogue(s, from *model.Supplier) {
	joinList(*fieldsByRole(model.KindSupplier)["products"], s, from.Products)
	for _, hs := range from.HS {
		joinList(*fieldsByRole(model.KindSupplier)["hs"], s, []string{string(hs)})
	}
	s.Files = u.withFile(s.Files)
}
