package value

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"tradedesk/model/text"
)

// when is a day or moment as someone wrote it.
type when struct {
	at           time.Time // the day, or with exact the moment, in now's location
	exact        bool      // now, or a span in hours or minutes
	today        bool      // the day or moment is today by its words
	timed        bool      // a time of day was written
	hour, minute int
	second       int
}

// readWhen reads all that ParseInstant and ParseDate share.
func readWhen(what, given, s string, now time.Time) (when, *Error) {
	refuse := func(code Code, reason, hint string) (when, *Error) {
		return when{}, &Error{Type: what, Text: given, Code: code, Reason: reason, Hint: hint}
	}
	words := splitISO(strings.Fields(strings.ReplaceAll(text.Fold(latinDigits(s)), ",", " ")))
	w, ok, problem := day(words, now)
	if !ok && problem == nil {
		w, ok, problem = dayAndTime(words, now)
	}
	switch {
	case problem != nil:
		problem.Type, problem.Text = what, given
		return when{}, problem
	case !ok:
		return refuse(CodeSyntax, "is not a date", "write it such as 2026-12-01, tomorrow, friday or 3d")
	case w.exact && w.timed:
		return refuse(CodeSyntax, "is a moment with another time behind it", "write one of them")
	}
	if y := w.at.Year(); y < 1000 || y > 9999 {
		return refuse(CodeRange, "is too far away", "")
	}
	return w, nil
}

// dayAndTime reads a day with a time of day behind it: friday 14:30, demain à 8h.
func dayAndTime(words []string, now time.Time) (when, bool, *Error) {
	n := len(words) - 1
	if n < 1 {
		return when{}, false, nil
	}
	hour, minute, second, ok := timeOfDay(words[n])
	if !ok {
		return when{}, false, nil
	}
	if n > 1 && slices.Contains(atWords, words[n-1]) {
		n--
	}
	w, ok, problem := day(words[:n], now)
	w.timed, w.hour, w.minute, w.second = true, hour, minute, second
	return w, ok, problem
}

var atWords = []string{"at", "a", "علي", "الساعه"}

// splitISO parts 2026-12-01t14:30 in two words.
func splitISO(words []string) []string {
	if len(words) == 1 && len(words[0]) > 11 && words[0][10] == 't' {
		return []string{words[0][:10], words[0][11:]}
	}
	return words
}

// day reads a day, a span, or now.
func day(words []string, now time.Time) (when, bool, *Error) {
	today := startOfDay(now)
	phrase := strings.Join(words, " ")
	if days, ok := dayWords[phrase]; ok {
		return when{at: today.AddDate(0, 0, days), today: days == 0}, true, nil
	}
	if slices.Contains(nowWords, phrase) {
		return when{at: now, exact: true, today: true}, true, nil
	}
	if weekday, ok := weekdays[strings.TrimPrefix(strings.TrimPrefix(phrase, "next "), "on ")]; ok {
		ahead := (int(weekday)-int(now.Weekday())+6)%7 + 1
		return when{at: today.AddDate(0, 0, ahead)}, true, nil
	}
	if w, ok := span(phrase, now); ok {
		return w, true, nil
	}
	if t, ok := monthDay(words, now); ok {
		return when{at: t}, true, nil
	}
	if len(words) != 1 {
		return when{}, false, nil
	}
	if t, err := time.ParseInLocation(time.DateOnly, words[0], now.Location()); err == nil {
		return when{at: t}, true, nil
	}
	return numericDate(words[0], now)
}

func startOfDay(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, t.Location())
}

// span reads 3d, +3d, -1w, in 3 days, dans 2 semaines, بعد 3 ايام.
func span(phrase string, now time.Time) (when, bool) {
	ago := 1
	for _, before := range []string{"in ", "dans ", "بعد "} {
		phrase = strings.TrimPrefix(phrase, before)
	}
	if rest, ok := strings.CutSuffix(phrase, " ago"); ok {
		phrase, ago = rest, -1
	}
	for _, before := range []string{"il y a ", "قبل ", "-", "−"} {
		if rest, ok := strings.CutPrefix(phrase, before); ok {
			phrase, ago = rest, -ago
			break
		}
	}
	phrase = strings.TrimPrefix(phrase, "+")
	end := strings.IndexFunc(phrase, func(r rune) bool { return r < '0' || r > '9' })
	if end < 1 || end > 4 {
		return when{}, false
	}
	n, err := strconv.Atoi(phrase[:end])
	if err != nil {
		return when{}, false
	}
	n *= ago
	today := startOfDay(now)
	switch spanUnits[strings.TrimSpace(phrase[end:])] {
	case 'd':
		return when{at: today.AddDate(0, 0, n), today: n == 0}, true
	case 'w':
		return when{at: today.AddDate(0, 0, 7*n), today: n == 0}, true
	case 'M':
		return when{at: sameDay(today, n), today: n == 0}, true
	case 'h':
		return when{at: now.Add(time.Duration(n) * time.Hour), exact: true}, true
	case 'm':
		return when{at: now.Add(time.Duration(n) * time.Minute), exact: true}, true
	}
	return when{}, false
}

