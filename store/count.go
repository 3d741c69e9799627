package store

import (
	"context"
	"fmt"
	"slices"

	"tradedesk/model/value"
)

// Count gives how many rows a query selects, whatever its Limit. What no counter
// knows is walked, without holding up writes; what changes on the way may be
// counted or not.
func (s *Store) Count(ctx context.Context, q Query) (int, error) {
	q.From, q.Back, q.Limit = "", false, 0
	now := value.At(s.now())
	n := 0
	var from []byte
	for {
		last, err := s.countOn(ctx, q, now, from, &n)
		if err != nil {
			return 0, fmt.Errorf("counting %s: %w", listed(q.Kind), err)
		}
		if last == nil {
			return n, nil
		}
		from = last
	}
}

// countOn adds the rows of one stretch to n and gives where to go on, nil at the
// end.
func (s *Store) countOn(ctx context.Context, q Query, now value.Instant, from []byte, n *int) (last []byte, err error) {
	err = s.read(ctx, func(tx *transaction) error {
		p, err := s.plan(ctx, tx, q, now)
		if err != nil {
			return err
		}
		if total := p.count(tx); from == nil && total >= 0 {
			*n = total
			return nil
		}
		left := s.limits.stretch
		_, err = p.follow(ctx, tx, mark{order: from}, false, func(at stop, _ stored) bool {
			*n++
			if left--; left == 0 {
				last = slices.Clone(at.order)
			}
			return left > 0
		})
		return err
	})
	return last, err
}
