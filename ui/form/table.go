package form

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"tradedesk/model"
	"tradedesk/model/value"
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
	Choose Completer
	Theme  *theme.Theme // nil: no styles
	// Check looks at the whole before it is saved; Hints says something about each
	// element. Both may be nil.
	Check     func(elements json.RawMessage) *CellError
	Hints     func(elements json.RawMessage) []string
	Direction layout.Direction
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

	rows     [][]*input
	row, col int
	was      string
	popup    popup
	asking   bool // whether to throw away what was typed
	wrong    string
	hints    []string // by row
	top      int      // the first row in sight
	w, h     int
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
	t.popup = popup{complete: o.Choose, pick: -1}
	for _, c := range t.columns {
		head := c.Name
		if o.Label != nil {
			head = o.Label(c.Name)
		}
		t.heads = append(t.heads, cells.Safe(head))
	}
	t.fill(o.Value)
	t.row = max(0, min(o.Row, len(t.rows)-1))
	t.was = string(t.typed())
	t.look()
	return t
}

// fill makes the rows of what the field holds.
func (t *Table) fill(value json.RawMessage) {
	var elements []map[string]json.RawMessage
	// What cannot be read is no element: the record keeps it until the table is saved.
	_ = json.Unmarshal(value, &elements)
	for _, element := range elements {
		t.rows = append(t.rows, t.newRow(element))
	}
	t.spare()
}

func (t *Table) newRow(element map[string]json.RawMessage) []*input {
	row := make([]*input, len(t.columns))
	for i, c := range t.columns {
		text := ""
		if raw := element[c.Name]; len(raw) > 0 && json.Unmarshal(raw, &text) != nil {
			text = string(raw)
		}
		row[i] = newInput(c, "", text, t.theme)
	}
	return row
}

// spare keeps one empty row at the end.
func (t *Table) spare() {
	if len(t.rows) == 0 || !empty(t.rows[len(t.rows)-1]) {
		t.rows = append(t.rows, t.newRow(nil))
	}
}

func empty(row []*input) bool {
	return !slices.ContainsFunc(row, func(in *input) bool { return in.value() != "" })
}

// SetSize gives the table its box, in cells. What was typed stays.
func (t *Table) SetSize(w, h int) {
	t.w, t.h = max(w, 0), max(h, 0)
	t.reveal()
}

// Dirty reports whether anything differs from what the field held.
func (t *Table) Dirty() bool { return string(t.typed()) != t.was }

