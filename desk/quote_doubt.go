package desk

import (
	"strconv"
	"strings"

	"tradedesk/exchange"
	"tradedesk/model/quotetext"
	"tradedesk/model/refusal"
)

// Where in a source something is not clear, and why.
var (
	errDoubt           = refusal.New("answer.doubt", "{Field}: {Why}")
	errDoubtCell       = refusal.New("answer.doubt_cell", "{Cell} {Field}: {Why}")
	errDoubtNumber     = refusal.New("answer.doubt_number", "{Cell} number: {Why}")
	errDoubtWords      = refusal.New("answer.doubt_words", "\"{Words}\": {Why}")
	errDoubtQuantities = refusal.New("answer.doubt_quantities", "\"quantities\": {Why}")
	errNumber          = refusal.New("answer.number", "{Cell}: {Why}")
	errNumbers         = refusal.New("answer.numbers", "{Cell}: {Why} (and {Count} more)")
)

func doubtsOfText(doubts []quotetext.Doubt) []error {
	var out []error
	for _, d := range doubts {
		if d.Words == "" {
			out = append(out, errDoubtQuantities.For(d.Why))
		} else {
			out = append(out, errDoubtWords.With(refusal.Parts{"Words": d.Words}).For(d.Why))
		}
	}
	return out
}

// doubtsOfFile names the cells of a table, "C5 currency", and the fields of a document.
func doubtsOfFile(doubts []exchange.RowError) []error {
	var out []error
	for _, d := range doubts {
		at := max(strings.LastIndexByte(d.Field, ' '), 0)
		switch cell, field := d.Field[:at], strings.TrimPrefix(d.Field[at:], " "); {
		case d.Column == 0 || cell == "":
			out = append(out, errDoubt.With(refusal.Parts{"Field": d.Field}).For(d.Cause()))
		case field == "number":
			out = append(out, errDoubtNumber.With(refusal.Parts{"Cell": cell}).For(d.Cause()))
		default:
			out = append(out, errDoubtCell.With(refusal.Parts{"Cell": cell, "Field": field}).For(d.Cause()))
		}
	}
	return out
}

// unclear asks back the first of the numbers that could be two.
func unclear(numbers []exchange.RowError) error {
	first := refusal.Parts{"Cell": numbers[0].Field}
	if n := len(numbers); n > 1 {
		first["Count"] = strconv.Itoa(n - 1)
		return errNumbers.With(first).For(numbers[0].Cause())
	}
	return errNumber.With(first).For(numbers[0].Cause())
}
