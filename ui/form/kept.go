package form

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"

	"tradedesk/model"
)

// textOf gives what a field shows of a record: as it is typed, and a list that a newer
// version wrote as the JSON that it is.
func textOf(field model.Field, r model.Record) string {
	if newer := r.Header().Extra[field.Name]; newer != nil && field.Parts() != nil {
		return string(newer)
	}
	return model.TypedText(field, r)
}

// parseKept is model.ParseField for a list with parts. Members of its elements that this
// version does not know are kept as they are.
func parseKept(s *model.Schema, field model.Field, typed string, c model.ParseContext) (json.RawMessage, error) {
	var elements []map[string]json.RawMessage
	if field.Parts() == nil || json.Unmarshal([]byte(typed), &elements) != nil {
		return model.ParseField(s, field, typed, c)
	}
	newer := make([]map[string]json.RawMessage, len(elements))
	for i, element := range elements {
		newer[i] = maps.Clone(element)
		maps.DeleteFunc(newer[i], func(name string, _ json.RawMessage) bool { return known(field, name) })
		maps.DeleteFunc(element, func(name string, _ json.RawMessage) bool { return !known(field, name) })
	}
	if !slices.ContainsFunc(newer, func(members map[string]json.RawMessage) bool { return len(members) > 0 }) {
		return model.ParseField(s, field, typed, c)
	}
	understood, err := json.Marshal(elements)
	if err != nil {
		return nil, err
	}
	raw, err := model.ParseField(s, field, string(understood), c)
	if err != nil {
		return nil, err
	}
	var parsed []map[string]json.RawMessage
	if err := json.Unmarshal(raw, &parsed); err != nil || len(parsed) != len(elements) {
		return raw, err
	}
	var out [][]byte
	for i, element := range parsed {
		maps.Copy(element, newer[i])
		whole, err := json.Marshal(element)
		if err != nil {
			return nil, err
		}
		out = append(out, whole)
	}
	return slices.Concat([]byte("["), bytes.Join(out, []byte(",")), []byte("]")), nil
}

func known(field model.Field, name string) bool {
	return slices.ContainsFunc(field.Parts(), func(part model.Field) bool { return part.Name == name })
}

// askBack looks through rows that were typed and put aside before their table was saved, as a
// draft has them: a number in them may be two.
func (f *Form) askBack(in *input) error {
	var elements []map[string]json.RawMessage
	if !in.dirty() || json.Unmarshal([]byte(in.value()), &elements) != nil {
		return nil
	}
	for _, element := range elements {
		for _, c := range in.table {
			if slices.Contains(f.options.Hidden, c.Name) || slices.Contains(f.options.Kept, c.Name) {
				continue
			}
			if _, err := model.ParseField(f.schema, c, model.PartText(c, element[c.Name]), f.parse); err != nil {
				return err
			}
		}
	}
	return nil
}
