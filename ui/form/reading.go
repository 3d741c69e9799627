package form

import (
	"encoding/json"
	"strings"

	"tradedesk/model"
	"tradedesk/model/value"
	"tradedesk/ui/cells"
)

// readingFrom is the cell from which readings stand, so that those of codes
// stand under each other.
const readingFrom = 14

// reading says how a text is understood, where that is not plain from the text
// itself: the country of a code, the number dialled, the day that "tomorrow" is.
func (o Options) reading(f model.Field, typed, lang string, r model.Record) string {
	canonical := model.FieldText(f, r)
	if typed == "" || canonical == "" {
		return ""
	}
	var parts []string
	if canonical != typed {
		parts = append(parts, canonical)
	}
	name := nameOf(f, canonical, lang)
	if f.Type == model.TypePayTerms || f.Type == model.TypePaySpoken {
		name = o.payment(value.PaymentTerms(canonical))
	}
	if name == "" && o.Meaning != nil {
		name = o.Meaning(f, canonical)
	}
	if name != "" && name != canonical {
		parts = append(parts, name)
	}
	return cells.Safe(strings.Join(parts, " · "))
}

// nameOf gives what a code stands for, "" for what is no code.
func nameOf(f model.Field, code, lang string) string {
	if f.List {
		return ""
	}
	switch f.Type {
	case model.TypeCountry:
		return value.Country(code).Name(lang)
	case model.TypeMarket:
		return value.Market(code).Name(lang)
	case model.TypeCurrency:
		return value.Currency(code).Name(lang)
	case model.TypeLanguage:
		return value.Language(code).Name(lang)
	case model.TypeUnit:
		return value.Unit(code).Name(lang)
	case model.TypePort:
		return value.Port(code).Name()
	case model.TypeHS:
		return value.HS(code).Description()
	case model.TypeIncoterm:
		return value.Incoterm(code).Name(lang)
	}
	return ""
}

// payment says how terms of payment are understood, or why they are only words.
func (o Options) payment(terms value.PaymentTerms) string {
	if _, err := terms.Parts(); err != nil && o.Wrong != nil {
		return o.Wrong(err)
	}
	return terms.Reading()
}

// read works out how a line is understood; what is wrong with it is for leaving it.
func (f *Form) read(in *input) {
	in.reading = ""
	if in.area != nil || in.value() == "" {
		return
	}
	if in.table != nil || in.field.Type == model.TypeRef {
		return
	}
	raw, err := model.ParseField(f.schema, in.field, in.value(), f.parse)
	if err != nil {
		return
	}
	after := model.New(f.record.Kind())
	if in.field.Set(after, json.RawMessage(raw)) == nil {
		in.reading = f.options.reading(in.field, in.value(), f.lang, after)
	}
}

// viewLine draws a line with how it is understood behind it, if there is room.
func (f *Form) viewLine(in *input, focused bool) string {
	w := f.valueW()
	if in.table != nil {
		return f.viewTable(in, focused)
	}
	text := max(readingFrom-2, cells.Width(in.line.buf.string())+1)
	room := w - text - 2
	if in.reading == "" || room < 8 {
		return in.line.View(f.options.Direction, w, focused)
	}
	d := f.options.Direction
	return d.Line(in.line.View(d, text, focused), "  ", f.theme.Dim.Apply(d.Start(in.reading, room)))
}
