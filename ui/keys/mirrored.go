package keys

import "slices"

// Mirrored gives the bindings of a screen that is read from the right: what follows stands on
// the left there. Only keys of places that have columns or parts beside each other turn.
func (b *Bindings) Mirrored() (*Bindings, error) {
	actions := slices.Clone(b.actions)
	for i, a := range actions {
		if a.Scope != ScopeMatch && a.Scope != ScopeCompare && a.Scope != ScopeMerge && a.Scope != ScopeConflict {
			continue
		}
		actions[i].Keys = slices.Clone(a.Keys)
		for j, key := range a.Keys {
			actions[i].Keys[j] = mirrored(key)
		}
	}
	return New(actions, nil)
}

func mirrored(key string) string {
	switch key {
	case "left":
		return "right"
	case "right":
		return "left"
	case "h":
		return "l"
	case "l":
		return "h"
	}
	return key
}
