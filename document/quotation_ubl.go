package document

import (
	"io"
	"slices"
	"strconv"

	"tradedesk/model"
	"tradedesk/model/text"
	"tradedesk/model/value"
)

// Quotation is what the document of a supplier's quote is made of.
type Quotation struct {
	*model.Quote
	RFQ      *model.RFQ
	Supplier *model.Supplier
	Firm     *model.Firm // whom it was made to; nil when the desk has none
	IssuedOn value.Date
}

// freightCharge is "freight service" of UN/CEFACT 7161.
const freightCharge = "FC"

// WriteQuotation writes a supplier's quote as a Quotation of UBL 2.1. Prices for larger
// quantities are alternative line items.
func WriteQuotation(w io.Writer, q Quotation) error {
	if q.IssuedOn == "" {
		return ErrNoDate
	}
	q.Quote, q.Supplier = model.CleanRecord(q.Quote).(*model.Quote), model.CleanRecord(q.Supplier).(*model.Supplier)
	number, freight, days := q.Reference, "", ""
	if number == "" {
		number = q.ID.String()
	}
	if q.Freight != "" {
		freight = "true"
	}
	if q.LeadDays > 0 {
		days = strconv.Itoa(q.LeadDays)
	}
	lines := q.lines()
	conditions, to := parent("cac:TransactionConditions"), parent("cac:Party")
	for _, part := range q.PaymentTerms.Written() {
		conditions.children = append(conditions.children, leaf("cbc:Description", part))
	}
	if q.Firm != nil {
		to = ublFirm(q.Firm, "en")
	}
	charge := parent("cac:AllowanceCharge")
	if freight != "" {
		charge.children = []element{
			leaf("cbc:ChargeIndicator", freight), leaf("cbc:AllowanceChargeReasonCode", freightCharge), leaf("cbc:AllowanceChargeReason", "Freight"),
			leaf("cbc:Amount", string(q.Freight), "currencyID", string(q.Currency)),
		}
	}
	return writeDocument(w, "Quotation", []element{
		leaf("cbc:UBLVersionID", "2.1"), leaf("cbc:ID", number), leaf("cbc:UUID", q.ID.String()), leaf("cbc:IssueDate", string(q.IssuedOn)),
		leaf("cbc:Note", q.Notes), leaf("cbc:PricingCurrencyCode", string(q.Currency)), leaf("cbc:LineCountNumeric", strconv.Itoa(len(lines))),
		parent("cac:ValidityPeriod", leaf("cbc:EndDate", string(q.ValidUntil))),
		parent("cac:RequestForQuotationDocumentReference", leaf("cbc:ID", q.RFQ.Number()), leaf("cbc:UUID", q.RFQ.ID.String())),
		parent("cac:SellerSupplierParty", parent("cac:Party", ublSupplier(q.Supplier)...)),
		parent("cac:OriginatorCustomerParty", to),
		parent("cac:Delivery", parent("cac:PromisedDeliveryPeriod", leaf("cbc:DurationMeasure", days, "unitCode", "DAY"))),
		parent("cac:DeliveryTerms", leaf("cbc:ID", string(q.Incoterm), "schemeID", "INCOTERMS 2020"),
			parent("cac:DeliveryLocation", leaf("cbc:Description", q.Place))),
		conditions, charge,
	}, lines)
}

func (q Quotation) lines() []element {
	if len(q.Lines) == 0 {
		asked := model.Line{Product: q.RFQ.Title}
		if len(q.RFQ.Lines) > 0 {
			asked = q.RFQ.Lines[0]
		}
		return q.line(1, 1, model.QuoteLine{Product: asked.Product, HS: asked.HS, Tiers: q.Tiers, Unit: q.Unit, MOQ: q.MOQ, Base: q.BaseQuantity})
	}
	var out []element
	for i, line := range q.Lines {
		if line.Unit == "" {
			line.Unit = q.Unit
		}
		out = append(out, q.line(i+1, q.answers(i, line), line)...)
	}
	return out
}

// answers gives which line of the RFQ, from 1, a line of the quote is for; 0 for none. Of
// lines of one name the first of the quote answers the first of the RFQ.
func (q Quotation) answers(at int, line model.QuoteLine) int {
	same := func(product string, hs value.HS) bool {
		if line.Product != "" {
			return text.Fold(product) == text.Fold(line.Product)
		}
		return line.HS != "" && hs == line.HS
	}
	skip := 0
	for _, before := range q.Lines[:at] {
		if same(before.Product, before.HS) {
			skip++
		}
	}
	i := slices.IndexFunc(q.RFQ.Lines, func(l model.Line) bool {
		if !same(l.Product, l.HS) {
			return false
		}
		skip--
		return skip < 0
	})
	return i + 1
}

// line writes the prices of a line; none when it has no price.
func (q Quotation) line(number, answers int, line model.QuoteLine) []element {
	if len(line.Tiers) == 0 {
		return nil
	}
	id, asked, per, days := strconv.Itoa(number), "", string(line.Base), ""
	if answers > 0 {
		asked = strconv.Itoa(answers)
	}
	if per == "" {
		per = "1"
	}
	if line.LeadDays > 0 {
		days = strconv.Itoa(line.LeadDays)
	}
	out := parent("cac:QuotationLine", leaf("cbc:ID", id), leaf("cbc:RequestForQuotationLineID", asked))
	for i, tier := range line.Tiers {
		name, least, item := "cac:LineItem", string(line.MOQ), id
		if i > 0 {
			name, least, item = "cac:AlternativeLineItem", "", id+"."+strconv.Itoa(i)
		}
		out.children = append(out.children, parent(name,
			leaf("cbc:ID", item), leaf("cbc:Quantity", string(tier.From), "unitCode", string(line.Unit)),
			leaf("cbc:MinimumQuantity", least, "unitCode", string(line.Unit)),
			parent("cac:Delivery", parent("cac:PromisedDeliveryPeriod", leaf("cbc:DurationMeasure", days, "unitCode", "DAY"))),
			parent("cac:Price", leaf("cbc:PriceAmount", string(tier.Price), "currencyID", string(q.Currency)), leaf("cbc:BaseQuantity", per, "unitCode", string(line.Unit))),
			ublItem(line.Product, line.HS)))
	}
	return []element{out}
}
