package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"

	"tradedesk/model"
	"tradedesk/model/value"
)

// Counts gives how many records there are by kind and by stage, from counters.
func (s *Store) Counts(ctx context.Context) (Counts, error) {
	c := Counts{Kinds: map[model.Kind]int{}, Stages: map[model.Kind]map[model.Stage]int{}}
	err := s.read(ctx, func(tx *transaction) error {
		now := value.At(s.now())
		err := eachKind(tx, func(kind model.Kind) error {
			c.Kinds[kind] = int(countIn(tx, allOf(kind), []byte{partLive}, nil))
			if ix := indexOf(kind, "stage"); ix != nil {
				c.Stages[kind] = stageCounts(tx, kind, ix)
			}
			return nil
		})
		c.Inbox = int(inboxCount(tx, now))
		snoozed := bounds{appendInt([]byte{tagValue}, int64(now)+1), []byte{tagNone}}
		c.Snoozed = int(countStops(tx, path{
			spans: []span{{indexOf(model.KindLead, "snoozed_until").keySet, []byte{partLive}}}, ranges: []bounds{snoozed},
		}, nil, -1))
		left, agendaErr := idle(tx, now)
		c.Due = int(countStops(tx, path{
			spans: []span{{set: setDue}}, ranges: []bounds{{hi: appendInt(nil, int64(now)+1)}},
		}, left, -1))
		c.Promised = int(readCount(tx, countKey(bucketPromised, nil)))
		c.Late = int(countStops(tx, path{
			spans: []span{{set: setPromised}}, ranges: []bounds{{hi: appendInt(nil, int64(now)+1)}},
		}, nil, -1))
		c.Pending = int(readCount(tx, countKey(bucketOutbox, nil)))
		return errors.Join(err, agendaErr)
	})
	if err != nil {
		return Counts{}, fmt.Errorf("counting: %w", err)
	}
	return c, nil
}

// Pending gives how many changes wait to be sent, from a counter.
func (s *Store) Pending(ctx context.Context) (int, error) {
	var n int64
	err := s.read(ctx, func(tx *transaction) error {
		n = readCount(tx, countKey(bucketOutbox, nil))
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("counting what waits to be sent: %w", err)
	}
	return int(n), nil
}

// eachKind calls yield with every kind that has records, or had.
func eachKind(tx *transaction, yield func(model.Kind) error) error {
	c := tx.Cursor()
	for name, _ := c.Seek([]byte(prefixIndex)); bytes.HasPrefix(name, []byte(prefixIndex)); name, _ = c.Next() {
		if kind, ok := strings.CutSuffix(strings.TrimPrefix(string(name), prefixIndex), suffixAll); ok {
			if err := yield(model.Kind(kind)); err != nil {
				return err
			}
		}
	}
	return nil
}

func stageCounts(tx *transaction, kind model.Kind, ix *index) map[model.Stage]int {
	counts := map[model.Stage]int{}
	for _, stage := range model.Stages(kind) {
		key := appendText([]byte{tagValue}, string(stage))
		if n := countIn(tx, ix.keySet, []byte{partLive}, key); n > 0 {
			counts[stage] = int(n)
		}
	}
	return counts
}
