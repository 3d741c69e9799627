package store

import (
	"context"
	"time"

	"tradedesk/model"
	"tradedesk/model/value"
)

// Prepared is an action worked out before its transaction, so that one is worked out
// while another is written. It depends on nothing in the file, except that it guesses
// which numbers the records that it makes will have.
type Prepared struct {
	action  Action
	now     time.Time
	scoring model.ScoreContext
	drafts  []*draft
	turned  *turnedRecords // nil when the action does more than to make records
	// Of the records that it makes, and behind them, when nobody else makes one before.
	first, next number
}

// Prepare works out an action for DoPrepared; nobody may change what it holds any more.
// after is what is committed before it, nil for nothing in particular.
func (s *Store) Prepare(ctx context.Context, a Action, after *Prepared) (*Prepared, error) {
	p := s.draft(a)
	if after != nil {
		p.first = after.next
	} else if err := s.read(ctx, func(tx *transaction) error {
		p.first = number(readNumber(tx, keyRecords))
		return nil
	}); err != nil {
		return nil, err
	}
	p.next = p.first
	order := make([]*touched, 0, len(p.drafts))
	for _, d := range p.drafts {
		if d != nil && d.err == nil {
			order = append(order, d.touched(p.next))
			p.next++
		}
	}
	if len(order) < len(p.drafts) {
		return p, nil
	}
	var err error
	p.turned, err = turnRecords(order, p.scoring)
	return p, err
}

// draft works out what an action makes.
func (s *Store) draft(a Action) *Prepared {
	if a.ID.IsZero() {
		a.ID = s.ids.New()
	}
	p := &Prepared{action: a, now: s.now(), scoring: s.scoring()}
	p.drafts = s.draftAll(a.Edits, value.At(p.now), p.scoring)
	return p
}

// DoPrepared is DoMore for an action that was prepared, once.
func (s *Store) DoPrepared(ctx context.Context, p *Prepared) (Done, News, error) {
	defer p.done()
	if c := s.scoring(); c.Offers != p.scoring.Offers || c.Weights != p.scoring.Weights {
		p.turned = nil
		p.scoring = c
		p.drafts = s.draftAll(p.action.Edits, value.At(p.now), c)
	}
	return s.perform(ctx, p, true)
}

// done lets go of what the action held.
func (p *Prepared) done() { p.action, p.drafts, p.turned = Action{}, nil, nil }

// fits reports whether the transaction makes the records of the action and does
// nothing else, so that what was worked out is true.
func (p *Prepared) fits(w *write) bool {
	if p == nil || p.turned == nil || p.first != w.firstNew || len(w.order) != len(p.drafts) {
		return false
	}
	for i, t := range w.order {
		if !t.made || t.row == nil || t.number != p.first+number(i) {
			return false
		}
	}
	return true
}
