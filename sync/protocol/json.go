package protocol

import (
	"tradedesk/model"
	"tradedesk/model/canonical"
	"tradedesk/model/causal"
	"tradedesk/model/value"
)

// Canonical JSON needs its members in order and nothing else that encoding/json does:
// what travels often is written by hand.

func appendComma(out []byte, i int) []byte {
	if i > 0 {
		return append(out, ',')
	}
	return out
}

// appendKey writes the name of the i-th member.
func appendKey(out []byte, i int, name string) []byte {
	return append(canonical.AppendString(appendComma(out, i), name), ':')
}

// appendText writes a text that has nothing to escape.
func appendText(out []byte, text string) []byte {
	return append(append(append(out, '"'), text...), '"')
}

func appendID(out []byte, id model.ID) []byte { return append(id.Append(append(out, '"')), '"') }

func appendInstant(out []byte, at value.Instant) []byte {
	return append(at.Append(append(out, '"')), '"')
}

func appendCursor(out []byte, c causal.Cursor) []byte {
	if c == (causal.Cursor{}) {
		return append(out, `""`...)
	}
	return appendText(out, c.String())
}
