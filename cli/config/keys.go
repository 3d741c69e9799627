package config

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/BurntSushi/toml"
)

// Binding is a line of the file of keys.
type Binding struct {
	Scope  string // the table that it stands in
	Action string
	Keys   []string
	Where  string // file:line
}

// ReadKeys reads a file of keys; one that is not there binds nothing. must says
// that it was asked for by name, so that it has to be there. What the actions and
// keys are called the screens know.
func ReadKeys(path string, must bool) ([]Binding, error) {
	data, err := readBounded(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && !must:
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("reading the keys: %w", err)
	}
	var raw map[string]any
	meta, err := toml.Decode(string(data), &raw)
	if err != nil {
		return nil, syntaxFault(path, err)
	}
	lines := linesOf(string(data))
	var out []Binding
	for _, key := range meta.Keys() {
		v := find(raw, key)
		if _, isTable := v.(map[string]any); isTable {
			continue
		}
		full := strings.Join(key, ".")
		b := Binding{Where: fmt.Sprintf("%s:%d", path, lines[full])}
		if len(key) < 2 {
			return nil, fmt.Errorf("%s: %s: stands outside of a table such as [lead]", b.Where, key[0])
		}
		b.Scope, b.Action = key[0], strings.Join(key[1:], ".")
		if b.Keys, err = keyList(v); err != nil {
			return nil, fmt.Errorf("%s: %s: %w", b.Where, b.Action, err)
		}
		out = append(out, b)
	}
	return out, nil
}

// find gives the value at a path of names.
func find(table map[string]any, key toml.Key) any {
	var v any = table
	for _, part := range key {
		inner, ok := v.(map[string]any)
		if !ok {
			return nil
		}
		v = inner[part]
	}
	return v
}

func keyList(v any) ([]string, error) {
	switch v := v.(type) {
	case string:
		return []string{v}, nil
	case []any:
		var keys []string
		for _, item := range v {
			key, ok := item.(string)
			if !ok {
				return nil, errNoKeys
			}
			keys = append(keys, key)
		}
		if len(keys) > 0 {
			return keys, nil
		}
	}
	return nil, errNoKeys
}

var errNoKeys = errors.New(`want a key or a list of keys, such as ["y", "ctrl+y"]`)
