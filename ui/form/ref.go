package form

import (
	"encoding/json"
	"errors"
	"strconv"

	"tradedesk/model"
)

// refValue is the record that an input points to, and the text that stands for it:
// the id counts for as long as nothing else is typed.
type refValue struct {
	id    model.ID
	named string
	was   model.ID
}

// point shows the record that a field points to by its name.
func (in *input) point(o Options) {
	if in.field.Type != model.TypeRef || in.field.List {
		return
	}
	id, _ := in.field.Value(o.Record).(model.ID)
	if id.IsZero() {
		return
	}
	in.line.Set(called(id, o))
	in.ref = refValue{id: id, named: in.value(), was: id}
	in.was = in.value()
}

// fill shows what the field is to hold as if it was typed; a record that it points to is
// shown by its name.
func (in *input) fill(o Options) {
	if in.field.Type != model.TypeRef || in.field.List {
		in.set(textOf(in.field, o.Typed))
		return
	}
	id, _ := in.field.Value(o.Typed).(model.ID)
	switch {
	case id == in.ref.id:
	case id.IsZero():
		in.line.Set("")
	default:
		in.choose("", Choice{ID: id, Value: called(id, o)})
	}
}

// called gives what a record is called, its id when that is not known.
func called(id model.ID, o Options) string {
	if o.Name != nil {
		if name := o.Name(id); name != "" {
			return name
		}
	}
	return id.String()
}

// Rename shows what a record is called that fields point to, where only its id was known.
func (f *Form) Rename(id model.ID, name string) {
	for _, in := range f.inputs {
		in.rename(id, name)
		if swap := in.others.swap; swap != nil {
			swap.rename(id, name)
		}
	}
	f.layout()
}

func (in *input) rename(id model.ID, name string) {
	var called Line
	called.Set(name)
	if in.ref.id == id && in.value() == id.String() {
		in.line.Set(name)
		in.ref.named = called.Value()
	}
	if in.ref.was == id && in.was == id.String() {
		in.was = called.Value()
	}
}

// choose puts a choice in the place of what is typed behind before.
func (in *input) choose(before string, c Choice) {
	in.line.Set(before + c.Value)
	if !c.ID.IsZero() {
		in.ref.id, in.ref.named = c.ID, in.value()
	}
}

// raw gives the value that is typed.
func (in *input) raw(f *Form) (json.RawMessage, error) {
	text := in.value()
	if in.table != nil {
		if err := f.askBack(in); err != nil {
			return nil, err
		}
		return parseKept(f.schema, in.field, text, f.parse)
	}
	if in.field.Type != model.TypeRef || in.field.List || text == "" {
		return model.ParseField(f.schema, in.field, text, f.parse)
	}
	if !in.ref.id.IsZero() && text == in.ref.named {
		return json.RawMessage(strconv.Quote(in.ref.id.String())), nil
	}
	raw, err := model.ParseField(f.schema, in.field, text, f.parse)
	if err != nil {
		err = &model.FieldError{Kind: f.schema.Kind, Field: in.field.Name, Err: errors.New(f.word("form.choose_one"))}
	}
	return raw, err
}
