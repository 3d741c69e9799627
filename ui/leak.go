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
	order  desk.LetterOrder
	mailto bool // it was copied for a mail program, which sends it
	err    error
}

// sendLetter has the outbox send a message, once it is known that it does not say who the
// buyer is to somebody else, or the person wants it so.
func (m *app) sendLetter(o desk.LetterOrder) tea.Cmd {
	d, session := m.desk, of(m.session)
	return m.work.Reading(func(ctx context.Context) tea.Msg {
		r, err := d.Get(ctx, o.ID)
		if msg, ok := r.(*model.Message); ok && err == nil {
			err = desk.CheckLetter(ctx, d, msg)
		}
		return letterCheckedMsg{of: session, order: o, err: err}
	})
}

// copyMailto copies what opens a message in a mail program, and says what would name the
// buyer in it.
func (m *app) copyMailto(msg *model.Message) tea.Cmd {
	d, session := m.desk, of(m.session)
	return tea.Batch(tea.SetClipboard(desk.Mailto(msg)), m.work.Reading(func(ctx context.Context) tea.Msg {
		return letterCheckedMsg{of: session, mailto: true, err: desk.CheckLetter(ctx, d, msg)}
	}))
}

func (msg letterCheckedMsg) take(m *app) tea.Cmd {
	var names *desk.NamesBuyerError
	switch {
	case msg.err == nil && msg.mailto:
		return m.say(m.words.T("mail.did_mailto"))
	case msg.err == nil:
		return m.orderLetter(msg.order, "mail.did_send")
	case !errors.As(msg.err, &names):
		return m.failed(m.words.T("failed.letter"), msg.err)
	}
	if msg.mailto {
		return m.say(m.leaks(names) + " · " + m.words.T("mail.did_mailto"))
	}
	kept := func() tea.Cmd { return m.say(m.words.T("message.unsent")) }
	return m.askNames(names, kept, func() tea.Cmd { return m.orderLetter(msg.order, "mail.did_send") })
}

// leaks names what would name the buyer.
func (m *app) leaks(names *desk.NamesBuyerError) string {
	leaks := make([]string, len(names.Leaks))
	for i, l := range names.Leaks {
		leaks[i] = joined(" ", m.words.T("leak."+l.What), "“"+cells.Safe(l.Text)+"”")
		if l.File != "" {
			leaks[i] = m.words.T("leak.within", words.Data{"What": leaks[i], "File": cells.Safe(l.File)})
		}
	}
	return m.words.T("mail.names_buyer", words.Data{"What": strings.Join(leaks, m.words.T("text.and"))})
}

// askNames shows what would name the buyer, and keeps it or, when the person says so, sends it.
func (m *app) askNames(names *desk.NamesBuyerError, keep, send func() tea.Cmd) tea.Cmd {
	title := m.leaks(names)
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
