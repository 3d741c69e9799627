package chat

import (
	"regexp"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"tradedesk/model/refusal"
)

// Chat is a conversation. Its messages are in the order of the export.
type Chat struct {
	Messages []Message
	// Unsure says that nothing in the file tells whether days or months come first:
	// days were taken.
	Unsure bool
}

// Message is one message of a chat.
type Message struct {
	Line  int // of the file, from 1
	At    time.Time
	From  string // "" for what the program says itself
	Text  string // without the name of an attached file
	File  string // that is attached, "" for none
	Media bool   // a file was left out of the export

	begin, end int // of the text in the file
}

// ErrNoChat is what a text says that is none.
var ErrNoChat = refusal.New("import.no_chat", "is no WhatsApp chat: no line begins with a date, a time and a name")

// stamp is a date and time as it is written: year, month and day in any order.
type stamp struct {
	parts                [3]int
	yearFirst            bool
	hour, minute, second int
	half                 string // a, p, or "" for 24 hours
	latinHalf            bool
}

// head is what a message begins with. Marks of direction, blanks and digits are made
// plain before it is looked for.
var head = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(\[)?(\d{1,4})[/.\-](\d{1,2})[/.\-](\d{1,4}),? +(?:(?:à|at|um|a las|alle|om|kl\.) +)?(\d{1,2})[:.h](\d{2})(?:[:.](\d{2}))? ?([AaPp]\.? ?[Mm]\.?|م|ص|صباحا|مساء)?(\] ?| ?[-–] )`)
})

// maxHead bounds what a head is looked for in, in bytes.
const maxHead = 120

// begun is a message and where in the file its text and the end of that are.
type begun struct {
	stamp     stamp
	name      string
	line      int
	text, end int
}

// Parse reads a chat. Its times are in the zone where the telephone was.
func Parse(file string, zone *time.Location) (*Chat, error) {
	var all []begun
	at, n := 0, 0
	for line := range strings.Lines(file) {
		n++
		end := at + len(strings.TrimRight(line, "\r\n"))
		if s, rest, ok := cutStamp(file[at:end]); ok {
			name, text := cutName(rest)
			all = append(all, begun{stamp: s, name: name, line: n, text: end - len(text), end: end})
		} else if len(all) > 0 {
			all[len(all)-1].end = end
		}
		at += len(line)
	}
	c := &Chat{}
	stamps := make([]stamp, len(all))
	for i := range all {
		stamps[i] = all[i].stamp
	}
	order, sure := orderOf(stamps)
	c.Unsure = !sure
	for _, b := range all {
		when, ok := b.stamp.at(order, zone)
		if last := len(c.Messages) - 1; !ok && last >= 0 {
			// No such day: a text that looks like the beginning of a message.
			c.Messages[last].end = b.end
			continue
		}
		if ok {
			c.Messages = append(c.Messages, Message{Line: b.line, At: when, From: b.name, begin: b.text, end: b.end})
		}
	}
	if len(c.Messages) == 0 {
		return nil, ErrNoChat
	}
	for i := range c.Messages {
		m := &c.Messages[i]
		m.Text = strings.ReplaceAll(file[m.begin:m.end], "\r\n", "\n")
		m.settle()
	}
	return c, nil
}

// Begins reports whether a text begins as a chat does.
func Begins(text string) bool {
	line, _, _ := strings.Cut(text[:min(len(text), 4096)], "\n")
	_, rest, ok := cutStamp(strings.TrimRight(line, "\r"))
	return ok && rest != ""
}

// cutStamp takes the date and time off a line.
func cutStamp(line string) (s stamp, rest string, ok bool) {
	plain, ends := plainHead(line)
	found := head().FindStringSubmatch(plain)
	if found == nil || (found[1] == "[") != strings.HasPrefix(found[9], "]") {
		return s, "", false
	}
	s.yearFirst = len(found[2]) == 4
	s.parts = [3]int{number(found[2]), number(found[3]), number(found[4])}
	s.hour, s.minute, s.second = number(found[5]), number(found[6]), number(found[7])
	switch half := strings.ToLower(found[8]); {
	case strings.HasPrefix(half, "p") || strings.HasPrefix(half, "م"):
		s.half = "p"
	case half != "":
		s.half = "a"
	}
	s.latinHalf = found[8] != "" && found[8][0] < utf8.RuneSelf
	return s, line[ends[len(found[0])]:], true
}

// plainHead gives the beginning of a line with plain digits and blanks and no marks
// that nobody sees; ends has, for each byte of it, where in the line it is from.
func plainHead(line string) (plain string, ends []int) {
	out := make([]byte, 0, maxHead)
	for i, r := range line {
		if len(out) > maxHead-utf8.UTFMax {
			break
		}
		switch {
		case unicode.Is(unicode.Cf, r):
			continue
		case r >= '٠' && r <= '٩':
			r = r - '٠' + '0'
		case r >= '۰' && r <= '۹':
			r = r - '۰' + '0'
		case r == '،':
			r = ','
		case unicode.IsSpace(r):
			r = ' '
		}
		before := len(out)
		out = utf8.AppendRune(out, r)
		for range len(out) - before {
			ends = append(ends, i)
		}
	}
	return string(out), append(ends, min(endOf(line, ends), len(line)))
}

// endOf gives where the rune behind the last one that ends knows begins.
func endOf(line string, ends []int) int {
	if len(ends) == 0 {
		return 0
	}
	last := ends[len(ends)-1]
	_, size := utf8.DecodeRuneInString(line[last:])
	return last + size
}

func number(digits string) int {
	n := 0
	for _, d := range digits {
		n = n*10 + int(d-'0')
	}
	return n
}

// cutName takes the name off a message; what the program says itself has none.
func cutName(rest string) (name, text string) {
	name, text, ok := strings.Cut(rest, ": ")
	if !ok {
		if name, ok = strings.CutSuffix(rest, ":"); !ok {
			return "", rest
		}
	}
	name = strings.TrimSpace(strings.Map(seen, name))
	if name == "" || utf8.RuneCountInString(name) > 100 {
		return "", rest
	}
	return strings.TrimPrefix(name, "~ "), text
}

// seen drops marks of direction and the like.
func seen(r rune) rune {
	switch {
	case unicode.Is(unicode.Cf, r):
		return -1
	case r == '\u00a0' || r == '\u202f':
		return ' '
	}
	return r
}
