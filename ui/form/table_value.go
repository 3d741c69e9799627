package form

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"slices"

	"tradedesk/model"
)

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
			t.row, t.col = i, t.firstCell(i)
			for j, c := range t.columns {
				if c.Name == wrong.Part && j >= t.col {
					t.col = j
				}
			}
		}
		nth++
	}
	t.wrong = reason(wrong.Err, t.o.Wrong)
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
	raw, err := parseKept(t.schema, t.o.Field, string(whole), t.o.Parse)
	if err != nil {
		return nil, &CellError{Row: len(all) - 1, Part: t.columns[0].Name, Err: err}
	}
	return raw, nil
}

// element gives one row as JSON, once its own parser has agreed to it.
func (t *Table) element(row *tableRow) ([]byte, *CellError) {
	parts := maps.Clone(row.rest)
	for _, in := range row.cells {
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
		_, err = parseKept(t.schema, t.o.Field, "["+string(element)+"]", t.o.Parse)
	}
	var wrong *model.ElementError
	if errors.As(err, &wrong) {
		err = wrong.Err
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
