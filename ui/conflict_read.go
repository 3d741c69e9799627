package ui

import (
	"encoding/json"
	"slices"
	"strings"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/ui/cells"
)

// conflictRead is what was read of the values of a field that is a list with parts, as the
// lines of an RFQ: a list is long, and the dialog is drawn with every key.
type conflictRead struct {
	field    string
	idents   []string
	elements map[string][]string // the elements of a value, by its ident
	shared   map[string]bool     // elements that every value has
	union    json.RawMessage     // what all authors did, nil where it is not known what all had seen
	both     []string            // its elements
}

// readOf reads the values of a field, once for as long as they are the same.
func (o *conflictOverlay) readOf(r model.Record, f desk.FieldConflict) *conflictRead {
	all := idents(f)
	if o.read.field == f.Field && slices.Equal(o.read.idents, all) {
		return &o.read
	}
	o.read = conflictRead{field: f.Field, idents: all, elements: map[string][]string{}, shared: map[string]bool{}}
	fields := o.fields(r)
	if len(fields) != 1 {
		return &o.read
	}
	has := map[string]int{} // how many values have an element
	for _, v := range f.Values {
		elements := model.ElementTexts(fields[0], v.Value)
		o.read.elements[ident(v)] = elements
		for _, text := range slices.Compact(slices.Sorted(slices.Values(elements))) {
			has[text]++
		}
	}
	for text, n := range has {
		o.read.shared[text] = n == len(f.Values)
	}
	if f.Seen == nil {
		return &o.read
	}
	if both, err := desk.Both(r.Kind(), f); err == nil { // else it is asked for and says why then
		o.read.union, o.read.both = both, model.ElementTexts(fields[0], both)
	}
	return &o.read
}

// rows writes elements one below the other, and marks those that another value does not have.
func (c *conflictRead) rows(elements []string) string {
	rows := make([]string, len(elements))
	for i, text := range elements {
		mark := "  "
		if !c.shared[text] {
			mark = "≠ "
		}
		rows[i] = mark + cells.Safe(text)
	}
	return strings.Join(rows, "\n")
}
