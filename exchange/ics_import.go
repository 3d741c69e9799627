package exchange

import (
	"fmt"
	"strings"
	"time"

	"tradedesk/model"
	"tradedesk/model/refusal"
	"tradedesk/model/text"
	"tradedesk/model/value"
)

// originICS begins the origin of what a calendar holds: its UID follows.
const originICS = "ics:"

// appointment is one VEVENT or VTODO of a calendar (RFC 5545).
type appointment struct {
	line  int
	todo  bool
	props []property
}

// calendar reads the components of a calendar, one after the other.
type calendar struct {
	session *session
	open    *appointment
	within  []string                  // the names of the components around the line
	zone    string                    // the time zone that is being described
	zones   map[string]*time.Location // by the names that the file gives them
}

// importCalendar reads tasks and events: a to-do and an appointment at a time of
// day are something to do, whole days are an event such as a fair.
func (s *session) importCalendar() error {
	if k := s.req.Kind; k != "" && k != model.KindTask && k != model.KindEvent {
		return fmt.Errorf("a calendar cannot be read as %.40q: want task or event", k)
	}
	c := &calendar{session: s, zones: map[string]*time.Location{}}
	lines := &cardLines{src: s.src}
	for {
		line, ok := lines.next()
		if !ok {
			return s.src.failed()
		}
		if err := c.take(line); err != nil {
			return err
		}
	}
}

// take adds a line to the open component, or begins or ends one.
func (c *calendar) take(line cardLine) error {
	name, rest, _ := strings.Cut(string(line.text[:min(len(line.text), maxHead)]), ":")
	value := strings.ToUpper(strings.TrimSpace(rest))
	switch strings.ToUpper(strings.TrimSpace(name)) {
	case "BEGIN":
		if len(c.within) < maxXMLDepth {
			c.within = append(c.within, value)
		}
		if value == "VEVENT" || value == "VTODO" {
			c.open = &appointment{line: line.line, todo: value == "VTODO"}
		}
		return nil
	case "END":
		if len(c.within) > 0 {
			c.within = c.within[:len(c.within)-1]
		}
		if (value == "VEVENT" || value == "VTODO") && c.open != nil {
			done := *c.open
			c.open = nil
			return c.end(done)
		}
		return nil
	}
	p, err := parseProperty(line, c.session.text.name)
	inside := ""
	if n := len(c.within); n > 0 {
		inside = c.within[n-1]
	}
	switch {
	case err != nil:
		c.session.warnings.add(leftOut(RowError{Line: line.line}, err))
	case inside == "VTIMEZONE" && p.name == "TZID":
		c.zone = p.text()
	case inside == "STANDARD" && p.name == "TZOFFSETTO":
		c.fixZone(p.text())
	case c.open != nil && (inside == "VEVENT" || inside == "VTODO") && len(c.open.props) < maxProperties:
		c.open.props = append(c.open.props, p)
	}
	return nil
}

// fixZone remembers the standard offset of a zone, for names that no system knows.
func (c *calendar) fixZone(offset string) {
	if at, err := time.Parse("-0700", offset); err == nil {
		c.zones[c.zone] = at.Location()
	}
}

func (c *calendar) end(a appointment) error {
	if own, err := c.isOurs(a); own || err != nil {
		return err
	}
	r := c.session.newReader(newMemo())
	record, err := c.record(a)
	if err != nil {
		r.reject(refused(RowError{Line: a.line}, err))
	} else {
		r.accept(candidate{record: record, line: a.line, size: 200})
	}
	if record != nil {
		r.first = record.Kind()
	}
	return c.session.takeAll(r)
}

// isOurs passes over what this desk wrote itself into a calendar: it has it.
func (c *calendar) isOurs(a appointment) (bool, error) {
	p := first(a.props, "UID")
	if p == nil {
		return false, nil
	}
	id, ours := model.ParseCalendarUID(p.text())
	if !ours {
		return false, nil
	}
	s := c.session
	found, err := s.target.ByIDs(s.ctx, []model.ID{id})
	if err != nil {
		return false, fmt.Errorf("looking for what the calendar is about: %w", err)
	}
	if found[0] == nil {
		return false, nil
	}
	s.report.Unchanged++
	return true, s.readOne()
}

