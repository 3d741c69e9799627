package desk

import (
	"context"
	"errors"
	"slices"

	"tradedesk/model"
)

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
	if err := p.holdQueued(ctx); err != nil {
		return err
	}
	p.fresh = false
	return nil
}

// holdQueued lets no message leave that was queued before the book was lost.
func (p *postman) holdQueued(ctx context.Context) error {
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
		var held bookEntry
		held.failed(errRestored)
		set := failureSet(held)
		set["state"] = textOrNull(string(model.MailFailed))
		if _, err := p.write(ctx, id, "hold a message", set); err != nil {
			return err
		}
	}
	return nil
}
