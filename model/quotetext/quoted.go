package quotetext

import (
	"regexp"
	"strings"
	"sync"
	"unicode/utf8"

	"tradedesk/model/text"
)

// withoutQuoted gives a text with spaces in the place of what it quotes of the letter that it
// answers, so that what was asked for is not taken for what is offered. Places stay the same.
func withoutQuoted(given string) string {
	lines := strings.Split(given, "\n")
	for i := 0; i < len(lines); i++ {
		switch end := markedTo(lines, i); {
		case end > i:
			if !allCompare(lines[i:end]) {
				blankLines(lines[i:end])
			}
			i = end - 1
		case attribution().MatchString(text.Fold(lines[i])) && !marked(nextFilled(lines[i+1:])):
			blankLines(lines[i:])
		case headOfMail(lines[i:]):
			blankLines(lines[i:])
		}
	}
	return strings.Join(lines, "\n")
}

// marked reports whether a line is marked as what somebody else wrote.
func marked(line string) bool { return strings.HasPrefix(strings.TrimLeft(line, " \t"), ">") }

// markedTo gives where the marked lines end that begin at i.
func markedTo(lines []string, i int) int {
	for i < len(lines) && marked(lines[i]) {
		i++
	}
	return i
}

var greater = lazy(`^\s*>\s*=?\s*\d`)

// allCompare reports whether marked lines are no quotation but quantities: "> 500 kg: 4.20".
func allCompare(lines []string) bool {
	for _, line := range lines {
		if !greater().MatchString(text.Fold(line)) {
			return false
		}
	}
	return true
}

// attribution is the line above a letter that is quoted whole: "On Monday Salma wrote:".
var attribution = lazy(`\b(?:wrote|schrieb|escribio|a ecrit)\s*:\s*$|كتب\S*.*:\s*$|^\W*(?:original message|message d'origine|message original|ursprungliche nachricht|الرسالة الاصلية)\W*$`)

// The names of the headers that mail programs put above a letter that is quoted whole.
var (
	headFrom = lazy(`^\W*(?:from|de|von|من)\W*:\s*\S`)
	headRest = lazy(`^\W*(?:sent|date|envoye|to|a|objet|subject|gesendet|an|betreff|fecha|asunto|para|تاريخ|التاريخ|ارسل|الى|الموضوع)\W*:`)
)

// mostHeads is how many lines the headers of a quoted letter take.
const mostHeads = 6

// headOfMail reports whether lines begin with the headers of a letter: its sender and at
// least two more.
func headOfMail(lines []string) bool {
	if !headFrom().MatchString(text.Fold(lines[0])) {
		return false
	}
	n := 0
	for _, line := range lines[1:min(len(lines), mostHeads)] {
		if headRest().MatchString(text.Fold(line)) {
			n++
		}
	}
	return n >= 2
}

func nextFilled(lines []string) string {
	for _, line := range lines {
		if strings.TrimSpace(line) != "" {
			return line
		}
	}
	return ""
}

// blankLines puts spaces in the place of all that lines say.
func blankLines(lines []string) {
	for i, line := range lines {
		lines[i] = strings.Repeat(" ", utf8.RuneCountInString(line))
	}
}

func lazy(expression string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression) })
}
