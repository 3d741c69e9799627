package value

import (
	"strconv"
	"strings"

	"tradedesk/model/text"
)

// errorTextRunes is how much of a refused value an error repeats.
const errorTextRunes = 40

// Error says why a text is not a value of a type. Every Parse function of this
// package fails with an *Error.
type Error struct {
	Type   string // what was wanted, in words: "number", "currency", …
	Text   string // what was given, as it came
	Reason string // why it is refused
	Hint   string // what to write instead, may be empty
}

// Error gives one line: what, the value, why, what to do. The value is cleaned
// and cut, so the line is safe to print.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Type)
	if shown := text.Clean(e.Text, errorTextRunes); shown != "" {
		b.WriteByte(' ')
		b.WriteString(strconv.Quote(shown))
	}
	b.WriteString(": ")
	b.WriteString(e.Reason)
	if e.Hint != "" {
		b.WriteString(": ")
		b.WriteString(e.Hint)
	}
	return b.String()
}
