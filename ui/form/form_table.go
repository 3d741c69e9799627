package form

import (
	"encoding/json"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"tradedesk/model"
	"tradedesk/ui/cells"
)

// onTable reports whether the field with the cursor is a table.
func (f *Form) onTable() bool {
	return f.table == nil && len(f.inputs) > 0 && f.inputs[f.focus].table != nil
}

// InTable reports whether the keys go to a table of the form.
func (f *Form) InTable() bool { return f.table != nil }

// openTable opens the field with the cursor as a table; what was typed to open it
// goes into its first cell.
func (f *Form) openTable(k tea.KeyPressMsg) {
	in := f.inputs[f.focus]
	o := TableOptions{
		Title: f.title + " · " + in.label, Kind: f.schema.Kind, Field: in.field, Value: f.held(in),
		Parse: f.parse, Label: f.options.Label, Words: f.word, Lang: f.lang, Wrong: f.options.Wrong, Choose: f.popup.complete, Theme: f.theme,
		Direction: f.options.Direction, Hidden: f.options.Hidden, Kept: f.options.Kept,
	}
	if check := f.options.Check; check != nil {
		o.Check = func(elements json.RawMessage) *CellError { return check(in.field.Name, elements) }
	}
	if hints := f.options.Hints; hints != nil {
		o.Hints = func(elements json.RawMessage) []string { return hints(in.field.Name, elements) }
	}
	if given := f.options.Given; given != nil {
		o.Given = given(in.field.Name)
	}
	if to := f.options.GivenTo; to != nil {
		o.GivenTo = func(elements []json.RawMessage) []int { return to(in.field.Name, elements) }
	}
	f.popup.close()
	f.table = NewTable(o)
	if o.Value == nil {
		f.table.Retype([]byte(in.value())) // rows that are half typed
	}
	f.table.SetSize(f.w, f.h)
	if Typed(k) != "" {
		f.table.Update(k)
	}
}

// held gives what a table's field holds; what cannot be read is not lost, as the
// field keeps it until the table is saved.
func (f *Form) held(in *input) json.RawMessage {
	raw, err := in.raw(f)
	if err != nil {
		return nil
	}
	return raw
}

func (f *Form) tableUpdate(msg tea.Msg) {
	result := f.table.Update(msg)
	switch {
	case result.Done:
		in := f.inputs[f.focus]
		if f.table.Dirty() || f.held(in) == nil {
			in.line.Set(string(result.Elements))
		}
		in.err, f.refused = "", false
		f.table = nil
		f.leave(1)
	case result.Cancelled:
		f.table = nil
	}
}

// viewTable draws a table's field: what its first elements are, and how many more.
func (f *Form) viewTable(in *input, focused bool) string {
	var elements []map[string]json.RawMessage
	if held := f.held(in); held == nil && json.Unmarshal([]byte(in.value()), &elements) != nil || held != nil && json.Unmarshal(held, &elements) != nil || len(elements) == 0 {
		return f.tableStyle(in, focused, f.word("form.empty_table"))
	}
	var parts []string
	for _, element := range elements {
		var texts []string
		for _, c := range in.table {
			text := strings.ReplaceAll(model.PartText(c, element[c.Name]), "; ", ", ")
			if text != "" && !slices.Contains(f.options.Hidden, c.Name) && !slices.Contains(f.options.Kept, c.Name) {
				texts = append(texts, cells.Safe(text))
			}
		}
		parts = append(parts, strings.Join(texts, " "))
	}
	return f.tableStyle(in, focused, strings.Join(parts, "; "))
}

func (f *Form) tableStyle(in *input, focused bool, text string) string {
	in.focusStyle(f.theme, focused)
	return in.line.Styles.Text.Apply(f.options.Direction.Start(f.options.Direction.Cut(text, f.valueW()), f.valueW()))
}
