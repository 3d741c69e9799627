package refusal

import "strings"

// What a flat reason calls its code, its English and what its cause's names begin with.
const (
	flatCode  = "code"
	flatText  = "text"
	flatCause = "why."
)

// maxCauses bounds the causes behind each other that are read.
const maxCauses = 8

// Flat writes a reason as texts by name, as a record keeps it: its code, its English, its parts,
// and those of its cause behind "why.".
func (t Told) Flat() map[string]string {
	flat := map[string]string{}
	for before, at := "", &t; at != nil; before, at = before+flatCause, at.Why {
		for place, part := range at.Parts {
			flat[before+place] = part
		}
		for name, text := range map[string]string{flatCode: at.Code, flatText: at.Text} {
			if text != "" {
				flat[before+name] = text
			}
		}
	}
	return flat
}

// FromFlat reads what Flat wrote.
func FromFlat(flat map[string]string) Told {
	var all [maxCauses]Told
	last := 0
	for name, text := range flat {
		depth := 0
		for strings.HasPrefix(name, flatCause) {
			name, depth = name[len(flatCause):], depth+1
		}
		if depth >= maxCauses {
			continue
		}
		last = max(last, depth)
		switch at := &all[depth]; name {
		case flatCode:
			at.Code = text
		case flatText:
			at.Text = text
		default:
			if at.Parts == nil {
				at.Parts = Parts{}
			}
			at.Parts[name] = text
		}
	}
	for i := last; i > 0; i-- {
		all[i-1].Why = &all[i]
	}
	return all[0]
}
