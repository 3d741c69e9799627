package query

import (
	"reflect"
	"slices"
	"strconv"
	"strings"

	"tradedesk/model"
	"tradedesk/model/reference"
	"tradedesk/model/text"
	"tradedesk/model/value"
)

// inRecord are the filters that look at what an excerpt does not have.
var inRecord = []Name{ByCity, ByEvent, ByCreated, ByUpdated, ByHS, ByProduct, ByIncoterm, ByEmail, ByPhone}

// NeedsRecord reports whether Matches needs the record beside its excerpt.
func (q Query) NeedsRecord() bool {
	return slices.ContainsFunc(q.Filters, func(f Filter) bool { return slices.Contains(inRecord, f.Name) })
}

// Matches reports whether all filters hold for a record, given its excerpt and, when
// NeedsRecord says so, the record. The free words are for the search itself.
func (q Query) Matches(e model.Excerpt, r model.Record) bool {
	for _, f := range q.Filters {
		if !f.Matches(e, r) {
			return false
		}
	}
	return true
}

// Matches reports whether one filter holds.
func (f Filter) Matches(e model.Excerpt, r model.Record) bool {
	switch specOf(f.Name).sort {
	case days:
		at := f.instant(e, r)
		return f.fitsOne(at.IsZero(), func(v Value) bool { return v.period.has(at) })
	case amounts:
		d, ok := f.number(e)
		return f.fitsOne(!ok, func(v Value) bool { return v.fits(d, e.Currency) })
	}
	if f.Name == ByEvent {
		id := eventOf(r)
		return f.fitsOne(id.IsZero(), func(v Value) bool { return slices.Contains(v.events, id) })
	}
	texts := f.texts(e, r)
	return f.fitsOne(len(texts) == 0, func(v Value) bool {
		return slices.ContainsFunc(texts, func(s string) bool { return f.textFits(v, s) })
	})
}

// fitsOne is fits that knows the words for nothing and for anything.
func (f Filter) fitsOne(missing bool, one func(Value) bool) bool {
	return f.fits(func(v Value) bool {
		switch v.Op {
		case Missing:
			return missing
		case Present:
			return !missing
		}
		return !missing && one(v)
	})
}

// Parts reports whether a filter by time lets some of the moments from the first to the last
// through, and maybe not others.
func (f Filter) Parts(first, last value.Instant) bool {
	within := func(end value.Instant) bool { return end != 0 && end > first && end <= last } // 0 is open
	return slices.ContainsFunc(f.Any, func(v Value) bool { return within(v.period.from) || within(v.period.to) })
}

func (f Filter) instant(e model.Excerpt, r model.Record) value.Instant {
	switch f.Name {
	case ByDue:
		return e.DueAt
	case ByReceived:
		return e.At
	case ByCreated:
		if r != nil {
			return r.Header().CreatedAt
		}
	case ByUpdated:
		if r != nil {
			return r.Header().UpdatedAt
		}
	}
	return 0
}

func (f Filter) number(e model.Excerpt) (value.Decimal, bool) {
	switch f.Name {
	case ByValue:
		return e.Amount, !e.Amount.IsZero()
	case ByQuantity:
		return e.Quantity, !e.Quantity.IsZero()
	}
	return value.Decimal(strconv.Itoa(e.Score)), e.Kind == model.KindLead
}

func eventOf(r model.Record) model.ID {
	switch r := r.(type) {
	case *model.Lead:
		return r.Event
	case *model.Contact:
		return r.Event
	}
	return model.ID{}
}

// texts gives what a record has of what the filter looks at.
func (f Filter) texts(e model.Excerpt, r model.Record) []string {
	var one string
	switch f.Name {
	case ByKind:
		one = string(e.Kind)
	case ByStage:
		one = string(e.Stage)
	case ByCountry:
		one = e.Country.String()
	case ByCurrency:
		one = e.Currency.String()
	case ByOwner:
		one = e.Owner
	case ByTag:
		return e.Tags
	case ByCity:
		return fieldTexts(r, "city")
	case ByIncoterm:
		return fieldTexts(r, "incoterm", "incoterms")
	case ByEmail:
		return fieldTexts(r, "email", "other_emails", "from", "to")
	case ByPhone:
		return fieldTexts(r, "phone", "other_phones")
	case ByProduct:
		return append(fieldTexts(r, "product", "products"), lineTexts(r, func(l model.Line) string { return l.Product })...)
	case ByHS:
		return append(fieldTexts(r, "hs"), lineTexts(r, func(l model.Line) string { return l.HS.String() })...)
	}
	if one == "" {
		return nil
	}
	return []string{one}
}

// fieldTexts gives the texts in some fields of a record, as far as its kind has them.
func fieldTexts(r model.Record, names ...string) []string {
	if r == nil {
		return nil
	}
	var texts []string
	add := func(v reflect.Value) {
		if v.Kind() == reflect.String && v.Len() > 0 {
			texts = append(texts, v.String())
		}
	}
	schema := model.SchemaOf(r.Kind())
	for _, name := range names {
		f, ok := schema.Field(name)
		switch {
		case !ok:
		case f.List:
			list := f.In(r)
			for i := range list.Len() {
				add(list.Index(i))
			}
		default:
			add(f.In(r))
		}
	}
	return texts
}

// lineTexts gives what the lines of an RFQ or an offer say.
func lineTexts(r model.Record, of func(model.Line) string) []string {
	var texts []string
	add := func(l model.Line) {
		if s := of(l); s != "" {
			texts = append(texts, s)
		}
	}
	switch r := r.(type) {
	case *model.RFQ:
		for _, l := range r.Lines {
			add(l)
		}
	case *model.Offer:
		for _, l := range r.Lines {
			add(model.Line{Product: l.Product, HS: l.HS})
		}
	}
	return texts
}

// textFits compares one text of a record with one value.
func (f Filter) textFits(v Value, s string) bool {
	switch f.Name {
	case ByHS:
		return strings.HasPrefix(s, v.Text)
	case ByPhone:
		return slices.ContainsFunc(PhoneKeys(value.Phone(s)), func(key string) bool {
			return strings.HasPrefix(key, v.folded) || len(v.folded) >= minPhonePart && strings.Contains(key, v.folded)
		})
	case ByOwner, ByTag:
		return text.Fold(s) == v.folded
	case ByEmail:
		return strings.Contains(text.Fold(s), v.folded)
	case ByCity, ByProduct:
		folded := text.Fold(s)
		if strings.Contains(folded, v.folded) {
			return true
		}
		return len(v.tokens) > 0 && slices.ContainsFunc(reference.AliasTokens(folded), func(token string) bool {
			return slices.Contains(v.tokens, token)
		})
	}
	return s == v.Text
}

// minPhonePart is how many digits find a number from within.
const minPhonePart = 4
