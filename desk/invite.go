package desk

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"tradedesk/model"
	"tradedesk/model/invitation"
	"tradedesk/model/letter"
	"tradedesk/model/refusal"
	"tradedesk/model/value"
)

// What callers say more about; wrapped with what was being done and to what.
var (
	ErrNotAsking   = refusal.New("invite.not_asking", "{RFQ} is {Stage}: suppliers are asked no more")
	ErrNobodyWaits = refusal.New("invite.nobody_waits", "{RFQ}: nobody is to be reminded")

	errReopen     = refusal.New("invite.reopen", "{Why}: open it again with a new deadline first")
	errNotAsked   = refusal.New("invite.not_asked", "supplier {Supplier} was not asked for a quote for {RFQ}")
	errAnswered   = refusal.New("invite.answered", "supplier {Supplier} has answered already")
	errNoSupplier = refusal.New("invite.no_supplier", "inviting {Kind} {ID}: want a supplier that is not deleted")
)

// InviteRequest is who is to be asked for a quote, or asked again.
type InviteRequest struct {
	RFQ       model.ID
	Suppliers []model.ID
	asking    model.Asking
	Language  value.Language // "" is each supplier's own
	Send      bool           // puts the letters that mail can carry into the outbox; else they are drafts
	Reveal    bool           // sends letters that say who the buyer is, too
	Now       time.Time
	IDs       *model.IDs // for the records that are made
}

// InvitePlan is what an invitation, or a reminder, would do; nothing is written. Messages
// are noted on the RFQ's thread, with the text that is offered to be sent.
type InvitePlan struct {
	RFQ      *model.RFQ
	Messages []*model.Message
	Whom     []*model.Supplier // of each message
	Unsent   []*model.Supplier // of them whom no mail reaches: there is no address, or no sender
	Already  []model.ID        // who was asked before, and is left out
	Stage    model.Stage       // of the RFQ afterwards
	RemindAt value.Instant     // when the task to remind them is due
	Edits    []Edit            // of one action

	unaddressed bool // nothing says from whom mail goes out
}

// PlanInvite works out how suppliers are invited: noted on the thread and on the RFQ,
// which is open by that, with a task for the day on which to remind them.
func PlanInvite(ctx context.Context, d Desk, r InviteRequest) (InvitePlan, error) {
	t, err := ReadInvitations(ctx, d, r.RFQ, r.Now)
	if err != nil {
		return InvitePlan{}, err
	}
	plan := InvitePlan{RFQ: t.RFQ, Stage: t.RFQ.Stage}
	if err := asking(t.RFQ); err != nil {
		return plan, err
	}
	asked := map[model.ID]bool{}
	for _, s := range invitation.Standings(t) {
		asked[s.Supplier] = true
	}
	invited := slices.Clone(t.RFQ.Invited)
	r.asking = model.AskInvited
	for i, id := range r.Suppliers {
		if slices.Contains(r.Suppliers[:i], id) {
			continue // named twice
		}
		if asked[id] {
			plan.Already = append(plan.Already, id)
			continue
		}
		if err := plan.write(ctx, d, r, id); err != nil {
			return plan, err
		}
		if !slices.Contains(invited, id) {
			invited = append(invited, id)
		}
	}
	if len(plan.Messages) == 0 {
		return plan, nil
	}
	after, set := &model.RFQ{Invited: invited, Stage: model.RFQOpen}, model.Set{}
	set["invited"] = model.Fields(after)["invited"]
	if t.RFQ.Stage == model.RFQDraft || t.RFQ.Stage == "" {
		plan.Stage, set["stage"] = model.RFQOpen, model.Fields(after)["stage"]
	}
	plan.Edits = append(plan.Edits, Edit{Kind: model.KindRFQ, ID: t.RFQ.ID, Set: set, Seen: t.RFQ.UpdatedAt})
	return plan, plan.note(ctx, d, r)
}

