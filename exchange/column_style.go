package exchange

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"tradedesk/model"
	"tradedesk/model/value"
)

// DateOrder is in which order a file writes the parts of a date.
type DateOrder string

// The orders of dates in numbers.
const (
	DayFirst   DateOrder = "dmy"
	MonthFirst DateOrder = "mdy"
	YearFirst  DateOrder = "ymd"
)

// style is how a column writes numbers and dates. Zero values are not known.
type style struct {
	decimal byte // '.' or ','
	dates   DateOrder
}

// styleVotes counts the values of a column that can be read in one way only.
type styleVotes struct {
	points, commas       int
	dayFirst, monthFirst int
}

func (v *styleVotes) add(o styleVotes) {
	v.points += o.points
	v.commas += o.commas
	v.dayFirst += o.dayFirst
	v.monthFirst += o.monthFirst
}

// style decides; a column that contradicts itself decides nothing.
func (v styleVotes) style() style {
	var s style
	switch {
	case v.points > 0 && v.commas == 0:
		s.decimal = '.'
	case v.commas > 0 && v.points == 0:
		s.decimal = ','
	}
	switch {
	case v.dayFirst > 0 && v.monthFirst == 0:
		s.dates = DayFirst
	case v.monthFirst > 0 && v.dayFirst == 0:
		s.dates = MonthFirst
	}
	return s
}

// or takes from another style what this one does not know.
func (s style) or(other style) style {
	if s.decimal == 0 {
		s.decimal = other.decimal
	}
	if s.dates == "" {
		s.dates = other.dates
	}
	return s
}

// numberMarks part the digits of one number, beside points and commas: 1 234,50
// or 1'234.50.
const numberMarks = ".,'’\u00a0\u202f "

