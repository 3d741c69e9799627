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
	return m.work.Reading(func(ctx context.Context) tea.Msg {
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

// sendAll sends what says nothing of the buyer; what does, or may have been sent, is left.
func (o *outboxOverlay) sendAll(m *app, letters []desk.Outgoing) tea.Cmd {
	mayHaveGone := errors.New(m.words.T("outbox.one_by_one"))
	unsure := map[model.ID]bool{}
	for _, l := range letters {
		unsure[l.ID] = l.State == desk.LetterUnsure
	}
	o.marked = nil
	return m.orderLetters("outbox.did_send", desk.SendLetter, lettersOf(letters), func(ctx context.Context, d desk.Desk, id model.ID) error {
		if unsure[id] {
			return mayHaveGone
		}
		r, err := d.Get(ctx, id)
		if err != nil {
			return fmt.Errorf("reading message %s: %w", id.Short(), err)
		}
		if message, ok := r.(*model.Message); ok {
			if err := desk.CheckLetter(ctx, d, message); err != nil {
				return err
			}
		}
		return nil
	})
}

func lettersOf(letters []desk.Outgoing) []model.ID {
	ids := make([]model.ID, len(letters))
	for i, l := range letters {
		ids[i] = l.ID
	}
	return ids
}

// giveUp makes what waits or failed a draft again; where all are drafts, they are deleted.
func (o *outboxOverlay) giveUp(m *app, letters []desk.Outgoing) tea.Cmd {
	waits := slices.DeleteFunc(slices.Clone(letters), func(l desk.Outgoing) bool { return l.State == desk.LetterDraft })
	if len(waits) > 0 {
		o.marked = nil
		return m.orderLetters("outbox.did_cancel", desk.CancelLetter, lettersOf(waits), nil)
	}
	c := commit{label: m.words.T("did.delete_drafts"), success: m.words.N("outbox.did_delete", len(letters)), after: func(*app) { o.marked, o.outdated = nil, true }}
	for _, l := range letters {
		c.ids = append(c.ids, l.ID)
		c.edits = append(c.edits, desk.Edit{Kind: model.KindMessage, ID: l.ID, Set: model.Set{model.FieldDeleted: raw(true)}})
	}
	return m.commit(c)
}
