package exchange

import (
	"sync"

	"tradedesk/model"
)

// role is what a column or a card's property means, before the kind of record is
// known: the name of a field, or one of the roles below.
type role string

// Roles that are not simply the name of a field.
const (
	roleNone     role = ""         // kept as a custom field under its header
	roleIgnore   role = "-"        // not kept: row numbers and labels
	roleOrigin   role = "=id"      // the id that the other system gives
	roleName     role = "=name"    // a firm's or a person's, whichever the rest says
	roleCompany  role = "=company" // the firm
	rolePerson   role = "=person"  // the whole name of a person
	roleFirst    role = "=first"
	roleMiddle   role = "=middle"
	roleLast     role = "=last"
	roleEmail    role = "=email"
	rolePhone    role = "=phone"
	roleNotes    role = "=notes"
	roleProduct  role = "=product"
	roleStreet   role = "=street"
	roleRegion   role = "=region"
	rolePostcode role = "=postcode"
	roleStage    role = "stage"
	roleTags     role = "tags"
)

// roleFields says where a kind keeps what goes by another name elsewhere.
var roleFields = map[model.Kind]map[role]string{
	model.KindLead: {
		roleCompany: "company", rolePerson: "contact", roleNotes: "message", roleProduct: "product",
	},
	model.KindSupplier: {
		roleCompany: "name", rolePerson: "contact", roleNotes: "notes", roleProduct: "products",
		"incoterm": "incoterms", "quantity": "moq",
	},
	model.KindContact: {
		roleCompany: "company", rolePerson: "name", roleNotes: "notes", "language": "languages",
	},
	model.KindRFQ:    {roleCompany: "buyer", roleNotes: "notes", roleName: "title"},
	model.KindEvent:  {roleCompany: "name", roleName: "name", roleNotes: "notes"},
	model.KindTag:    {roleName: "name", roleNotes: "notes"},
	model.KindTask:   {roleName: "title", roleNotes: "notes"},
	model.KindDeal:   {roleCompany: "buyer", roleName: "title", roleNotes: "notes"},
	model.KindQuote:  {roleNotes: "notes"},
	model.KindSample: {roleProduct: "product", roleNotes: "notes"},
}

// fieldOf gives the field of a kind that a role fills; false when the kind has
// none.
func fieldOf(s *model.Schema, r role) (model.Field, bool) {
	if name, ok := roleFields[s.Kind][r]; ok {
		return s.Field(name)
	}
	f, ok := s.Field(string(r))
	if !ok || f.Fixed {
		return model.Field{}, false
	}
	return f, true
}

// fieldsByRole gives the fields of a kind by the roles that fill them, and by
// their names.
func fieldsByRole(k model.Kind) map[role]*model.Field { return roleTables()[k] }

var roleTables = sync.OnceValue(func() map[model.Kind]map[role]*model.Field {
	all := map[model.Kind]map[role]*model.Field{}
	for _, kind := range model.Kinds() {
		table, s := map[role]*model.Field{}, model.SchemaOf(kind)
		for i := range s.Fields {
			if f := &s.Fields[i]; !f.Fixed {
				table[role(f.Name)] = f
			}
		}
		for r := range roleFields[kind] {
			if f, ok := fieldOf(s, r); ok {
				table[r] = &f
			}
		}
		all[kind] = table
	}
	return all
})
