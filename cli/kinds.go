package cli

import (
	"fmt"

	"tradedesk/model"
)

func kindNames() []string {
	names := make([]string, 0, len(model.Kinds()))
	for _, k := range model.Kinds() {
		names = append(names, string(k))
	}
	return names
}

// parseKind reads a kind as it was typed, and says which one was probably meant.
func parseKind(typed string) (model.Kind, error) {
	kind, err := model.ParseKind(typed)
	if err == nil {
		return kind, nil
	}
	if guess, ok := nearest(typed, kindNames()); ok {
		return "", usagef("%w; did you mean %q?", err, guess)
	}
	return "", usageError{err}
}

// unknownField is an error with the name that was probably meant.
func unknownField(kind model.Kind, name string, also ...string) error {
	names := append([]string(nil), also...)
	for _, f := range model.SchemaOf(kind).Fields {
		names = append(names, f.Name)
	}
	hint := "`tradedesk add --help` lists the fields"
	if guess, ok := nearest(name, names); ok {
		hint = fmt.Sprintf("did you mean %q?", guess)
	}
	return usagef("%s: unknown field %.40q; %s", kind, clean(name), hint)
}
