package document

import (
	"bytes"
	"encoding/xml"
	"errors"
	"slices"
	"strings"
	"testing"
)

// node is an element as it was read.
type node struct {
	XMLName  xml.Name
	Attr     []xml.Attr `xml:",any,attr"`
	Text     string     `xml:",chardata"`
	Children []node     `xml:",any"`
}

func (n node) say(path ...string) string {
	for _, name := range path {
		at := slices.IndexFunc(n.Children, func(c node) bool { return c.XMLName.Local == name })
		if at < 0 {
			return ""
		}
		n = n.Children[at]
	}
	return strings.TrimSpace(n.Text)
}

// schema gives the order of elements in those types of UBL 2.1 that are written.
var schema = map[string][]string{
	"Quotation": {
		"UBLVersionID", "CustomizationID", "ProfileID", "ProfileExecutionID", "ID", "CopyIndicator", "UUID", "IssueDate", "IssueTime", "Note",
		"PricingCurrencyCode", "LineCountNumeric", "ValidityPeriod", "RequestForQuotationDocumentReference", "AdditionalDocumentReference", "Contract",
		"Signature", "SellerSupplierParty", "OriginatorCustomerParty", "Delivery", "DeliveryTerms", "PaymentMeans", "TransactionConditions",
		"AllowanceCharge", "DestinationCountry", "TaxTotal", "QuotedMonetaryTotal", "QuotationLine",
	},
	"Party": {
		"WebsiteURI", "EndpointID", "PartyIdentification", "PartyName", "Language", "PostalAddress", "PhysicalLocation", "PartyTaxScheme", "PartyLegalEntity", "Contact",
	},
	"PostalAddress":  {"StreetName", "AdditionalStreetName", "CityName", "PostalZone", "AddressLine", "Country"},
	"PartyTaxScheme": {"RegistrationName", "CompanyID", "TaxScheme"}, "PartyLegalEntity": {"RegistrationName", "CompanyID"},
	"Contact": {"ID", "Name", "Telephone", "Telefax", "ElectronicMail"}, "DeliveryTerms": {"ID", "SpecialTerms", "DeliveryLocation"},
	"PaymentMeans": {"PaymentMeansCode", "InstructionNote"}, "TransactionConditions": {"ID", "ActionCode", "Description"},
	"QuotedMonetaryTotal": {"LineExtensionAmount", "TaxExclusiveAmount", "PayableAmount"}, "QuotationLine": {"ID", "Note", "LineItem"},
	"LineItem": {"ID", "Note", "Quantity", "LineExtensionAmount", "Price", "Item"}, "Price": {"PriceAmount", "BaseQuantity"},
	"Item": {"Description", "Name", "CommodityClassification"},
}

func checkOrder(t *testing.T, n node) {
	t.Helper()
	if len(n.Children) == 0 && strings.TrimSpace(n.Text) == "" {
		t.Errorf("%s is empty", n.XMLName.Local)
	}
	before := -1
	for _, c := range n.Children {
		if order := schema[n.XMLName.Local]; order != nil {
			place := slices.Index(order, c.XMLName.Local)
			if place < before || place < 0 {
				t.Errorf("%s in %s is at the wrong place", c.XMLName.Local, n.XMLName.Local)
			}
			before = place
		}
		checkOrder(t, c)
	}
}

func TestUBL(t *testing.T) {
	data := written(t, sample(t, "en", 3), UBL)
	var doc node
	if err := xml.Unmarshal(data, &doc); err != nil {
		t.Fatal(err)
	}
	checkOrder(t, doc)
	if space := doc.XMLName.Space; space != "urn:oasis:names:specification:ubl:schema:xsd:Quotation-2" {
		t.Errorf("namespace %q", space)
	}
	for _, tt := range []struct {
		want string
		path []string
	}{
		{"OFF-2026-4K7M2QX/2", []string{"ID"}}, {"019ad0c4-7a00-7000-8000-0000000000a1", []string{"UUID"}}, {"2026-11-29", []string{"IssueDate"}},
		{"3", []string{"LineCountNumeric"}}, {"2026-12-31", []string{"ValidityPeriod", "EndDate"}},
		{"RFQ-2026-9F3K2AB", []string{"RequestForQuotationDocumentReference", "ID"}},
		{"Tanger Med Export", []string{"SellerSupplierParty", "Party", "PartyName", "Name"}},
		{"MA", []string{"SellerSupplierParty", "Party", "PostalAddress", "Country", "IdentificationCode"}},
		{"Hudson Beauty Inc.", []string{"OriginatorCustomerParty", "Party", "PartyName", "Name"}},
		{"21", []string{"Delivery", "PromisedDeliveryPeriod", "DurationMeasure"}}, {"CIF", []string{"DeliveryTerms", "ID"}},
		{"New York", []string{"DeliveryTerms", "DeliveryLocation", "Description"}}, {"30 % in advance", []string{"TransactionConditions", "Description"}},
		{"139276.00", []string{"QuotedMonetaryTotal", "PayableAmount"}}, {"10000", []string{"QuotationLine", "LineItem", "Quantity"}},
		{"5.2166", []string{"QuotationLine", "LineItem", "Price", "PriceAmount"}},
		{"151530", []string{"QuotationLine", "LineItem", "Item", "CommodityClassification", "ItemClassificationCode"}},
	} {
		if got := doc.say(tt.path...); got != tt.want {
			t.Errorf("%s is %q, want %q", strings.Join(tt.path, "/"), got, tt.want)
		}
	}
	for _, secret := range []string{"1250", "2.5 %"} {
		if bytes.Contains(data, []byte(secret)) {
			t.Errorf("the buyer is told %q", secret)
		}
	}
}

// Hostile text stays text.
func TestUBLOfHostileText(t *testing.T) {
	o := sample(t, "en", 1)
	o.Buyer = `</cbc:Name><!-- ]]> "&amp;'` + "\x00\ufffe"
	o.Currency = `U"D`
	var doc node
	if err := xml.Unmarshal(written(t, o, UBL), &doc); err != nil {
		t.Fatal(err)
	}
	if got := doc.say("OriginatorCustomerParty", "Party", "PartyName", "Name"); got != `</cbc:Name><!-- ]]> "&amp;'` {
		t.Errorf("buyer %q", got)
	}
}

func TestUBLNeedsADate(t *testing.T) {
	o := sample(t, "en", 1)
	o.IssuedOn = ""
	if _, err := Write(&bytes.Buffer{}, o, UBL); !errors.Is(err, ErrNoDate) {
		t.Errorf("error %v", err)
	}
}
