package ui

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/ui/words"
)

// ordered is what a person had the outbox do last, as long as nothing else was done since: the
// desk's own undo knows nothing of it, and would take back what was done before.
type ordered struct {
	do  desk.LetterDo
	ids []model.ID
}

// back gives the order that takes this one back; "" when there is none.
func (o ordered) back() desk.LetterDo {
	switch o.do {
	case desk.SendLetter:
		return desk.CancelLetter
	case desk.CancelLetter:
		return desk.SendLetter
	case desk.LetterWent:
	}
	return ""
}

// hint names the key that takes it back.
func (o ordered) hint(m *app) string {
	if o.back() == "" {
		return ""
	}
	return m.undoHint()
}

// unorder takes back what the outbox was told; false when nothing is to be taken back there.
func (m *app) unorder() (tea.Cmd, bool) {
	last := m.ordered
	m.ordered = ordered{}
	switch last.back() {
	case desk.CancelLetter:
		return m.orderLetters("outbox.did_cancel", desk.CancelLetter, last.ids, nil), true
	case desk.SendLetter:
		return m.orderLetters("outbox.did_send", desk.SendLetter, last.ids, nil), true
	case desk.LetterWent:
	}
	if last.do != "" {
		return m.cannot(m.words.T("why.letter_went", words.Data{"Key": m.undoHint()})), true
	}
	return nil, false
}

// orderedAllMsg is what became of an order on several messages.
type orderedAllMsg struct {
	of
	word string // what is said of those that it was done with
	did  ordered
	left int
	why  error // of the first that is left
}

// orderLetters has the outbox do something with messages; those that check refuses are left.
func (m *app) orderLetters(word string, do desk.LetterDo, ids []model.ID, check func(context.Context, desk.Desk, model.ID) error) tea.Cmd {
	d, msg := m.desk, orderedAllMsg{of: of(m.session), word: word, did: ordered{do: do}}
	return m.work.Writing(func(ctx context.Context) (tea.Msg, error) {
		for _, id := range ids {
			var err error
			if check != nil {
				err = check(ctx, d, id)
			}
			if err == nil {
				err = d.SettleLetter(ctx, desk.LetterOrder{ID: id, Do: do})
			}
			switch {
			case err == nil:
				msg.did.ids = append(msg.did.ids, id)
			case ctx.Err() != nil:
				return msg, ctx.Err()
			default:
				if msg.left++; msg.why == nil {
					msg.why = err
				}
			}
		}
		return msg, nil
	})
}

func (msg orderedAllMsg) take(m *app) tea.Cmd {
	m.stale()
	m.light.stale = true
	var said []string
	if n := len(msg.did.ids); n > 0 {
		m.ordered = msg.did
		said = append(said, m.words.N(msg.word, n))
	}
	if msg.left == 0 {
		return m.succeed(joined(" · ", append(said, m.ordered.hint(m))...))
	}
	return m.say(joined(" · ", append(said, m.words.N("outbox.left", msg.left, words.Data{"Why": m.why(msg.why)}))...))
}
