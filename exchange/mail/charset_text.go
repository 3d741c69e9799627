package mail

import (
	"strings"
	"unicode/utf8"

	"tradedesk/exchange/charset"
	"tradedesk/model/refusal"
)

// read is bytes as text, and what was wrong with what they say of themselves, nil for nothing.
type read struct {
	text  string
	fault error
}

// textOf reads bytes in the charset that they are said to be in, "" for none. Mail
// often says a charset that it is not in: what is whole UTF-8 is taken for that, and
// what is none although it says so for what it looks like.
func textOf(raw []byte, name string) read {
	name = strings.Trim(name, " \t\"';")
	enc, usual, known := charset.Find(name)
	switch {
	case isASCII(raw) && !(known && charset.Shifts(usual)):
		return read{text: string(raw)}
	case known && !charset.Single(enc) && usual != charset.UTF8:
		return read{text: charset.Decode(enc, raw)}
	case utf8.Valid(raw):
		var fault error
		if known && usual != charset.UTF8 && !strings.EqualFold(name, "us-ascii") {
			fault = errNotItsUTF8.With(refusal.Parts{"Charset": shown(name)})
		}
		return read{string(raw), fault}
	case name == "":
		return read{text: charset.GuessText(raw, "")}
	case !known:
		return read{charset.GuessText(raw, ""), errNoCharset.With(refusal.Parts{"Charset": shown(name)})}
	case usual == charset.UTF8:
		return read{charset.GuessText(raw, ""), errNoUTF8}
	case strings.EqualFold(name, "us-ascii") || strings.EqualFold(name, "ascii"):
		return read{text: charset.GuessText(raw, "")}
	}
	return read{text: charset.Decode(enc, raw)}
}

func isASCII(raw []byte) bool {
	for _, b := range raw {
		if b >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// shown cuts a name that a message gives, for a fault.
func shown(name string) string {
	if len(name) > 40 {
		name = name[:40] + "…"
	}
	return strings.ToValidUTF8(name, "\uFFFD")
}
