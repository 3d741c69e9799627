package exchange

import (
	"slices"
	"strings"
	"sync"

	"tradedesk/model/refusal"
)

// ublElements gives, of the elements that are read, the names of their children in the
// order of the schema of UBL 2.1 (OASIS), of which UBL 2.0 has some less.
var ublElements = sync.OnceValue(func() map[string][]string {
	const lineItem = "ID SalesOrderID UUID Note LineStatusCode Quantity LineExtensionAmount TotalTaxAmount MinimumQuantity MaximumQuantity " +
		"MinimumBackorderQuantity MaximumBackorderQuantity InspectionMethodCode PartialDeliveryIndicator BackOrderAllowedIndicator AccountingCostCode " +
		"AccountingCost WarrantyInformation Delivery DeliveryTerms OriginatorParty OrderedShipment PricingReference AllowanceCharge Price Item " +
		"SubLineItem WarrantyValidityPeriod WarrantyParty TaxTotal ItemPriceExtension LineReference"
	const head = "UBLExtensions UBLVersionID CustomizationID ProfileID ProfileExecutionID ID "
	out := map[string][]string{}
	for name, children := range map[string]string{
		"Quotation": head + "CopyIndicator UUID IssueDate IssueTime Note PricingCurrencyCode LineCountNumeric ValidityPeriod " +
			"RequestForQuotationDocumentReference AdditionalDocumentReference Contract Signature SellerSupplierParty BuyerCustomerParty " +
			"OriginatorCustomerParty Delivery DeliveryTerms PaymentMeans TransactionConditions AllowanceCharge DestinationCountry TaxTotal " +
			"QuotedMonetaryTotal QuotationLine",
		"QuotationLine": "ID Note Quantity LineExtensionAmount TotalTaxAmount RequestForQuotationLineID DocumentReference LineItem " +
			"SellerProposedSubstituteLineItem AlternativeLineItem RequestLineReference",
		"LineItem": lineItem, "AlternativeLineItem": lineItem,
		"RequestForQuotation": head + "CopyIndicator UUID IssueDate IssueTime SubmissionDueDate Note PricingCurrencyCode LineCountNumeric " +
			"RequestedValidityPeriod CatalogueDocumentReference AdditionalDocumentReference Signature OriginatorCustomerParty SellerSupplierParty " +
			"BuyerCustomerParty Delivery DeliveryTerms DestinationCountry Contract RequestForQuotationLine",
		"RequestForQuotationLine": "ID UUID Note OptionalLineItemIndicator PrivacyCode SecurityClassificationCode DocumentReference LineItem",
		"Catalogue": head + "UUID ActionCode Name IssueDate IssueTime RevisionDate RevisionTime Note Description VersionID PreviousVersionID " +
			"LineCountNumeric ValidityPeriod ReferencedContract SourceCatalogueReference DocumentReference Signature ProviderParty ReceiverParty " +
			"SellerSupplierParty ContractorCustomerParty TradingTerms CatalogueLine",
		"Price": "PriceAmount BaseQuantity PriceChangeReason PriceTypeCode PriceType OrderableUnitFactorRate ValidityPeriod PriceList " +
			"AllowanceCharge PricingExchangeRate",
	} {
		out[name] = strings.Fields(children)
	}
	return out
})

// ublNeeds gives what an element that is read cannot be without.
func ublNeeds(name string) []string {
	switch name {
	case "Quotation":
		return []string{"ID", "IssueDate", "SellerSupplierParty", "QuotationLine"}
	case "RequestForQuotation":
		return []string{"ID", "IssueDate", "RequestForQuotationLine"}
	case "Catalogue":
		return []string{"ID", "IssueDate", "ProviderParty", "CatalogueLine"}
	case "QuotationLine", "RequestForQuotationLine":
		return []string{"LineItem"}
	case "LineItem":
		return []string{"Item"}
	}
	return nil
}

// checkUBL says where a document is not as the schema wants it. All of it can be read
// still: a name that nobody knows is passed over, and order says nothing here.
func checkUBL(e *element, say func(RowError)) {
	known := ublElements()[e.name]
	last, late := -1, false
	for _, c := range e.children {
		at := slices.Index(known, c.name)
		switch {
		case known == nil:
		case at < 0:
			say(refused(RowError{Line: c.line, Field: c.name}, errNoElement.With(refusal.Parts{"Element": e.name})))
		case at < last && !late:
			late = true
			say(refused(RowError{Line: c.line, Field: c.name}, errLateElement.With(refusal.Parts{"Element": known[last]})))
		default:
			last = max(last, at)
		}
		checkUBL(c, say)
	}
	for _, needed := range ublNeeds(e.name) {
		if e.child(needed) == nil {
			say(refused(RowError{Line: e.line, Field: needed}, errElementMissing.With(refusal.Parts{"Element": e.name})))
		}
	}
}
