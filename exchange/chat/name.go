package chat

import (
	"path"
	"strings"
)

// nameMarks stand before the other's name in the name of an exported file.
var nameMarks = []string{
	"whatsapp chat with ", "whatsapp chat - ", "discussion whatsapp avec ", "discussion whatsapp - ", "chat whatsapp avec ",
	"دردشة واتساب مع ", "محادثة واتساب مع ", "whatsapp chat mit ", "chat de whatsapp con ",
}

// OtherOf gives the name or number in the name of an exported file, "" when it has none.
func OtherOf(file string) string {
	name := path.Base(strings.ReplaceAll(file, `\`, "/"))
	name = strings.TrimSuffix(strings.TrimSuffix(name, ".zip"), ".txt")
	name = strings.TrimSpace(strings.Map(seen, name))
	for _, mark := range nameMarks {
		if len(name) > len(mark) && strings.EqualFold(name[:len(mark)], mark) {
			other := strings.TrimSpace(name[len(mark):])
			// A second download of the same file: "… (1)".
			if open := strings.LastIndex(other, " ("); open > 0 && strings.Trim(other[open+2:], "0123456789)") == "" {
				other = other[:open]
			}
			return other
		}
	}
	return ""
}

// IsNumber reports whether a name is a telephone number, as those have who are in no
// address book.
func IsNumber(name string) bool {
	digits := 0
	for _, r := range strings.Map(seen, name) {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case !strings.ContainsRune("+-() .", r):
			return false
		}
	}
	return digits >= 7
}
