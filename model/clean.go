package model

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"unicode/utf8"

	"tradedesk/model/canonical"
	"tradedesk/model/text"
)

// CleanRecord gives a record whose every text is safe to keep and to show: no
// control or bidi characters, none too long, names in Extra and custom fields
// too. What comes from a file goes through it once.
func CleanRecord(r Record) Record {
	out := Clone(r)
	CleanFresh(out)
	return out
}

// CleanFresh is CleanRecord for a record that nobody else has yet: it is cleaned
// in its place.
func CleanFresh(r Record) {
	s, record := schemaFor(r.Kind()), reflect.ValueOf(r).Elem()
	for i := range s.Fields {
		f := &s.Fields[i]
		if v := f.of(record); !isEmpty(v) {
			cleanValue(f, v)
		}
	}
	cleanUnknown(r)
}

// CleanValid is CleanFresh and then Validate.
func CleanValid(r Record) []FieldError {
	s := SchemaOf(r.Kind())
	if s == nil {
		CleanFresh(r)
		return nil
	}
	var wrong []FieldError
	record := reflect.ValueOf(r).Elem()
	for i := range s.Fields {
		f := &s.Fields[i]
		v := f.of(record)
		if isEmpty(v) {
			continue
		}
		cleanValue(f, v)
		if plain := f.Type == TypeText || f.Type == TypeLong; plain && !f.List {
			continue // what is clean is valid
		}
		wrong = f.validate(wrong, s.Kind, v)
	}
	cleanUnknown(r)
	return appendWhole(wrong, r)
}

// LongText is a text that is longer than its field takes, in characters.
type LongText struct {
	Field     string
	Has, Most int
}

// LongTexts gives the texts of a record that cleaning cuts.
func LongTexts(r Record) []LongText {
	s := SchemaOf(r.Kind())
	if s == nil {
		return nil
	}
	var long []LongText
	look := func(name, content string, most int) {
		if len(content) <= most {
			return
		}
		if n := utf8.RuneCountInString(content); n > most {
			long = append(long, LongText{name, n, most})
		}
	}
	record := reflect.ValueOf(r).Elem()
	for i := range s.Fields {
		switch f := &s.Fields[i]; {
		case f.List:
		case f.Type == TypeText:
			look(f.Name, f.of(record).String(), MaxText)
		case f.Type == TypeLong:
			look(f.Name, f.of(record).String(), MaxLong)
		case f.Type == TypeCustom:
			custom := f.of(record).Interface().(map[string]string)
			for _, name := range slices.Sorted(maps.Keys(custom)) {
				look(name, custom[name], MaxLong)
			}
		}
	}
	return long
}

// cleanUnknown cleans what is in no field.
func cleanUnknown(r Record) {
	h := r.Header()
	if h.Extra != nil {
		clean := make(map[string]json.RawMessage, len(h.Extra))
		for _, name := range sortedNames(h.Extra) {
			if key := text.Clean(name, 255); key != "" && len(clean) < MaxElements {
				clean[key] = cleanJSON(h.Extra[name])
			}
		}
		h.Extra = clean
	}
	if u, ok := r.(*Unknown); ok {
		u.Name = Kind(text.Clean(string(u.Name), 255))
	}
}

func cleanJSON(raw json.RawMessage) json.RawMessage {
	v, err := canonical.Decode(raw)
	if err != nil {
		return canonicalValue(text.CleanLines(string(raw), MaxLong))
	}
	return canonicalValue(cleanAny(v))
}

func cleanAny(v any) any {
	switch v := v.(type) {
	case string:
		return text.CleanLines(v, MaxLong)
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = cleanAny(v[i])
		}
		return out
	case map[string]any:
		out := make(map[string]any, len(v))
		for _, name := range sortedNames(v) {
			out[text.Clean(name, 255)] = cleanAny(v[name])
		}
		return out
	}
	return v
}

// cleanValue cleans the texts in a field, in lists and parts too. What is left
// empty in a list is dropped.
func cleanValue(f *Field, v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(cleanText(f, v.String()))
	case reflect.Slice:
		fresh := reflect.MakeSlice(v.Type(), 0, min(v.Len(), MaxElements))
		for i := range min(v.Len(), MaxElements) {
			elem := reflect.New(v.Type().Elem()).Elem()
			elem.Set(v.Index(i))
			cleanValue(f, elem)
			if !elem.IsZero() {
				fresh = reflect.Append(fresh, elem)
			}
		}
		v.Set(fresh)
	case reflect.Struct:
		for i := range v.NumField() {
			cleanValue(f, v.Field(i))
		}
	case reflect.Map:
		v.Set(reflect.ValueOf(cleanCustom(v.Interface().(map[string]string))))
	}
}

func cleanText(f *Field, s string) string {
	if f.Type == TypeLong {
		return text.CleanLines(s, MaxLong)
	}
	return text.Clean(s, MaxText)
}

func cleanCustom(custom map[string]string) map[string]string {
	if len(custom) <= MaxElements && cleanedCustom(custom) {
		return custom
	}
	out := make(map[string]string, min(len(custom), MaxElements))
	for _, name := range sortedNames(custom) {
		key, content := text.Clean(name, 255), text.CleanLines(custom[name], MaxLong)
		if key != "" && content != "" && len(out) < MaxElements {
			out[key] = content
		}
	}
	return out
}

// cleanedCustom reports whether there is nothing to clean.
func cleanedCustom(custom map[string]string) bool {
	for name, content := range custom {
		if name == "" || content == "" || text.Clean(name, 255) != name || text.CleanLines(content, MaxLong) != content {
			return false
		}
	}
	return true
}
