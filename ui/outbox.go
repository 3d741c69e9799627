package ui

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/ui/cells"
	"tradedesk/ui/keys"
	"tradedesk/ui/picker"
	"tradedesk/ui/words"
)

// draftDays is how far back drafts of messages are listed.
const draftDays = 90

// outboxOverlay lists what was written here and is not sent, and why.
type outboxOverlay struct {
	letters  []desk.Outgoing
	read     bool // the list is here
	lines    scrolled
	marked   map[model.ID]bool
	flying   bool
	outdated bool
}

func (o *outboxOverlay) place() keys.Place { return keys.PlaceOf("place.outbox") }

func (o *outboxOverlay) owns(id keys.ID) bool { return strings.HasPrefix(string(id), "outbox.") }

func (o *outboxOverlay) update(*app, tea.Msg) tea.Cmd { return nil }

func (o *outboxOverlay) stale()         { o.outdated = true }
func (o *outboxOverlay) told(desk.News) { o.outdated = true }

func (o *outboxOverlay) state(s *keys.State) { s.Letter.Listed = len(o.letters) > 0 }

type unsentMsg struct {
	of
	overlay *outboxOverlay
	letters []desk.Outgoing
	err     error
}

func (o *outboxOverlay) reads(m *app) tea.Cmd {
	if o.flying || o.read && !o.outdated {
		return nil
	}
	o.flying, o.outdated = true, false
	d, session, since := m.desk, of(m.session), m.now.AddDate(0, 0, -draftDays)
	return m.work.reading(func(ctx context.Context) tea.Msg {
		letters, err := desk.Unsent(ctx, d, since)
		return unsentMsg{of: session, overlay: o, letters: letters, err: err}
	})
}

// take keeps the cursor on its message, and marks on what is still there.
func (msg unsentMsg) take(m *app) tea.Cmd {
	o := msg.overlay
	o.flying = false
	if msg.err != nil {
		if !o.read && m.showing(o) {
			m.drop(o)
		}
		return m.failed(m.words.T("failed.outbox"), msg.err)
	}
	under, _ := o.under()
	o.read, o.letters = true, msg.letters
	if i := slices.IndexFunc(o.letters, func(l desk.Outgoing) bool { return l.ID == under.ID }); i >= 0 {
		o.lines.at = i
	}
	o.lines.n = len(o.letters)
	o.lines.clamp()
	marked := map[model.ID]bool{}
	for _, l := range o.letters {
		if o.marked[l.ID] {
			marked[l.ID] = true
		}
	}
	o.marked = marked
	return nil
}

// under gives the message with the cursor.
func (o *outboxOverlay) under() (desk.Outgoing, bool) {
	if o.lines.at >= len(o.letters) {
		return desk.Outgoing{}, false
	}
	return o.letters[o.lines.at], true
}

// chosen gives what is marked, or else the message with the cursor.
func (o *outboxOverlay) chosen() []desk.Outgoing {
	var out []desk.Outgoing
	for _, l := range o.letters {
		if o.marked[l.ID] {
			out = append(out, l)
		}
	}
	if l, ok := o.under(); ok && len(out) == 0 {
		out = append(out, l)
	}
	return out
}

func (o *outboxOverlay) do(m *app, id keys.ID) tea.Cmd {
	if o.lines.move(id) {
		return nil
	}
	l, ok := o.under()
	switch {
	case id == keys.OutboxClose:
		m.drop(o)
	case id == keys.OutboxUndo:
		return m.undo()
	case id == keys.OutboxNow:
		return m.post()
	case !ok:
	case id == keys.OutboxMark:
		o.mark(l.ID, !o.marked[l.ID])
		o.lines.at++
		o.lines.clamp()
	case id == keys.OutboxMarkAll:
		all := len(o.marked) < len(o.letters)
		for _, l := range o.letters {
			o.mark(l.ID, all)
		}
	case id == keys.OutboxSend:
		return o.send(m, o.chosen())
	case id == keys.OutboxDrop:
		return o.giveUp(m, o.chosen())
	case id == keys.OutboxMore:
		return m.withRecord(l.ID, (*app).mailMenu)
	case id == keys.OutboxOpen:
		return m.withRecord(l.ID, func(m *app, r model.Record) tea.Cmd {
			m.drop(o)
			m.open(m.rowOf(r))
			return nil
		})
	}
	return nil
}

