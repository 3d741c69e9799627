package exchange

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"tradedesk/model"
	"tradedesk/model/refusal"
	"tradedesk/model/text"
	"tradedesk/model/value"
)

// entry is one value of a file on its way into a record.
type entry struct {
	role         role
	label        string // what the file calls it
	text         string
	line, column int
}

// draft is a record being made of the entries of a row or a card.
type draft struct {
	schema  *model.Schema
	fields  map[role]*model.Field
	record  model.Record
	context model.ParseContext
	memo    *memo
	warn    func(RowError)
	lenient bool // a bad value never costs the record: for cards

	custom  map[string]string // made when there is one
	person  [3]string         // first, middle, last
	address [3]string         // street, region, postcode
	phones  []entry           // held until the country is known
	item    *draft            // the line of an RFQ, nil for other kinds: read as what a lead asks for
}

func (r *reader) newDraft(kind model.Kind) *draft {
	d := &draft{
		schema: model.SchemaOf(kind), fields: fieldsByRole(kind), record: model.New(kind), context: r.context, memo: r.memo, warn: r.warn,
	}
	if kind == model.KindRFQ {
		d.item = r.newDraft(model.KindLead)
	}
	return d
}

// put takes an entry. The error is for a value without which the record must not
// go in.
func (d *draft) put(e entry) *RowError {
	e = d.readable(e)
	if e.text == "" {
		return nil
	}
	if d.item != nil && slices.Contains(lineRoles, e.role) {
		return d.item.put(e)
	}
	switch e.role {
	case roleIgnore:
	case roleFirst:
		d.person[0] = joinWords(d.person[0], e.text)
	case roleMiddle:
		d.person[1] = joinWords(d.person[1], e.text)
	case roleLast:
		d.person[2] = joinWords(d.person[2], e.text)
	case roleStreet, roleRegion, rolePostcode:
		d.putAddress(e)
	case roleEmail:
		return d.putEmails(e)
	case rolePhone:
		d.phones = append(d.phones, e)
	case roleTags:
		d.putTags(e)
	case roleStage:
		d.putStage(e)
	case roleNotes:
		d.putNotes(e)
	case roleNone:
		d.keep(e)
	default:
		return d.putField(e)
	}
	return nil
}

// readable trims a value and says when it holds bytes that are no text.
func (d *draft) readable(e entry) entry {
	if plainText(e.text) {
		return e
	}
	if !utf8.ValidString(e.text) || strings.ContainsRune(e.text, 0) {
		e.text = strings.ToValidUTF8(strings.ReplaceAll(e.text, "\x00", ""), "\uFFFD")
		d.warn(e.error(errNoUTF8))
	}
	e.text = strings.TrimSpace(e.text)
	return e
}

// plainText reports whether a value is ASCII without blanks at its ends: most are.
func plainText(s string) bool {
	for i := range len(s) {
		if b := s[i]; b == 0 || b >= utf8.RuneSelf {
			return false
		}
	}
	return s == "" || s[0] > ' ' && s[len(s)-1] > ' '
}

func (e entry) error(why error) RowError {
	name := strings.TrimPrefix(string(e.role), "=")
	if e.role == roleNone {
		name = e.label
	}
	return refused(RowError{Line: e.line, Column: e.column, Field: name}, why)
}

// keep puts a value under the name that the file gives it.
func (d *draft) keep(e entry) {
	if len(d.custom) >= model.MaxElements {
		d.warn(e.error(errOwnFields.With(atMost(model.MaxElements))))
		return
	}
	if d.custom == nil {
		d.custom = map[string]string{}
	}
	name := text.Clean(e.label, 200)
	if _, taken := d.custom[name]; taken {
		for n := 2; taken; n++ {
			name = fmt.Sprintf("%s (%d)", text.Clean(e.label, 200), n)
			_, taken = d.custom[name]
		}
	}
	d.custom[name] = e.text
}

// keepWithWarning keeps a value that its field does not take.
func (d *draft) keepWithWarning(e entry, err error) {
	d.keep(e)
	d.warn(e.error(errKept.With(refusal.Parts{"Label": text.Clean(e.label, 60)}).For(unnamed(err))))
}

func (d *draft) putField(e entry) *RowError {
	f := d.fields[e.role]
	if f == nil || !f.List && !f.Empty(d.record) {
		d.keep(e)
		return nil
	}
	if d.putPair(f, e) {
		return nil
	}
	d.warnWhenCut(f, e)
	err := d.readField(f, e.text)
	switch {
	case err == nil || d.putTerms(f, e) || f.Type == model.TypeUnit && d.readField(f, bothForms(e.text)) == nil:
	case d.lenient || kept(f.Type):
		d.keepWithWarning(e, err)
	default:
		wrong := e.error(unnamed(err))
		wrong.Field = f.Name
		return &wrong
	}
	return nil
}

// putTerms takes "CIF Montréal" apart: the rule, and the place that belongs to it.
func (d *draft) putTerms(f *model.Field, e entry) bool {
	rule, place, ok := strings.Cut(e.text, " ")
	if f.Type != model.TypeIncoterm || f.List || !ok || d.readField(f, strings.Trim(rule, ",;:")) != nil {
		return false
	}
	e.text, e.role = strings.TrimSpace(place), "port"
	if port := d.fields[e.role]; port == nil || !port.Empty(d.record) || d.readField(port, e.text) != nil {
		d.keep(e)
	}
	return true
}

