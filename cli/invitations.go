package cli

import (
	"bufio"
	"context"
	"fmt"
	"math"
	"time"

	"github.com/spf13/cobra"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/invitation"
	"tradedesk/model/value"
)

func (a *app) invitationsCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "invitations RFQ",
		Short: "List who was asked for a quote, who answered, and who is to be reminded",
		Long: `invitations lists the suppliers who were asked for a quote, in that order: when
and by whom, how often they were reminded, whether they answered and how long
that took. A quote of theirs is an answer, and so is a message on the RFQ's
thread from one of their addresses. Who is late is to be reminded: three days
after they were asked, or as the last day before the deadline begins.`,
		Example: `  tradedesk invitations RFQ-2026-4K7M2QX
  tradedesk invitations 7c2d9f10 --json`,
		Args:              exactly(1, "the id of one RFQ"),
		ValidArgsFunction: a.completeKindID(model.KindRFQ),
		RunE:              func(c *cobra.Command, args []string) error { return a.runInvitations(c.Context(), args[0]) },
	}
}

// The shape of what invitations prints, which scripts rely on.
type (
	invitationsJSON struct {
		RFQ       model.ID       `json:"rfq"`
		Number    string         `json:"number"`
		Stage     model.Stage    `json:"stage"`
		Suppliers []standingJSON `json:"suppliers"`
	}
	standingJSON struct {
		Supplier   model.ID         `json:"supplier"`
		Name       string           `json:"name"`
		State      invitation.State `json:"state"`
		AskedAt    value.Instant    `json:"asked_at"`
		AskedBy    string           `json:"asked_by"`
		Reminders  int              `json:"reminders"`
		RemindedAt value.Instant    `json:"reminded_at"`
		AnsweredAt value.Instant    `json:"answered_at"`
		Answer     *model.ID        `json:"answer"`
		Before     bool             `json:"before"` // it is a quote that stood before they were asked
		Hours      *float64         `json:"hours"`  // that the answer took
		RemindAt   value.Instant    `json:"remind_at"`
	}
	// repliesJSON is how a supplier answered over all RFQs.
	repliesJSON struct {
		Asked       int      `json:"asked"`
		Answered    int      `json:"answered"`
		MedianHours *float64 `json:"median_hours"`
		Quoted      int      `json:"quoted"`
		Won         int      `json:"won"`
	}
)

func (a *app) runInvitations(ctx context.Context, idArg string) error {
	return a.withDesk(ctx, func(d desk.Desk) error {
		record, err := a.ofKind(ctx, d, model.KindRFQ, idArg, "invitations wants the id of one")
		if err != nil {
			return err
		}
		t, err := desk.ReadInvitations(ctx, d, record.Header().ID, a.now())
		if err != nil {
			return err
		}
		standings := invitation.Standings(t)
		if a.json {
			return a.printJSON(invitationsOf(t, standings))
		}
		w := bufio.NewWriter(a.env.Out)
		if len(standings) == 0 {
			fmt.Fprintf(w, "nobody was asked yet; `tradedesk match %s` ranks suppliers\n", t.RFQ.Number())
		}
		for _, s := range standings {
			fmt.Fprintf(w, "%s  %s: %s\n", s.Supplier.Short(), clean(nameOf(t, s.Supplier)), clean(a.standingText(s)))
		}
		return w.Flush()
	})
}

func nameOf(t invitation.Thread, id model.ID) string {
	if s := t.Suppliers[id]; s != nil {
		return s.Name
	}
	return id.Short()
}

func invitationsOf(t invitation.Thread, standings []invitation.Standing) invitationsJSON {
	out := invitationsJSON{RFQ: t.RFQ.ID, Number: t.RFQ.Number(), Stage: t.RFQ.Stage, Suppliers: []standingJSON{}}
	for _, s := range standings {
		j := standingJSON{
			Supplier: s.Supplier, Name: nameOf(t, s.Supplier), State: s.State, AskedAt: s.AskedAt, AskedBy: s.AskedBy, Reminders: s.Reminders, RemindedAt: s.RemindedAt,
			AnsweredAt: s.AnsweredAt, Before: s.Before, RemindAt: s.RemindAt,
		}
		if !s.Answer.IsZero() {
			j.Answer = &s.Answer
		}
		if s.Timed() {
			j.Hours = hours(s.Took)
		}
		out.Suppliers = append(out.Suppliers, j)
	}
	return out
}

// repliesOf gives nil for who was never asked.
func repliesOf(r invitation.Record) *repliesJSON {
	if r.Asked == 0 && r.Quoted == 0 {
		return nil
	}
	out := &repliesJSON{Asked: r.Asked, Answered: r.Answered, Quoted: r.Quoted, Won: r.Won}
	if r.Timed > 0 {
		out.MedianHours = hours(r.Median)
	}
	return out
}

// hours gives hours with one decimal.
func hours(d time.Duration) *float64 {
	h := math.Round(d.Hours()*10) / 10
	return &h
}

func hoursText(d time.Duration) string {
	switch {
	case d < time.Hour:
		return "an hour"
	case d < 48*time.Hour:
		return plural(int(math.Round(d.Hours())), "hour")
	}
	return plural(int(math.Round(d.Hours()/24)), "day")
}

func (a *app) standingText(s invitation.Standing) string {
	text := "asked, nobody noted when"
	if s.AskedAt != 0 {
		text = "asked " + a.minute(s.AskedAt) + " by " + s.AskedBy
	}
	if s.Reminders > 0 {
		text += ", reminded " + plural(s.Reminders, "time")
	}
	switch s.State {
	case invitation.Quoted, invitation.Answered:
		if s.Before {
			return text + ", had already quoted " + a.minute(s.AnsweredAt)
		}
		text += ", " + string(s.State) + " " + a.minute(s.AnsweredAt)
		if s.Timed() {
			text += ", within " + hoursText(s.Took)
		}
	case invitation.Late:
		text += ", late: remind them"
	default:
		if s.RemindAt != 0 {
			text += ", remind from " + a.minute(s.RemindAt)
		}
	}
	return text
}
