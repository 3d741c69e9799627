package keys

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// Bindings is a validated catalogue: which key means which action in a place.
type Bindings struct {
	actions []Action
	byKey   map[Scope]map[string]int // binding → index in actions
	byID    map[ID]int
}

// ClashError is a key that means two things in one place: the second could never
// be typed.
type ClashError struct {
	Key           string
	First, Second Action
	Begins        bool // the key is only the beginning of the second's
}

// Error names both actions and where each is.
func (e *ClashError) Error() string {
	if e.Begins {
		return fmt.Sprintf("key %q means %s (%s) and begins a key of %s (%s)", e.Key, e.First.ID, e.First.Scope, e.Second.ID, e.Second.Scope)
	}
	return fmt.Sprintf("key %q means both %s and %s (%s)", e.Key, e.First.ID, e.Second.ID, e.Second.Scope)
}

// New validates actions, with the keys of some replaced by other keys. A scope
// with two actions on one key, or a key that is the beginning of another
// binding, is an error that names both.
func New(actions []Action, other map[ID][]string) (*Bindings, error) {
	b := &Bindings{actions: slices.Clone(actions), byKey: map[Scope]map[string]int{}, byID: map[ID]int{}}
	for i := range b.actions {
		a := &b.actions[i]
		if replaced, ok := other[a.ID]; ok {
			a.Keys = replaced
		}
		if _, ok := b.byID[a.ID]; ok {
			return nil, fmt.Errorf("action %s: is there twice", a.ID)
		}
		b.byID[a.ID] = i
		if err := b.bind(i); err != nil {
			return nil, err
		}
	}
	for id := range other {
		if _, ok := b.byID[id]; !ok {
			return nil, fmt.Errorf("action %s: there is none with this name", id)
		}
	}
	return b, b.clashes()
}

func (b *Bindings) bind(i int) error {
	a := b.actions[i]
	if b.byKey[a.Scope] == nil {
		b.byKey[a.Scope] = map[string]int{}
	}
	if len(a.Keys) == 0 {
		return fmt.Errorf("action %s: has no key", a.ID)
	}
	for _, key := range a.Keys {
		if key == "" || len(strings.Fields(key)) > 2 || strings.Join(strings.Fields(key), " ") != key {
			return fmt.Errorf("action %s: %q is not a key or two keys in turn", a.ID, key)
		}
		if other, taken := b.byKey[a.Scope][key]; taken {
			return &ClashError{Key: key, First: b.actions[other], Second: a}
		}
		b.byKey[a.Scope][key] = i
	}
	return nil
}

// clashes looks for keys that are a binding and the beginning of one in the same
// place: the second could never be typed.
func (b *Bindings) clashes() error {
	for _, place := range Places() {
		first := map[string]Action{}
		for _, scope := range place.Scopes {
			for key, i := range b.byKey[scope] {
				if head, _, two := strings.Cut(key, " "); two {
					first[head] = b.actions[i]
				}
			}
		}
		for _, scope := range place.Scopes {
			for key, i := range b.byKey[scope] {
				if longer, ok := first[key]; ok {
					return &ClashError{Key: key, First: b.actions[i], Second: longer, Begins: true}
				}
			}
		}
	}
	return nil
}

// Find gives the action of a key in a place; the inner scope wins. began says
// that the key begins a binding of two keys. pending is the key before, if one
// was begun.
func (b *Bindings) Find(place Place, pending, key string) (a Action, found, began bool) {
	if pending != "" {
		key = pending + " " + key
	} else if place.Text && types(key) {
		return Action{}, false, false
	}
	for _, scope := range place.Scopes {
		if place.Text && scope == ScopeGlobal && edits(key) {
			continue
		}
		if i, ok := b.byKey[scope][key]; ok {
			return b.actions[i], true, false
		}
	}
	if pending == "" {
		return Action{}, false, len(b.Continuations(place, key)) > 0
	}
	return Action{}, false, false
}

// types reports whether a key, or the first of two, types a character.
func types(binding string) bool {
	key, _, _ := strings.Cut(binding, " ")
	return utf8.RuneCountInString(key) == 1 || key == "space"
}

// edits reports whether a key changes a text or moves in it. Where text is typed it
// means that, whatever it means on every page.
func edits(key string) bool {
	switch key {
	case "left", "right", "home", "end", "backspace", "shift+backspace", "delete",
		"ctrl+left", "ctrl+right", "alt+left", "alt+right", "alt+backspace", "ctrl+backspace", "alt+b", "alt+f",
		"ctrl+a", "ctrl+b", "ctrl+d", "ctrl+e", "ctrl+f", "ctrl+h", "ctrl+k", "ctrl+u", "ctrl+w":
		return true
	}
	return false
}

// Keys gives the keys of an action that work in the place.
func (p Place) Keys(a Action) []string {
	if !p.Text {
		return a.Keys
	}
	return slices.DeleteFunc(slices.Clone(a.Keys), func(key string) bool {
		return types(key) || a.Scope == ScopeGlobal && edits(key)
	})
}

// Continuations gives the actions whose binding begins with a key.
func (b *Bindings) Continuations(place Place, key string) []Action {
	var out []Action
	for _, a := range b.In(place) {
		if slices.ContainsFunc(place.Keys(a), func(k string) bool { return strings.HasPrefix(k, key+" ") }) {
			out = append(out, a)
		}
	}
	return out
}

// In gives the actions of a place in the order of its scopes, without those
// whose every key means something else further in.
func (b *Bindings) In(place Place) []Action {
	var out []Action
	for _, scope := range place.Scopes {
		for _, a := range b.actions {
			if a.Scope == scope && b.reachable(place, a) {
				out = append(out, a)
			}
		}
	}
	return out
}

func (b *Bindings) reachable(place Place, a Action) bool {
	return slices.ContainsFunc(place.Keys(a), func(key string) bool {
		for _, scope := range place.Scopes {
			if i, ok := b.byKey[scope][key]; ok {
				return b.actions[i].ID == a.ID
			}
		}
		return false
	})
}

// Hints gives the actions of a place for its footer, in order.
func (b *Bindings) Hints(place Place) []Action {
	var out []Action
	for _, a := range b.In(place) {
		if a.Hint > 0 {
			out = append(out, a)
		}
	}
	slices.SortStableFunc(out, func(x, y Action) int { return x.Hint - y.Hint })
	return out
}

// Hides reports whether a place has keys of its own that its footer never shows.
func (b *Bindings) Hides(place Place) bool {
	return slices.ContainsFunc(b.In(place), func(a Action) bool { return a.Hint == 0 && a.Scope != ScopeAlways })
}

// Action gives an action by its id.
func (b *Bindings) Action(id ID) (Action, bool) {
	i, ok := b.byID[id]
	if !ok {
		return Action{}, false
	}
	return b.actions[i], true
}

// All gives every action.
func (b *Bindings) All() []Action { return slices.Clone(b.actions) }
