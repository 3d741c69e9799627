package form

import (
	"encoding/json"
	"maps"
	"strings"

	"tradedesk/model"
	"tradedesk/model/text"
)

// Text is what stands in a field, right or wrong. Ref is the record that the text
// stands for, of a field that points to one.
type Text struct {
	Field string
	Text  string
	Ref   model.ID
	Was   *string // what the field held before; nil when nobody knows
}

// Texts gives the fields that differ from what the record holds, as they were
// typed: what is not saved yet. A table that is open is given as it stands.
func (f *Form) Texts() []Text {
	var out []Text
	for i, in := range f.inputs {
		switch {
		case f.table != nil && i == f.focus && f.table.Dirty():
			out = append(out, Text{Field: in.field.Name, Text: string(f.table.SoFar()), Was: &in.was})
		case in.dirty():
			out = append(out, Text{Field: in.field.Name, Text: in.whole(), Ref: in.ref.id, Was: &in.was})
		}
	}
	return out
}

// Retype puts texts into the fields as if they were typed there. One that was typed over
// something else than the field holds now stands apart.
func (f *Form) Retype(texts []Text) {
	for _, t := range texts {
		for _, in := range f.inputs {
			if in.field.Name != t.Field {
				continue
			}
			in.retype(t.Text)
			if !t.Ref.IsZero() {
				in.ref.id, in.ref.named = t.Ref, in.value()
			}
			f.read(in)
			if t.Was != nil && *t.Was != in.was {
				in.others = others{stand: Apart, swap: f.fresh(in)}
			}
		}
	}
	f.layout()
}

// CursorAt gives where the cursor stands in its field, counted in graphemes.
func (f *Form) CursorAt() int {
	if len(f.inputs) == 0 {
		return 0
	}
	return f.inputs[f.focus].buffer().at
}

// SetCursor puts the cursor there again, as far as there is text.
func (f *Form) SetCursor(at int) {
	if len(f.inputs) == 0 {
		return
	}
	f.inputs[f.focus].buffer().move(at)
	f.layout()
}

// retype is set that keeps the spaces around what was typed.
func (in *input) retype(s string) {
	if in.area != nil {
		in.area.buf.set(spacesKept(s, text.CleanLines))
		return
	}
	in.line.Retype(s)
}

// spacesKept cleans a text but for the spaces around it, which are still being
// typed.
func spacesKept(s string, clean func(string, int) string) string {
	rest := strings.TrimLeft(s, " ")
	inner := strings.TrimRight(rest, " ")
	return s[:len(s)-len(rest)] + clean(inner, len(inner)) + rest[len(inner):]
}

func (in *input) buffer() *buffer {
	if in.area != nil {
		return &in.area.buf
	}
	return &in.line.buf
}

// whole is value with the spaces around it.
func (in *input) whole() string { return in.buffer().string() }

// Retype puts rows that SoFar gave into a table as if they were typed there.
func (t *Table) Retype(elements json.RawMessage) {
	if !json.Valid(elements) {
		return // nothing that a table gave
	}
	t.fill(elements, model.PartText)
	t.row, t.col = 0, t.firstCell(0)
	t.look()
}

// SoFar gives the rows of a table as the elements of its field, each part as it
// was typed.
func (t *Table) SoFar() json.RawMessage {
	elements := []map[string]json.RawMessage{}
	for _, row := range t.rows {
		if empty(row) {
			continue
		}
		element := maps.Clone(row.rest)
		for i, in := range row.cells {
			if text := in.whole(); text != "" {
				element[t.columns[i].Name] = quoted(text)
			}
		}
		elements = append(elements, element)
	}
	data, err := json.Marshal(elements)
	if err != nil {
		panic("writing texts: " + err.Error())
	}
	return data
}

func quoted(text string) json.RawMessage {
	data, err := json.Marshal(text)
	if err != nil {
		panic("writing a text: " + err.Error())
	}
	return data
}

// Retype is Set that keeps the spaces around what was typed.
func (l *Line) Retype(s string) { l.buf.set(spacesKept(s, text.Clean)) }

// CursorAt gives where the cursor stands, counted in graphemes.
func (l *Line) CursorAt() int { return l.buf.at }

// SetCursor puts the cursor there again, as far as there is text.
func (l *Line) SetCursor(at int) { l.buf.move(at) }
