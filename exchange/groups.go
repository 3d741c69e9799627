package exchange

import (
	"slices"
	"strings"

	"tradedesk/model/refusal"
)

// ErrorGroup is all rows with one reason. Lines holds the first of them.
type ErrorGroup struct {
	Sheet   string `json:"sheet,omitempty"`
	Field   string `json:"field"`
	Message string `json:"message"` // of the first row, without its value
	// Why is the reason of the first row, with its value, for who has words of their own.
	Why   *refusal.Told `json:"why,omitempty"`
	Count int           `json:"count"`
	Lines []int         `json:"lines"`
}

// Bounds of the groups in a report.
const (
	maxGroups     = 100
	maxGroupLines = 20
)

// groups collects rows by their reason, in the order in which they came.
type groups []ErrorGroup

func (g *groups) add(e RowError) {
	message := reasonOf(e.Message)
	i := slices.IndexFunc(*g, func(of ErrorGroup) bool {
		return of.Field == e.Field && of.Sheet == e.Sheet && of.Message == message
	})
	switch {
	case i >= 0:
	case len(*g) < maxGroups:
		*g = append(*g, ErrorGroup{Sheet: e.Sheet, Field: e.Field, Message: message, Why: e.tell().Why})
		i = len(*g) - 1
	default:
		return // the counts of the report are whole all the same
	}
	of := &(*g)[i]
	of.Count++
	if len(of.Lines) < maxGroupLines {
		of.Lines = append(of.Lines, e.Line)
	}
}

// addAll adds groups that come after these.
func (g *groups) addAll(others groups) {
	for _, o := range others {
		i := slices.IndexFunc(*g, func(of ErrorGroup) bool { return of.Field == o.Field && of.Sheet == o.Sheet && of.Message == o.Message })
		if i < 0 && len(*g) < maxGroups {
			*g = append(*g, o)
			continue
		}
		if i >= 0 {
			of := &(*g)[i]
			of.Count += o.Count
			of.Lines = append(of.Lines, o.Lines[:min(len(o.Lines), maxGroupLines-len(of.Lines))]...)
		}
	}
}

// valued is how a message about a value begins, quoted a value in any other.
var (
	valued = lazily(`^[\pL -]+ "(?:[^"\\]|\\.)*": `)
	quoted = lazily(`"(?:[^"\\]|\\.)*"?|“[^”]*”`)
	digits = lazily(`\d+`)
)

// reasonOf gives a message without the value that it is about, so that rows with
// one reason have one text.
func reasonOf(message string) string {
	message = valued().ReplaceAllString(message, "")
	if strings.HasPrefix(message, "could be ") {
		return "could be one of two" + andHow(message)
	}
	message = quoted().ReplaceAllString(message, "…")
	if strings.HasPrefix(message, "has ") || strings.Contains(message, " is of a ") {
		message = digits().ReplaceAllString(message, "…")
	}
	return message
}

// andHow keeps what tells how a doubt is ended.
func andHow(message string) string {
	if _, how, ok := strings.Cut(message, ": say "); ok {
		return ": say " + how
	}
	return ""
}
