package store

import (
	"context"
	"fmt"
	"slices"

	"tradedesk/model"
	"tradedesk/model/value"
)

// Rescore works out the score of every lead in the inbox again, snoozed ones too,
// as suppliers came and went. Scores are derived: nothing is written to the
// history or the outbox. It goes through the leads batch by batch; pause, when not
// nil, is called between two with the leads looked at so far, and an error of its
// ends the work.
func (s *Store) Rescore(ctx context.Context, pause func(done int) error) (changed int, err error) {
	// In the order in which they came, as the inbox's own order changes on the way.
	stage := indexOf(model.KindLead, "stage").keySet
	at := path{
		spans:  []span{{stage, append([]byte{partLive}, appendText([]byte{tagValue}, string(model.LeadNew))...)}},
		ranges: []bounds{{}},
	}
	var from mark
	return s.rescoreAll(ctx, pause, func(tx *transaction) (batch []number, err error) {
		err = at.walk(tx, from, false, func(at stop) (bool, error) {
			batch = append(batch, at.number())
			return len(batch) < s.limits.batch, ctx.Err()
		})
		if len(batch) > 0 {
			from.order = batch[len(batch)-1].key()
		}
		return batch, err
	})
}

// RescoreDue works out the scores that have changed by the passing of time, as
// Rescore does, and costs nothing for the others.
func (s *Store) RescoreDue(ctx context.Context, pause func(done int) error) (changed int, err error) {
	until := bounds{hi: appendInt(nil, int64(value.At(s.now()))+1)}
	due := path{spans: []span{{set: setRescore}}, ranges: []bounds{until}}
	var from mark
	return s.rescoreAll(ctx, pause, func(tx *transaction) (batch []number, err error) {
		err = due.walk(tx, from, false, func(at stop) (bool, error) {
			batch = append(batch, at.number())
			from.order = slices.Clone(at.order)
			return len(batch) < s.limits.batch, ctx.Err()
		})
		return batch, err
	})
}

func (s *Store) rescoreAll(ctx context.Context, pause func(int) error, next func(tx *transaction) ([]number, error)) (changed int, err error) {
	for done := 0; ; {
		var batch []number
		err := s.read(ctx, func(tx *transaction) (err error) {
			batch, err = next(tx)
			return err
		})
		if err == nil && len(batch) > 0 {
			var n int
			n, err = s.rescore(ctx, batch)
			changed += n
		}
		if done += len(batch); err == nil && len(batch) > 0 && pause != nil {
			err = pause(done)
		}
		if err != nil {
			return changed, fmt.Errorf("scoring the inbox: %w", err)
		}
		if len(batch) == 0 {
			return changed, nil
		}
	}
}

// rescore opens a write transaction only when a score, or when it changes next, is
// another.
func (s *Store) rescore(ctx context.Context, batch []number) (changed int, err error) {
	scoring := s.scoring()
	slices.Sort(batch)
	var stale []number
	err = s.read(ctx, func(tx *transaction) error {
		for _, n := range batch {
			_, is, err := rescored(tx, n, scoring)
			if err != nil {
				return err
			}
			if is != nil {
				stale = append(stale, n)
			}
		}
		return nil
	})
	if err != nil || len(stale) == 0 {
		return 0, err
	}
	err = s.update(ctx, func(tx *transaction) error {
		changed, err = writeScores(tx, stale, scoring)
		return err
	})
	return changed, err
}

// writeScores writes the scores of leads that are still stale, and counts those that
// become another.
func writeScores(tx *transaction, stale []number, scoring model.ScoreContext) (changed int, err error) {
	c, counts := newCollector(), newCounts()
	var rows []numberedRow
	for _, n := range stale {
		was, is, err := rescored(tx, n, scoring)
		if err != nil {
			return 0, err
		}
		if is == nil {
			continue
		}
		row, err := encodeRow(is.record, is.scored)
		if err != nil {
			return 0, err
		}
		rows = append(rows, numberedRow{n, row})
		c.turned(was, *is)
		if was.scored.score != is.scored.score {
			changed++
		}
	}
	if err := putRows(tx.Bucket([]byte(bucketRecord)), rows); err != nil {
		return 0, err
	}
	if err := writeBatches(tx, batches([]*collector{c}), counts); err != nil {
		return 0, err
	}
	return changed, counts.write(tx)
}

// rescored gives a lead as it is and with its new score, nil when that is the same
// and stays so as long.
func rescored(tx *transaction, n number, scoring model.ScoreContext) (was stored, is *stored, err error) {
	if was, err = readStored(tx, n); err != nil {
		return was, nil, err
	}
	fresh := scoreOf(was.record, scoring)
	if fresh.score == was.scored.score && fresh.next == was.scored.next {
		return was, nil, nil
	}
	now := was
	now.scored = fresh
	return was, &now, nil
}
