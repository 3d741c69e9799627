package exchange

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"tradedesk/model"
	"tradedesk/model/text"
	"tradedesk/model/value"
)

// What the origins of UBL documents begin with.
const (
	originRFQ   = "ubl-rfq:"
	originQuote = "ubl-quote:"
	originParty = "ubl-party:"
)

// Bounds of an UBL document, which is read as a whole.
const (
	maxElements = 200_000
	maxUBLText  = 16 << 20
)

// element is an element of a document, with the namespaces left aside.
type element struct {
	name     string
	attr     map[string]string
	text     string
	children []*element
}

// at gives the first element under a path of names, nil when there is none.
func (e *element) at(path ...string) *element {
	for _, name := range path {
		if e == nil {
			return nil
		}
		e = e.child(name)
	}
	return e
}

func (e *element) child(name string) *element {
	for _, c := range e.children {
		if c.name == name {
			return c
		}
	}
	return nil
}

func (e *element) all(name string) []*element {
	var out []*element
	for _, c := range e.children {
		if c.name == name {
			out = append(out, c)
		}
	}
	return out
}

// say gives the text under a path, "" when there is none.
func (e *element) say(path ...string) string {
	if at := e.at(path...); at != nil {
		return text.Clean(at.text, model.MaxText)
	}
	return ""
}

