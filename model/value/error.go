package value

import (
	"maps"
	"strconv"
	"strings"
	"unicode/utf8"

	"tradedesk/model/refusal"
	"tradedesk/model/text"
)

// errorTextRunes is how much of a refused value an error repeats.
const errorTextRunes = 40

// Code says in one word why a text is refused, for those who word it themselves.
type Code string

// The codes of an Error.
const (
	CodeEmpty     Code = "empty"     // nothing was given
	CodeSyntax    Code = "syntax"    // not written as such a value is
	CodeAmbiguous Code = "ambiguous" // could mean two things
	CodeUnknown   Code = "unknown"   // well written, but in no list
	CodeObsolete  Code = "obsolete"  // once in a list, no more
	CodeRange     Code = "range"     // too long, too short, too large
	CodeMismatch  Code = "mismatch"  // does not go together: kilograms and litres
)

// Error says why a text is not a value of a type. Every Parse function of this
// package fails with an *Error.
type Error struct {
	Type   string // what was wanted, in words: "number", "currency", …
	Text   string // what was given, as it came
	Code   Code   // why, in one word
	Reason string // why, in words
	Hint   string // what to write instead, may be empty
	// Meant is what an ambiguous text could be, or what is written now for an obsolete one, as it
	// is written; empty where only Hint says it.
	Meant []string
	// Detail says more finely than Code why; "" where Code says all. Parts are what it names.
	Detail Detail
	Parts  refusal.Parts
}

// Detail is a finer reason of an Error, for which screens have words of their own.
type Detail string

// The details of an Error.
const (
	DetailFormer      Detail = "former" // a country that was dissolved in {Year}
	DetailShort       Detail = "short"
	DetailLong        Detail = "long"
	DetailLength      Detail = "length" // that no number of its country has
	DetailManyParts   Detail = "many_parts"
	DetailTwoBalances Detail = "two_balances"
	DetailNoAddend    Detail = "no_addend"
	DetailSaysNothing Detail = "says_nothing"
	DetailNoBalance   Detail = "no_balance"  // the others make {Percent} % before it
	DetailNotHundred  Detail = "not_hundred" // they make {Percent} %
	DetailNullPart    Detail = "null_part"
	DetailNoTerm      Detail = "no_term"
	DetailTwice       Detail = "twice"
	DetailBelowNull   Detail = "below_null"
	DetailBrackets    Detail = "brackets"
	DetailHundred     Detail = "hundred"
	DetailMargin      Detail = "margin"
	DetailNoAmount    Detail = "no_amount"
	DetailFloor       Detail = "floor"
)

// Details are all of an Error.
func Details() []Detail {
	return []Detail{
		DetailFormer, DetailShort, DetailLong, DetailLength, DetailManyParts, DetailTwoBalances, DetailNoAddend, DetailSaysNothing, DetailNoBalance, DetailNotHundred, DetailNullPart,
		DetailNoTerm, DetailTwice, DetailBelowNull, DetailBrackets, DetailHundred, DetailMargin, DetailNoAmount, DetailFloor,
	}
}

// Told gives it for who has words of their own: "value." and its code, with its type, the text,
// what could be meant, parted by " | ", and the detail with what it names.
func (e *Error) Told() refusal.Told {
	parts := refusal.Parts{"Type": e.Type, "Text": text.Clean(e.Text, errorTextRunes)}
	if len(e.Meant) > 0 {
		parts["Meant"] = strings.Join(e.Meant, " | ")
	}
	if e.Detail != "" {
		parts["Detail"] = string(e.Detail)
		maps.Copy(parts, e.Parts)
	}
	return refusal.Told{Code: "value." + string(e.Code), Parts: parts, Text: e.Error()}
}

// Codes are all of an Error.
func Codes() []Code {
	return []Code{CodeEmpty, CodeSyntax, CodeAmbiguous, CodeUnknown, CodeObsolete, CodeRange, CodeMismatch}
}

// Error gives one line: what, the value, why, what to do. The value is cleaned
// and cut, so the line is safe to print.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Type)
	if shown := shownText(e.Text); shown != "" {
		b.WriteByte(' ')
		b.WriteString(shown)
	}
	b.WriteString(": ")
	b.WriteString(e.Reason)
	if e.Hint != "" {
		b.WriteString(": ")
		b.WriteString(e.Hint)
	}
	return b.String()
}

// shownText quotes what was given, "" when nothing of it can be shown.
func shownText(s string) string {
	shown := text.Clean(s, errorTextRunes)
	if shown == "" {
		return ""
	}
	if len([]rune(s)) > errorTextRunes && len([]rune(text.Clean(s, errorTextRunes+1))) > errorTextRunes {
		shown = text.Clean(s, errorTextRunes-1) + "…"
	}
	return strconv.Quote(shown)
}

// emptyError is what every Parse says to a text without anything in it.
func emptyError(what, given string) *Error {
	return &Error{Type: what, Text: given, Code: CodeEmpty, Reason: "nothing was given"}
}

// maxInput is how many bytes of a text any Parse looks at; longer is refused
// before work is done.
const maxInput = 4096

// prepare trims a text for parsing: spaces of all kinds around, and the bidi
// marks that copying from Arabic text brings along.
func prepare(what, given string) (string, *Error) {
	if len(given) > maxInput {
		return "", &Error{Type: what, Text: given[:maxInput], Code: CodeRange, Reason: "is too long"}
	}
	if given != "" && ascii(given) && given[0] > ' ' && given[len(given)-1] > ' ' {
		return given, nil
	}
	s := strings.TrimSpace(strings.Map(dropMark, given))
	if s == "" {
		return "", emptyError(what, given)
	}
	return s, nil
}

func dropMark(r rune) rune {
	switch {
	case r == '\u061c', r == '\u200e', r == '\u200f', r == '\ufeff', r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069':
		return -1
	}
	return r
}

// ascii reports whether s has nothing but ASCII in it: most has, and is quicker
// to read.
func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// latinDigits writes the digits of any script in ASCII; the rest stays.
func latinDigits(s string) string {
	if ascii(s) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if r < 0x80 {
			return r
		}
		if f := text.Fold(string(r)); len(f) == 1 && f[0] >= '0' && f[0] <= '9' {
			return rune(f[0])
		}
		return r
	}, s)
}
