package exchange

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// numberStyle is what a number format shows a number as.
type numberStyle struct {
	date, clock bool
	digits      int // at least so many before the point, as in 00000
	decimals    int // at least so many behind it, as in 0.00
}

// builtInStyle gives the formats that a workbook uses without writing them down
// (ECMA-376, 18.8.30); 27 to 36 and 50 to 58 are dates of East Asia.
func builtInStyle(id int) numberStyle {
	switch {
	case id >= 14 && id <= 17, id >= 27 && id <= 31, id == 36, id >= 50 && id <= 58:
		return numberStyle{date: true}
	case id == 22:
		return numberStyle{date: true, clock: true}
	case id >= 18 && id <= 21, id >= 32 && id <= 35, id >= 45 && id <= 47:
		return numberStyle{clock: true}
	}
	return numberStyle{}
}

// parseStyle reads a format code: letters of dates and times outside of quotes,
// brackets and backslashes. Only the part for positive numbers counts.
func parseStyle(code string) numberStyle {
	var s numberStyle
	minutesOrMonth := false
	plain, point := true, false
	for i := 0; i < len(code) && code[i] != ';'; i++ {
		switch c := code[i]; c {
		case '\\', '_', '*':
			i++
			plain = false
		case '"':
			i += 1 + max(strings.IndexByte(code[i+1:], '"'), 0)
			plain = false
		case '[':
			end := strings.IndexByte(code[i:], ']')
			if end < 0 {
				return s
			}
			if inner := strings.Trim(strings.ToLower(code[i+1:i+end]), "hms"); inner == "" && end > 1 {
				s.clock = true // elapsed time, such as [h]:mm
			}
			i += end
			plain = false
		case 'y', 'Y', 'd', 'D':
			s.date = true
		case 'h', 'H', 's', 'S':
			s.clock = true
		case 'm', 'M':
			minutesOrMonth = true
		case '0':
			if plain && point {
				s.decimals++
			} else if plain {
				s.digits++
			}
		case '.':
			plain = plain && !point
			point = true
		default:
			plain = false
		}
	}
	if minutesOrMonth && !s.clock {
		s.date = true
	}
	if !plain || s.date || s.clock {
		s.digits, s.decimals = 0, 0
	}
	return s
}

// withDecimals writes a number with zeros behind it up to n decimals.
func withDecimals(text string, n int) string {
	if n == 0 || !onlyDigits(strings.Replace(strings.TrimPrefix(text, "-"), ".", "", 1)) {
		return text
	}
	_, fraction, _ := strings.Cut(text, ".")
	if fraction == "" {
		text = strings.TrimSuffix(text, ".") + "."
	}
	return text + strings.Repeat("0", max(n-len(fraction), 0))
}

// Serials that are dates: up to the last day of 9999.
const maxSerial = 2958466

// serialTime gives the moment that a number of days means: counted from the
// beginning of 1900, with a 29 February 1900 that never was, or from 1904.
func serialTime(serial float64, from1904 bool) (time.Time, bool) {
	if serial < 0 || serial >= maxSerial || math.IsNaN(serial) {
		return time.Time{}, false
	}
	epoch := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	switch {
	case from1904:
		epoch = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	case serial < 60:
		epoch = epoch.AddDate(0, 0, 1)
	}
	days := math.Floor(serial)
	// A number of days is exact to some microseconds.
	millis := math.Round((serial - days) * 86400e3)
	return epoch.AddDate(0, 0, int(days)).Add(time.Duration(millis) * time.Millisecond), true
}

// momentLayout is how a moment of a sheet is written; a sheet knows no zones.
const momentLayout = "2006-01-02T15:04:05.999Z"

// serialText writes a number that is shown as a date or a time: a day, a moment,
// or a time of day. false when it is none of them.
func serialText(serial float64, s numberStyle, from1904 bool) (string, bool) {
	at, ok := serialTime(serial, from1904)
	midnight := at.Equal(at.Truncate(24 * time.Hour))
	switch {
	case !ok || !s.date && serial >= 1:
		return "", false
	case !s.date:
		return at.Format(time.TimeOnly), true
	case midnight && !s.clock:
		return at.Format(time.DateOnly), true
	}
	return at.Format(momentLayout), true
}

// numberText writes a number as a spreadsheet shows it: to 15 digits, without an
// exponent. What it holds exactly stays as it is written.
func numberText(written string, s numberStyle) string {
	n, err := strconv.ParseFloat(written, 64)
	if err != nil || math.IsInf(n, 0) || math.IsNaN(n) {
		return written
	}
	text := written
	if strings.ContainsAny(written, "eE") || len(written) > 15 {
		rounded, err := strconv.ParseFloat(strconv.FormatFloat(n, 'g', 15, 64), 64)
		if err != nil {
			return written
		}
		text = strconv.FormatFloat(rounded, 'f', -1, 64)
	}
	if missing := s.digits - len(text); missing > 0 && onlyDigits(text) {
		text = strings.Repeat("0", missing) + text
	}
	return withDecimals(text, s.decimals)
}

// serialDate reads a cell of a sheet in a column of dates: a number that is not
// shown as a date is one all the same.
func serialDate(text string, from1904 bool) string {
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || n < 1 || len(text) == 8 && onlyDigits(text) {
		return plainDate(text, YearFirst)
	}
	if at, ok := serialText(n, numberStyle{date: true}, from1904); ok {
		return at
	}
	return text
}

// dayOf cuts the time off a moment.
func dayOf(text string) string {
	if len(text) > len(time.DateOnly) && text[len(time.DateOnly)] == 'T' {
		return text[:len(time.DateOnly)]
	}
	return text
}
