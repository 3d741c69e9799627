package store

import (
	"tradedesk/model"
	"tradedesk/model/causal"
)

// seenLists gives what the author of a change had seen of the lists that it sets, so that
// two people who changed different elements can have both; nothing of what is not known.
func (w *write) seenLists(t *touched, c model.Change) (model.Set, error) {
	if t.made || c.Base == 0 {
		return nil, nil
	}
	var out model.Set
	var state *causal.State
	for name, raw := range c.Set {
		f, known := model.SchemaOf(t.kind).Field(name)
		if !known || f.Group != "" || f.Parts() == nil {
			continue
		}
		if state == nil {
			var err error
			if state, err = readShadow(w.tx, t.number, t.kind, c.Record); err != nil {
				return nil, err
			}
		}
		seen, ok := state.SeenAt(name, c.Base)
		if !ok {
			continue
		}
		if beside, ok := seen.Beside(raw); ok {
			if out == nil {
				out = model.Set{}
			}
			out[name] = beside
		}
	}
	return out, nil
}
