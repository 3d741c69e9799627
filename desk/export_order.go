package desk

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"

	"tradedesk/model"
	"tradedesk/model/value"
	"tradedesk/store"
)

// steady reports whether an export of q may choose its order.
func steady(q Query) bool { return q.Sort == "" && q.View == ViewAll && q.From == "" && q.Kind != "" }

// steadily reads what a query selects in the order that all desks in step have: of creation,
// and of ids where that is the same moment. The desk itself has them as they came.
func (w *owner) steadily(ctx context.Context, q Query, yield func(model.Record) error) error {
	left, most := q.Limit, q.Limit
	// The limit counts in the steady order, which the desk's own is within a moment.
	q.Sort, q.Limit = "created_at", 0
	m := moment{desk: w, query: q, yield: func(r model.Record) error {
		if most > 0 && left == 0 {
			return errEnough
		}
		left--
		return yield(r)
	}}
	err := w.store.Records(ctx, q, func(r model.Record) error { return m.add(ctx, r) })
	if err == nil {
		err = m.end(ctx)
	}
	if errors.Is(err, errEnough) {
		return nil
	}
	return err
}

// errEnough ends an export at its limit.
var errEnough = errors.New("enough")

// momentHeld is how many records that were made at one moment are held; of more, as an
// import makes them, the ids are, and they are read again.
const momentHeld = 500

// readAgain is how many records are read again at once, by as many ids as a condition takes.
const readAgain = 100

// moment is the records that were made at one moment, until all of them are known.
type moment struct {
	desk  *owner
	query Query // what the records are of
	yield func(model.Record) error
	at    value.Instant
	held  []model.Record
	ids   []model.ID
}

func (m *moment) add(ctx context.Context, r model.Record) error {
	if at := r.Header().CreatedAt; at != m.at {
		if err := m.end(ctx); err != nil {
			return err
		}
		m.at = at
	}
	m.ids = append(m.ids, r.Header().ID)
	if len(m.ids) <= momentHeld {
		m.held = append(m.held, r)
	} else {
		m.held = nil
	}
	return nil
}

// end gives the records of the moment in the order of their ids.
func (m *moment) end(ctx context.Context) error {
	ids, held := m.ids, m.held
	m.ids, m.held = m.ids[:0], nil
	slices.SortFunc(ids, byID)
	if len(held) < len(ids) {
		return m.again(ctx, ids)
	}
	return m.give(held)
}

// again gives the records with these ids that the query selects still.
func (m *moment) again(ctx context.Context, ids []model.ID) error {
	for some := range slices.Chunk(ids, readAgain) {
		texts := make([]string, len(some))
		for i, id := range some {
			texts[i] = id.String()
		}
		q := m.query
		// Ahead of the others, so that those are tested on these records alone.
		q.Where = slices.Concat([]Cond{{Field: "id", Op: OpEqual, Text: strings.Join(texts, store.Alternatives)}}, q.Where)
		held := make([]model.Record, 0, len(some))
		err := m.desk.store.Records(ctx, q, func(r model.Record) error { held = append(held, r); return nil })
		if err == nil {
			err = m.give(held)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// give gives records in the order of their ids.
func (m *moment) give(held []model.Record) error {
	slices.SortFunc(held, func(a, b model.Record) int { return byID(a.Header().ID, b.Header().ID) })
	for _, r := range held {
		if err := m.yield(r); err != nil {
			return err
		}
	}
	return nil
}

func byID(a, b model.ID) int { return bytes.Compare(a[:], b[:]) }
