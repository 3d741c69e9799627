package model

// Refs gives the ids of the records that r points to, each once, in the order of
// its fields.
func Refs(r Record) []ID {
	schema := SchemaOf(r.Kind())
	if schema == nil {
		return nil
	}
	var out []ID
	seen := map[ID]bool{}
	add := func(id ID) {
		if !id.IsZero() && !seen[id] {
			seen[id] = true
			out = append(out, id)
		}
	}
	for _, f := range schema.Fields {
		if f.Type != TypeRef || f.Name == "id" {
			continue
		}
		switch v := f.Value(r).(type) {
		case ID:
			add(v)
		case []ID:
			for _, id := range v {
				add(id)
			}
		}
	}
	return out
}
