package protocol

// MaxDepth is how deep lists and objects lie in one another in a value, at most. An entry
// and a state lay their own around it, and readers of JSON give up at some depth: a log
// with one entry that nobody can read would hold up every desk.
const MaxDepth = 64

// deeperThan reports whether lists and objects lie in one another more often than so in raw,
// which is JSON.
func deeperThan(most int, raw []byte) bool {
	depth, inText := 0, false
	for i := 0; i < len(raw); i++ {
		switch c := raw[i]; {
		case inText && c == '\\':
			i++ // what is escaped ends no text
		case c == '"':
			inText = !inText
		case inText:
		case c == '[' || c == '{':
			if depth++; depth > most {
				return true
			}
		case c == ']' || c == '}':
			depth--
		}
	}
	return false
}
