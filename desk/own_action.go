package desk

import (
	"strings"

	"tradedesk/model"
)

// How the labels begin of actions that the desk names itself.
const (
	imports = "import "
	settles = "settle "
	merges  = "merge " // as the store says it
	samples = "sample data"
)

// OwnAction is an action that the desk named itself, taken apart for who has words of their own.
type OwnAction struct {
	Do    string     // "import", "settle", "merge" or "sample"; "" for an action that others named
	File  string     // that was imported
	Field string     // that was settled, as registers are called
	Kind  model.Kind // of what others became one with
	Title string     // of the record
}

// OwnActionOf takes the label of an action apart.
func OwnActionOf(label string) OwnAction {
	if file, ok := strings.CutPrefix(label, imports); ok {
		return OwnAction{Do: "import", File: file}
	}
	if rest, ok := strings.CutPrefix(label, settles); ok {
		if fields, title, ok := strings.Cut(rest, " of "); ok {
			return OwnAction{Do: "settle", Field: strings.ReplaceAll(fields, " and ", "+"), Title: title}
		}
	}
	if rest, ok := strings.CutPrefix(label, merges); ok {
		if at := strings.LastIndex(rest, " into "); at >= 0 {
			kind, title, _ := strings.Cut(rest[at+len(" into "):], " ")
			if model.SchemaOf(model.Kind(kind)) != nil {
				return OwnAction{Do: "merge", Kind: model.Kind(kind), Title: title}
			}
		}
	}
	if label == samples {
		return OwnAction{Do: "sample"}
	}
	return OwnAction{}
}

// Settles reports whether an action settled a conflict. To undo it puts back the value that
// was shown before: it is an edit like any other, whose author had seen all of the values,
// so the others stay in the history alone.
func Settles(done Done) bool { return strings.HasPrefix(done.Label, settles) }
