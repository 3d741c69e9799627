package duplicate

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"tradedesk/model"
	"tradedesk/model/canonical"
)

// unites reports whether two values of a field make one that holds both.
func unites(f model.Field) bool {
	return f.List || f.Type == model.TypeLong || f.Type == model.TypeCustom
}

func unite(f model.Field, winner, loser model.Record) json.RawMessage {
	a, b := f.Get(winner), f.Get(loser)
	if f.Type == model.TypeLong {
		return joinLong(a, b)
	}
	var all, more []json.RawMessage
	read(a, &all)
	read(b, &more)
	return listOf(append(all, more...))
}

// listOf gives a list of elements without repeats, as many as one may hold: what
// is beyond stays in the record it was in.
func listOf(elements []json.RawMessage) json.RawMessage {
	seen := map[string]bool{}
	elements = slices.DeleteFunc(elements, func(e json.RawMessage) bool {
		twice := seen[string(e)]
		seen[string(e)] = true
		return twice
	})
	if len(elements) == 0 {
		return nil
	}
	return canonical.OrText(canonical.Plain(elements[:min(len(elements), model.MaxElements)]))
}

// joinLong puts two texts one after the other, unless one is in the other or
// there is no room for both: the loser's then stays in its own record.
func joinLong(a, b json.RawMessage) json.RawMessage {
	var first, second string
	read(a, &first)
	read(b, &second)
	switch joined := first + "\n\n" + second; {
	case strings.Contains(first, second), utf8.RuneCountInString(joined) > model.MaxLong && first != "":
		return a
	case strings.Contains(second, first):
		return b
	default:
		return canonical.Of(joined)
	}
}

// uniteCustom gives the names of both; of one that both have, the newer value.
func uniteCustom(f model.Field, winner, loser model.Record, newer bool) json.RawMessage {
	all := map[string]string{}
	under, over := loser, winner
	if newer {
		under, over = winner, loser
	}
	maps.Copy(all, f.Value(under).(map[string]string))
	for name, content := range f.Value(over).(map[string]string) {
		if _, ok := all[name]; ok || len(all) < model.MaxElements {
			all[name] = content
		}
	}
	if len(all) == 0 {
		return nil
	}
	return canonical.Of(all)
}

// read decodes what a field of a record gave.
func read(raw json.RawMessage, into any) {
	if raw == nil {
		return
	}
	if err := json.Unmarshal(raw, into); err != nil {
		panic(fmt.Sprintf("reading back a field of a record: %v", err))
	}
}
