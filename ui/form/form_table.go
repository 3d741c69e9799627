package form

import (
	"encoding/json"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

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
		Parse: f.parse, Label: f.options.Label, Words: f.word, Lang: f.lang, Choose: f.popup.complete, Theme: f.theme,
		Direction: f.options.Direction, Hidden: f.options.Hidden,
	}
	if check := f.options.Check; check != nil {
		o.Check = func(elements json.RawMessage) *CellError { return check(in.field.Name, elements) }
	}
	if hints := f.options.Hints; hints != nil {
		o.Hints = func(elements json.RawMessage) []string { return hints(in.field.Name, elements) }
	}
	f.popup.close()
	f.table = NewTable(o)
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
		in.line.Set(string(result.Elements))
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
	if json.Unmarshal(f.held(in), &elements) != nil || len(elements) == 0 {
		return f.tableStyle(in, focused, f.word("form.empty_table"))
	}
	var parts []string
	for _, element := range elements {
		var texts []string
		for _, c := range in.table {
			var text string
			if json.Unmarshal(element[c.Name], &text) == nil && text != "" && !slices.Contains(f.options.Hidden, c.Name) {
				texts = append(texts, cells.Safe(text))
			}
		}
		parts = append(parts, strings.Join(texts, " "))
	}
	return f.tableStyle(in, focused, strings.Join(parts, "; "))
}

func (f *Form) tableStyle(in *input, focused bool, text string) string {
	in.focusStyle(f.theme, focused)
	return in.line.Styles.Text.Apply(cells.Fit(cells.Cut(text, f.valueW()), f.valueW()))
}
