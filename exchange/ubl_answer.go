package exchange

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"

	"tradedesk/model"
	"tradedesk/model/answer"
	"tradedesk/model/refusal"
	"tradedesk/model/text"
	"tradedesk/model/value"
)

// answer reads what a Quotation asks for.
func (u *ublReader) answer(doc *element) answer.Answer {
	a := answer.Answer{Request: doc.say("RequestForQuotationDocumentReference", "ID")}
	q := &a.Terms
	q.Reference, q.Stage = doc.say("ID"), model.QuoteReceived
	if id, err := model.ParseID(q.Reference); err == nil && id.String() == doc.say("UUID") {
		q.Reference = "" // a quote without a number of its own, as a desk writes it
	}
	u.field(q, "currency", doc.say("PricingCurrencyCode"))
	u.field(q, "valid_until", doc.say("ValidityPeriod", "EndDate"))
	u.terms(q, doc.at("DeliveryTerms"))
	u.field(q, "payment_terms", firstText(conditions(doc), doc.say("PaymentTerms", "Note")))
	q.LeadDays = u.leadDays(doc)
	q.Freight = u.freight(doc)
	q.Notes = joinLines(append(doc.notes("Note"), doc.say("DeliveryTerms", "SpecialTerms"))...)
	for _, l := range doc.childrenOf("QuotationLine") {
		if len(a.Lines) == model.MaxElements {
			u.r.warn(refused(RowError{Line: l.line}, errManyLines.With(atMost(model.MaxElements))))
			break
		}
		if line, ok := u.answered(l); ok {
			a.Lines = append(a.Lines, line)
		}
	}
	return a
}

// terms reads the rule of delivery and its place.
func (u *ublReader) terms(r model.Record, at *element) {
	rule := at.say("ID")
	if _, err := value.ParseIncoterm(rule); err != nil && rule != "" {
		if first, _, ok := strings.Cut(rule, " "); ok { // "FOB Agadir"
			rule = first
		}
	}
	u.field(r, "incoterm", rule)
	place := firstText(at.say("DeliveryLocation", "Description"), at.say("DeliveryLocation", "Name"), at.say("DeliveryLocation", "Address", "CityName"))
	u.field(r, "place", place)
}

// leadDays gives the days that delivery takes: a measure, or a promised day counted from
// the day of issue.
func (u *ublReader) leadDays(doc *element) int {
	measure := firstElement(doc.at("Delivery", "PromisedDeliveryPeriod", "DurationMeasure"), doc.at("Delivery", "EstimatedDeliveryPeriod", "DurationMeasure"))
	if measure != nil {
		return u.days(measure)
	}
	issued, err1 := time.Parse(time.DateOnly, doc.say("IssueDate"))
	promised, err2 := time.Parse(time.DateOnly, doc.say("Delivery", "PromisedDeliveryPeriod", "EndDate"))
	if err1 != nil || err2 != nil || !promised.After(issued) {
		return 0
	}
	return int(promised.Sub(issued).Hours() / 24)
}

// days reads a measure of time.
func (u *ublReader) days(measure *element) int {
	if measure == nil {
		return 0
	}
	n, err := strconv.Atoi(strings.TrimSpace(measure.text))
	each, ok := map[string]int{"DAY": 1, "WEE": 7, "MON": 30, "": 1}[measure.attr["unitCode"]]
	if err != nil || !ok || n < 0 || n > 3660 {
		given := refusal.Parts{"Text": text.Clean(measure.text, 40), "Unit": text.Clean(measure.attr["unitCode"], 10)}
		u.r.warn(leftOut(RowError{Line: measure.line, Field: "lead_days"}, errNoDuration.With(given)))
		return 0
	}
	return n * each
}

// freight gives what the main carriage costs, of the charges of a quotation.
func (u *ublReader) freight(doc *element) value.Decimal {
	for _, charge := range doc.childrenOf("AllowanceCharge") {
		why := text.Fold(charge.say("AllowanceChargeReason"))
		if charge.say("ChargeIndicator") == "true" && (charge.say("AllowanceChargeReasonCode") == "FC" || strings.Contains(why, "freight") || strings.Contains(why, "fret")) {
			return u.decimal(charge.at("Amount"), "freight")
		}
	}
	return ""
}

