package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"tradedesk/exchange/mail"
	"tradedesk/model"
	"tradedesk/model/value"
	"tradedesk/store"
)

// queueing does an action; messages whose state it sets to queued are in the book before
// they are committed, so that none is committed and forgotten.
func (p *postman) queueing(ctx context.Context, a Action, do func(Action) (Done, error)) (Done, error) {
	var ids []model.ID
	a.Edits = slices.Clone(a.Edits)
	for i, e := range a.Edits {
		if e.Kind != model.KindMessage || string(e.Set["state"]) != `"`+string(model.MailQueued)+`"` {
			continue
		}
		if e.ID.IsZero() {
			return Done{}, fmt.Errorf("queueing a message: %w: it has no id", ErrInvalid)
		}
		sender, err := p.w.deviceName(ctx)
		if err != nil {
			return Done{}, err
		}
		set := model.Set{"sender": textOrNull(sender)}
		for name, raw := range e.Set {
			set[name] = raw
		}
		a.Edits[i].Set = set
		ids = append(ids, e.ID)
	}
	if len(ids) == 0 {
		return do(a)
	}
	if p.opened != nil {
		return Done{}, p.opened
	}
	if err := p.noteQueued(ctx); err != nil {
		return Done{}, err
	}
	p.book.mu.Lock()
	defer p.book.mu.Unlock()
	var added []model.ID
	err := p.book.change(p.w.place.dir, func() {
		for _, id := range ids {
			// The same action again, or redone: what is known of the message counts.
			if p.book.letters[id] == nil {
				p.book.letters[id] = &bookEntry{State: LetterQueued, At: value.At(p.w.o.Now())}
				added = append(added, id)
			}
		}
	})
	if err != nil {
		return Done{}, err
	}
	done, err := do(a)
	if err != nil {
		taken := p.book.change(p.w.place.dir, func() {
			for _, id := range added {
				delete(p.book.letters, id)
			}
		})
		return done, errors.Join(err, taken)
	}
	p.wake()
	return done, nil
}

// deviceName gives what this desk is called among those of its workspace.
func (w *owner) deviceName(ctx context.Context) (string, error) {
	l, linked, err := w.store.Link(ctx)
	if err != nil || linked {
		return l.Device.String(), err
	}
	return w.store.Setting(ctx, store.SettingDevice)
}

// putInOrder writes into the records what the book says, after an end in between. A desk
// that has no book, as one that was restored from a backup, sends nothing that was queued.
func (p *postman) putInOrder(ctx context.Context) error {
	for id, entry := range p.book.entries() {
		if err := p.note(ctx, id, entry); err != nil && !errors.Is(err, ErrNotFound) && !errors.Is(err, ErrInvalid) {
			return err
		}
	}
	if !p.fresh {
		return nil
	}
	queuedBefore, err := p.w.store.Setting(ctx, settingQueued)
	if err != nil || queuedBefore == "" {
		p.fresh = err != nil
		return err
	}
	sender, err := p.w.deviceName(ctx)
	if err != nil {
		return err
	}
	var left []model.ID
	queued := Query{Kind: model.KindMessage, Where: []Cond{{Field: "state", Op: OpEqual, Text: string(model.MailQueued)}}}
	err = p.w.store.Records(ctx, queued, func(r model.Record) error {
		if m, ok := r.(*model.Message); ok && m.Sender == sender {
			left = append(left, m.ID)
		}
		return nil
	})
	if err != nil {
		return err
	}
	p.book.mu.Lock()
	defer p.book.mu.Unlock()
	left = slices.DeleteFunc(left, func(id model.ID) bool { return p.book.letters[id] != nil })
	if err := p.book.change(p.w.place.dir, func() {}); err != nil {
		return err
	}
	for _, id := range left {
		set := model.Set{"state": textOrNull(string(model.MailFailed)), "failure": textOrNull("the desk was restored or copied: it may have been sent before")}
		if _, err := p.write(ctx, id, "hold a message", set); err != nil {
			return err
		}
	}
	p.fresh = false
	return nil
}

// settingQueued says that a message was queued at this desk once: all are looked through
// for it only then, when there is no book.
const settingQueued = "mail.queued"

