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
	name := id.String()
	if o.Name != nil {
		if known := o.Name(id); known != "" {
			name = known
		}
	}
	in.line.Set(name)
	in.ref = refValue{id: id, named: in.value(), was: id}
	in.was = in.value()
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
