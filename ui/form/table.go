package form

import (
	"encoding/json"
	"fmt"
	"slices"

	"tradedesk/model"
	"tradedesk/ui/cells"
	"tradedesk/ui/layout"
	"tradedesk/ui/theme"
)

// CellError says which cell of a table is wrong: its row, counted from 0 among
// those that are not empty, and the part of the element.
type CellError struct {
	Row  int
	Part string
	Err  error
}

// Error gives one line.
func (e *CellError) Error() string { return fmt.Sprintf("%d: %s: %v", e.Row+1, e.Part, e.Err) }

// Unwrap gives what is wrong.
func (e *CellError) Unwrap() error { return e.Err }

// TableOptions say what a table edits and how it speaks.
type TableOptions struct {
	Title  string
	Kind   model.Kind      // of the record that has the field
	Field  model.Field     // a list whose elements have parts
	Value  json.RawMessage // what it holds now; nil for nothing
	Row    int             // with the cursor at first
	Parse  model.ParseContext
	Label  func(part string) string // nil: as it is
	Words  func(id string) string   // nil: the ids
	Lang   string                   // of the names of codes; "": en
	Wrong  func(error) string       // as of Options
	Choose Completer
	Theme  *theme.Theme // nil: no styles
	// Check looks at the whole before it is saved; Hints says something about each
	// element. Both may be nil.
	Check     func(elements json.RawMessage) *CellError
	Hints     func(elements json.RawMessage) []string
	Direction layout.Direction
	Hidden    []string // parts that have no column
	Kept      []string // parts that have no column, and stay with their element
	// Given are rows that are there whatever the list holds, and GivenTo says for each
	// element which of them is its own, -1 for none.
	Given   []Given
	GivenTo func(elements []json.RawMessage) []int
}

// Given is a row of a table that is there in any case, such as a line of the RFQ for a
// quote: nobody types in its first cell, and it is no element before something is typed
// in another.
type Given struct {
	Label   string                     // in the place of the first cell
	Element map[string]json.RawMessage // its parts before anything is typed
}

// TableResult is what a message did to a table. Both false: it is still being
// filled in. Elements is the whole list, nil when it is empty.
type TableResult struct {
	Done      bool
	Cancelled bool
	Elements  json.RawMessage
}

// Table edits a list whose elements have parts, such as the lines of an RFQ: a
// row for each, a cell for each part. The last row is always empty: typing there
// makes a new element.
type Table struct {
	o       TableOptions
	schema  *model.Schema
	columns []model.Field
	heads   []string
	word    func(id string) string
	theme   *theme.Theme

	rows     []*tableRow
	row, col int
	was      string
	popup    popup
	asking   bool // whether to throw away what was typed
	wrong    string
	hints    []string // by row
	top      int      // the first row in sight
	w, h     int
}

// tableRow is an element, or a row that may become one.
type tableRow struct {
	cells []*input
	given *Given                     // nil for a row that the list alone has
	was   []string                   // the cells of a given row before anything is typed
	rest  map[string]json.RawMessage // members without a column
}

// NewTable makes a table with the cursor in the first cell of a row.
func NewTable(o TableOptions) *Table {
	t := &Table{o: o, schema: model.SchemaOf(o.Kind), columns: o.Field.Parts(), word: o.Words, theme: o.Theme}
	if t.word == nil {
		t.word = func(id string) string { return id }
	}
	if t.theme == nil {
		t.theme = &theme.Theme{Mark: ">"}
	}
	t.columns = slices.DeleteFunc(t.columns, func(c model.Field) bool {
		return slices.Contains(o.Hidden, c.Name) || slices.Contains(o.Kept, c.Name)
	})
	t.popup = popup{complete: o.Choose, pick: -1}
	for _, c := range t.columns {
		head := c.Name
		if o.Label != nil {
			head = o.Label(c.Name)
		}
		t.heads = append(t.heads, cells.Safe(head))
	}
	t.fill(o.Value, model.TypedPartText)
	t.row = max(0, min(o.Row, len(t.rows)-1))
	t.col = t.firstCell(t.row)
	t.was = string(t.typed())
	t.look()
	return t
}