// readDocument reads a whole document within bounds.
func readDocument(in io.Reader) (*element, error) {
	x := newXMLReader(in)
	root := &element{}
	open, count, size := []*element{root}, 0, 0
	for {
		token, err := x.next()
		if err == io.EOF {
			if len(root.children) != 1 {
				return nil, fmt.Errorf("%w: it is no XML document", ErrFormat)
			}
			return root.children[0], nil
		}
		if err != nil {
			return nil, fmt.Errorf("%w: its XML cannot be read: %w", ErrFormat, err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			e := &element{name: token.Name.Local, attr: map[string]string{}}
			for _, a := range token.Attr {
				e.attr[a.Name.Local] = a.Value
			}
			if count++; count > maxElements {
				return nil, fmt.Errorf("%w: it has more than %d elements", ErrFormat, maxElements)
			}
			parent := open[len(open)-1]
			parent.children, open = append(parent.children, e), append(open, e)
		case xml.EndElement:
			if len(open) == 1 {
				return nil, fmt.Errorf("%w: its XML cannot be read: an element ends that never began", ErrFormat)
			}
			open = open[:len(open)-1]
		case xml.CharData:
			if size += len(token); size > maxUBLText {
				return nil, fmt.Errorf("%w: it is larger than %d MiB", ErrFormat, maxUBLText>>20)
			}
			open[len(open)-1].text += string(token)
		}
	}
}

// importUBL reads a document of the Universal Business Language: a request for
// quotation becomes an RFQ with its lines, a quotation a quote with its supplier
// (and the RFQ that it answers), a catalogue a supplier with products.
func (s *session) importUBL() error {
	doc, err := readDocument(s.text)
	if err != nil {
		return err
	}
	u := &ublReader{session: s, r: s.newReader(newMemo())}
	switch doc.name {
	case "RequestForQuotation":
		s.report.Kind = model.KindRFQ
		u.rfq(doc)
	case "Quotation":
		s.report.Kind = model.KindQuote
		err = u.quotation(doc)
	case "Catalogue":
		s.report.Kind = model.KindSupplier
		u.catalogue(doc)
	default:
		return fmt.Errorf("%w: it is an XML document %.40q: of UBL, RequestForQuotation, Quotation and Catalogue can be read", ErrFormat, doc.name)
	}
	if err != nil {
		return err
	}
	return s.takeAll(u.r)
}

// ublReader makes records of a document.
type ublReader struct {
	session *session
	r       *reader
}

func (u *ublReader) accept(r model.Record, origin string) {
	r.Header().Origin = origin
	u.r.accept(candidate{record: r, line: 1, size: 1000})
}

// field sets a field as a person would type it; what it does not take goes to the
// warnings.
func (u *ublReader) field(r model.Record, name, typed string) {
	f, ok := model.SchemaOf(r.Kind()).Field(name)
	if !ok || typed == "" {
		return
	}
	raw, err := model.ParseField(model.SchemaOf(r.Kind()), f, typed, u.r.context)
	if err == nil && raw != nil {
		err = f.Set(r, raw)
	}
	if err != nil {
		u.r.warn(RowError{Line: 1, Field: name, Message: reason(err) + ": it was left out"})
	}
}

func partyName(party *element) string {
	if party == nil {
		return ""
	}
	if name := party.say("PartyName", "Name"); name != "" {
		return name
	}
	return party.say("PartyLegalEntity", "RegistrationName")
}

// line makes a line of a LineItem.
func (u *ublReader) line(item *element) model.Line {
	l := model.Line{Product: firstText(item.say("Item", "Name"), item.say("Item", "Description"))}
	if q := item.at("Quantity"); q != nil {
		if amount, err := value.ParseDecimal(strings.TrimSpace(q.text)); err == nil {
			l.Quantity = amount
		}
		if unit, err := value.ParseUnit(q.attr["unitCode"]); err == nil {
			l.Unit = unit
		} else if q.attr["unitCode"] != "" {
			u.r.warn(RowError{Line: 1, Field: "unit", Message: reason(err) + ": it was left out"})
		}
	}
	if hs, err := value.ParseHS(item.say("Item", "CommodityClassification", "ItemClassificationCode")); err == nil {
		l.HS = hs
	}
	return l
}

func firstText(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

func (u *ublReader) rfq(doc *element) {
	rfq := &model.RFQ{}
	buyer := firstElement(doc.at("OriginatorCustomerParty", "Party"), doc.at("BuyerCustomerParty", "Party"))
	rfq.Buyer = partyName(buyer)
	for _, l := range doc.all("RequestForQuotationLine") {
		if item := l.at("LineItem"); item != nil && len(rfq.Lines) < model.MaxElements {
			if line := u.line(item); line.Product != "" {
				rfq.Lines = append(rfq.Lines, line)
			}
		}
	}
	rfq.Title = firstText(doc.say("Note"), doc.say("ID"))
	u.field(rfq, "currency", doc.say("PricingCurrencyCode"))
	u.field(rfq, "deadline", doc.say("SubmissionDueDate"))
	u.field(rfq, "notes", joinLines(labelled("Number", doc.say("ID")), doc.say("DeliveryTerms", "SpecialTerms")))
	u.accept(rfq, originRFQ+doc.say("ID"))
}

func firstElement(elements ...*element) *element {
	for _, e := range elements {
		if e != nil {
			return e
		}
	}
	return nil
}

// idOf gives the id of the record of an origin, that is there or is made now.
func (u *ublReader) idOf(kind model.Kind, origin string) (id model.ID, there bool, err error) {
	found, err := u.session.target.ByOrigins(u.session.ctx, kind, []string{origin})
	if err != nil {
		return id, false, fmt.Errorf("looking for the %s of a document: %w", kind, err)
	}
	if found[0] != nil {
		return found[0].Header().ID, true, nil
	}
	return u.session.req.IDs.New(), false, nil
}

func (u *ublReader) quotation(doc *element) error {
	asked := originRFQ + firstText(doc.say("RequestForQuotationDocumentReference", "ID"), doc.say("ID"))
	rfqID, there, err := u.idOf(model.KindRFQ, asked)
	if err != nil {
		return err
	}
	quote := &model.Quote{RFQ: rfqID}
	var lines []model.Line
	var offered []string
	for _, l := range doc.all("QuotationLine") {
		item := l.at("LineItem")
		if item == nil {
			continue
		}
		line := u.line(item)
		lines = append(lines, line)
		price := item.at("Price", "PriceAmount")
		if price == nil {
			continue
		}
		offered = append(offered, fmt.Sprintf("%s %s: %s %s", line.Quantity, line.Product, strings.TrimSpace(price.text), price.attr["currencyID"]))
		if amount, err := value.ParseDecimal(strings.TrimSpace(price.text)); err == nil && len(quote.Tiers) == 0 {
			quote.Tiers = []model.Tier{{From: firstDecimal(line.Quantity, "1"), Price: amount}}
			quote.Unit = line.Unit
			u.field(quote, "currency", price.attr["currencyID"])
		}
	}
	if !there {
		rfq := &model.RFQ{Buyer: partyName(firstElement(doc.at("BuyerCustomerParty", "Party"), doc.at("OriginatorCustomerParty", "Party")))}
		rfq.ID, rfq.Lines = rfqID, lines[:min(len(lines), model.MaxElements)]
		rfq.Title = firstText(doc.say("Note"), doc.say("ID"))
		u.accept(rfq, asked)
	}
	if quote.Supplier, err = u.supplier(doc.at("SellerSupplierParty", "Party"), nil); err != nil {
		return err
	}
	quote.Reference = doc.say("ID")
	u.field(quote, "valid_until", doc.say("ValidityPeriod", "EndDate"))
	u.field(quote, "incoterm", doc.say("DeliveryTerms", "ID"))
	u.field(quote, "place", doc.say("DeliveryTerms", "DeliveryLocation", "Description"))
	u.field(quote, "payment_terms", firstText(conditions(doc), doc.say("PaymentTerms", "Note")))
	u.field(quote, "notes", strings.Join(offered, "\n"))
	u.accept(quote, originQuote+quote.Reference)
	return nil
}

// conditions gives where a quotation of UBL 2.1 says how it is paid.
func conditions(doc *element) string {
	at := doc.at("TransactionConditions")
	if at == nil {
		return ""
	}
	var parts []string
	for _, part := range at.all("Description") {
		if said := text.Clean(part.text, model.MaxText); said != "" {
			parts = append(parts, said)
		}
	}
	return strings.Join(parts, "; ")
}

func firstDecimal(d, instead value.Decimal) value.Decimal {
	if d == "" {
		return instead
	}
	return d
}

// supplier takes a party in as a supplier and gives its id; zero without a name.
func (u *ublReader) supplier(party *element, products []string) (model.ID, error) {
	supplier := &model.Supplier{Name: partyName(party)}
	if supplier.Name == "" {
		return model.ID{}, nil
	}
	origin := originParty + firstText(party.say("EndpointID"), party.say("PartyIdentification", "ID"), text.Fold(supplier.Name))
	id, _, err := u.idOf(model.KindSupplier, origin)
	if err != nil {
		return id, err
	}
	supplier.ID, supplier.Contact = id, party.say("Contact", "Name")
	supplier.City = party.say("PostalAddress", "CityName")
	supplier.Products = products
	u.field(supplier, "country", party.say("PostalAddress", "Country", "IdentificationCode"))
	u.field(supplier, "email", party.say("Contact", "ElectronicMail"))
	u.field(supplier, "phone", party.say("Contact", "Telephone"))
	u.field(supplier, "address", joinParts(party.say("PostalAddress", "StreetName"), party.say("PostalAddress", "BuildingNumber"), party.say("PostalAddress", "PostalZone")))
	u.accept(supplier, origin)
	return id, nil
}

func (u *ublReader) catalogue(doc *element) {
	var products []string
	for _, l := range doc.all("CatalogueLine") {
		name := firstText(l.say("Item", "Name"), l.say("Item", "Description"))
		if name != "" && len(products) < model.MaxElements {
			products = append(products, name)
		}
	}
	party := firstElement(doc.at("SellerSupplierParty", "Party"), doc.at("ProviderParty"))
	if _, err := u.supplier(party, products); err != nil {
		u.r.warn(RowError{Line: 1, Message: err.Error()})
	}
	if len(u.r.found) == 0 {
		u.r.reject(RowError{Line: 1, Field: "name", Message: "is missing: the catalogue does not name its supplier"})
	}
}
