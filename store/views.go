package store

import (
	"bytes"
	"fmt"
	"slices"

	"tradedesk/model"
	"tradedesk/model/value"
)

// setView puts the plan on the order of its view. With a Sort its records are
// those that the path of the sort keeps.
func (p *plan) setView(tx *transaction) error {
	q := p.q
	whole := []bounds{{}}
	switch q.View {
	case ViewAll:
		p.path = path{spans: p.spansOf(allOf(q.Kind), nil), ranges: whole}
		p.total = p.countParts(allOf(q.Kind), nil)
	case ViewInbox:
		return p.setInbox(whole)
	case ViewSnoozed:
		return p.setSnoozed()
	case ViewDue:
		p.path = path{spans: []span{{set: setDue}}, ranges: since(q.Since)}
		p.byKind(setDue)
		if err := p.leaveIdle(tx); err != nil {
			return err
		}
	case ViewPromised:
		if err := p.needs(model.KindLead); err != nil {
			return err
		}
		p.path = path{spans: []span{{set: setPromised}}, ranges: since(q.Since)}
		p.total = func(tx *transaction) int64 { return readCount(tx, countKey(bucketPromised, nil)) }
	case ViewDeleted:
		p.path = path{spans: []span{{set: setDeleted}}, ranges: whole, desc: true}
		p.byKind(setDeleted)
	case ViewThread:
		if err := p.needs(model.KindMessage); err != nil {
			return err
		}
		p.path = path{spans: []span{{setThread, q.Of[:]}}, ranges: whole}
		p.total = func(tx *transaction) int64 { return readCount(tx, countKey(bucketThread, q.Of[:])) }
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
	p.path = path{spans: []span{{set: setInbox}}, ranges: whole, desc: p.q.Desc && p.q.Sort == ""}
	p.skip = func(at stop) bool { return len(at.note) == 8 && bytes.Compare(at.note, now) > 0 }
	p.total = func(tx *transaction) int64 { return inboxCount(tx, p.now) }
	return nil
}

func inboxCount(tx *transaction, now value.Instant) int64 {
	asleep := path{spans: []span{{set: setAsleep}}, ranges: []bounds{{lo: appendInt(nil, int64(now)+1)}}}
	return readCount(tx, countKey(bucketInbox, nil)) - countStops(tx, asleep, nil, -1)
}

func (p *plan) setSnoozed() error {
	if err := p.needs(model.KindLead); err != nil {
		return err
	}
	after := appendInt([]byte{tagValue}, int64(p.now)+1)
	p.path = path{
		spans:  []span{{indexOf(model.KindLead, "snoozed_until").keySet, []byte{partLive}}},
		ranges: []bounds{{after, []byte{tagNone}}},
		desc:   p.q.Desc && p.q.Sort == "",
	}
	p.total = p.countPath()
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
		spans:  p.spansOf(indexOf(model.KindQuote, "rfq").keySet, of),
		ranges: []bounds{{}},
		desc:   p.q.Desc && p.q.Sort == "",
	}
	p.total = p.countPath()
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
func (p *plan) byKind(of *keySet) {
	kind := []byte(p.q.Kind)
	if len(kind) == 0 {
		p.total = p.countPath()
		return
	}
	p.skip = func(at stop) bool { return !bytes.Equal(at.note, kind) }
	p.total = func(tx *transaction) int64 { return readCount(tx, countKey(of.bucket, kind)) }
}
