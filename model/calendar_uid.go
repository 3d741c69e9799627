package model

import "strings"

// calendarHost ends the UIDs of a desk's calendars.
const calendarHost = "@tradedesk"

// CalendarUID gives what a calendar calls something that is due about a record: always the
// same, so that a calendar that is written again replaces what it had.
func CalendarUID(what DueReason, id ID) string {
	return string(what) + "-" + id.String() + calendarHost
}

// ParseCalendarUID gives the record that a UID is about; false for one of another program.
func ParseCalendarUID(uid string) (ID, bool) {
	name, ours := strings.CutSuffix(uid, calendarHost)
	_, written, named := strings.Cut(name, "-")
	id, err := ParseID(written)
	return id, ours && named && err == nil
}
