package keys

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"tradedesk/model/text"
	"tradedesk/ui/words"
)

// Binding is a line of a file of keys, as a person wrote it.
type Binding struct {
	Scope  string
	Action string
	Keys   []string
	Where  string // file:line, for what is wrong with it
}

// Rebind gives the catalogue with the keys of some actions replaced. An error is
// one line that says where what is wrong stands.
func Rebind(actions []Action, bindings []Binding) (*Bindings, error) {
	other := map[ID][]string{}
	lines := map[ID]string{}
	for _, b := range bindings {
		id, err := b.action(actions)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", b.Where, err)
		}
		if before, twice := lines[id]; twice {
			return nil, fmt.Errorf("%s: %s has its keys in %s already", b.Where, id, before)
		}
		other[id], lines[id] = b.Keys, b.Where
	}
	bound, err := New(actions, other)
	if err != nil {
		return nil, placed(err, lines)
	}
	return bound, nil
}

// placed puts before a clash where the keys of its actions were given.
func placed(err error, lines map[ID]string) error {
	var clash *ClashError
	if !errors.As(err, &clash) {
		return err
	}
	var where []string
	for _, a := range []Action{clash.Second, clash.First} {
		if line, ok := lines[a.ID]; ok && !slices.Contains(where, line) {
			where = append(where, line)
		}
	}
	return fmt.Errorf("%s: %w: give one of them another key", strings.Join(where, " and "), err)
}

// action finds the action that a line is about, and checks the line.
func (b Binding) action(actions []Action) (ID, error) {
	scopes := make([]string, 0, len(Scopes()))
	for _, s := range Scopes() {
		scopes = append(scopes, string(s))
	}
	if !slices.Contains(scopes, b.Scope) {
		return "", fmt.Errorf("there is no scope [%s]%s", text.Clean(b.Scope, 40), meant(b.Scope, scopes))
	}
	var names []string
	found := false
	for _, a := range actions {
		if string(a.Scope) != b.Scope {
			if string(a.ID) == b.Action {
				return "", fmt.Errorf("%s stands in [%s], not in [%s]", a.ID, a.Scope, b.Scope)
			}
			continue
		}
		names = append(names, string(a.ID))
		found = found || string(a.ID) == b.Action
	}
	if !found {
		return "", fmt.Errorf("there is no action %q in [%s]%s", text.Clean(b.Action, 40), b.Scope, meant(b.Action, names))
	}
	for _, key := range b.Keys {
		if err := checkKey(key); err != nil {
			return "", fmt.Errorf("%s: %w", b.Action, err)
		}
	}
	return ID(b.Action), nil
}

func meant(name string, names []string) string {
	if near, ok := text.Nearest(name, names); ok {
		return fmt.Sprintf("; did you mean %q?", near)
	}
	return ""
}

// keyNames are the keys that have a name instead of a character.
func keyNames() []string {
	names := []string{"enter", "esc", "space", "tab", "up", "down", "left", "right", "pgup", "pgdown", "home", "end", "insert", "delete", "backspace"}
	for n := range 20 {
		names = append(names, fmt.Sprintf("f%d", n+1))
	}
	return names
}

// modifiers in the order in which a key's name has them.
var modifiers = []string{"ctrl+", "alt+", "shift+"}

// checkKey refuses what no key is called.
func checkKey(binding string) error {
	parts := strings.Fields(binding)
	if len(parts) == 0 || len(parts) > 2 || strings.Join(parts, " ") != binding {
		return fmt.Errorf("%q is not a key or two keys in turn", text.Clean(binding, 40))
	}
	for _, part := range parts {
		base := part
		for _, mod := range modifiers {
			if rest := strings.TrimPrefix(base, mod); rest != "" {
				base = rest
			}
		}
		if len([]rune(base)) == 1 || slices.Contains(keyNames(), base) {
			continue
		}
		return fmt.Errorf("there is no key %q%s", text.Clean(part, 40), meant(base, keyNames()))
	}
	return nil
}

// WriteFile writes a file of keys with every binding as a comment, to start from.
func (b *Bindings) WriteFile(out io.Writer, w *words.Words) error {
	var s strings.Builder
	s.WriteString("# The keys of tradedesk. Take the # off the lines that you change.\n")
	for _, scope := range Scopes() {
		fmt.Fprintf(&s, "\n# %s\n[%s]\n", w.T("scope."+string(scope)), scope)
		for _, a := range b.actions {
			if a.Scope != scope {
				continue
			}
			quoted := make([]string, len(a.Keys))
			for i, key := range a.Keys {
				quoted[i] = `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(key) + `"`
			}
			fmt.Fprintf(&s, "#%s = [%s]  # %s\n", a.ID, strings.Join(quoted, ", "), w.T(a.Help()))
		}
	}
	if _, err := io.WriteString(out, s.String()); err != nil {
		return fmt.Errorf("writing the file of keys: %w", err)
	}
	return nil
}
