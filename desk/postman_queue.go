package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"tradedesk/model"
	"tradedesk/model/value"
	"tradedesk/store"
)

// queueing does an action; messages whose state it sets to queued are in the book before
// they are committed, so that none is committed and forgotten.
func (p *postman) queueing(ctx context.Context, a Action, do func(Action) (Done, error)) (Done, error) {
	a, ids, err := p.withSender(ctx, a)
	if err != nil {
		return Done{}, err
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
	err = p.book.change(p.w.place.dir, func() {
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

// withSender gives the action with this desk as the sender of the messages that it queues,
// and which these are.
func (p *postman) withSender(ctx context.Context, a Action) (Action, []model.ID, error) {
	var ids []model.ID
	a.Edits = slices.Clone(a.Edits)
	for i, e := range a.Edits {
		if e.Kind != model.KindMessage || string(e.Set["state"]) != `"`+string(model.MailQueued)+`"` {
			continue
		}
		if e.ID.IsZero() {
			return a, nil, fmt.Errorf("queueing a message: %w: it has no id", ErrInvalid)
		}
		sender, err := p.w.deviceName(ctx)
		if err != nil {
			return a, nil, err
		}
		set := model.Set{"sender": textOrNull(sender)}
		for name, raw := range e.Set {
			set[name] = raw
		}
		a.Edits[i].Set = set
		ids = append(ids, e.ID)
	}
	return a, ids, nil
}

// deviceName gives what this desk is called among those of its workspace.
func (w *owner) deviceName(ctx context.Context) (string, error) {
	l, linked, err := w.store.Link(ctx)
	if err != nil || linked {
		return l.Device.String(), err
	}
	return w.store.Setting(ctx, store.SettingDevice)
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