func (p *postman) noteQueued(ctx context.Context) error {
	before, err := p.w.store.Setting(ctx, settingQueued)
	if err != nil || before != "" {
		return err
	}
	return p.w.store.SetSetting(ctx, settingQueued, "yes")
}

func textOrNull(text string) json.RawMessage {
	if text == "" {
		return json.RawMessage("null")
	}
	raw, err := json.Marshal(text)
	if err != nil {
		panic(err) // a string is always JSON
	}
	return raw
}

// Outbox lists what goes out from this desk and is not sent.
func (w *owner) Outbox(ctx context.Context) ([]Outgoing, error) {
	return during(ctx, w, func(ctx context.Context) ([]Outgoing, error) {
		w.postman.book.mu.Lock()
		ids := w.postman.book.inState(LetterQueued, LetterSending, LetterFailed, LetterUnsure)
		w.postman.book.mu.Unlock()
		return w.outgoing(ctx, ids)
	})
}

// outgoing gives what is known of messages of the book; those that are undone are left out.
func (w *owner) outgoing(ctx context.Context, ids []model.ID) ([]Outgoing, error) {
	entries := w.postman.book.entries()
	out := make([]Outgoing, 0, len(ids))
	for _, id := range ids {
		m, err := w.letterOf(ctx, id)
		if errors.Is(err, ErrNotFound) || errors.Is(err, ErrInvalid) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("reading the outbox: %w", err)
		}
		entry := entries[id]
		if m.State == model.MailDraft {
			continue
		}
		letter := Outgoing{
			ID: id, Thread: m.Thread, To: m.To, Subject: m.Subject, State: entry.State, Failure: entry.Failure, Tries: entry.Tries, Queued: entry.At,
		}
		w.postman.mu.Lock()
		if at, ok := w.postman.pause[id]; ok && entry.State == LetterQueued {
			letter.NextTry = value.At(at)
		}
		w.postman.mu.Unlock()
		out = append(out, letter)
	}
	return out, nil
}

// status counts the outbox.
func (p *postman) status() OutboxStatus {
	var out OutboxStatus
	last := value.Instant(0)
	entries := p.book.entries() // before the lock: who has the book's takes this one too
	p.mu.Lock()
	defer p.mu.Unlock()
	for id, entry := range entries {
		if p.held[id] {
			continue
		}
		switch entry.State {
		case LetterQueued, LetterSending:
			out.Queued++
		case LetterFailed:
			out.Failed++
		case LetterUnsure:
			out.Unsure++
		case LetterSent:
			continue
		}
		if entry.Failure != "" && entry.At >= last {
			out.Failure, last = entry.Failure, entry.At
		}
	}
	if err := p.ready(); err != nil && out.Queued > 0 {
		out.Failure = err.Error()
	}
	return out
}

