package exchange

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"tradedesk/model"
)

// bornWith are fields that a file sets only when it creates the record: later
// they are the work of the people at the desk.
var bornWith = []string{
	"stage", "reason", "owner", "next_action", "due_at", "snoozed_until", "replied_at",
	"created_at", "updated_at", "updated_by", "deleted", "origin", "id", "merged_into", "merged_from",
}

// merge gives the record before with what a file says anew. What the file does
// not say is never cleared, and lists only grow.
func merge(before, file model.Record) model.Record {
	merged := model.Clone(before)
	if s := model.SchemaOf(before.Kind()); s != nil {
		for _, f := range s.Fields {
			if !f.Empty(file) && !slices.Contains(bornWith, f.Name) {
				mergeField(f, merged, file)
			}
		}
	}
	extra := file.Header().Extra
	if h := merged.Header(); len(extra) > 0 {
		if h.Extra == nil {
			h.Extra = map[string]json.RawMessage{}
		}
		maps.Copy(h.Extra, extra)
	}
	return merged
}

func mergeField(f model.Field, into, from model.Record) { mustSet(f, into, merged(&f, into, from)) }

// merged gives what a field of before is with what a file says anew.
func merged(f *model.Field, before, file model.Record) json.RawMessage {
	switch {
	case f.Type == model.TypeCustom:
		return mergeObjects(f.Get(before), f.Get(file))
	case f.List && !structured(f.Type):
		return mergeLists(f.Get(before), f.Get(file))
	}
	return f.Get(file)
}

// nothingNew reports whether merge would leave before as it is: what most rows
// of a file say that is imported again.
func nothingNew(before, file model.Record) bool {
	s := model.SchemaOf(before.Kind())
	if s == nil || len(file.Header().Extra) > 0 {
		return false
	}
	for i := range s.Fields {
		f := &s.Fields[i]
		if f.Empty(file) || f.Same(before, file) || slices.Contains(bornWith, f.Name) {
			continue
		}
		if !f.List && f.Type != model.TypeCustom || !bytes.Equal(f.Get(before), merged(f, before, file)) {
			return false
		}
	}
	return true
}

func structured(t model.FieldType) bool {
	return t.Structured() && t != model.TypeCustom
}

// mergeLists gives the elements of a, then those of b that are not among them.
func mergeLists(a, b json.RawMessage) json.RawMessage {
	all, more := readBack[[]string](a), readBack[[]string](b)
	for _, element := range more {
		if !slices.Contains(all, element) {
			all = append(all, element)
		}
	}
	return mustJSON(all[:min(len(all), model.MaxElements)])
}

func mergeObjects(a, b json.RawMessage) json.RawMessage {
	all := map[string]string{}
	maps.Copy(all, readBack[map[string]string](a))
	maps.Copy(all, readBack[map[string]string](b))
	return mustJSON(all)
}

// readBack reads what a field of a record gave.
func readBack[T any](raw json.RawMessage) T {
	var v T
	if raw == nil {
		return v
	}
	if err := json.Unmarshal(raw, &v); err != nil {
		panic(fmt.Sprintf("reading back a field of a record: %v", err))
	}
	return v
}

// joinList adds texts to a list field, without repeats.
func joinList(f model.Field, r model.Record, texts []string) {
	mustSet(f, r, mergeLists(f.Get(r), mustJSON(texts)))
}

func mustJSON(v any) json.RawMessage {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		panic(fmt.Sprintf("encoding a %T: %v", v, err))
	}
	return bytes.TrimSuffix(buf.Bytes(), []byte("\n"))
}

// mustSet sets a field to JSON that came out of a field of the same type.
func mustSet(f model.Field, r model.Record, raw json.RawMessage) {
	if err := f.Set(r, raw); err != nil {
		panic(fmt.Sprintf("setting %s: %v", f.Name, err))
	}
}

// setInitialStage gives a new record the stage that new ones have.
func setInitialStage(r model.Record) {
	if f := fieldsByRole(r.Kind())[roleStage]; f != nil && f.Empty(r) {
		setText(f, r, string(model.InitialStage(r.Kind())))
	}
}

// setText sets a field of one value to text that is canonical.
func setText(f *model.Field, r model.Record, canonical string) {
	if err := f.SetText(r, canonical); err != nil {
		panic(fmt.Sprintf("setting %s: %v", f.Name, err))
	}
}
