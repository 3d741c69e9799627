package ui

import (
	"context"
	"errors"
	"strings"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/ui/cells"
	"tradedesk/ui/picker"
	"tradedesk/ui/words"
)

// letterCheckedMsg says whether a message names the buyer to somebody else.
type letterCheckedMsg struct {
	of
	order desk.LetterOrder
	err   error
}

// sendLetter has the outbox send a message, once it is known that it does not say who the
// buyer is to somebody else, or the person wants it so.
func (m *app) sendLetter(o desk.LetterOrder) tea.Cmd {
	d, session := m.desk, of(m.session)
	return m.work.reading(func(ctx context.Context) tea.Msg {
		r, err := d.Get(ctx, o.ID)
		if msg, ok := r.(*model.Message); ok && err == nil {
			err = desk.CheckLetter(ctx, d, msg)
		}
		return letterCheckedMsg{of: session, order: o, err: err}
	})
}

func (msg letterCheckedMsg) take(m *app) tea.Cmd {
	var names *desk.NamesBuyerError
	switch {
	case msg.err == nil:
		return m.orderLetter(msg.order, "mail.did_send")
	case !errors.As(msg.err, &names):
		return m.failed(m.words.T("failed.letter"), msg.err)
	}
	kept := func() tea.Cmd { return m.say(m.words.T("message.unsent")) }
	return m.askNames(names, kept, func() tea.Cmd { return m.orderLetter(msg.order, "mail.did_send") })
}

// askNames shows what would name the buyer, and keeps it or, when the person says so, sends it.
func (m *app) askNames(names *desk.NamesBuyerError, keep, send func() tea.Cmd) tea.Cmd {
	leaks := make([]string, len(names.Leaks))
	for i, l := range names.Leaks {
		leaks[i] = joined(" ", m.words.T("leak."+l.What), "“"+cells.Safe(l.Text)+"”")
	}
	title := m.words.T("mail.names_buyer", words.Data{"What": strings.Join(leaks, ", ")})
	choices := []picker.Choice{
		{Key: "k", Label: m.words.T("mail.keep")}, {Key: "s", Label: m.words.T("mail.send_names"), Hint: cells.Safe(names.To)},
	}
	m.push(&menuOverlay{menu: picker.NewMenu(title, choices, m.theme), wide: cells.Width(title) + 4, then: func(i int) tea.Cmd {
		if i == 0 {
			return keep()
		}
		return send()
	}})
	return nil
}
