package store

import (
	"context"
	"fmt"

	"go.etcd.io/bbolt"

	"tradedesk/model"
)

// Rescore works out the score of every lead in the inbox again, snoozed ones too,
// as time passed and suppliers came and went. Scores are derived: nothing is
// written to the history or the outbox. progress may be nil; it is called with the
// leads looked at so far.
func (s *Store) Rescore(ctx context.Context, progress func(done int)) (changed int, err error) {
	// In order of creation, as the inbox's own order changes on the way.
	at := path{
		spans:  []span{{fieldBucket(model.KindLead, "stage"), append([]byte{partLive}, appendText([]byte{tagValue}, string(model.LeadNew))...)}},
		ranges: []bounds{{}},
	}
	var from mark
	done := 0
	for {
		ids, err := s.nextIDs(ctx, at, &from)
		if err != nil {
			return changed, fmt.Errorf("scoring the inbox: %w", err)
		}
		if len(ids) == 0 {
			return changed, nil
		}
		n, err := s.rescore(ctx, ids)
		if err != nil {
			return changed, fmt.Errorf("scoring the inbox: %w", err)
		}
		changed += n
		if done += len(ids); progress != nil {
			progress(done)
		}
	}
}

// nextIDs reads a batch of a path and moves the mark behind it.
func (s *Store) nextIDs(ctx context.Context, p path, from *mark) (ids []model.ID, err error) {
	err = s.read(ctx, func(tx *bbolt.Tx) error {
		return p.walk(tx, *from, false, func(at stop) (bool, error) {
			ids = append(ids, at.id())
			return len(ids) < s.limits.batch, ctx.Err()
		})
	})
	if len(ids) > 0 {
		last := ids[len(ids)-1]
		from.order = last[:]
	}
	return ids, err
}

// rescore opens a write transaction only when a score is another.
func (s *Store) rescore(ctx context.Context, ids []model.ID) (changed int, err error) {
	scoring := s.scoring()
	var stale []model.ID
	err = s.read(ctx, func(tx *bbolt.Tx) error {
		for _, id := range ids {
			before, _, err := rescored(tx, id, scoring)
			if err != nil {
				return err
			}
			if before != nil {
				stale = append(stale, id)
			}
		}
		return nil
	})
	if err != nil || len(stale) == 0 {
		return 0, err
	}
	err = s.update(ctx, func(tx *bbolt.Tx) error {
		p := newPuts()
		changed = 0
		for _, id := range stale {
			before, after, err := rescored(tx, id, scoring)
			if err != nil {
				return err
			}
			if before != nil {
				p.turn(before, after)
				changed++
			}
		}
		return p.apply(tx)
	})
	return changed, err
}

// rescored gives the rows of a lead with its old and its new score, nil when the
// score is the same.
func rescored(tx *bbolt.Tx, id model.ID, scoring model.ScoreContext) (before, after []row, err error) {
	lead, e, err := readBoth(tx, model.KindLead, id)
	if err != nil {
		return nil, nil, err
	}
	fresh := model.ExcerptOf(lead, scoring)
	if fresh.Score == e.Score {
		return nil, nil, nil
	}
	if before, err = rowsOf(lead, e); err != nil {
		return nil, nil, err
	}
	after, err = rowsOf(lead, fresh)
	return before, after, err
}