// PlanRemind works out how suppliers are reminded who were asked and did not answer: of
// those that are named, or of all for whom it is time.
func PlanRemind(ctx context.Context, d Desk, r InviteRequest) (InvitePlan, error) {
	t, err := ReadInvitations(ctx, d, r.RFQ, r.Now)
	if err != nil {
		return InvitePlan{}, err
	}
	plan := InvitePlan{RFQ: t.RFQ, Stage: t.RFQ.Stage}
	if err := asking(t.RFQ); err != nil {
		return plan, err
	}
	r.asking = model.AskReminded
	standings := invitation.Standings(t)
	for _, id := range r.Suppliers {
		i := slices.IndexFunc(standings, func(s invitation.Standing) bool { return s.Supplier == id })
		switch {
		case i < 0:
			return plan, fmt.Errorf("reminding: %w: %w", ErrInvalid, errNotAsked.With(refusal.Parts{"Supplier": id.Short(), "RFQ": t.RFQ.Number()}))
		case !standings[i].Waits():
			return plan, fmt.Errorf("reminding: %w: %w", ErrInvalid, errAnswered.With(refusal.Parts{"Supplier": id.Short()}))
		}
		if err := plan.write(ctx, d, r, id); err != nil {
			return plan, err
		}
	}
	if len(r.Suppliers) == 0 {
		for _, s := range standings {
			if s.State != invitation.Late && (s.State != invitation.Asked || s.AskedAt != 0) {
				continue
			}
			if err := plan.write(ctx, d, r, s.Supplier); err != nil {
				return plan, err
			}
		}
	}
	if len(plan.Messages) == 0 {
		return plan, ErrNobodyWaits.With(refusal.Parts{"RFQ": t.RFQ.Number()})
	}
	return plan, plan.note(ctx, d, r)
}

// PlanWithdraw works out how an invitation is taken back. What was noted stays on the
// thread; the supplier is among the invited no longer.
func PlanWithdraw(ctx context.Context, d Desk, r InviteRequest) (InvitePlan, error) {
	rfq, err := rfqNamed(ctx, d, r.RFQ)
	if err != nil {
		return InvitePlan{}, err
	}
	plan := InvitePlan{RFQ: rfq, Stage: rfq.Stage}
	invited := slices.DeleteFunc(slices.Clone(rfq.Invited), func(id model.ID) bool { return slices.Contains(r.Suppliers, id) })
	after := &model.RFQ{Invited: invited}
	plan.Edits = []Edit{{Kind: model.KindRFQ, ID: rfq.ID, Set: model.Set{"invited": model.Fields(after)["invited"]}, Seen: rfq.UpdatedAt}}
	for _, id := range r.Suppliers {
		m := &model.Message{
			Thread: rfq.ID, Direction: model.DirectionNote, From: d.Me(), At: value.At(r.Now), Suppliers: []model.ID{id}, Asking: model.AskWithdrawn,
			Subject: "Invitation withdrawn",
		}
		plan.Edits = append(plan.Edits, Edit{Kind: model.KindMessage, ID: r.IDs.New(), Create: true, Set: model.Fields(m)})
	}
	return plan, nil
}

// asking refuses an RFQ that suppliers cannot be asked about any more.
func asking(rfq *model.RFQ) error {
	switch rfq.Stage {
	case model.RFQAwarded, model.RFQClosed, model.RFQCancelled:
		return notAsking(rfq)
	case model.RFQExpired:
		return errReopen.For(notAsking(rfq))
	}
	return nil
}

func notAsking(rfq *model.RFQ) error {
	return ErrNotAsking.With(refusal.Parts{"RFQ": rfq.Number(), "Kind": string(model.KindRFQ), "Stage": string(rfq.Stage)})
}

// write adds the message to one supplier.
func (p *InvitePlan) write(ctx context.Context, d Desk, r InviteRequest, id model.ID) error {
	record, err := d.Get(ctx, id)
	if err != nil {
		return fmt.Errorf("inviting supplier %s: %w", id.Short(), err)
	}
	s, ok := record.(*model.Supplier)
	if !ok || s.Deleted {
		return fmt.Errorf("%w: %w", ErrInvalid, errNoSupplier.With(refusal.Parts{"Kind": string(record.Kind()), "ID": id.Short()}))
	}
	m, err := p.letter(ctx, d, r, s)
	if err != nil {
		return fmt.Errorf("writing to supplier %s: %w", id.Short(), err)
	}
	m.ID, m.Suppliers, m.Asking = r.IDs.New(), []model.ID{id}, r.asking
	p.Whom = append(p.Whom, s)
	p.Messages = append(p.Messages, m)
	if m.State == "" {
		p.Unsent = append(p.Unsent, s)
	}
	return nil
}

