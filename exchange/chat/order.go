package chat

import "time"

// order says where day, month and year stand.
type order int

const (
	dayFirst order = iota
	monthFirst
	yearFirst
)

// orderOf works out of all stamps what comes first: a number that is no month, else
// the order in which time goes on. sure is false when the file does not tell.
func orderOf(stamps []stamp) (o order, sure bool) {
	first, second := 0, 0
	for _, s := range stamps {
		switch {
		case s.yearFirst:
			return yearFirst, true
		case s.parts[0] > 12:
			first++
		case s.parts[1] > 12:
			second++
		}
	}
	if first != second {
		if second > first {
			return monthFirst, true
		}
		return dayFirst, true
	}
	byDay, byMonth := backward(stamps, dayFirst), backward(stamps, monthFirst)
	switch {
	case byDay < byMonth:
		return dayFirst, true
	case byMonth < byDay:
		return monthFirst, true
	}
	same := true
	for _, s := range stamps {
		same = same && s.parts[0] == s.parts[1]
	}
	return dayFirst, same
}

// backward counts how often time goes back.
func backward(stamps []stamp, o order) int {
	n := 0
	var before time.Time
	for _, s := range stamps {
		at, ok := s.at(o, time.UTC)
		if !ok || at.Before(before) {
			n++
		}
		before = at
	}
	return n
}

// at gives the moment of a stamp; false when there is no such day or time.
func (s stamp) at(o order, zone *time.Location) (time.Time, bool) {
	day, month, year := s.parts[0], s.parts[1], s.parts[2]
	switch {
	case s.yearFirst:
		year, month, day = s.parts[0], s.parts[1], s.parts[2]
	case o == monthFirst:
		month, day = day, month
	}
	if year < 100 {
		year += 2000
	}
	hour := s.hour
	switch {
	case s.half != "" && (hour < 1 || hour > 12):
		if hour > 23 {
			return time.Time{}, false
		}
	case s.half == "p" && hour < 12:
		hour += 12
	case s.half == "a" && hour == 12:
		hour = 0
	}
	at := time.Date(year, time.Month(month), day, hour, s.minute, s.second, 0, zone)
	ok := month >= 1 && month <= 12 && at.Day() == day && hour < 24 && s.minute < 60 && s.second < 60 && year >= 2009 && year < 2200
	return at, ok
}
