package exchange

import (
	"strings"

	"tradedesk/model"
	"tradedesk/model/refusal"
	"tradedesk/model/text"
	"tradedesk/model/value"
)

// What the origins of UBL documents begin with.
const (
	originRFQ   = "ubl-rfq:"
	originQuote = "ubl-quote:"
	originParty = "ubl-party:"
)

// importUBL reads a document of the Universal Business Language, 2.0 or 2.1: a request for
// quotation becomes an RFQ with its lines, a quotation a quote with a price for each line of
// the RFQ that it answers, a catalogue a supplier with products. The document itself is kept
// with what it becomes.
func (s *session) importUBL() error {
	doc, err := readDocument(s.text)
	if err != nil {
		return err
	}
	u := &ublReader{session: s, r: s.newReader(newMemo())}
	checkUBL(doc, u.r.warn)
	u.nameOriginal()
	switch doc.name {
	case "RequestForQuotation":
		s.report.Kind = model.KindRFQ
		err = u.rfq(doc)
	case "Quotation":
		s.report.Kind = model.KindQuote
		err = u.quotation(doc)
	case "Catalogue":
		s.report.Kind = model.KindSupplier
		err = u.catalogue(doc)
	default:
		return notThat(errOtherDocument.With(refusal.Parts{"Element": text.Clean(doc.name, 40)}))
	}
	if err != nil {
		return err
	}
	u.keepOriginal()
	if err := s.takeAll(u.r); err != nil {
		return err
	}
	for _, change := range u.changes {
		changed := s.change(change.before, change.set)
		if change.about {
			s.report.Read++
		}
		if change.about && !changed {
			s.unchanged(change.before)
		}
	}
	return s.flushWhenFull()
}

// ublReader makes records of a document.
type ublReader struct {
	session *session
	r       *reader
	// The document itself and what records name it by; none when it is too large.
	original []byte
	file     []model.Attachment
	changes  []ublChange
}

// ublChange is what a document changes in a record that is there.
type ublChange struct {
	before model.Record
	set    func(model.Record)
	about  bool // the document is of this record
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
		u.r.warn(leftOut(RowError{Line: 1, Field: name}, err))
	}
}

// line makes a line of a LineItem.
func (u *ublReader) line(item *element) model.Line {
	l := model.Line{Product: firstText(item.say("Item", "Name"), item.say("Item", "Description"))}
	if q := item.at("Quantity"); q != nil {
		l.Quantity = u.decimal(q, "quantity")
		l.Unit = u.unit(q)
	}
	if price := item.at("Price", "PriceAmount"); price != nil {
		l.TargetPrice = u.decimal(price, "target_price")
	}
	for _, class := range item.at("Item").childrenOf("CommodityClassification") {
		if hs, err := value.ParseHS(class.say("ItemClassificationCode")); err == nil && l.HS == "" {
			l.HS = hs
		}
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

func firstElement(elements ...*element) *element {
	for _, e := range elements {
		if e != nil {
			return e
		}
	}
	return nil
}

// conditions gives where a quotation of UBL 2.1 says how it is paid.
func conditions(doc *element) string {
	at := doc.at("TransactionConditions")
	if at == nil {
		return ""
	}
	var parts []string
	for _, part := range at.childrenOf("Description") {
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

// change brings a change of a record that is there into the batch; false when there is none.
func (s *session) change(before model.Record, set func(model.Record)) bool {
	after := model.Clone(before)
	set(after)
	diff := model.Diff(before, after)
	if len(diff) == 0 {
		return false
	}
	s.updated++
	s.hold(recordKey{id: before.Header().ID}, candidate{size: 1000}, Incoming{Record: after, Before: before, Set: diff, Line: 1})
	return true
}
