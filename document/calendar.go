package document

import (
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"tradedesk/model"
	"tradedesk/model/text"
)

// Appointment is one thing that is due.
type Appointment struct {
	ID     model.ID
	What   model.DueReason
	At     time.Time
	Title  string
	Detail string
	Label  string // what is due, in words
}

// WriteCalendar writes what is due as a calendar (RFC 5545): what is due at a time is a
// to-do, what is due on a day a whole day. The same thing always has the same UID.
func WriteCalendar(w io.Writer, due []Appointment, written time.Time) error {
	c := calendar{stamp: utc(written)}
	c.line("BEGIN:VCALENDAR")
	c.line("VERSION:2.0")
	c.line("PRODID:-//tradedesk//agenda//EN")
	c.line("CALSCALE:GREGORIAN")
	for _, a := range due {
		c.appointment(a)
	}
	c.line("END:VCALENDAR")
	if _, err := io.WriteString(w, c.out.String()); err != nil {
		return fmt.Errorf("writing the calendar: %w", err)
	}
	return nil
}

type calendar struct {
	out   strings.Builder
	stamp string
}

func (c *calendar) appointment(a Appointment) {
	kind := "VTODO"
	if a.What.AllDay() {
		kind = "VEVENT"
	}
	c.line("BEGIN:" + kind)
	c.line("UID:" + model.CalendarUID(a.What, a.ID))
	c.line("DTSTAMP:" + c.stamp)
	c.text("SUMMARY", strings.TrimPrefix(a.Label+": "+a.Title, ": "))
	c.text("DESCRIPTION", a.Detail)
	if a.What.AllDay() {
		day := a.At.UTC() // such a day is kept as its noon in UTC
		c.line("DTSTART;VALUE=DATE:" + day.Format("20060102"))
		c.line("DTEND;VALUE=DATE:" + day.AddDate(0, 0, 1).Format("20060102"))
		c.line("TRANSP:TRANSPARENT")
	} else {
		c.line("DUE:" + utc(a.At))
		c.line("STATUS:NEEDS-ACTION")
	}
	c.line("END:" + kind)
}

func utc(at time.Time) string { return at.UTC().Format("20060102T150405Z") }

// text writes a text that is not empty, with what has a meaning in a calendar escaped.
func (c *calendar) text(name, said string) {
	if said = text.CleanLines(said, model.MaxText); said != "" {
		c.line(name + ":" + strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`).Replace(said))
	}
}

// lineOctets is the longest line of a calendar, without its end.
const lineOctets = 75

// line writes a line, folded between characters.
func (c *calendar) line(line string) {
	room := lineOctets
	for len(line) > room {
		cut := room
		for !utf8.RuneStart(line[cut]) {
			cut--
		}
		c.out.WriteString(line[:cut] + "\r\n ")
		line, room = line[cut:], lineOctets-1
	}
	c.out.WriteString(line + "\r\n")
}
