package desk

import (
	"context"
	"fmt"
	"time"

	"tradedesk/model"
	"tradedesk/model/match"
)

// maxTracked is for how many of those who fit an RFQ best it is read how they answered so
// far; the others are ranked as if nobody had asked them yet.
const maxTracked = 100

// Match ranks the desk's suppliers for an RFQ, by how they answered so far too.
func Match(ctx context.Context, d Desk, rfq model.ID, now time.Time, o match.Options) (*model.RFQ, match.Result, error) {
	r := match.Request{Now: now}
	var err error
	if r.RFQ, err = rfqNamed(ctx, d, rfq); err != nil {
		return nil, match.Result{}, err
	}
	lead, err := known[*model.Lead](ctx, d, r.RFQ.Lead)
	if err != nil {
		return nil, match.Result{}, fmt.Errorf("reading the buyer of RFQ %s: %w", rfq.Short(), err)
	}
	if lead != nil {
		r.Buyer = lead.Country
	}
	if r.Lanes, err = readAll[*model.Lane](ctx, d, Query{Kind: model.KindLane, Limit: maxLanes}); err != nil {
		return nil, match.Result{}, fmt.Errorf("reading the lanes: %w", err)
	}
	candidates, elsewhere, err := readCandidates(ctx, d, r, o.Others)
	if err != nil {
		return nil, match.Result{}, err
	}
	before := match.Rank(r, candidates, match.Options{Limit: maxTracked})
	tracked, records := map[model.ID]int{}, readRecords(d, now)
	for i, c := range candidates {
		tracked[c.Supplier.ID] = i
	}
	for _, e := range before.Ranked {
		c := &candidates[tracked[e.Supplier.ID]]
		if c.Record, err = records.of(ctx, c.Supplier); err != nil {
			return nil, match.Result{}, err
		}
	}
	result := match.Rank(r, candidates, o)
	result.Elsewhere += elsewhere
	return r.RFQ, result, nil
}

// readCandidates reads the suppliers who offer anything of what is asked for, and counts
// the others, or reads them too.
func readCandidates(ctx context.Context, d Desk, r match.Request, others bool) (candidates []match.Candidate, elsewhere int, err error) {
	ready := match.Prepare(r)
	err = d.Records(ctx, Query{Kind: model.KindSupplier}, func(record model.Record) error {
		s, ok := record.(*model.Supplier)
		switch {
		case !ok || s.Deleted:
		case others || ready.Fits(s):
			candidates = append(candidates, match.Candidate{Supplier: s})
		default:
			elsewhere++
		}
		return nil
	})
	if err != nil {
		return nil, 0, fmt.Errorf("reading the suppliers: %w", err)
	}
	return candidates, elsewhere, nil
}