// partText writes a part of an element into its cell: model.TypedPartText what the desk has,
// model.PartText what was typed, and is to be asked about as it stands.
type partText func(part model.Field, raw json.RawMessage) string

// fill makes the rows of elements.
func (t *Table) fill(value json.RawMessage, show partText) {
	var elements []json.RawMessage
	// What cannot be read is no element: the record keeps it until the table is saved.
	_ = json.Unmarshal(value, &elements)
	t.rows = nil
	for i := range t.o.Given {
		t.rows = append(t.rows, t.givenRow(&t.o.Given[i]))
	}
	var to []int
	if t.o.GivenTo != nil {
		to = t.o.GivenTo(elements)
	}
	for i, element := range elements {
		var members map[string]json.RawMessage
		if json.Unmarshal(element, &members) != nil {
			continue
		}
		row := t.newRow(members, show)
		if i < len(to) && to[i] >= 0 && to[i] < len(t.o.Given) && empty(t.rows[to[i]]) {
			row.given, row.was = t.rows[to[i]].given, t.rows[to[i]].was
			t.rows[to[i]] = row
			continue
		}
		t.rows = append(t.rows, row)
	}
	t.spare()
}

func (t *Table) newRow(element map[string]json.RawMessage, show partText) *tableRow {
	row := &tableRow{cells: make([]*input, len(t.columns)), rest: map[string]json.RawMessage{}}
	for name, raw := range element {
		if !known(t.o.Field, name) || slices.Contains(t.o.Kept, name) {
			row.rest[name] = raw
		}
	}
	for i, c := range t.columns {
		row.cells[i] = newInput(c, "", show(c, element[c.Name]), t.theme)
	}
	return row
}

func (t *Table) givenRow(given *Given) *tableRow {
	row := t.newRow(given.Element, model.TypedPartText)
	row.given = given
	for _, in := range row.cells {
		row.was = append(row.was, in.value())
	}
	return row
}

// spare keeps one empty row at the end.
func (t *Table) spare() {
	if last := len(t.rows) - 1; last < 0 || t.rows[last].given != nil || !empty(t.rows[last]) {
		t.rows = append(t.rows, t.newRow(nil, model.PartText))
	}
}

// empty reports whether a row is no element.
func empty(row *tableRow) bool {
	for i, in := range row.cells {
		switch text := in.value(); {
		case row.given == nil && text != "", row.given != nil && i > 0 && text != "" && text != row.was[i]:
			return false
		}
	}
	return true
}

// firstCell gives the first cell of a row that is typed in.
func (t *Table) firstCell(row int) int {
	if t.rows[row].given != nil {
		return 1
	}
	return 0
}

// SetSize gives the table its box, in cells. What was typed stays.
func (t *Table) SetSize(w, h int) {
	t.w, t.h = max(w, 0), max(h, 0)
	t.reveal()
}

// Dirty reports whether anything differs from what the field held.
func (t *Table) Dirty() bool { return string(t.typed()) != t.was }

// Follow shows another value of the field in a table in which nothing was typed; the cursor
// stays where it is.
func (t *Table) Follow(value json.RawMessage) {
	t.fill(value, model.TypedPartText)
	t.row = max(0, min(t.row, len(t.rows)-1))
	t.col = max(t.col, t.firstCell(t.row))
	t.was = string(t.typed())
	t.look()
}

// typed gives what stands in the cells, understood or not.
func (t *Table) typed() json.RawMessage {
	var all [][]string
	for _, row := range t.rows {
		if empty(row) {
			continue
		}
		texts := make([]string, len(row.cells))
		for i, in := range row.cells {
			texts[i] = in.value()
		}
		all = append(all, texts)
	}
	data, err := json.Marshal(all)
	if err != nil {
		panic(fmt.Sprintf("writing texts: %v", err))
	}
	return data
}