// sameDay goes n months on and stays in the month: 31 January + 1 is 28 February.
func sameDay(t time.Time, n int) time.Time {
	first := time.Date(t.Year(), t.Month()+time.Month(n), 1, 0, 0, 0, 0, t.Location())
	last := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(t.Day(), last)-1)
}

// monthDay reads 15 jan, 15 janvier 2027, jan 15, 15 يناير; without a year the
// next such day, today counted.
func monthDay(words []string, now time.Time) (time.Time, bool) {
	if len(words) < 2 || len(words) > 3 {
		return time.Time{}, false
	}
	month, dayWord := months[strings.TrimSuffix(words[1], ".")], words[0]
	if month == 0 {
		month, dayWord = months[strings.TrimSuffix(words[0], ".")], words[1]
	}
	d, err := strconv.Atoi(trimOrdinal(dayWord))
	if month == 0 || err != nil || d < 1 || d > 31 {
		return time.Time{}, false
	}
	if len(words) == 3 {
		year, err := strconv.Atoi(words[2])
		if err != nil || len(words[2]) != 4 {
			return time.Time{}, false
		}
		return calendarDay(year, month, d, now.Location())
	}
	for year := now.Year(); year <= now.Year()+8; year++ {
		if t, ok := calendarDay(year, month, d, now.Location()); ok && !t.Before(startOfDay(now)) {
			return t, true
		}
	}
	return time.Time{}, false
}

// trimOrdinal takes off what stands behind a day's number: 1st, 1er, 3rd.
func trimOrdinal(s string) string {
	for _, suffix := range []string{"st", "nd", "rd", "th", "er", "."} {
		if rest, ok := strings.CutSuffix(s, suffix); ok {
			return rest
		}
	}
	return s
}

// calendarDay is false for days that are not, such as 30 February.
func calendarDay(year int, month time.Month, d int, loc *time.Location) (time.Time, bool) {
	t := time.Date(year, month, d, 0, 0, 0, 0, loc)
	return t, t.Month() == month && t.Day() == d
}

// numericDate reads 31/12/2026, 31.12.2026, 2026/12/31; where day and month
// could be each other it asks back.
func numericDate(s string, now time.Time) (when, bool, *Error) {
	parts := strings.FieldsFunc(s, func(r rune) bool { return r == '/' || r == '.' || r == '-' })
	if len(parts) != 3 || strings.ContainsFunc(s, func(r rune) bool { return (r < '0' || r > '9') && r != '/' && r != '.' && r != '-' }) {
		return when{}, false, nil
	}
	var n [3]int
	for i, p := range parts {
		var err error
		if n[i], err = strconv.Atoi(p); err != nil || len(p) > 4 {
			return when{}, false, nil
		}
	}
	year, month, d := n[0], n[1], n[2]
	if len(parts[0]) != 4 {
		if len(parts[2]) != 4 {
			return when{}, false, nil
		}
		d, month, year = n[0], n[1], n[2]
		if month > 12 {
			d, month = month, d
		} else if d <= 12 && d != month {
			first, _ := calendarDay(year, time.Month(month), d, time.UTC)
			second, _ := calendarDay(year, time.Month(d), month, time.UTC)
			return when{}, false, &Error{
				Code: CodeAmbiguous, Reason: "could be " + first.Format("2 January") + " or " + second.Format("2 January"),
				Hint:  "write " + string(dateOf(first)) + " or " + string(dateOf(second)),
				Meant: []string{string(dateOf(first)), string(dateOf(second))},
			}
		}
	}
	t, ok := calendarDay(year, time.Month(month), d, now.Location())
	return when{at: t}, ok, nil
}

// timeOfDay reads 14:30, 14:30:00, 14h30, 8h, 9am, 9:30pm.
func timeOfDay(s string) (hour, minute, second int, ok bool) {
	clock, afternoon, half := s, false, false
	if c, found := strings.CutSuffix(s, "am"); found {
		clock, half = c, true
	} else if c, found := strings.CutSuffix(s, "pm"); found {
		clock, half, afternoon = c, true, true
	}
	h, rest, marked := strings.Cut(strings.Replace(clock, "h", ":", 1), ":")
	m, sec, _ := strings.Cut(rest, ":")
	sec, _, _ = strings.Cut(sec, ".")
	if !marked && !half {
		return 0, 0, 0, false
	}
	for _, part := range []struct {
		text string
		into *int
		most int
	}{{h, &hour, 23}, {m, &minute, 59}, {sec, &second, 59}} {
		if part.text == "" && part.into != &hour {
			continue
		}
		n, err := strconv.Atoi(part.text)
		if err != nil || n < 0 || n > part.most || len(part.text) > 2 {
			return 0, 0, 0, false
		}
		*part.into = n
	}
	if half && (hour < 1 || hour > 12) {
		return 0, 0, 0, false
	}
	if half {
		hour %= 12
	}
	if afternoon {
		hour += 12
	}
	return hour, minute, second, true
}
