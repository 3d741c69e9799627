package store

import (
	"bytes"
	"slices"

	"tradedesk/model"
	"tradedesk/model/value"
)

// leaveIdle leaves out of what is due what nobody has to do anything about.
func (p *plan) leaveIdle(tx *transaction) error {
	left, err := idle(tx, p.now)
	if err != nil || left == nil {
		return err
	}
	other := p.skip
	p.skip = func(at stop) bool { return other != nil && other(at) || left(at) }
	p.total = p.countPath()
	return nil
}

// idle gives which stops of setDue nobody has to do anything about: certificates of
// suppliers who are not asked, and quotes for RFQs that are finished; nil for none.
func idle(tx *transaction, now value.Instant) (func(stop) bool, error) {
	suppliers, err := unasked(tx, now)
	if err != nil {
		return nil, err
	}
	quotes, err := ofFinished(tx)
	switch {
	case err != nil || suppliers == nil:
		return quotes, err
	case quotes == nil:
		return suppliers, nil
	}
	return func(at stop) bool { return suppliers(at) || quotes(at) }, nil
}

// unasked gives which stops of setDue are certificates that do not end about now, or are
// of suppliers whom no RFQ under way asks; nil when no certificate is there.
func unasked(tx *transaction, now value.Instant) (func(stop) bool, error) {
	kind := []byte(model.KindSupplier)
	if readCount(tx, countKey(bucketDue, kind)) == 0 {
		return nil, nil
	}
	window := value.Instant(model.CertificateWindow.Milliseconds())
	soon := path{spans: []span{{set: setDue}}, ranges: []bounds{{appendInt(nil, int64(now-window)), appendInt(nil, int64(now+window)+1)}}}
	var about []number
	err := soon.walk(tx, mark{}, false, func(at stop) (bool, error) {
		if bytes.Equal(at.note, kind) {
			about = append(about, at.number())
		}
		return true, nil
	})
	if err != nil {
		return nil, err
	}
	asked := map[number]bool{}
	for _, n := range about {
		if asked[n], err = isAsked(tx, n); err != nil {
			return nil, err
		}
	}
	return func(at stop) bool { return bytes.Equal(at.note, kind) && !asked[at.number()] }, nil
}

// isAsked reports whether a supplier is invited to an RFQ under way, or has a quote on one.
func isAsked(tx *transaction, supplier number) (bool, error) {
	is, err := readStored(tx, supplier)
	if err != nil {
		return false, err
	}
	id := is.record.Header().ID
	asked := false
	err = naming(tx, model.KindRFQ, "invited", id, func(r model.Record) (bool, error) {
		rfq, ok := r.(*model.RFQ)
		asked = ok && model.RFQUnderWay(rfq.Stage)
		return !asked, nil
	})
	if err != nil || asked {
		return asked, err
	}
	err = naming(tx, model.KindQuote, "supplier", id, func(r model.Record) (bool, error) {
		quote, ok := r.(*model.Quote)
		if !ok || quote.RFQ.IsZero() {
			return true, nil
		}
		asked, err = isUnderWay(tx, quote.RFQ)
		return !asked, err
	})
	return asked, err
}

// isUnderWay reports whether an RFQ that a quote names is here and under way.
func isUnderWay(tx *transaction, id model.ID) (bool, error) {
	n, here, err := numberOf(tx, id)
	if err != nil || !here {
		return false, err
	}
	is, err := readStored(tx, n)
	if err != nil {
		return false, err
	}
	rfq, ok := is.record.(*model.RFQ)
	return ok && !rfq.Deleted && model.RFQUnderWay(rfq.Stage), nil
}

// naming calls yield with the live records of a kind whose field names a record, until it
// gives false.
func naming(tx *transaction, kind model.Kind, field string, id model.ID, yield func(model.Record) (bool, error)) error {
	of := slices.Concat([]byte{partLive, tagValue}, id[:])
	p := path{spans: []span{{indexOf(kind, field).keySet, of}}, ranges: []bounds{{}}}
	return p.walk(tx, mark{}, false, func(at stop) (bool, error) {
		is, err := readStored(tx, at.number())
		if err != nil {
			return false, err
		}
		return yield(is.record)
	})
}
