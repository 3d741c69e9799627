package cli

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"

	"tradedesk/desk"
	"tradedesk/model"
)

// readWord is a value of a quote and where it comes from.
type readWord struct {
	Field string `json:"field"`
	Value string `json:"value"`
	Words string `json:"words"`
}

// printReading shows what was recognised; id is that of the quote when it was saved.
func (a *app) printReading(r desk.QuoteReading, id model.ID) error {
	if a.json {
		return a.printJSON(readingJSON(r, id))
	}
	w := bufio.NewWriter(a.env.Out)
	writeReading(w, r)
	switch {
	case r.Same != nil:
		_, _ = fmt.Fprintf(w, "quote %s says the same already: nothing is added\n", r.Same.ID.Short())
	case !id.IsZero():
		_, _ = fmt.Fprintf(w, "saved as %s\n", id)
	}
	return w.Flush()
}

func readingJSON(r desk.QuoteReading, id model.ID) map[string]any {
	words, left, doubts := []readWord{}, []string{}, []string{}
	for _, f := range r.Found {
		words = append(words, readWord{f.Field, f.Value, f.Words})
	}
	for _, l := range r.Left {
		left = append(left, l.String())
	}
	for _, doubt := range r.Doubts {
		doubts = append(doubts, doubt.Error())
	}
	out := map[string]any{
		"rfq": r.RFQ.ID, "supplier": r.Supplier.ID, "quote": json.RawMessage(model.EncodeJSON(r.Quote)), "found": words, "left": left,
		"doubts": doubts, "saved": !id.IsZero(),
	}
	if !id.IsZero() {
		out["id"] = id
	}
	if r.Same != nil {
		out["same"] = r.Same.ID
	}
	if r.Before != nil {
		out["supersedes"] = r.Before.ID
	}
	return out
}

// readingFields are what a reading shows of a quote, in the order of an offer.
var readingFields = []string{
	"reference", "currency", "tiers", "unit", "base_quantity", "lines", "moq", "incoterm", "place", "freight", "lead_days", "valid_until", "payment_terms", "notes",
}

// writeReading writes what a quote would be. A failed write stays in the buffer that w is.
func writeReading(w io.Writer, r desk.QuoteReading) {
	_, _ = fmt.Fprintf(w, "quote of %s on %s, %s\n", clean(r.Supplier.Name), r.RFQ.Number(), clean(r.RFQ.Title))
	s := model.SchemaOf(model.KindQuote)
	for _, name := range readingFields {
		f, ok := s.Field(name)
		if !ok || f.Empty(r.Quote) {
			continue
		}
		if name == "lines" {
			for _, line := range r.Quote.Lines {
				writeField(w, "line", quoteLineShown(line))
			}
			continue
		}
		writeField(w, name, model.TypedText(f, r.Quote)) // a MOQ of 1.000 would be taken for a thousand
	}
	for _, found := range r.Found {
		_, _ = fmt.Fprintf(w, "  recognised %s %s in “%s”\n", clean(found.Field), clean(found.Value), clean(found.Words))
	}
	for _, l := range r.Left {
		_, _ = fmt.Fprintf(w, "  left out: %s\n", clean(l.String()))
	}
	for _, doubt := range r.Doubts {
		_, _ = fmt.Fprintf(w, "  not clear: %s\n", clean(doubt.Error()))
	}
	if r.Before != nil {
		_, _ = fmt.Fprintf(w, "  supersedes quote %s\n", r.Before.ID.Short())
	}
}

// quoteLineShown gives what a quote asks for a line of its RFQ.
func quoteLineShown(l model.QuoteLine) string {
	var prices []string
	for _, t := range l.Tiers {
		prices = append(prices, string(t.From.Typed())+":"+string(t.Price))
	}
	product := l.Product
	if product == "" {
		product = "HS " + string(l.HS)
	}
	out := product + " = " + strings.Join(prices, ", ") + " " + l.Unit.Symbol()
	if l.MOQ != "" {
		out += " moq " + string(l.MOQ.Typed())
	}
	if l.Base != "" {
		out += " base " + string(l.Base)
	}
	if l.LeadDays != 0 {
		out += " days " + strconv.Itoa(l.LeadDays)
	}
	return out
}
