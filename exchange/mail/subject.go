package mail

import (
	"strings"
	"unicode"
)

// marks are what programs and people put before the subject of an answer, or of what
// they send on, in the languages that a broker's mail is in.
var marks = map[string]bool{
	"re": true, "fw": true, "fwd": true, // English, and many others
	"aw": true, "wg": true, "antw": true, // German, Dutch
	"tr": true, "réf": true, "ref": true, "rép": true, "rep": true, "transf": true, // French
	"rv": true, "res": true, "enc": true, "r": true, "i": true, // Spanish, Portuguese, Italian
	"sv": true, "vs": true, "vb": true, "ynt": true, "ilt": true, "odp": true, "pd": true, // Nordic, Turkish, Polish
	"رد": true, "ردّ": true, "إعادة توجيه": true, "اعادة توجيه": true, "تحويل": true, "محول": true,
	"回复": true, "答复": true, "转发": true, "ответ": true,
}

// BaseSubject gives a subject without the marks of answering and sending on, and
// without what mailing lists put before it; answers says that there was a mark.
func BaseSubject(subject string) (base string, answers bool) {
	base = strings.Join(strings.Fields(strings.Map(visible, subject)), " ")
	for range 20 {
		if rest, ok := withoutMark(base); ok {
			base, answers = rest, true
			continue
		}
		// "[list] Re: subject": the mark behind it is looked for.
		if end := strings.IndexByte(base, ']'); strings.HasPrefix(base, "[") && end > 0 && end < 40 {
			if rest, ok := withoutMark(strings.TrimSpace(base[end+1:])); ok {
				base, answers = base[:end+1]+" "+rest, true
				continue
			}
		}
		break
	}
	return base, answers
}

// withoutMark takes one mark off: "Re:", "RE :", "Re[2]:", "Re(3):", "AW：".
func withoutMark(subject string) (rest string, ok bool) {
	end := strings.IndexAny(subject, ":：")
	if end <= 0 || end > 40 {
		return subject, false
	}
	mark := strings.TrimSpace(subject[:end])
	if open := strings.IndexAny(mark, "[("); open > 0 && strings.Trim(mark[open:], "[]()0123456789") == "" {
		mark = strings.TrimSpace(mark[:open])
	}
	if !marks[strings.ToLower(mark)] {
		return subject, false
	}
	_, size := firstRune(subject[end:])
	return strings.TrimSpace(subject[end+size:]), true
}

func firstRune(text string) (first rune, size int) {
	for i, r := range text {
		if i > 0 {
			return first, i
		}
		first = r
	}
	return first, len(text)
}

// visible drops marks of direction and other characters that nobody sees.
func visible(r rune) rune {
	if unicode.Is(unicode.Cf, r) {
		return -1
	}
	return r
}
