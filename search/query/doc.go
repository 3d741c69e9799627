// Package query is the language of the search line: free words mixed with filters,
// anywhere and in any order.
//
//	argan kind:lead country:us,ca -tag:siam due:<3d value:10k..50k "cold pressed"
//
// A filter is a name, a colon and values; a comma parts values of which one is
// enough, a minus in front turns it round, quotation marks keep blanks in a value and
// keep words from being read: "none" is a tag called so. Names are English, French or
// Arabic, in any case. With numbers and days there may be < <= > >= before the value,
// or .. between two. What is no filter is text: http://x and 10:30 are searched for.
//
// Reading never fails: what is wrong is a Problem beside what could be read. The
// package knows no store and no clock: what it needs is in Reader.
package query

import (
	"slices"
	"time"

	"tradedesk/model"
	"tradedesk/model/cost"
	"tradedesk/model/value"
)

// Bounds of a line, so that none costs more than a moment; what is beyond is text.
const (
	MaxLine    = 2000 // bytes
	maxFilters = 20
	maxValues  = 20 // of one filter
)

// Reader is what a line is read with.
type Reader struct {
	Now  time.Time     // what days are counted from, in the location that they are of
	Me   string        // whom owner:me means; "" when nobody is named
	Home value.Country // of phone numbers without a calling code
	// Events gives the fairs that a name means; nil makes every name unknown.
	Events func(name string) []model.ID
	// Known gives values that records have, for completion: of ByOwner, ByTag, ByEvent,
	// ByCity and ByProduct, those that begin with what is typed. It may be nil.
	Known func(name Name, typed string) []Choice
	// Rates gives the exchange rate that holds now for each currency that has one; it may
	// be nil, and is asked for amounts in a currency alone.
	Rates func() []cost.Rate
	Lang  string // of the names of countries that completion shows: en, fr, ar
}

// Span is a place in the line, in bytes.
type Span struct{ From, To int }

func (s Span) of(line string) string { return line[s.From:s.To] }

// Kinds of part.
const (
	PartBlank  PartKind = iota
	PartWord            // free text
	PartPhrase          // free text in quotation marks
	PartFilter          // a filter that holds
	PartBroken          // a filter that says nothing yet, or nothing known: it does not hold
)

// PartKind says how a part of the line is coloured.
type PartKind int

// Part is a piece of the line. The parts of a line follow each other and cover it.
type Part struct {
	Span
	Kind PartKind
}

// Word is free text: one word, or with Phrase all that stood in quotation marks.
type Word struct {
	Span
	Text   string
	Phrase bool
}

// Query is a line as it was read.
type Query struct {
	Line     string
	Parts    []Part
	Words    []Word
	Filters  []Filter // all must hold
	Problems []Problem

	order []bool // of what is written, in order: is it a filter
	me    string
}

// Filter narrows what is found: one of Any must fit, none of them with Not.
type Filter struct {
	Span // of all of it
	Name Name
	Not  bool
	Any  []Value
	// Called is where the name stands.
	Called Span
}

// Value is one thing that a filter asks for.
type Value struct {
	Span
	Op Op
	// Text is what is asked for: a code, a stage, a plain number, a day as it was
	// typed. It is "" with Missing, Present and Mine.
	Text string
	// To is the upper end of Between.
	To string
	// Currency is what an amount is in; "" means that of the record.
	Currency value.Currency

	period period     // of days
	events []model.ID // of ByEvent
	number *bounds    // of numbers
	worth  *worth     // of numbers in a currency
	folded string     // of texts
	tokens []string   // other names that a city or a product has
}

// Op says how a value is compared.
type Op string

// The comparisons. Between has both ends, and either may be open ("").
const (
	Is      Op = "="
	Less    Op = "<"
	AtMost  Op = "<="
	More    Op = ">"
	AtLeast Op = ">="
	Between Op = ".."
	Missing Op = "none" // nothing is given
	Present Op = "any"  // something is given
	Mine    Op = "me"   // the owner is who reads the line
)

// Text gives the free words of the line, without quotation marks.
func (q Query) Text() string {
	var all []byte
	for i, w := range q.Words {
		if i > 0 {
			all = append(all, ' ')
		}
		all = append(all, w.Text...)
	}
	return string(all)
}

// Kinds gives the kinds that can be found, nil for all, empty for none: those that are
// asked for, as far as they have the stages that are.
func (q Query) Kinds() []model.Kind {
	kinds := []model.Kind{}
	for _, k := range model.Kinds() {
		if q.kindFits(k) {
			kinds = append(kinds, k)
		}
	}
	if len(kinds) == len(model.Kinds()) {
		return nil
	}
	return kinds
}

func (q Query) kindFits(k model.Kind) bool {
	for _, f := range q.Filters {
		switch {
		case f.Name == ByKind && !f.fits(func(v Value) bool { return v.Text == string(k) }):
			return false
		case f.Name == ByStage && !f.Not && !f.fits(func(v Value) bool {
			return v.Op != Is || slices.Contains(model.Stages(k), model.Stage(v.Text))
		}):
			return false
		}
	}
	return true
}

// fits reports whether a filter holds, given what its values say.
func (f Filter) fits(one func(Value) bool) bool {
	for _, v := range f.Any {
		if one(v) {
			return !f.Not
		}
	}
	return f.Not
}

// KindFilter asks for records of a kind, as kind: does.
func KindFilter(k model.Kind) Filter {
	return Filter{Name: ByKind, Any: []Value{{Op: Is, Text: string(k)}}}
}
