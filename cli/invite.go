package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/invitation"
	"tradedesk/model/match"
	"tradedesk/model/value"
)

type inviteOptions struct {
	top      int
	language string
	dryRun   bool
	send     bool
	reveal   bool
}

func (o *inviteOptions) flags(c *cobra.Command) {
	c.Flags().StringVar(&o.language, "language", "", "write in `LANG` (default by the supplier's country)")
	c.Flags().BoolVar(&o.send, "send", false, "put the letters into the outbox")
	c.Flags().BoolVar(&o.reveal, "reveal-buyer", false, "send letters that say who the buyer is, too")
	c.Flags().BoolVar(&o.dryRun, "dry-run", false, "print the texts and change nothing")
}

// languageOf reads --language.
func (o *inviteOptions) languageOf() (value.Language, error) {
	if o.language == "" {
		return "", nil
	}
	lang, err := value.ParseLanguage(o.language)
	if err != nil {
		return "", usageError{fmt.Errorf("--language: %w", err)}
	}
	return lang, nil
}

func (a *app) inviteCommand() *cobra.Command {
	o := inviteOptions{}
	c := &cobra.Command{
		Use:   "invite RFQ SUPPLIER…",
		Short: "Note that suppliers are asked for a quote, and write to them",
		Long: `invite notes on the RFQ's thread who was asked for a quote, when and by whom,
with the text of the letter, and makes a task to remind them. A draft of an RFQ
is open by that. The letters are drafts from the template "invitation", without the
buyer and the target price; --send puts them into the outbox. All of it is one
action, which one undo takes back. Who was asked before is left out.`,
		Example: `  tradedesk invite RFQ-2026-4K7M2QX 5be01c22 81aa90d3
  tradedesk invite 7c2d9f10 --top 5
  tradedesk invite 7c2d9f10 --top 3 --language fr --dry-run`,
		Args: atLeast(1, "the id of an RFQ, then those of suppliers or --top N"),
		RunE: func(c *cobra.Command, args []string) error {
			if o.top < 0 || len(args) == 1 && o.top == 0 {
				return usagef("invite: want the ids of suppliers, or --top N; `tradedesk match %s` ranks them", clean(args[0]))
			}
			return a.runInvite(c.Context(), o, args[0], args[1:])
		},
		ValidArgsFunction: a.completeRFQThenSuppliers,
	}
	o.flags(c)
	c.Flags().IntVar(&o.top, "top", 0, "the best `N` of the ranking who were not asked yet")
	return c
}

func (a *app) remindCommand() *cobra.Command {
	o := inviteOptions{}
	c := &cobra.Command{
		Use:   "remind RFQ [SUPPLIER…]",
		Short: "Note that suppliers are asked again, and write to them",
		Long: `remind notes a reminder on the RFQ's thread for the suppliers who were asked
and did not answer: those that are named, or all for whom it is time. The task to
remind them is moved on. It is one action, as invite is.`,
		Example: `  tradedesk remind RFQ-2026-4K7M2QX
  tradedesk remind 7c2d9f10 5be01c22 --language fr`,
		Args:              atLeast(1, "the id of an RFQ, then those of suppliers if not all"),
		RunE:              func(c *cobra.Command, args []string) error { return a.runRemind(c.Context(), o, args[0], args[1:]) },
		ValidArgsFunction: a.completeRFQThenSuppliers,
	}
	o.flags(c)
	return c
}

func (a *app) runInvite(ctx context.Context, o inviteOptions, idArg string, suppliers []string) error {
	return a.withDesk(ctx, func(d desk.Desk) error {
		r, err := a.inviteRequest(ctx, d, o, idArg, suppliers)
		if err != nil {
			return err
		}
		if o.top > 0 {
			best, err := a.bestUnasked(ctx, d, r.RFQ, o.top)
			if err != nil {
				return err
			}
			r.Suppliers = append(r.Suppliers, best...)
		}
		plan, err := desk.PlanInvite(ctx, d, r)
		if err != nil {
			return revealing(err)
		}
		return a.finishInvite(ctx, d, plan, o, "invite", "invited")
	})
}

func (a *app) runRemind(ctx context.Context, o inviteOptions, idArg string, suppliers []string) error {
	return a.withDesk(ctx, func(d desk.Desk) error {
		r, err := a.inviteRequest(ctx, d, o, idArg, suppliers)
		if err != nil {
			return err
		}
		plan, err := desk.PlanRemind(ctx, d, r)
		if errors.Is(err, desk.ErrNobodyWaits) {
			return fmt.Errorf("%w; name suppliers to remind them before it is time", err)
		}
		if err != nil {
			return revealing(err)
		}
		return a.finishInvite(ctx, d, plan, o, "remind", "reminded")
	})
}

func (a *app) inviteRequest(ctx context.Context, d desk.Desk, o inviteOptions, idArg string, suppliers []string) (desk.InviteRequest, error) {
	r := desk.InviteRequest{Now: a.now(), IDs: model.NewIDs(a.env.Now, nil), Send: o.send && !o.dryRun, Reveal: o.reveal}
	var err error
	if r.Language, err = o.languageOf(); err != nil {
		return r, err
	}
	rfq, err := a.ofKind(ctx, d, model.KindRFQ, idArg, "want the id of one first")
	if err != nil {
		return r, err
	}
	r.RFQ = rfq.Header().ID
	for _, typed := range suppliers {
		s, err := a.ofKind(ctx, d, model.KindSupplier, typed, "want the ids of suppliers behind the RFQ's")
		if err != nil {
			return r, err
		}
		r.Suppliers = append(r.Suppliers, s.Header().ID)
	}
	return r, nil
}