// typed gives what stands in the cells, understood or not.
func (t *Table) typed() json.RawMessage {
	var all [][]string
	for _, row := range t.rows {
		if empty(row) {
			continue
		}
		texts := make([]string, len(row))
		for i, in := range row {
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

// Update takes a key or a paste. Every key is the table's own while it is open.
func (t *Table) Update(msg tea.Msg) TableResult {
	result := t.update(msg)
	t.reveal()
	return result
}

func (t *Table) update(msg tea.Msg) TableResult {
	switch msg := msg.(type) {
	case tea.PasteMsg:
		t.asking = false
		t.edit(msg)
	case tea.KeyPressMsg:
		if Typed(msg) != "" {
			t.asking = false
			t.edit(msg)
			return TableResult{}
		}
		return t.key(msg)
	}
	return TableResult{}
}

func (t *Table) key(k tea.KeyPressMsg) TableResult {
	stroke := Stroke(k)
	if stroke == "esc" {
		return t.escape()
	}
	t.asking = false
	if t.popup.open() && t.popup.key(stroke) {
		return TableResult{}
	}
	switch stroke {
	case "ctrl+s":
		return t.save()
	case "enter", "tab":
		if t.popup.open() && t.popup.take(t.cell()) {
			t.changed()
		}
		t.next(1)
	case "shift+tab":
		t.next(-1)
	case "up":
		t.to(t.row-1, t.col)
	case "down":
		t.to(t.row+1, t.col)
	case "alt+up", "ctrl+up":
		t.carry(-1)
	case "alt+down", "ctrl+down":
		t.carry(1)
	case "ctrl+x":
		t.remove()
	case "ctrl+space", "ctrl+@":
		t.offer(true)
	default:
		t.edit(k)
	}
	return TableResult{}
}

func (t *Table) cell() *input { return t.rows[t.row][t.col] }

func (t *Table) edit(msg tea.Msg) {
	in := t.cell()
	before := in.version()
	if !in.update(msg) || in.version() == before {
		return
	}
	t.changed()
	t.offer(false)
}

// changed follows what is typed: another empty row, what is wrong, the hints.
func (t *Table) changed() {
	t.cell().err, t.wrong = "", ""
	t.spare()
	t.look()
}

func (t *Table) offer(asked bool) {
	if t.popup.complete == nil {
		return
	}
	_, err := t.part(t.cell())
	t.popup.offer(t.cell(), asked, err == nil)
}

// to puts the cursor into another cell, and checks the one it leaves.
func (t *Table) to(row, col int) {
	t.settle(t.row, t.col)
	t.row, t.col = max(0, min(row, len(t.rows)-1)), col
	t.popup.close()
}

// next goes to the next or the previous cell, on to the next row at its end.
func (t *Table) next(by int) {
	at := t.row*len(t.columns) + t.col + by
	all := len(t.rows) * len(t.columns)
	at = (at + all) % all
	t.to(at/len(t.columns), at%len(t.columns))
}

// settle checks a cell. A quantity that was typed with its unit fills both cells.
func (t *Table) settle(row, col int) {
	in := t.rows[row][col]
	unit := slices.IndexFunc(t.columns, func(c model.Field) bool { return c.Type == model.TypeUnit })
	if _, err := t.part(in); err != nil && in.field.Name == "quantity" && unit >= 0 {
		if q, err := value.ParseQuantity(in.value()); err == nil && !q.Unit.IsZero() {
			in.line.Set(q.Amount.String())
			t.rows[row][unit].line.Set(q.Unit.String())
			t.look()
		}
	}
	_, err := t.part(in)
	in.err = reason(err)
}

// carry moves the row with the cursor.
func (t *Table) carry(by int) {
	to := t.row + by
	if to < 0 || to >= len(t.rows)-1 || t.row == len(t.rows)-1 {
		return
	}
	t.rows[t.row], t.rows[to] = t.rows[to], t.rows[t.row]
	t.row = to
	t.popup.close()
	t.look()
}

// remove takes the row with the cursor out.
func (t *Table) remove() {
	t.rows = slices.Delete(t.rows, t.row, t.row+1)
	t.spare()
	t.row = min(t.row, len(t.rows)-1)
	t.popup.close()
	t.wrong = ""
	t.look()
}

// escape closes the choices, then the table; twice when something would be lost.
func (t *Table) escape() TableResult {
	switch {
	case t.popup.open():
		t.popup.close()
	case t.asking || !t.Dirty():
		return TableResult{Cancelled: true}
	default:
		t.asking = true
	}
	return TableResult{}
}

// save gives the list, or puts the cursor on the first cell that is wrong.
func (t *Table) save() TableResult {
	t.settle(t.row, t.col)
	t.popup.close()
	elements, wrong := t.elements()
	if wrong == nil && t.o.Check != nil && elements != nil {
		wrong = t.o.Check(elements)
	}
	if wrong == nil {
		return TableResult{Done: true, Elements: elements}
	}
	t.blame(wrong)
	return TableResult{}
}

// blame puts the cursor on the cell that is wrong and says why.
func (t *Table) blame(wrong *CellError) {
	nth := 0
	for i, row := range t.rows {
		if empty(row) {
			continue
		}
		if nth == wrong.Row {
			t.row, t.col = i, 0
			for j, c := range t.columns {
				if c.Name == wrong.Part {
					t.col = j
				}
			}
		}
		nth++
	}
	t.wrong = reason(wrong.Err)
	t.cell().err = t.wrong
}

// elements gives what is typed as the field's value, nil for nothing, or the first
// cell that cannot be read.
func (t *Table) elements() (json.RawMessage, *CellError) {
	var all [][]byte
	for _, row := range t.rows {
		if empty(row) {
			continue
		}
		element, wrong := t.element(row)
		if wrong != nil {
			wrong.Row = len(all)
			return nil, wrong
		}
		all = append(all, element)
	}
	if len(all) == 0 {
		return nil, nil
	}
	whole := slices.Concat([]byte("["), bytes.Join(all, []byte(",")), []byte("]"))
	raw, err := model.ParseField(t.schema, t.o.Field, string(whole), t.o.Parse)
	if err != nil {
		return nil, &CellError{Row: len(all) - 1, Part: t.columns[0].Name, Err: err}
	}
	return raw, nil
}

// element gives one row as JSON, once its own parser has agreed to it.
func (t *Table) element(row []*input) ([]byte, *CellError) {
	parts := map[string]json.RawMessage{}
	for _, in := range row {
		raw, err := t.part(in)
		if err != nil {
			return nil, &CellError{Part: in.field.Name, Err: err}
		}
		if raw != nil {
			parts[in.field.Name] = raw
		}
	}
	element, err := json.Marshal(parts)
	if err == nil {
		_, err = model.ParseField(t.schema, t.o.Field, "["+string(element)+"]", t.o.Parse)
	}
	if err != nil {
		return nil, &CellError{Part: t.columns[0].Name, Err: err}
	}
	return element, nil
}

func (t *Table) part(in *input) (json.RawMessage, error) {
	return model.ParseField(t.schema, in.field, in.value(), t.o.Parse)
}

// look asks again for what there is to say about the elements.
func (t *Table) look() {
	t.hints = nil
	if t.o.Hints == nil {
		return
	}
	elements, wrong := t.elements()
	if wrong != nil || elements == nil {
		return
	}
	hints := t.o.Hints(elements)
	for _, row := range t.rows {
		hint := ""
		if !empty(row) && len(hints) > 0 {
			hint, hints = hints[0], hints[1:]
		}
		t.hints = append(t.hints, hint)
	}
}