// letter writes to a supplier from the template of that name. Who has no address, or when
// nothing says from whom mail goes out, it is a message that is sent in another way, and
// is noted all the same.
func (p *InvitePlan) letter(ctx context.Context, d Desk, r InviteRequest, s *model.Supplier) (*model.Message, error) {
	template, today := string(model.PurposeInvitation), value.Date(r.Now.Format(time.DateOnly))
	if r.asking == model.AskReminded {
		template = string(model.PurposeReminder)
	}
	lang := cmp.Or(r.Language, letter.LanguageFor(s))
	if s.Email != "" && !p.unaddressed {
		m, err := Compose(ctx, d, Letter{Thread: p.RFQ.ID, To: s.ID, Template: template, Language: lang, At: value.At(r.Now), Today: today}, nil)
		if !errors.Is(err, ErrNoSender) {
			return m, err
		}
		p.unaddressed = true
	}
	firm, err := OurFirm(ctx, d)
	if err != nil {
		return nil, err
	}
	t, err := FindTemplate(ctx, d, template, lang)
	if err != nil {
		return nil, err
	}
	facts := letter.Facts{To: s, RFQ: p.RFQ, Firm: firm, Me: d.Me(), Today: today}
	if facts.Lead, err = known[*model.Lead](ctx, d, p.RFQ.Lead); err != nil {
		return nil, err
	}
	if facts.Secret, err = secretTo(ctx, d, facts); err != nil {
		return nil, err
	}
	text, err := letter.Write(t, facts, lang)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrInvalid, err)
	}
	return &model.Message{
		Thread: p.RFQ.ID, Direction: model.DirectionOut, From: d.Me(), To: cmp.Or(s.Email.String(), s.Name), At: value.At(r.Now),
		Subject: p.RFQ.InSubject(text.Subject), Body: text.Body,
	}, nil
}

// note adds the edits that make the messages, and the task to remind whom they are for.
func (p *InvitePlan) note(ctx context.Context, d Desk, r InviteRequest) error {
	for _, m := range p.Messages {
		edit := Edit{Kind: model.KindMessage, ID: m.ID, Create: true, Set: model.Fields(m)}
		if r.Send && m.State != "" {
			var err error
			if err := CheckLetter(ctx, d, m); err != nil && !(r.Reveal && errors.As(err, new(*NamesBuyerError))) {
				return err
			}
			if edit, err = LetterEdit(m, false); err != nil {
				return err
			}
		}
		p.Edits = append(p.Edits, edit)
	}
	p.RemindAt = invitation.RemindAt(value.At(r.Now), p.RFQ.Deadline, r.Now.Location())
	task, err := remindTask(ctx, d, p.RFQ)
	if err != nil {
		return err
	}
	due := &model.Task{Title: remindTitle(p.RFQ), About: p.RFQ.ID, DueAt: p.RemindAt, Owner: cmp.Or(p.RFQ.Owner, d.Me())}
	if task == nil {
		p.Edits = append(p.Edits, Edit{Kind: model.KindTask, ID: r.IDs.New(), Create: true, Set: model.Fields(due)})
		return nil
	}
	p.Edits = append(p.Edits, Edit{Kind: model.KindTask, ID: task.ID, Set: model.Set{"due_at": model.Fields(due)["due_at"]}, Seen: task.UpdatedAt})
	return nil
}

func remindTitle(rfq *model.RFQ) string { return "Remind suppliers: " + rfq.Number() }

// remindTask gives the open task to remind the suppliers of an RFQ, nil when there is
// none. It is known by its title, as long as nobody changes that.
func remindTask(ctx context.Context, d Desk, rfq *model.RFQ) (*model.Task, error) {
	tasks, err := readAll[*model.Task](ctx, d, Query{Kind: model.KindTask, Where: []Cond{{Field: "about", Op: OpEqual, Text: rfq.ID.String()}}, Limit: maxAsks})
	if err != nil {
		return nil, fmt.Errorf("reading the tasks of RFQ %s: %w", rfq.ID.Short(), err)
	}
	i := slices.IndexFunc(tasks, func(t *model.Task) bool { return t.DoneAt == 0 && t.Title == remindTitle(rfq) })
	if i < 0 {
		return nil, nil
	}
	return tasks[i], nil
}
