package ui

import (
	"context"
	"errors"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/ui/picker"
	"tradedesk/ui/words"
)

// planInvite is desk.PlanInvite or desk.PlanRemind.
type planInvite func(context.Context, desk.Desk, desk.InviteRequest) (desk.InvitePlan, error)

// asking is suppliers on their way to be asked for a quote, or asked again.
type asking struct {
	plan    planInvite
	request desk.InviteRequest
	base    *uint64 // how far the log was followed when the RFQ was read
	began   func()  // when set, runs when it is sure that they are asked
	commit  commit  // but for its edits
}

type askingMsg struct {
	of
	asking asking
	plan   desk.InvitePlan
	names  *desk.NamesBuyerError // of the first letter that says who the buyer is
	err    error
}

// askSuppliers has suppliers asked. Where the desk knows how to send, and there are letters
// that mail can carry, it asks whether they go out with that or are drafts.
func (m *app) askSuppliers(a asking) tea.Cmd {
	if !m.o.Sends {
		return m.asked(a, false)
	}
	d, session := m.desk, of(m.session)
	return m.work.Reading(func(ctx context.Context) tea.Msg {
		msg := askingMsg{of: session, asking: a}
		msg.plan, msg.err = a.plan(ctx, d, a.request)
		for _, letter := range msg.plan.Messages {
			if msg.err == nil && letter.State != "" && msg.names == nil {
				if err := desk.CheckLetter(ctx, d, letter); !errors.As(err, &msg.names) {
					msg.err = err
				}
			}
		}
		return msg
	})
}

func (msg askingMsg) take(m *app) tea.Cmd {
	if _, open := m.top().(*menuOverlay); open {
		return nil // the key was pressed twice
	}
	byMail := len(msg.plan.Messages) - len(msg.plan.Unsent)
	if msg.err != nil || byMail == 0 {
		return m.asked(msg.asking, false) // which says what is wrong
	}
	m.menu(m.words.N("mail.letters", byMail), []picker.Choice{
		{Key: "s", Label: m.words.T("mail.letters_send"), Hint: m.unreached(msg.plan.Unsent)},
		{Key: "k", Label: m.words.T("mail.letters_keep")},
	}, func(i int) tea.Cmd {
		if i == 0 && msg.names != nil {
			return m.askNames(msg.names, func() tea.Cmd { return m.asked(msg.asking, false) }, func() tea.Cmd {
				msg.asking.request.Reveal = true
				return m.asked(msg.asking, true)
			})
		}
		return m.asked(msg.asking, i == 0)
	})
	return nil
}

// unreached says whom no mail reaches.
func (m *app) unreached(whom []*model.Supplier) string {
	if len(whom) == 0 {
		return ""
	}
	rows := make([]model.Excerpt, len(whom))
	for i, s := range whom {
		rows[i] = m.rowOf(s)
	}
	return m.words.T("mail.unreached", words.Data{"Who": m.who(rows)})
}

// asked works out on what the desk has at that moment who is asked, and does it; one undo
// takes it back, with the letters that are not sent yet.
func (m *app) asked(a asking, send bool) tea.Cmd {
	if a.began != nil {
		a.began()
	}
	a.request.Send = send
	if send {
		a.commit.success = joined(" · ", a.commit.success, m.words.T("mail.letters_sent"))
	}
	a.commit.build = func(ctx context.Context, d desk.Desk) ([]desk.Edit, error) {
		plan, err := a.plan(ctx, d, a.request)
		return basedOn(a.base, plan.Edits), err
	}
	return m.commit(a.commit)
}
