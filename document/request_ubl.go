package document

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"tradedesk/model"
	"tradedesk/model/value"
)

// Request is what the document of a request for quotation is made of.
type Request struct {
	*model.RFQ
	Firm     *model.Firm // who asks; nil where Whole is set and there is none
	IssuedOn value.Date
	// Whole has the buyer, the target prices and the notes too, which no supplier should see:
	// it is for another desk.
	Whole bool
}

// How a request says, in its notes, what UBL has no element for.
const (
	notePayment      = "Payment terms: "
	noteCertificates = "Certificates: "
	notePacking      = "Packing: "
)

const ublNamespace = "urn:oasis:names:specification:ubl:schema:xsd:"

// writeDocument writes a document of UBL 2.1 (OASIS). The schema says the order of its parts.
func writeDocument(w io.Writer, name string, parts ...[]element) error {
	var out strings.Builder
	out.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n")
	doc := element{
		name: name,
		attr: []string{
			"xmlns", ublNamespace + name + "-2", "xmlns:cac", ublNamespace + "CommonAggregateComponents-2", "xmlns:cbc", ublNamespace + "CommonBasicComponents-2",
		},
		children: slices.Concat(parts...),
	}
	doc.write(&out, "")
	if _, err := io.WriteString(w, out.String()); err != nil {
		return fmt.Errorf("writing UBL: %w", err)
	}
	return nil
}

// WriteRequest writes an RFQ as a RequestForQuotation of UBL 2.1.
func WriteRequest(w io.Writer, r Request) error {
	r.RFQ = model.CleanRecord(r.RFQ).(*model.RFQ)
	switch {
	case r.IssuedOn == "":
		return ErrNoDate
	case r.Firm == nil && !r.Whole:
		return ErrNoName
	}
	asks := parent("cac:Party", parent("cac:PartyName", leaf("cbc:Name", r.Buyer)))
	if !r.Whole {
		asks = ublFirm(r.Firm, "en")
	}
	place := parent("cac:DeliveryTerms", leaf("cbc:ID", string(r.Incoterm), "schemeID", "INCOTERMS 2020"),
		parent("cac:DeliveryLocation", leaf("cbc:ID", string(r.Port), "schemeID", "UN/LOCODE"), leaf("cbc:Description", r.Place)))
	head := []element{
		leaf("cbc:UBLVersionID", "2.1"), leaf("cbc:ID", r.Number()), leaf("cbc:UUID", r.ID.String()), leaf("cbc:IssueDate", string(r.IssuedOn)),
		leaf("cbc:SubmissionDueDate", string(r.Deadline)),
	}
	return writeDocument(w, "RequestForQuotation", head, r.notes(), []element{
		leaf("cbc:PricingCurrencyCode", string(r.Currency)), leaf("cbc:LineCountNumeric", strconv.Itoa(len(r.Lines))),
		parent("cac:OriginatorCustomerParty", asks), place,
	}, r.lines())
}

// notes gives the title, and what has no element of its own.
func (r Request) notes() []element {
	out := []element{leaf("cbc:Note", model.Title(r.RFQ))}
	if r.PaymentTerms != "" {
		out = append(out, leaf("cbc:Note", notePayment+string(r.PaymentTerms)))
	}
	if len(r.Certificates) > 0 {
		out = append(out, leaf("cbc:Note", noteCertificates+strings.Join(r.Certificates, "; ")))
	}
	if r.Whole {
		out = append(out, leaf("cbc:Note", r.Notes))
	}
	return out
}

func (r Request) lines() []element {
	var out []element
	for i, line := range r.Lines {
		number, pack := strconv.Itoa(i+1), ""
		if line.Pack != "" {
			pack = notePacking + string(line.Pack)
		}
		target := ""
		if r.Whole {
			target = string(line.TargetPrice)
		}
		out = append(out, parent("cac:RequestForQuotationLine", leaf("cbc:ID", number), leaf("cbc:Note", pack),
			parent("cac:LineItem",
				leaf("cbc:ID", number), leaf("cbc:Quantity", string(line.Quantity), "unitCode", string(line.Unit)),
				parent("cac:Price", leaf("cbc:PriceAmount", target, "currencyID", string(r.Currency))),
				ublItem(line.Product, line.HS))))
	}
	return out
}

func ublItem(product string, hs value.HS) element {
	return parent("cac:Item", leaf("cbc:Name", product),
		parent("cac:CommodityClassification", leaf("cbc:ItemClassificationCode", string(hs), "listID", "HS")))
}

// ublFirm is the firm as it stands on its letterhead.
func ublFirm(f *model.Firm, lang value.Language) element {
	return Offer{Offer: &model.Offer{}, Firm: f, Language: lang}.ublSeller()
}

// ublSupplier is a supplier as a party.
func ublSupplier(s *model.Supplier) []element {
	return []element{
		leaf("cbc:WebsiteURI", string(s.Website)),
		parent("cac:PartyName", leaf("cbc:Name", s.Name)),
		ublAddress([]string{s.Address}, s.City, string(s.Country)),
		parent("cac:Contact", leaf("cbc:Name", s.Contact), leaf("cbc:Telephone", string(s.Phone)), leaf("cbc:ElectronicMail", string(s.Email))),
	}
}
