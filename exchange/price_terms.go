package exchange

import (
	"cmp"
	"strings"

	"tradedesk/model"
	"tradedesk/model/quotetext"
	"tradedesk/model/refusal"
	"tradedesk/model/text"
	"tradedesk/model/value"
)

// terms reads the columns that say the same for all rows, and tells when they do not.
func (t *priceTable) terms(row tableRow) {
	for i, c := range t.columns[:min(len(row.cells), len(t.columns))] {
		cell := strings.TrimSpace(row.cells[i])
		if cell == "" {
			continue
		}
		at := priceCell{t, row.line, i, row.isExact(i)}
		q := &t.out.Terms
		before := *q
		switch c.role {
		case priceCurrency:
			if currency, err := quotetext.Currency(cell, t.context.Currencies); err != nil {
				at.doubt("currency", err)
			} else if n := len(t.out.Lines); n > 0 && t.out.Lines[n-1].Where == t.where(row.line) && t.out.Lines[n-1].Currency == "" {
				t.out.Lines[n-1].Currency = currency
			}
		case priceTerm:
			rule, place, _ := strings.Cut(cell, " ")
			term, err := value.ParseIncoterm(strings.Trim(rule, ",;:"))
			if err != nil {
				at.doubt("incoterm", err)
				continue
			}
			q.Incoterm = term
			if place = text.Clean(strings.TrimSpace(place), model.MaxText); place != "" {
				q.Place = place
			}
		case pricePlace:
			q.Place = text.Clean(cell, model.MaxText)
		case pricePayment:
			q.PaymentTerms = value.PaymentTerms(text.Clean(cell, model.MaxText))
		case priceLead:
			days, ok := quotetext.Days(cell)
			if !ok {
				at.doubt("lead_days", errNoLeadTime.With(refusal.Parts{"Text": text.Clean(cell, 40)}))
				continue
			}
			q.LeadDays = days
		case priceValid:
			if until, err := t.until(cell, at.exact); err != nil {
				at.doubt("valid_until", err)
			} else {
				q.ValidUntil = until
			}
		default:
			continue
		}
		t.told(at, c.role, before)
	}
}

// told notes where a term was found, and that a later row says something else.
func (t *priceTable) told(at priceCell, r priceRole, before model.Quote) {
	f, ok := model.SchemaOf(model.KindQuote).Field(string(r))
	if !ok || r == priceCurrency {
		return
	}
	now := model.FieldText(f, &t.out.Terms)
	if was := model.FieldText(f, &before); t.seen[string(r)] && was != now {
		at.doubt(string(r), errTwoTerms.With(refusal.Parts{"Text": text.Clean(now, 40), "Before": text.Clean(was, 40)}))
		mustSet(f, &t.out.Terms, f.Get(&before))
		return
	}
	if !t.seen[string(r)] {
		t.out.Found = append(t.out.Found, quotetext.Found{Field: string(r), Value: now, Words: at.name()})
	}
	t.seen[string(r)] = true
}

// until reads until when prices hold: a day, or a time from now on.
func (t *priceTable) until(cell string, exact bool) (value.Date, error) {
	if exact {
		cell = serialDate(cell, t.session.from1904)
	} else if days, ok := quotetext.Days(cell); ok && !onlyDigits(cell) {
		return value.Date(t.context.Now.AddDate(0, 0, days).Format("2006-01-02")), nil
	}
	return value.ParseDate(plainDate(cell, t.style.dates), t.context.Now)
}

// around reads the terms that stand above and below the prices.
func (t *priceTable) around(said string) {
	r := quotetext.Read(said, t.context)
	q, other := &t.out.Terms, r.Answer.Terms
	for _, f := range model.SchemaOf(model.KindQuote).Editable() {
		if f.Empty(q) && !f.Empty(&other) && f.Name != "stage" && f.Name != "moq" {
			mustSet(f, q, f.Get(&other))
			for _, found := range r.Found {
				if found.Field == f.Name {
					t.out.Found = append(t.out.Found, found)
				}
			}
		}
	}
	for _, d := range r.Doubts {
		t.out.Doubts = append(t.out.Doubts, refused(RowError{Sheet: t.sheet, Field: "notes"}, errInText.With(refusal.Parts{"Words": text.Clean(cmp.Or(d.Words, "quantities"), 60)}).For(d.Why)))
	}
	t.out.Request = firstText(t.out.Request, r.Answer.Request)
	if q.Currency == "" {
		q.Currency = t.currencyOf(said)
	}
}

// currencyOf finds the only currency that a text around prices names.
func (t *priceTable) currencyOf(said string) value.Currency {
	var c priceColumn
	c.takeCurrency(said, t.context.Currencies)
	return c.currency
}
