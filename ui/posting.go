package ui

import (
	"context"
	"errors"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/ui/words"
)

// postedMsg is what came of reading the mailboxes and sending what waits.
type postedMsg struct {
	of
	began   int
	came    []desk.FileReport
	unread  error // why not all was read
	tried   []desk.Outgoing
	unsent  error // why nothing could be sent
	sending bool
}

// post reads what is new in the mailboxes and sends what waits. Others go on beside it:
// a mail server may take its time.
func (m *app) post() tea.Cmd {
	if !m.o.Sends && len(m.counts.status.Mail) == 0 {
		return m.cannot(m.words.T("why.no_post"))
	}
	d := m.desk
	msg := postedMsg{of: of(m.session), sending: m.o.Sends}
	began, later := m.toast.begin(m.words.T("did.post"))
	msg.began = began
	return tea.Batch(later, m.work.Reading(func(ctx context.Context) tea.Msg {
		msg.came, msg.unread = d.ReadMail(ctx)
		if msg.sending {
			msg.tried, msg.unsent = d.SendOutbox(ctx)
		}
		return msg
	}))
}

func (msg postedMsg) take(m *app) tea.Cmd {
	m.toast.end(msg.began)
	m.stale()
	m.light.stale = true
	switch {
	case errors.Is(msg.unread, context.Canceled) || errors.Is(msg.unsent, context.Canceled):
		return nil
	case msg.unread != nil:
		return m.failed(m.words.T("failed.post"), msg.unread)
	case msg.unsent != nil:
		return m.failed(m.words.T("failed.post_send"), msg.unsent)
	}
	came, went, waits, why := 0, 0, 0, ""
	for _, report := range msg.came {
		came += report.Created
	}
	for _, letter := range msg.tried {
		if letter.State == desk.LetterSent {
			went++
			continue
		}
		waits, why = waits+1, m.rowWhy(letter.Told, letter.Failure)
	}
	var said []string
	if came > 0 {
		said = append(said, m.words.N("post.came", came))
	}
	if went > 0 {
		said = append(said, m.words.N("post.went", went))
	}
	if waits > 0 {
		said = append(said, m.words.N("post.waits", waits, words.Data{"Why": why}))
	}
	if len(said) == 0 {
		return m.say(m.words.T("post.nothing"))
	}
	if waits > 0 {
		return m.say(joined(" · ", said...))
	}
	return m.succeed(joined(" · ", said...))
}