// bestUnasked gives the best of the ranking who were not asked yet.
func (a *app) bestUnasked(ctx context.Context, d desk.Desk, rfq model.ID, n int) ([]model.ID, error) {
	asked, err := a.askedFor(ctx, d, rfq)
	if err != nil {
		return nil, err
	}
	_, result, err := desk.Match(ctx, d, rfq, a.now(), match.Options{Limit: n + len(asked)})
	if err != nil {
		return nil, err
	}
	var best []model.ID
	for _, e := range result.Ranked {
		if !asked[e.Supplier.ID] && len(best) < n {
			best = append(best, e.Supplier.ID)
		}
	}
	if len(best) == 0 {
		return nil, errors.New("nobody who was not asked yet fits the RFQ; `tradedesk match` says why")
	}
	return best, nil
}

// askedFor gives who was asked for a quote so far.
func (a *app) askedFor(ctx context.Context, d desk.Desk, rfq model.ID) (map[model.ID]bool, error) {
	t, err := desk.ReadInvitations(ctx, d, rfq, a.now())
	if err != nil {
		return nil, err
	}
	asked := map[model.ID]bool{}
	for _, s := range invitation.Standings(t) {
		asked[s.Supplier] = true
	}
	return asked, nil
}

// invitedJSON is the shape of what invite and remind print, which scripts rely on.
type invitedJSON struct {
	RFQ      model.ID          `json:"rfq"`
	Number   string            `json:"number"`
	Stage    model.Stage       `json:"stage"`
	DryRun   bool              `json:"dry_run"`
	Action   *model.ID         `json:"action"`
	Messages []invitedLineJSON `json:"messages"`
	Already  []model.ID        `json:"already"` // asked before
	RemindAt value.Instant     `json:"remind_at"`
}

type invitedLineJSON struct {
	Supplier model.ID `json:"supplier"`
	Name     string   `json:"name"`
	Message  model.ID `json:"message"`
	To       string   `json:"to"`
	Subject  string   `json:"subject"`
	Body     string   `json:"body"`
}

func (a *app) finishInvite(ctx context.Context, d desk.Desk, plan desk.InvitePlan, o inviteOptions, verb, did string) error {
	if o.send && !o.dryRun && len(plan.Unsent) > 0 {
		return fmt.Errorf("sending to %s: %w: there is no address, or nothing says from which mail goes out", plan.Unsent[0].Name, desk.ErrInvalid)
	}
	out := invitedJSON{RFQ: plan.RFQ.ID, Number: plan.RFQ.Number(), Stage: plan.Stage, DryRun: o.dryRun, Messages: []invitedLineJSON{}, Already: plan.Already, RemindAt: plan.RemindAt}
	if out.Already == nil {
		out.Already = []model.ID{}
	}
	for _, m := range plan.Messages {
		if err := a.checkLetter(ctx, d, m, false); err != nil {
			return err
		}
	}
	names := make([]string, len(plan.Messages))
	for i, m := range plan.Messages {
		names[i] = plan.Whom[i].Name
		out.Messages = append(out.Messages, invitedLineJSON{plan.Whom[i].ID, plan.Whom[i].Name, m.ID, m.To, m.Subject, m.Body})
	}
	if len(plan.Edits) > 0 && !o.dryRun {
		done, err := d.Do(ctx, desk.Action{ID: model.NewIDs(a.env.Now, nil).New(), Label: verb + " " + strings.Join(names, ", ") + ": " + plan.RFQ.Number(), Edits: plan.Edits})
		if err != nil {
			return fmt.Errorf("noting who is asked for %s: %w", plan.RFQ.Number(), err)
		}
		out.Action = &done.Action
	}
	if a.json {
		return a.printJSON(out)
	}
	w := bufio.NewWriter(a.env.Out)
	if o.dryRun {
		did = "would be " + did
	}
	for i, m := range plan.Messages {
		fmt.Fprintf(w, "%s %s, %s\n", clean(names[i]), did, clean(m.To))
	}
	if o.dryRun {
		for i, m := range plan.Messages {
			fmt.Fprintf(w, "\nto %s, %s\n%s\n%s\n", clean(names[i]), clean(m.To), clean(m.Subject), cleanBlock(m.Body))
		}
	}
	for _, id := range plan.Already {
		fmt.Fprintf(w, "%s was asked before\n", id.Short())
	}
	if len(plan.Messages) > 0 {
		becomes := "is"
		if o.dryRun {
			becomes = "would be"
		}
		fmt.Fprintf(w, "%s %s %s; remind them from %s on\n", plan.RFQ.Number(), becomes, plan.Stage, a.minute(plan.RemindAt))
	}
	return w.Flush()
}

func (a *app) minute(at value.Instant) string {
	return at.Time().In(a.env.Location).Format("2006-01-02 15:04")
}

// now gives the moment in the person's own zone, in which days end.
func (a *app) now() time.Time { return a.env.Now().In(a.env.Location) }

// completeRFQThenSuppliers completes an RFQ, then suppliers.
func (a *app) completeRFQThenSuppliers(c *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	if len(args) == 0 {
		return a.completeKindIDs(model.KindRFQ)(c, args, typed)
	}
	return a.completeKindIDs(model.KindSupplier)(c, args, typed)
}