// oneNumber finds the number in a text such as "USD 1.250,00"; false when there
// is none or several, such as "500-1000 kg", or letters of another script.
func oneNumber(text string) (start, end int, ok bool) {
	if start = strings.IndexFunc(text, isDigit); start < 0 {
		return 0, 0, false
	}
	end = start + 1
	behind := len(text)
	for i, r := range text[start:] {
		if isDigit(r) {
			end = start + i + 1
		} else if !strings.ContainsRune(numberMarks, r) {
			behind = start + i
			break
		}
	}
	if strings.ContainsFunc(text[behind:], isDigit) {
		return 0, 0, false
	}
	return start, end, true
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

// voteNumber says with which mark the number in a text can only be decimal: 0
// when it could be both, or has none.
func voteNumber(text string) byte {
	start, end, ok := oneNumber(text)
	if !ok {
		return 0
	}
	number := text[start:end]
	points, commas := strings.Count(number, "."), strings.Count(number, ",")
	last := strings.LastIndexAny(number, ".,")
	switch {
	case points > 0 && commas > 0:
		return number[last]
	case points > 1:
		return ','
	case commas > 1:
		return '.'
	case points+commas == 0 || couldBeBoth(number, last):
		return 0
	}
	return number[last]
}

// couldBeBoth reports whether the only mark may part thousands too: three digits
// behind it, and one to three before it that are not a zero.
func couldBeBoth(number string, mark int) bool {
	return len(number)-mark == 4 && mark >= 1 && mark <= 3 && number[0] != '0'
}

// plainNumber writes the number in a text with a decimal point and no groups. A
// number that may be one of two is refused.
func plainNumber(text string, decimal byte) (string, error) {
	if !strings.ContainsAny(text, ".,") {
		return text, nil
	}
	start, end, ok := oneNumber(text)
	if !ok {
		return text, nil
	}
	number := text[start:end]
	last := strings.LastIndexAny(number, ".,")
	if last < 0 {
		return text, nil
	}
	if decimal == 0 {
		if strings.Count(number, ".")+strings.Count(number, ",") > 1 || !couldBeBoth(number, last) {
			return text, nil
		}
		whole := number[:last] + number[last+1:]
		return "", &value.Error{
			Type: "number", Text: number, Code: value.CodeAmbiguous,
			Reason: "could be " + whole + " or " + number[:last] + "." + number[last+1:] + ", and no other number of the file tells which",
			Hint:   `say decimal = "," or "." in a mapping`,
			Meant:  []string{whole, string(value.Decimal(number[:last] + "." + number[last+1:]).Typed())},
		}
	}
	group := byte(',')
	if decimal == ',' {
		group = '.'
	}
	whole, fraction, marked := strings.Cut(number, string(decimal))
	if strings.IndexByte(fraction, group) >= 0 || strings.IndexByte(fraction, decimal) >= 0 || !groupsOfThree(whole, group) {
		return "", &value.Error{
			Type: "number", Text: number, Code: value.CodeSyntax,
			Reason: "is not written as the other numbers are", Hint: fmt.Sprintf("they have %q before decimals", decimal),
		}
	}
	plain := strings.ReplaceAll(whole, string(group), "")
	if marked {
		plain += "." + fraction
	}
	return text[:start] + plain + text[end:], nil
}

func groupsOfThree(whole string, group byte) bool {
	parts := strings.Split(whole, string(group))
	for i, p := range parts {
		if i > 0 && len(p) != 3 || len(parts) > 1 && i == 0 && (p == "" || len(p) > 3) {
			return false
		}
	}
	return true
}

// inDate is a date in numbers, perhaps with a time behind it.
var inDate = lazily(`^(\d{1,2})([/.-])(\d{1,2})[/.-](\d{4}|\d{2})(?:[ T,]+(.*))?$`)

// voteDate says which order a date can only have; "" when both would do.
func voteDate(text string) DateOrder {
	m := inDate().FindStringSubmatch(strings.TrimSpace(text))
	if m == nil {
		return ""
	}
	first, second := number(m[1]), number(m[3])
	switch {
	case first > 12 && second <= 12:
		return DayFirst
	case second > 12 && first <= 12:
		return MonthFirst
	case m[2] == "." && len(m[4]) == 4:
		// Nobody who writes points puts the month first.
		return DayFirst
	}
	return ""
}

func number(digits string) int {
	n, err := strconv.Atoi(digits)
	if err != nil {
		return 0
	}
	return n
}

// plainDate writes a date as 2006-01-02, or with its time, when the order of its
// numbers is known; other texts stay as they are.
func plainDate(text string, order DateOrder) string {
	text = strings.TrimSpace(text)
	if at, ok := compactDate(text); ok {
		return at
	}
	m := inDate().FindStringSubmatch(text)
	if m == nil {
		return spelledDate(text)
	}
	if own := voteDate(text); order == "" || own != "" && m[2] == "." {
		order = own
	}
	first, second, year := number(m[1]), number(m[3]), number(m[4])
	if len(m[4]) == 2 {
		year += 2000
		if year >= 2070 {
			year -= 100
		}
	}
	switch {
	case order == DayFirst:
		return withClock(year, second, first, m[5], text)
	case order == MonthFirst, first == second:
		return withClock(year, first, second, m[5], text)
	}
	return text
}

var clocks = []string{"15:04:05", "15:04", "3:04:05 PM", "3:04 PM", "3:04PM", "15:04:05.999"}

// withClock writes a day with its time; what is none is given back as it was.
func withClock(year, month, day int, clock, text string) string {
	at := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if at.Day() != day || int(at.Month()) != month {
		return text
	}
	if clock = strings.ToUpper(strings.TrimSpace(clock)); clock == "" {
		return at.Format(time.DateOnly)
	}
	for _, layout := range clocks {
		if t, err := time.Parse(layout, clock); err == nil {
			return at.Format(time.DateOnly) + " " + t.Format(time.TimeOnly)
		}
	}
	return text
}

// compactDate reads 20260131 and the milliseconds since 1970 that some programs
// export.
func compactDate(text string) (string, bool) {
	switch {
	case len(text) == 8 && onlyDigits(text) && (text[:2] == "19" || text[:2] == "20"):
		at, err := time.Parse("20060102", text)
		return at.Format(time.DateOnly), err == nil
	case len(text) == 13 && onlyDigits(text) && text[0] == '1':
		ms, err := strconv.ParseInt(text, 10, 64)
		return time.UnixMilli(ms).UTC().Format("2006-01-02T15:04:05Z"), err == nil
	}
	return "", false
}

// inSpelled is a date with the name of its month, such as 15-Jan-26.
var inSpelled = lazily(`^(\d{1,2})[-/. ]+(\pL{3,})\.?[-/. ]+(\d{4}|\d{2})$`)

func spelledDate(text string) string {
	m := inSpelled().FindStringSubmatch(text)
	if m == nil {
		return text
	}
	year := m[3]
	if len(year) == 2 {
		year = "20" + year
	}
	return m[1] + " " + m[2] + " " + year
}

// writesNumbers and writesDates say which fields a style matters to.
func writesNumbers(f model.Field) bool { return f.Type == model.TypeDecimal && !f.List }

func writesDates(f model.Field) bool {
	return (f.Type == model.TypeDate || f.Type == model.TypeInstant) && !f.List
}