// record makes a task or an event of an appointment.
func (c *calendar) record(a appointment) (model.Record, error) {
	get := func(name string) string {
		if p := first(a.props, name); p != nil {
			return p.text()
		}
		return ""
	}
	uid := get("UID")
	if again := get("RECURRENCE-ID"); again != "" {
		uid += " " + again
	}
	starts, days, err := c.moment(a, "DTSTART")
	if err != nil {
		return nil, err
	}
	notes := joinLines(get("DESCRIPTION"), labelled("Repeats", get("RRULE")))
	if get("STATUS") == "CANCELLED" {
		notes = joinLines("Cancelled", notes)
	}
	kind := c.session.req.Kind
	if kind == model.KindEvent || kind == "" && !a.todo && days {
		return c.event(a, get, originOf(uid), starts, days, notes)
	}
	task := &model.Task{Title: text.Clean(get("SUMMARY"), model.MaxText), Notes: text.CleanLines(joinLines(labelled("Place", get("LOCATION")), notes), model.MaxLong)}
	task.Origin = originOf(uid)
	due, _, err := c.moment(a, "DUE")
	if err != nil {
		return nil, err
	}
	if due.IsZero() {
		due = starts
	}
	done, _, err := c.moment(a, "COMPLETED")
	task.DueAt, task.DoneAt = value.At(due), value.At(done)
	return task, err
}

func (c *calendar) event(a appointment, get func(string) string, origin string, starts time.Time, days bool, notes string) (model.Record, error) {
	ends, _, err := c.moment(a, "DTEND")
	if err != nil {
		return nil, err
	}
	if days && ends.After(starts) {
		ends = ends.AddDate(0, 0, -1) // the day on which it is over is not one of its days
	}
	event := &model.Event{
		Name: text.Clean(get("SUMMARY"), model.MaxText), Venue: text.Clean(get("LOCATION"), model.MaxText), Notes: text.CleanLines(notes, model.MaxLong),
	}
	event.Origin = origin
	if !starts.IsZero() {
		event.Starts = value.Date(starts.Format(time.DateOnly))
	}
	if !ends.IsZero() {
		event.Ends = value.Date(ends.Format(time.DateOnly))
	}
	return event, nil
}

func originOf(uid string) string {
	if uid = text.Clean(uid, 500); uid == "" {
		return ""
	}
	return originICS + uid
}

func labelled(label, text string) string {
	if text == "" {
		return ""
	}
	return label + ": " + text
}

func joinLines(parts ...string) string {
	var given []string
	for _, p := range parts {
		if p != "" {
			given = append(given, p)
		}
	}
	return strings.Join(given, "\n")
}

// moment reads a time of a component; days says that it is a day without a time.
func (c *calendar) moment(a appointment, name string) (at time.Time, days bool, err error) {
	p := first(a.props, name)
	if p == nil || p.text() == "" {
		return time.Time{}, false, nil
	}
	written := p.text()
	if len(written) == len("20060102") {
		at, err = time.Parse("20060102", written)
		days = true
	} else if rest, utc := strings.CutSuffix(written, "Z"); utc {
		at, err = time.Parse("20060102T150405", rest)
	} else {
		at, err = time.ParseInLocation("20060102T150405", written, c.location(p))
	}
	if err != nil || at.Year() < 1 {
		return time.Time{}, false, errNoMoment.With(refusal.Parts{"Name": name, "Text": text.Clean(written, 40)})
	}
	return at, days, nil
}

// location gives the zone that a time is in: as the system knows it, as the file
// describes it, or that of the desk's clock.
func (c *calendar) location(p *property) *time.Location {
	names := p.params["TZID"]
	if len(names) == 0 {
		return c.session.started.Location()
	}
	if at, err := time.LoadLocation(names[0]); err == nil && names[0] != "" {
		return at
	}
	if at, ok := c.zones[names[0]]; ok {
		return at
	}
	return time.UTC
}
