package document

import (
	"io"
	"strconv"

	"tradedesk/model"
	"tradedesk/model/value"
)

// Catalogue is what the document of a supplier's products is made of.
type Catalogue struct {
	*model.Supplier
	Firm     *model.Firm // who gives it on
	IssuedOn value.Date
}

// WriteCatalogue writes what a supplier offers as a Catalogue of UBL 2.1. An HS code is on
// its lines only when the supplier has one: which of several a product has is not known.
func WriteCatalogue(w io.Writer, c Catalogue) error {
	switch {
	case c.IssuedOn == "":
		return ErrNoDate
	case c.Firm == nil:
		return ErrNoName
	}
	c.Supplier = model.CleanRecord(c.Supplier).(*model.Supplier)
	hs, days := value.HS(""), ""
	if len(c.HS) == 1 {
		hs = c.HS[0]
	}
	if c.LeadDays > 0 {
		days = strconv.Itoa(c.LeadDays)
	}
	var lines []element
	for i, product := range c.Products {
		lines = append(lines, parent("cac:CatalogueLine",
			leaf("cbc:ID", strconv.Itoa(i+1)), leaf("cbc:MinimumOrderQuantity", string(c.MOQ), "unitCode", string(c.Unit)),
			parent("cac:RequiredItemLocationQuantity", leaf("cbc:LeadTimeMeasure", days, "unitCode", "DAY")),
			ublItem(product, hs)))
	}
	return writeDocument(w, "Catalogue", []element{
		leaf("cbc:UBLVersionID", "2.1"), leaf("cbc:ID", "CAT-"+c.ID.Short()), leaf("cbc:UUID", c.ID.String()), leaf("cbc:IssueDate", string(c.IssuedOn)),
		leaf("cbc:LineCountNumeric", strconv.Itoa(len(lines))),
		parent("cac:ProviderParty", ublSupplier(c.Supplier)...),
		parent("cac:ReceiverParty", ublFirm(c.Firm, "en").children...),
	}, lines)
}