func (o *outboxOverlay) mark(id model.ID, on bool) {
	if o.marked == nil {
		o.marked = map[model.ID]bool{}
	}
	if delete(o.marked, id); on {
		o.marked[id] = true
	}
}

// send sends messages. What may have been sent is sent again only one by one, and only when
// the person says so.
func (o *outboxOverlay) send(m *app, letters []desk.Outgoing) tea.Cmd {
	if len(letters) > 1 {
		return o.sendAll(m, letters)
	}
	l := letters[0]
	if l.State != desk.LetterUnsure {
		return m.sendLetter(desk.LetterOrder{ID: l.ID, Do: desk.SendLetter})
	}
	m.menu(m.words.T("outbox.again"), []picker.Choice{
		{Key: "n", Label: m.words.T("outbox.not_again")}, {Key: "s", Label: m.words.T("mail.send"), Hint: cells.Safe(l.To)},
	}, func(i int) tea.Cmd {
		if i == 0 {
			return nil
		}
		return m.sendLetter(desk.LetterOrder{ID: l.ID, Do: desk.SendLetter, Knows: true})
	})
	return nil
}

// orderedAllMsg is what became of an order on several messages.
type orderedAllMsg struct {
	of
	word string // what is said of those that it was done with
	done int
	left int
	why  error // of the first that is left
}

// sendAll sends what says nothing of the buyer; what does, or may have been sent, is left.
func (o *outboxOverlay) sendAll(m *app, letters []desk.Outgoing) tea.Cmd {
	mayHaveGone := errors.New(m.words.T("outbox.one_by_one"))
	return o.orderAll(m, "outbox.did_send", letters, func(ctx context.Context, d desk.Desk, l desk.Outgoing) error {
		if l.State == desk.LetterUnsure {
			return mayHaveGone
		}
		r, err := d.Get(ctx, l.ID)
		if err != nil {
			return fmt.Errorf("reading message %s: %w", l.ID.Short(), err)
		}
		if message, ok := r.(*model.Message); ok {
			if err := desk.CheckLetter(ctx, d, message); err != nil {
				return err
			}
		}
		return d.SettleLetter(ctx, desk.LetterOrder{ID: l.ID, Do: desk.SendLetter})
	})
}

func (o *outboxOverlay) orderAll(m *app, word string, letters []desk.Outgoing, do func(context.Context, desk.Desk, desk.Outgoing) error) tea.Cmd {
	d, msg := m.desk, orderedAllMsg{of: of(m.session), word: word}
	o.marked = nil
	return m.work.writing(func(ctx context.Context) (tea.Msg, error) {
		for _, l := range letters {
			err := do(ctx, d, l)
			switch {
			case err == nil:
				msg.done++
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
	if msg.done > 0 {
		said = append(said, m.words.N(msg.word, msg.done))
	}
	if msg.left == 0 {
		return m.succeed(joined(" · ", said...))
	}
	why := msg.why.Error()
	if names := (*desk.NamesBuyerError)(nil); errors.As(msg.why, &names) {
		why = m.leaks(names)
	}
	return m.say(joined(" · ", append(said, m.words.N("outbox.left", msg.left, words.Data{"Why": cells.Safe(why)}))...))
}

// giveUp makes what waits or failed a draft again; where all are drafts, they are deleted.
func (o *outboxOverlay) giveUp(m *app, letters []desk.Outgoing) tea.Cmd {
	waits := slices.DeleteFunc(slices.Clone(letters), func(l desk.Outgoing) bool { return l.State == desk.LetterDraft })
	if len(waits) > 0 {
		return o.orderAll(m, "outbox.did_cancel", waits, func(ctx context.Context, d desk.Desk, l desk.Outgoing) error {
			return d.SettleLetter(ctx, desk.LetterOrder{ID: l.ID, Do: desk.CancelLetter})
		})
	}
	c := commit{label: m.words.T("did.delete_drafts"), success: m.words.N("outbox.did_delete", len(letters)), after: func(*app) { o.marked, o.outdated = nil, true }}
	for _, l := range letters {
		c.ids = append(c.ids, l.ID)
		c.edits = append(c.edits, desk.Edit{Kind: model.KindMessage, ID: l.ID, Set: model.Set{model.FieldDeleted: raw(true)}})
	}
	return m.commit(c)
}
