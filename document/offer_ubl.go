package document

import (
	"io"
	"strconv"

	"tradedesk/model/refusal"
)

// ErrNoDate means that an offer has no day of issue, which UBL wants.
var ErrNoDate = refusal.New("document.no_date", "a UBL quotation needs the day on which it is issued")

// writeUBL writes an offer as a Quotation of UBL 2.1 (OASIS). The schema says the order
// of the elements.
func writeUBL(w io.Writer, o Offer) error {
	if o.IssuedOn == "" {
		return ErrNoDate
	}
	return writeDocument(w, "Quotation", o.ublHead(), o.ublTerms(), o.ublLines())
}

func (o Offer) ublHead() []element {
	return []element{
		leaf("cbc:UBLVersionID", "2.1"),
		leaf("cbc:ID", o.Called()),
		leaf("cbc:UUID", o.ID.String()),
		leaf("cbc:IssueDate", string(o.IssuedOn)),
		leaf("cbc:Note", o.Notes, "languageID", string(o.Language)),
		leaf("cbc:PricingCurrencyCode", string(o.Currency)),
		leaf("cbc:LineCountNumeric", strconv.Itoa(len(o.Lines))),
		parent("cac:ValidityPeriod", leaf("cbc:EndDate", string(o.ValidUntil))),
		parent("cac:RequestForQuotationDocumentReference", leaf("cbc:ID", o.RFQ)),
		parent("cac:SellerSupplierParty", o.ublSeller()),
		parent("cac:OriginatorCustomerParty", o.ublBuyer()), // the buyer of a quotation in every UBL 2,
	}
}

func (o Offer) ublSeller() element {
	f := o.Firm
	return parent("cac:Party",
		leaf("cbc:WebsiteURI", string(f.Website)),
		parent("cac:PartyName", leaf("cbc:Name", f.NameIn(o.Language))),
		ublAddress(lines(f.AddressIn(o.Language)), f.City, string(f.Country)),
		ublTax(f.TaxNo),
		ublLegal(f.NameIn(o.Language), f.Register),
		parent("cac:Contact", leaf("cbc:Telephone", string(f.Phone)), leaf("cbc:ElectronicMail", string(f.Email))),
	)
}

// ublTax says a number that a tax office gave. Its scheme is obligatory, and the letterhead
// does not say which it is.
func ublTax(number string) element {
	if number == "" {
		return element{}
	}
	return parent("cac:PartyTaxScheme", leaf("cbc:CompanyID", number), parent("cac:TaxScheme", leaf("cbc:Name", "tax number")))
}

func ublLegal(name, register string) element {
	return parent("cac:PartyLegalEntity", leaf("cbc:RegistrationName", name), leaf("cbc:CompanyID", register))
}

func (o Offer) ublBuyer() element {
	return parent("cac:Party",
		parent("cac:PartyName", leaf("cbc:Name", o.Buyer)),
		ublAddress(lines(o.Address), "", string(o.Country)),
		parent("cac:Contact", leaf("cbc:Name", o.Contact), leaf("cbc:ElectronicMail", string(o.Email))),
	)
}

func ublAddress(lines []string, city, country string) element {
	first, second := "", ""
	if len(lines) > 0 {
		first, lines = lines[0], lines[1:]
	}
	if len(lines) > 0 {
		second, lines = lines[0], lines[1:]
	}
	address := parent("cac:PostalAddress", leaf("cbc:StreetName", first), leaf("cbc:AdditionalStreetName", second), leaf("cbc:CityName", city))
	for _, line := range lines {
		address.children = append(address.children, parent("cac:AddressLine", leaf("cbc:Line", line)))
	}
	address.children = append(address.children, parent("cac:Country", leaf("cbc:IdentificationCode", country)))
	return address
}

// creditTransfer is that of UN/ECE 4461.
const creditTransfer = "30"

func (o Offer) ublTerms() []element {
	delivered := ""
	if o.DeliveryDays > 0 {
		delivered = strconv.Itoa(o.DeliveryDays)
	}
	bank := parent("cac:PaymentMeans")
	if o.Firm.Bank != "" {
		bank.children = []element{leaf("cbc:PaymentMeansCode", creditTransfer), leaf("cbc:InstructionNote", o.Firm.Bank)}
	}
	conditions := parent("cac:TransactionConditions")
	for _, part := range o.PaymentTerms.Written() {
		conditions.children = append(conditions.children, leaf("cbc:Description", part, "languageID", string(o.Language)))
	}
	return []element{
		parent("cac:Delivery", parent("cac:PromisedDeliveryPeriod", leaf("cbc:DurationMeasure", delivered, "unitCode", "DAY"))),
		parent("cac:DeliveryTerms",
			leaf("cbc:ID", string(o.Incoterm), "schemeID", "INCOTERMS 2020"),
			parent("cac:DeliveryLocation", leaf("cbc:Description", o.Place))),
		bank,
		conditions,
		parent("cac:QuotedMonetaryTotal",
			leaf("cbc:LineExtensionAmount", string(o.Total), "currencyID", string(o.Currency)),
			leaf("cbc:PayableAmount", string(o.Total), "currencyID", string(o.Currency))),
	}
}

func (o Offer) ublLines() []element {
	var out []element
	currency := string(o.Currency)
	for i, line := range o.Lines {
		number := strconv.Itoa(i + 1)
		one := ""
		if line.Price != "" {
			one = "1"
		}
		out = append(out, parent("cac:QuotationLine",
			leaf("cbc:ID", number),
			parent("cac:LineItem",
				leaf("cbc:ID", number),
				leaf("cbc:Quantity", string(line.Quantity), "unitCode", string(line.Unit)),
				leaf("cbc:LineExtensionAmount", string(line.Amount), "currencyID", currency),
				parent("cac:Price",
					leaf("cbc:PriceAmount", string(line.Price), "currencyID", currency),
					leaf("cbc:BaseQuantity", one, "unitCode", string(line.Unit))),
				parent("cac:Item",
					leaf("cbc:Name", line.Product),
					parent("cac:CommodityClassification", leaf("cbc:ItemClassificationCode", string(line.HS), "listID", "HS"))),
			)))
	}
	return out
}
