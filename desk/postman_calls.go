package desk

import (
	"context"
	"errors"
	"fmt"
	"maps"

	"tradedesk/exchange/mail"
	"tradedesk/model"
	"tradedesk/model/value"
)

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
			ID: id, Thread: m.Thread, To: m.To, Subject: m.Subject, State: entry.State, Failure: entry.Failure, Told: entry.Told, Tries: entry.Tries, Queued: entry.At,
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
		return fmt.Errorf("%w: %w", ErrConflict, errHanding)
	}
	if entry.State == LetterSent && o.Do != LetterWent {
		return fmt.Errorf("%w: %w", ErrConflict, errWasSent)
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
	entry.State, entry.At = LetterSent, max(entry.At, 1)
	entry.failed(nil)
	if err := p.book.change(p.w.place.dir, func() { p.book.letters[m.ID] = &entry }); err != nil {
		return err
	}
	return p.note(ctx, m.ID, entry)
}

func (p *postman) cancel(ctx context.Context, m *model.Message, sender string) error {
	if m.State == model.MailSent {
		return fmt.Errorf("%w: %w", ErrConflict, errWasSent)
	}
	if m.State == model.MailQueued && m.Sender != sender && p.book.letters[m.ID] == nil {
		return fmt.Errorf("%w: %w", ErrConflict, errElsewhere)
	}
	if err := p.book.change(p.w.place.dir, func() { delete(p.book.letters, m.ID) }); err != nil {
		return err
	}
	p.again(m.ID, 0)
	set := failureSet(bookEntry{})
	set["state"] = textOrNull(string(model.MailDraft))
	_, err := p.write(ctx, m.ID, "cancel "+model.Title(m), set)
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
	set["sender"] = textOrNull(sender)
	maps.Copy(set, failureSet(bookEntry{}))
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
