package cli

import (
	"context"
	"errors"
	"fmt"

	"tradedesk/desk"
)

// allAhead is how many days a calendar looks ahead when nothing is said.
const allAhead = 366

type calendarOptions struct {
	ics bool
	out string
}

// writeAgenda writes what is due as a calendar.
func (a *app) writeAgenda(ctx context.Context, o calendarOptions, days int, replies bool) error {
	if err := checkEnding(o.out, "ics"); err != nil {
		return err
	}
	return a.withDesk(ctx, func(d desk.Desk) error {
		var due []desk.Appointment
		err := a.eachDue(ctx, d, agendaReach{days: days, certificates: days}, replies, func(e dueJSON) error {
			due = append(due, desk.Appointment{ID: e.ID, What: e.What, At: e.DueAt.Time(), Title: e.Title, Detail: e.Detail, Label: dueWords[e.What]})
			return nil
		})
		if err != nil {
			return err
		}
		if o.out == "" || o.out == "-" {
			return desk.WriteCalendar(a.fileOut(), due, a.env.Now())
		}
		file, err := createWhole(o.out)
		if err != nil {
			return err
		}
		if err := desk.WriteCalendar(file, due, a.env.Now()); err != nil {
			return errors.Join(err, file.abandon())
		}
		if err := file.commit(); err != nil {
			return err
		}
		if a.json {
			return a.printJSON(map[string]any{"saved": o.out, "entries": len(due)})
		}
		_, err = fmt.Fprintf(a.env.Out, "%s: %s\n", clean(o.out), plural(len(due), "appointment"))
		return err
	})
}
