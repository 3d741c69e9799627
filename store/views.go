package store

import (
	"bytes"
	"fmt"
	"slices"

	"go.etcd.io/bbolt"

	"tradedesk/model"
	"tradedesk/model/value"
)

// setView puts the plan on the order of its view: without a Sort, the path holds
// the view; with one, its rows are tested.
func (p *plan) setView() error {
	q := p.q
	whole := []bounds{{}}
	switch q.View {
	case ViewAll:
		p.path = path{spans: p.spansOf(allBucket(q.Kind), nil), ranges: whole}
		p.total = p.countParts(allBucket(q.Kind), nil)
	case ViewInbox:
		return p.setInbox(whole)
	case ViewSnoozed:
		return p.setSnoozed()
	case ViewDue:
		whole = since(q.Since)
		p.path = path{spans: []span{{bucket: bucketDue}}, ranges: whole}
		p.view = func(r model.Record) bool {
			at, _ := model.Due(model.ExcerptOf(r, model.ScoreContext{}))
			return !at.IsZero()
		}
		p.byKind(bucketDue)
	case ViewPromised:
		if err := p.needs(model.KindLead); err != nil {
			return err
		}
		p.path = path{spans: []span{{bucket: bucketPromised}}, ranges: since(q.Since)}
		p.view = func(r model.Record) bool { return !model.ReplyDue(model.ExcerptOf(r, model.ScoreContext{})).IsZero() }
		p.total = func(tx *bbolt.Tx) int64 { return readCount(tx, countKey(bucketPromised, nil)) }
	case ViewDeleted:
		p.path = path{spans: []span{{bucket: bucketDeleted}}, ranges: whole, desc: true}
		p.view = func(r model.Record) bool { return r.Header().Deleted }
		p.byKind(bucketDeleted)
	case ViewThread:
		if err := p.needs(model.KindMessage); err != nil {
			return err
		}
		p.path = path{spans: []span{{bucketThread, q.Of[:]}}, ranges: whole}
		p.view = func(r model.Record) bool {
			m, ok := r.(*model.Message)
			return ok && !m.Deleted && m.Thread == q.Of
		}
		p.total = func(tx *bbolt.Tx) int64 { return readCount(tx, countKey(bucketThread, q.Of[:])) }
	case ViewQuotes:
		return p.setQuotes()
	default:
		return fmt.Errorf("%w: there is no view %.40q", ErrInvalid, q.View)
	}
	p.path.desc = p.path.desc != (q.Desc && q.Sort == "")
	return nil
}

func (p *plan) needs(kind model.Kind) error {
	if p.q.Kind != kind {
		return fmt.Errorf("%w: the view %s is of the kind %s", ErrInvalid, p.q.View, kind)
	}
	return nil
}

func (p *plan) setInbox(whole []bounds) error {
	if err := p.needs(model.KindLead); err != nil {
		return err
	}
	now := appendInt(nil, int64(p.now))
	p.path = path{spans: []span{{bucket: bucketInbox}}, ranges: whole, desc: p.q.Desc && p.q.Sort == ""}
	p.skip = func(at stop) bool { return len(at.value) == 8 && bytes.Compare(at.value, now) > 0 }
	p.view = func(r model.Record) bool {
		lead, ok := r.(*model.Lead)
		return ok && model.InInbox(lead, p.now.Time())
	}
	p.total = func(tx *bbolt.Tx) int64 { return inboxCount(tx, p.now) }
	return nil
}

func inboxCount(tx *bbolt.Tx, now value.Instant) int64 {
	asleep := path{spans: []span{{bucket: bucketAsleep}}, ranges: []bounds{{lo: appendInt(nil, int64(now)+1)}}}
	return readCount(tx, countKey(bucketInbox, nil)) - countStops(tx, asleep, -1)
}

func (p *plan) setSnoozed() error {
	if err := p.needs(model.KindLead); err != nil {
		return err
	}
	after := appendInt([]byte{tagValue}, int64(p.now)+1)
	p.path = path{
		spans:  []span{{fieldBucket(model.KindLead, "snoozed_until"), []byte{partLive}}},
		ranges: []bounds{{after, []byte{tagNone}}},
		desc:   p.q.Desc && p.q.Sort == "",
	}
	p.view = func(r model.Record) bool {
		lead, ok := r.(*model.Lead)
		return ok && !lead.Deleted && model.Snoozed(lead, p.now.Time())
	}
	p.total = p.countPath(p.path)
	return nil
}

// setQuotes: the quotes of an RFQ in order of creation, so its deleted ones can
// be asked for like those of any list.
func (p *plan) setQuotes() error {
	if err := p.needs(model.KindQuote); err != nil {
		return err
	}
	of := slices.Concat([]byte{tagValue}, p.q.Of[:])
	p.path = path{
		spans:  p.spansOf(fieldBucket(model.KindQuote, "rfq"), of),
		ranges: []bounds{{}},
		desc:   p.q.Desc && p.q.Sort == "",
	}
	p.view = func(r model.Record) bool {
		quote, ok := r.(*model.Quote)
		return ok && quote.RFQ == p.q.Of
	}
	p.total = p.countPath(p.path)
	return nil
}

// since gives the rows of a view by time from a moment on.
func since(at value.Instant) []bounds {
	if at.IsZero() {
		return []bounds{{}}
	}
	return []bounds{{lo: appendInt(nil, int64(at))}}
}

// byKind leaves rows of other kinds aside.
func (p *plan) byKind(bucket string) {
	kind := []byte(p.q.Kind)
	if len(kind) == 0 {
		p.total = p.countPath(p.path)
		return
	}
	p.skip = func(at stop) bool { return !bytes.Equal(at.value, kind) }
	p.total = func(tx *bbolt.Tx) int64 { return readCount(tx, countKey(bucket, kind)) }
}
