package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/spf13/cobra"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/value"
)

func (a *app) agendaCommand() *cobra.Command {
	var days int
	var replies bool
	o := calendarOptions{}
	c := &cobra.Command{
		Use:   "agenda",
		Short: "List what is due, by day",
		Long: `agenda lists what is due up to some days from now, the earliest first: tasks, next
steps with leads, leads that were put off and come back, RFQs that close, quotes
and offers that end. What is overdue is always in it, and so are, unless --days
says otherwise, certificates that end within 30 days of suppliers whom an RFQ
under way asks. --replies lists the replies that buyers were promised.

--ics writes it as a calendar for other programs, a year ahead unless --days says
otherwise: what is due at a time as a to-do, the day on which an RFQ closes or a
quote ends as a whole day. Importing it here again adds nothing.`,
		Example: `  tradedesk agenda
  tradedesk agenda --days 30 --json
  tradedesk agenda --replies
  tradedesk agenda --ics -o due.ics`,
		Args: exactly(0, "no argument"),
		RunE: func(c *cobra.Command, _ []string) error {
			if days < 0 {
				return usagef("--days %d: want 0 or more", days)
			}
			if o.out != "" && !o.ics {
				return usagef("agenda: -o is for --ics")
			}
			if o.ics {
				if !c.Flags().Changed("days") {
					days = allAhead
				}
				return a.writeAgenda(c.Context(), o, days, replies)
			}
			reach := agendaReach{days: days, certificates: days}
			if !c.Flags().Changed("days") {
				reach.certificates = max(days, int(model.CertificateWindow/(24*time.Hour)))
			}
			return a.runAgenda(c.Context(), reach, replies)
		},
	}
	c.Flags().IntVar(&days, "days", 7, "how many `DAYS` from today on; 0 is today alone")
	c.Flags().BoolVar(&replies, "replies", false, "the replies that were promised")
	c.Flags().BoolVar(&o.ics, "ics", false, "write a calendar")
	c.Flags().StringVarP(&o.out, "output", "o", "", "write the calendar to a `FILE` (default the output)")
	return c
}

// agendaReach is how many days from today on the agenda goes, and for certificates.
type agendaReach struct{ days, certificates int }

// dueJSON is one entry of the agenda.
type dueJSON struct {
	DueAt  value.Instant   `json:"due_at"`
	Day    string          `json:"day"` // in the location of the person
	Past   bool            `json:"past"`
	What   model.DueReason `json:"what"`
	ID     model.ID        `json:"id"`
	Kind   model.Kind      `json:"kind"`
	Title  string          `json:"title"`
	Detail string          `json:"detail"`
	Owner  string          `json:"owner"`
}

func (a *app) runAgenda(ctx context.Context, reach agendaReach, replies bool) error {
	return a.withDesk(ctx, func(d desk.Desk) error {
		w := bufio.NewWriter(a.env.Out)
		list := newJSONList(a.env.Out, false)
		heading, n := "", 0
		err := a.eachDue(ctx, d, reach, replies, func(e dueJSON) error {
			n++
			if a.json {
				raw, err := marshal(e)
				if err != nil {
					return fmt.Errorf("encoding the agenda: %w", err)
				}
				return list.add(raw)
			}
			if day := a.dayName(e); day != heading {
				heading = day
				fmt.Fprintln(w, day)
			}
			return a.writeDue(w, e)
		})
		switch {
		case err != nil:
			return errors.Join(err, w.Flush())
		case a.json:
			return list.end()
		case n == 0:
			fmt.Fprintln(w, "nothing is due")
		}
		return w.Flush()
	})
}

// agendaPage is how many rows are read at once.
const agendaPage = 500

// eachDue calls yield with what is due until the end of a day.
func (a *app) eachDue(ctx context.Context, d desk.Desk, reach agendaReach, replies bool, yield func(dueJSON) error) error {
	now := a.env.Now().In(a.env.Location)
	q := desk.Query{View: desk.ViewDue, Limit: agendaPage}
	if replies {
		q.View, q.Kind = desk.ViewPromised, model.KindLead
	}
	for {
		page, err := d.List(ctx, q)
		if err != nil {
			return err
		}
		for _, row := range page.Rows {
			e := a.dueOf(row.Excerpt, replies, now)
			switch days := model.DaysBetween(now, e.DueAt.Time()); {
			case days > max(reach.days, reach.certificates):
				return nil
			case days > reach.days && (e.What != model.DueCertificate || days > reach.certificates):
				continue
			}
			if err := yield(e); err != nil {
				return err
			}
		}
		if !page.After || len(page.Rows) == 0 {
			return nil
		}
		q.From = page.Rows[len(page.Rows)-1].Cursor
	}
}

func (a *app) dueOf(e model.Excerpt, replies bool, now time.Time) dueJSON {
	out := dueJSON{ID: e.ID, Kind: e.Kind, Title: e.Title, Detail: e.Next, Owner: e.Owner}
	if out.Detail == "" {
		out.Detail = e.Detail
	}
	out.DueAt, out.What = model.Due(e)
	if replies {
		out.DueAt, out.What = model.ReplyDue(e), model.DueReply
	}
	at := out.DueAt.Time().In(a.env.Location)
	out.Day = at.Format(time.DateOnly)
	out.Past = at.Before(now)
	if out.What.AllDay() {
		out.Past = model.AgendaDayOf(at, now) == model.Overdue
	}
	return out
}

func (a *app) dayName(e dueJSON) string {
	now := a.env.Now().In(a.env.Location)
	at := e.DueAt.Time().In(a.env.Location)
	name := at.Format("Monday, 2 January 2006")
	switch model.AgendaDayOf(at, now) {
	case model.Overdue:
		return "Overdue"
	case model.DueToday:
		return "Today, " + name
	case model.DueTomorrow:
		return "Tomorrow, " + name
	}
	return name
}

// dueWords say what is due.
var dueWords = map[model.DueReason]string{
	model.DueTask: "task", model.DueNextStep: "next step", model.DueBack: "comes back", model.DueReply: "reply",
	model.DueDeadline: "RFQ closes", model.DueValidity: "quote ends",
	model.DueOffer: "offer ends", model.DueCertificate: "cert ends",
}

func (a *app) writeDue(w *bufio.Writer, e dueJSON) error {
	at := e.DueAt.Time().In(a.env.Location)
	when := at.Format("15:04")
	switch {
	case model.AgendaDayOf(at, a.env.Now().In(a.env.Location)) == model.Overdue:
		when = e.Day
	case e.What.AllDay():
		when = "all day"
	}
	mark := " "
	if e.Past {
		mark = "!"
	}
	title := clean(e.Title)
	title += strings.Repeat(" ", max(0, 28-ansi.StringWidth(title)))
	_, err := fmt.Fprintln(w, strings.TrimRight(fmt.Sprintf("%s %-10s  %-10s  %s  %s  %s", mark, when, dueWords[e.What], e.ID.Short(), title, clean(e.Detail)), " "))
	return err
}