// SendOutbox hands over what is queued and waits for it.
func (w *owner) SendOutbox(ctx context.Context) ([]Outgoing, error) {
	return during(ctx, w, func(ctx context.Context) ([]Outgoing, error) {
		if err := w.postman.ready(); err != nil {
			return nil, fmt.Errorf("sending: %w", err)
		}
		r := &mailRound{ctx: ctx, done: make(chan struct{})}
		select {
		case w.postman.rounds <- r:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		select {
		case <-r.done:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		if r.failed != nil {
			return nil, fmt.Errorf("sending: %w", r.failed)
		}
		return w.outgoing(ctx, r.tried)
	})
}

// SettleLetter does what a person orders of one message.
func (w *owner) SettleLetter(ctx context.Context, o LetterOrder) error {
	_, err := during(ctx, w, func(ctx context.Context) (nothing, error) {
		m, err := w.letterOf(ctx, o.ID)
		if err == nil {
			err = w.postman.order(ctx, m, o)
		}
		if err != nil {
			return nothing{}, fmt.Errorf("message %s: %w", o.ID.Short(), err)
		}
		w.news.publish(News{Sync: true})
		return nothing{}, nil
	})
	return err
}

func (p *postman) order(ctx context.Context, m *model.Message, o LetterOrder) error {
	if p.opened != nil {
		return p.opened
	}
	p.book.mu.Lock()
	defer p.book.mu.Unlock()
	entry, known := bookEntry{}, p.book.letters[m.ID] != nil
	if known {
		entry = *p.book.letters[m.ID]
	}
	if entry.State == LetterSending {
		return fmt.Errorf("%w: it is being handed over at this moment", ErrConflict)
	}
	if entry.State == LetterSent && o.Do != LetterWent {
		return fmt.Errorf("%w: it was sent", ErrConflict)
	}
	sender, err := p.w.deviceName(ctx)
	if err != nil {
		return err
	}
	switch o.Do {
	case LetterWent:
		return p.went(ctx, m, entry)
	case CancelLetter:
		return p.cancel(ctx, m, sender)
	case SendLetter:
		// What another desk queued, or what this one knows only from a copy, may be sent.
		unsure := entry.State == LetterUnsure || m.State == model.MailUnsure || m.State == model.MailSent ||
			!known && (m.State == model.MailQueued || m.State == model.MailFailed)
		if unsure && !o.Knows {
			return fmt.Errorf("%w: %w", ErrConflict, ErrMaybeSent)
		}
		return p.send(ctx, m, sender)
	}
	return fmt.Errorf("%w: %.20q is nothing that can be done to a message", ErrInvalid, o.Do)
}

func (p *postman) went(ctx context.Context, m *model.Message, entry bookEntry) error {
	entry.State, entry.Failure, entry.At = LetterSent, "", max(entry.At, 1)
	if err := p.book.change(p.w.place.dir, func() { p.book.letters[m.ID] = &entry }); err != nil {
		return err
	}
	return p.note(ctx, m.ID, entry)
}

func (p *postman) cancel(ctx context.Context, m *model.Message, sender string) error {
	if m.State == model.MailSent {
		return fmt.Errorf("%w: it was sent", ErrConflict)
	}
	if m.State == model.MailQueued && m.Sender != sender && p.book.letters[m.ID] == nil {
		return fmt.Errorf("%w: another desk has it in its outbox; cancel it there", ErrConflict)
	}
	if err := p.book.change(p.w.place.dir, func() { delete(p.book.letters, m.ID) }); err != nil {
		return err
	}
	p.again(m.ID, 0)
	_, err := p.write(ctx, m.ID, "cancel "+model.Title(m), model.Set{"state": textOrNull(string(model.MailDraft)), "failure": textOrNull("")})
	return err
}

// send queues a message. One that was queued before is the same mail, by its Message-ID.
func (p *postman) send(ctx context.Context, m *model.Message, sender string) error {
	named := CheckAddress(m.From) == nil // else it has the name of who wrote it
	if !named {
		from, err := p.w.ourAddress(ctx)
		if err != nil {
			return err
		}
		m.From = from
	}
	set, err := queuedSet(m)
	if err != nil {
		return err
	}
	if !named {
		set["from"] = textOrNull(m.From)
	}
	set["sender"], set["failure"] = textOrNull(sender), textOrNull("")
	if err := p.noteQueued(ctx); err != nil {
		return err
	}
	err = p.book.change(p.w.place.dir, func() {
		p.book.letters[m.ID] = &bookEntry{State: LetterQueued, At: value.At(p.w.o.Now())}
	})
	if err != nil {
		return err
	}
	p.again(m.ID, 0)
	_, err = p.write(ctx, m.ID, "queue "+model.Title(m), set)
	p.wake()
	return err
}

// ourAddress gives the address that messages are from.
func (w *owner) ourAddress(ctx context.Context) (string, error) {
	if w.o.Mail.From != "" {
		return w.o.Mail.From, nil
	}
	from := ""
	err := w.store.Records(ctx, Query{Kind: model.KindFirm, Sort: "created_at", Limit: 1}, func(r model.Record) error {
		if firm, ok := r.(*model.Firm); ok && firm.Email != "" {
			from = mail.Join([]mail.Address{{Name: firm.NameIn(""), Address: firm.Email.String()}})
		}
		return nil
	})
	if err == nil && from == "" {
		err = fmt.Errorf("%w: %w", ErrInvalid, ErrNoSender)
	}
	return from, err
}