func (d *draft) readField(f *model.Field, typed string) error {
	switch {
	case f.List:
		raw, err := model.ParseField(d.schema, *f, typed, d.context)
		if err == nil && raw != nil {
			mustSet(*f, d.record, mergeLists(f.Get(d.record), raw))
		}
		return err
	case f.Type == model.TypeInstant || f.Type == model.TypeDate:
		err := f.Read(d.record, typed, d.context)
		if err != nil {
			return d.readForeignTime(f, typed, err)
		}
		return nil
	}
	return d.memo.read(f, d.record, typed, d.context)
}

// kept says of which types a bad value goes in as it is written: other systems
// and people write these in too many ways. Amounts, dates and terms of sale do
// not: a wrong one is worse than none.
func kept(t model.FieldType) bool {
	switch t {
	case model.TypeCountry, model.TypeMarket, model.TypeLanguage, model.TypePort, model.TypeHS, model.TypeUnit, model.TypeURL, model.TypePayTerms:
		return true
	}
	return false
}

func (d *draft) warnWhenCut(f *model.Field, e entry) {
	limit := model.MaxText
	if f.Type == model.TypeLong {
		limit = model.MaxLong
	}
	if f.Type != model.TypeText && f.Type != model.TypeLong || f.List || len(e.text) <= limit {
		return
	}
	if n := utf8.RuneCountInString(e.text); n > limit {
		d.warn(e.error(cutTo(n, limit)))
	}
}

// pairs are amounts that files write together with their unit or currency.
var pairs = map[string]struct {
	other role
	parse func(text string) (amount, with string, err error)
}{
	"quantity":     {"unit", parseQuantity},
	"moq":          {"unit", parseQuantity},
	"target_price": {"currency", parseMoney},
}

func parseQuantity(text string) (amount, unit string, err error) {
	q, err := value.ParseQuantity(bothForms(text))
	return q.Amount.String(), q.Unit.String(), err
}

// bothForms takes the first of a unit's two forms that marketplaces write, as in
// "500 Kilogram/Kilograms".
func bothForms(text string) string {
	one, many, ok := strings.Cut(text, "/")
	words := strings.Fields(one)
	if !ok || len(words) == 0 || !hasPrefixFold([]byte(many), words[len(words)-1][:1]) {
		return text
	}
	return one
}

func parseMoney(text string) (amount, currency string, err error) {
	m, err := value.ParseMoney(text)
	return m.Amount.String(), m.Currency.String(), err
}

// putPair takes "500 kg" or "4.20 USD" where the unit has no column of its own.
func (d *draft) putPair(f *model.Field, e entry) bool {
	pair, ok := pairs[f.Name]
	if !ok || onlyDigits(strings.Trim(e.text, ".,- ")) {
		return false
	}
	other := d.fields[pair.other]
	if other == nil || !other.Empty(d.record) {
		return false
	}
	amount, with, err := pair.parse(e.text)
	if err != nil || amount == "" || with == "" {
		return false
	}
	setText(f, d.record, amount)
	setText(other, d.record, with)
	return true
}

// finish gives the record with what waited for the rest of the row.
func (d *draft) finish() model.Record {
	d.finishPerson()
	d.finishAddress()
	d.finishPhones()
	d.finishLine()
	d.finishNotes()
	d.finishCustom()
	return d.record
}

func (d *draft) finishCustom() {
	if f := d.fields["custom"]; f != nil && len(d.custom) > 0 {
		mustSet(*f, d.record, mustJSON(d.custom))
	}
}

// finishNotes keeps what has no field in the notes of a kind that has no fields
// of its own.
func (d *draft) finishNotes() {
	if d.fields["custom"] != nil {
		return
	}
	for _, name := range slices.Sorted(maps.Keys(d.custom)) {
		d.putNotes(entry{role: roleNotes, label: name, text: name + ": " + d.custom[name]})
	}
}

// finishLine makes a line of an RFQ of what its columns gave.
func (d *draft) finishLine() {
	if d.item == nil {
		return
	}
	asked := d.item.finish().(*model.Lead)
	for _, name := range slices.Sorted(maps.Keys(asked.Custom)) {
		d.keep(entry{label: name, text: asked.Custom[name]})
	}
	line := model.Line{Product: asked.Product, HS: asked.HS, Quantity: asked.Quantity, Unit: asked.Unit, TargetPrice: asked.TargetPrice}
	rfq := d.record.(*model.RFQ)
	if line != (model.Line{}) && line.Product == "" && line.HS == "" {
		line.Product = rfq.Title
	}
	if rfq.Currency == "" {
		rfq.Currency = asked.Currency
	}
	if line.Product != "" || line.HS != "" {
		rfq.Lines = append(rfq.Lines, line)
	}
	if rfq.Title == "" {
		rfq.Title = line.Product
	}
}

func (d *draft) finishPerson() {
	if d.person == [3]string{} {
		return
	}
	name := joinWords(d.person[:]...)
	f := d.fields[rolePerson]
	switch {
	case name == "":
	case f != nil && f.Empty(d.record):
		setText(f, d.record, name)
	case f == nil:
		d.keep(entry{label: "Name", text: name})
	}
}

func joinWords(words ...string) string {
	return strings.Join(strings.Fields(strings.Join(words, " ")), " ")
}