// decimal reads a number of XML, which has a point; what is none goes to the warnings.
func (u *ublReader) decimal(e *element, field string) value.Decimal {
	if e == nil || strings.TrimSpace(e.text) == "" {
		return ""
	}
	written := strings.TrimSpace(e.text)
	d, err := value.ParseDecimal(written)
	if point := strings.Count(written, "."); err != nil && point == 1 && !strings.Contains(written, ",") {
		d, err = value.ParseDecimal(written + "0") // 1.234 is no thousand in XML
		d = value.Decimal(strings.TrimSuffix(string(d), "0"))
	}
	if err != nil {
		u.r.warn(leftOut(RowError{Line: e.line, Field: field}, err))
	}
	return d
}

// unit reads the code of a quantity's unit.
func (u *ublReader) unit(e *element) value.Unit {
	if e == nil || e.attr["unitCode"] == "" {
		return ""
	}
	unit, err := value.ParseUnit(e.attr["unitCode"])
	if err != nil {
		u.r.warn(leftOut(RowError{Line: e.line, Field: "unit"}, err))
	}
	return unit
}

// answered reads a line of a quotation. Prices for larger quantities are further line items.
func (u *ublReader) answered(l *element) (answer.Line, bool) {
	item := l.at("LineItem")
	if item == nil {
		return answer.Line{}, false
	}
	asked := u.line(item)
	line := answer.Line{
		Answers: firstText(l.say("RequestForQuotationLineID"), l.say("RequestLineReference", "LineID")), Number: l.say("ID"),
		Product: asked.Product, HS: asked.HS, Quantity: asked.Quantity, MOQ: u.decimal(item.at("MinimumQuantity"), "moq"),
		LeadDays: u.days(item.at("Delivery", "PromisedDeliveryPeriod", "DurationMeasure")),
		Note:     strings.Join(item.notes("Note"), "; "), Where: fmt.Sprintf("line %d", l.line),
	}
	price := item.at("Price")
	if price == nil {
		return line, true
	}
	u.priced(&line, item, price)
	alternatives := l.childrenOf("AlternativeLineItem")
	for _, other := range alternatives {
		if price := other.at("Price"); price != nil {
			u.priced(&line, other, price)
		}
	}
	if len(line.Tiers) == 1 && line.MOQ != "" && line.MOQ.Cmp(line.Tiers[0].From) < 0 {
		line.Tiers[0].From = line.MOQ // the price of an example, and the least that is sold at it
	}
	return line, true
}

// priced adds the price of a line item, from its quantity on. One in another unit or
// currency than the first is none of the same scale.
func (u *ublReader) priced(line *answer.Line, item, price *element) {
	amount := u.decimal(price.at("PriceAmount"), "price")
	if amount == "" || len(line.Tiers) == model.MaxElements {
		return
	}
	quantity, per := item.at("Quantity"), price.at("BaseQuantity")
	var currency value.Currency
	if code := price.at("PriceAmount").attr["currencyID"]; code != "" {
		var err error
		if currency, err = value.ParseCurrency(code); err != nil {
			u.r.warn(leftOut(RowError{Line: price.line, Field: "currency"}, err))
		}
	}
	unit, base := cmp.Or(u.unit(per), u.unit(quantity)), u.decimal(per, "base_quantity")
	if len(line.Tiers) > 0 && (unit != line.Unit || currency != line.Currency || base != line.Base) {
		u.r.warn(leftOut(RowError{Line: price.line, Field: "price"}, errOtherScale))
		return
	}
	line.Unit, line.Currency, line.Base = unit, currency, base
	from := firstDecimal(u.decimal(quantity, "quantity"), firstDecimal(u.decimal(item.at("MinimumQuantity"), "moq"), "1"))
	line.Tiers = append(line.Tiers, model.Tier{From: from, Price: amount})
}
