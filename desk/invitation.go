package desk

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"tradedesk/model"
	"tradedesk/model/invitation"
)

// Bounds of what is read of invitations.
const (
	maxThread = 2_000 // messages of one RFQ
	maxAsks   = 500   // messages and RFQs of one supplier
)

// ReadInvitations reads what is known of an RFQ's invitations; invitation.Standings works
// it out.
func ReadInvitations(ctx context.Context, d Desk, id model.ID, now time.Time) (invitation.Thread, error) {
	t := invitation.Thread{Now: now}
	rfq, err := rfqNamed(ctx, d, id)
	if err != nil {
		return t, err
	}
	t.RFQ = rfq
	if t.Messages, err = readAll[*model.Message](ctx, d, Query{Kind: model.KindMessage, View: ViewThread, Of: id, Limit: maxThread}); err != nil {
		return t, fmt.Errorf("reading the thread of RFQ %s: %w", id.Short(), err)
	}
	if t.Quotes, err = readAll[*model.Quote](ctx, d, Query{Kind: model.KindQuote, View: ViewQuotes, Of: id, Limit: maxCompared}); err != nil {
		return t, fmt.Errorf("reading the quotes of RFQ %s: %w", id.Short(), err)
	}
	t.Suppliers = map[model.ID]*model.Supplier{}
	asked := slices.Clone(rfq.Invited)
	for _, m := range t.Messages {
		asked = append(asked, m.Suppliers...)
	}
	for _, id := range asked {
		if err := readSupplier(ctx, d, id, t.Suppliers); err != nil {
			return t, err
		}
	}
	return t, nil
}

func rfqNamed(ctx context.Context, d Desk, id model.ID) (*model.RFQ, error) {
	r, err := d.Get(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("reading RFQ %s: %w", id.Short(), err)
	}
	rfq, ok := r.(*model.RFQ)
	if !ok {
		return nil, fmt.Errorf("%s %s is no RFQ: %w", r.Kind(), id.Short(), ErrInvalid)
	}
	return rfq, nil
}

// records reads how suppliers answered so far. The threads of RFQs that several were
// asked for are read once.
type records struct {
	d       Desk
	now     time.Time
	threads map[model.ID][]*model.Message
	rfqs    map[model.ID]*model.RFQ
}

func readRecords(d Desk, now time.Time) *records {
	return &records{d, now, map[model.ID][]*model.Message{}, map[model.ID]*model.RFQ{}}
}

// RecordOf reads how one supplier answered over all RFQs that they were asked for.
func RecordOf(ctx context.Context, d Desk, s *model.Supplier, now time.Time) (invitation.Record, error) {
	return readRecords(d, now).of(ctx, s)
}

func (r *records) of(ctx context.Context, s *model.Supplier) (invitation.Record, error) {
	about := func(kind model.Kind, field string) Query {
		return Query{Kind: kind, Where: []Cond{{Field: field, Op: OpEqual, Text: s.ID.String()}}, Sort: "created_at", Desc: true, Limit: maxAsks}
	}
	fail := func(err error) (invitation.Record, error) {
		return invitation.Record{}, fmt.Errorf("reading how supplier %s answered: %w", s.ID.Short(), err)
	}
	quotes, err := readAll[*model.Quote](ctx, r.d, about(model.KindQuote, "supplier"))
	if err != nil {
		return fail(err)
	}
	messages, err := readAll[*model.Message](ctx, r.d, about(model.KindMessage, "suppliers"))
	if err != nil {
		return fail(err)
	}
	named, err := readAll[*model.RFQ](ctx, r.d, about(model.KindRFQ, "invited"))
	if err != nil {
		return fail(err)
	}
	threads := map[model.ID]*invitation.Thread{}
	of := func(rfq *model.RFQ) *invitation.Thread {
		if threads[rfq.ID] == nil {
			// Of the RFQ's own list only this supplier matters.
			alone := &model.RFQ{Head: rfq.Head, Deadline: rfq.Deadline}
			threads[rfq.ID] = &invitation.Thread{RFQ: alone, Now: r.now, Suppliers: map[model.ID]*model.Supplier{s.ID: s}}
		}
		return threads[rfq.ID]
	}
	for _, rfq := range named {
		of(rfq).RFQ.Invited = []model.ID{s.ID}
	}
	for _, m := range messages {
		rfq, err := r.rfq(ctx, m.Thread)
		if err != nil {
			return fail(err)
		}
		if rfq != nil {
			of(rfq).Messages = append(of(rfq).Messages, m)
		}
	}
	for _, q := range quotes {
		if t := threads[q.RFQ]; t != nil {
			t.Quotes = append(t.Quotes, q)
		}
	}
	standings, err := r.standings(ctx, s, threads)
	if err != nil {
		return fail(err)
	}
	return invitation.RecordOf(standings, quotes), nil
}

// standings works out how the supplier stands with each RFQ. A thread is looked through
// for their mail where no quote came; the latest come first, and maxAsks bounds them.
func (r *records) standings(ctx context.Context, s *model.Supplier, threads map[model.ID]*invitation.Thread) ([]invitation.Standing, error) {
	var out []invitation.Standing
	for id, t := range threads {
		if len(t.Quotes) == 0 {
			came, err := r.thread(ctx, id)
			if err != nil {
				return nil, err
			}
			for _, m := range came {
				if m.Direction == model.DirectionIn && !slices.ContainsFunc(t.Messages, func(has *model.Message) bool { return has.ID == m.ID }) {
					t.Messages = append(t.Messages, m)
				}
			}
		}
		for _, standing := range invitation.Standings(*t) {
			if standing.Supplier == s.ID {
				out = append(out, standing)
			}
		}
	}
	slices.SortFunc(out, func(a, b invitation.Standing) int { return cmp.Compare(a.AskedAt, b.AskedAt) })
	return out, nil
}

func (r *records) thread(ctx context.Context, id model.ID) ([]*model.Message, error) {
	if messages, known := r.threads[id]; known {
		return messages, nil
	}
	messages, err := readAll[*model.Message](ctx, r.d, Query{Kind: model.KindMessage, View: ViewThread, Of: id, Limit: maxThread})
	if err == nil {
		r.threads[id] = messages
	}
	return messages, err
}

// rfq gives the RFQ in whose thread a message stands, nil when it is another record's.
func (r *records) rfq(ctx context.Context, id model.ID) (*model.RFQ, error) {
	if rfq, seen := r.rfqs[id]; seen {
		return rfq, nil
	}
	rfq, err := known[*model.RFQ](ctx, r.d, id)
	if err == nil {
		r.rfqs[id] = rfq
	}
	return rfq, err
}
