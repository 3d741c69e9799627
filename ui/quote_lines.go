package ui

import (
	"encoding/json"
	"errors"
	"slices"

	"tradedesk/model"
	"tradedesk/model/comparison"
	"tradedesk/ui/form"
)

// firstLineFields are the fields of a quote that say what it asks for one line alone. Of
// an RFQ with several lines they are those of its first.
var firstLineFields = []string{"tiers", "unit", "moq", "base_quantity"}

// lineByLine has a quote's form ask a price for each line of its RFQ, in a table with a row
// for each.
func (m *app) lineByLine(o form.Options, rfq *model.RFQ) form.Options {
	lines, _ := model.SchemaOf(model.KindQuote).Field("lines")
	o.Fields = slices.DeleteFunc(slices.Clone(o.Fields), func(f model.Field) bool {
		return f.Name == lines.Name || slices.Contains(firstLineFields, f.Name)
	})
	o.Fields = slices.Insert(o.Fields, 1, lines)
	o.Record = asLines(o.Record, rfq)
	if o.Typed != nil {
		o.Typed = asLines(o.Typed, rfq)
	}
	o.Kept = []string{"hs"}
	o.Label = func(name string) string {
		switch name {
		case "base":
			name = "base_quantity"
		case "tiers":
			return m.words.T("quote.prices")
		}
		return m.words.T("field." + name)
	}
	o.Given = func(field string) []form.Given {
		if field != lines.Name {
			return nil
		}
		return m.givenLines(rfq)
	}
	o.GivenTo = func(_ string, elements []json.RawMessage) []int { return answeredLines(elements, rfq) }
	return o
}

// asLines has a quote with one price, which is the first line's, say so line by line.
func asLines(r model.Record, rfq *model.RFQ) model.Record {
	q, ok := r.(*model.Quote)
	if !ok || len(q.Tiers) == 0 || model.FieldValue(q, "lines") != nil {
		return r
	}
	out := model.Clone(q).(*model.Quote)
	out.Lines = []model.QuoteLine{{
		Product: rfq.Lines[0].Product, HS: rfq.Lines[0].HS, Tiers: q.Tiers, Unit: q.Unit, MOQ: q.MOQ, Base: q.BaseQuantity,
	}}
	return out
}

// givenLines gives a row for each line of an RFQ: what is asked for, and what a quote's
// line for it begins with.
func (m *app) givenLines(rfq *model.RFQ) []form.Given {
	out := make([]form.Given, len(rfq.Lines))
	for i, line := range rfq.Lines {
		called := line.Product
		if called == "" {
			called = "HS " + line.HS.String()
		}
		out[i] = form.Given{Label: joined(" ", m.quantity(line.Quantity, line.Unit), called), Element: map[string]json.RawMessage{}}
		for name, part := range map[string]string{"product": line.Product, "hs": line.HS.String(), "unit": line.Unit.String()} {
			if part != "" {
				out[i].Element[name] = raw(part)
			}
		}
	}
	return out
}

// answeredLines says which line of an RFQ each line of a quote is for, -1 for none. What
// cannot be read has no product, and is for none.
func answeredLines(elements []json.RawMessage, rfq *model.RFQ) []int {
	lines, to := make([]model.QuoteLine, len(elements)), make([]int, len(elements))
	for i, element := range elements {
		_ = json.Unmarshal(element, &lines[i])
		to[i] = -1
	}
	for n, asked := range rfq.Lines {
		if at := comparison.LineFor(lines, asked); at >= 0 {
			to[at], lines[at] = n, model.QuoteLine{} // a line answers one
		}
	}
	return to
}

// firstLine puts what a quote asks for the first line of its RFQ where a quote of one line
// has it: there lists and older versions look.
func firstLine(set model.Set, rfq *model.RFQ) {
	var lines []model.QuoteLine
	if json.Unmarshal(set["lines"], &lines) != nil || len(lines) == 0 {
		return
	}
	q := &model.Quote{}
	if at := comparison.LineFor(lines, rfq.Lines[0]); at >= 0 {
		q.Tiers, q.Unit, q.MOQ, q.BaseQuantity = lines[at].Tiers, lines[at].Unit, lines[at].MOQ, lines[at].Base
	}
	for _, name := range firstLineFields {
		if set[name] = model.FieldValue(q, name); set[name] == nil {
			set[name] = raw(nil)
		}
	}
}

// checkLines holds the prices of a quote's lines against the rules of the trade.
func checkLines(elements json.RawMessage) *form.CellError {
	var lines []model.QuoteLine
	if json.Unmarshal(elements, &lines) != nil {
		return nil // lines of another kind of record
	}
	for i, line := range lines {
		if wrong := model.CheckTiers(line.Tiers); wrong != nil {
			return &form.CellError{Row: i, Part: "tiers", Err: wrong}
		}
		if line.MOQ.Sign() < 0 {
			return &form.CellError{Row: i, Part: "moq", Err: errors.New("is less than 0")}
		}
	}
	return nil
}
