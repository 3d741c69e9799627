package search

import (
	"context"

	"tradedesk/model"
	"tradedesk/model/text"
	"tradedesk/model/value"
	"tradedesk/search/query"
	"tradedesk/search/terms"
)

// facet is the word for a value that a filter asks for.
func facet(name query.Name, value string) string { return string(appendFacet(nil, name, value)) }

func appendFacet(to []byte, name query.Name, value string) []byte {
	to = append(append(append(to, saidFacet...), name...), ':')
	return text.AppendFold(to, value)
}

// eachFacet gives what filters ask for most.
func eachFacet(e model.Excerpt, r model.Record, yield func(query.Name, string)) {
	yield(query.ByKind, string(e.Kind))
	add := func(name query.Name, value string) {
		if value != "" {
			yield(name, value)
		}
	}
	add(query.ByStage, string(e.Stage))
	add(query.ByCountry, e.Country.String())
	add(query.ByCurrency, e.Currency.String())
	add(query.ByOwner, e.Owner)
	for _, tag := range e.Tags {
		add(query.ByTag, tag)
	}
	for _, code := range codesOf(r) {
		add(query.ByHS, code.String())
	}
}

// facetTerms gives the words of which a record that a filter lets through has one; false
// for a filter that words cannot say.
func facetTerms(f query.Filter, me string) (some []terms.Term, ok bool) {
	switch f.Name {
	case query.ByKind, query.ByStage, query.ByCountry, query.ByCurrency, query.ByOwner, query.ByTag, query.ByHS:
	default:
		return nil, false
	}
	for _, v := range f.Any {
		word := facet(f.Name, v.Text)
		if v.Op == query.Mine {
			word = facet(f.Name, me)
		} else if v.Op != query.Is {
			return nil, false
		}
		// Of a word only its beginning is known.
		if len(word) > terms.MaxWord {
			return nil, false
		}
		some = append(some, terms.Term{Word: word, Prefix: f.Name == query.ByHS})
	}
	return some, len(some) > 0
}

// narrowed says which records filters let through: those in bits, when it is not nil, and
// of these those that pass the rest, which only the record itself can tell.
type narrowed struct {
	bits terms.Bits
	rest []query.Filter
}

// filter turns filters into bits of a segment, as far as it can tell what they ask for.
func (s *segment) filter(ctx context.Context, filters []query.Filter, me string) (n narrowed, err error) {
	var asked terms.Query
	for _, f := range filters {
		some, ok := facetTerms(f, me)
		switch {
		case ok && f.Not:
			asked.Without = append(asked.Without, some...)
		case ok:
			asked.All = append(asked.All, some)
		case f.Name == query.ByDue:
			if err := s.filterEach(ctx, f, &n, partDue, s.fitsTime(f, s.due, func(at value.Instant) model.Excerpt { return model.Excerpt{DueAt: at} })); err != nil {
				return n, err
			}
		case f.Name == query.ByReceived:
			if err := s.filterEach(ctx, f, &n, partAt, s.fitsTime(f, s.came, func(at value.Instant) model.Excerpt { return model.Excerpt{At: at} })); err != nil {
				return n, err
			}
		case f.Name == query.ByValue:
			if err := s.filterWorth(ctx, f, &n); err != nil {
				return n, err
			}
		default:
			n.rest = append(n.rest, f)
		}
	}
	if len(asked.All)+len(asked.Without) == 0 {
		return n, nil
	}
	if len(asked.All) == 0 {
		// Every record has a kind.
		asked.All = [][]terms.Term{{{Word: saidFacet + string(query.ByKind) + ":", Prefix: true}}}
	}
	asked.Within = n.bits
	found, err := s.words.Search(ctx, asked)
	if err != nil {
		return n, err
	}
	bits := terms.NewBits(uint64(s.records()))
	for doc, ok := found.Next(); ok; doc, ok = found.Next() {
		if int(doc) < s.records() {
			bits.Set(doc)
		}
	}
	n.bits = bits
	return n, found.Err()
}

// filterEach looks through what a part has of each record. When that cannot tell for one,
// what is let through is held against the record too.
func (s *segment) filterEach(ctx context.Context, f query.Filter, n *narrowed, part int, fits func(record int) (may, sure bool)) error {
	unsure := false
	bits := terms.NewBits(uint64(s.records()))
	s.check(s.head.parts[part])
	for record := range s.records() {
		if record%chunkSize == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if n.bits != nil && !n.bits.Has(uint32(record)) {
			continue
		}
		if may, sure := fits(record); may {
			bits.Set(uint32(record))
			unsure = unsure || !sure
		}
	}
	n.bits = bits
	if unsure {
		n.rest = append(n.rest, f)
	}
	return nil
}

// fitsTime tells by whole seconds whether a record may be let through: for certain when no
// period of the filter begins or ends within its second.
func (s *segment) fitsTime(f query.Filter, times []uint32, excerpt func(value.Instant) model.Excerpt) func(record int) (may, sure bool) {
	return func(record int) (may, sure bool) {
		first, last := moments(times[record])
		if f.Parts(first, last) {
			return true, false
		}
		fits := f.Matches(excerpt(first), nil)
		return fits, fits
	}
}
