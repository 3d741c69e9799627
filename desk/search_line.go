package desk

import (
	"slices"
	"time"

	"tradedesk/model"
	"tradedesk/search/query"
)

// SearchPart is a piece of a search line, in bytes. The parts of a line follow each other
// and cover it.
type SearchPart = query.Part

// Kinds of SearchPart.
const (
	SearchBlank  = query.PartBlank
	SearchWord   = query.PartWord   // free text
	SearchPhrase = query.PartPhrase // free text in quotation marks
	SearchFilter = query.PartFilter // a filter that holds
	SearchBroken = query.PartBroken // a filter that says nothing known
)

// ParseSearch cuts a line into its parts as me types it, at once: no record is looked at,
// so the name of a fair is taken for one that there is. Search says when it is none.
func ParseSearch(line, me string, now time.Time) []SearchPart {
	return lineReader(me, now).Parse(line).Parts
}

// SearchKinds gives the kinds of records whose changes can change what a line finds, nil
// for all. A fair that is called otherwise changes who was met there, and an exchange rate
// what things are worth.
func SearchKinds(line, me string, now time.Time) []model.Kind {
	read := lineReader(me, now).Parse(line)
	kinds := read.Kinds()
	if kinds == nil {
		return nil
	}
	for _, f := range read.Filters {
		switch {
		case f.Name == query.ByEvent:
			kinds = append(kinds, model.KindEvent)
		case f.Converts():
			kinds = append(kinds, model.KindRate)
		}
	}
	slices.Sort(kinds)
	return slices.Compact(kinds)
}

func lineReader(me string, now time.Time) query.Reader {
	return query.Reader{Now: now, Me: me, Events: func(string) []model.ID { return []model.ID{{0: 1}} }}
}
