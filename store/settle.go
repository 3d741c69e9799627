package store

import "tradedesk/model/causal"

// ownChange is a change of this desk's with its clock.
type ownChange struct {
	past
	clock uint64
}

// owns remembers a change of this desk's of a record with conflicts, which it may
// settle, or of one that others changed since its editor saw it.
func (w *write) owns(t *touched, p past) error {
	if w.link != nil && w.steps || w.unsettled(t) {
		t.own = append(t.own, ownChange{p, w.clock})
	}
	return nil
}

// unsettled reports whether what is shown of a record after this transaction is more than
// what its changes set.
func (w *write) unsettled(t *touched) bool {
	return t.late || get(w.tx, bucketConflict, t.number.key()) != nil
}

// seen gives how far the log is in what is shown of a record. Where a snapshot is under
// way, some of it may be newer: that is not replaced but stands beside.
func (w *write) seen(t *touched) (uint64, error) {
	if !w.asked {
		l, err := readLink(w.tx)
		if err != nil {
			return 0, err
		}
		w.link, w.asked = l, true
	}
	if w.link == nil {
		return w.base, nil
	}
	t.late = t.late || !w.link.whole()
	return w.link.upTo(t.current.Header().ID), nil
}

// seenBy gives what an author had seen who says how far that was, nil for all.
func (w *write) seenBy(t *touched, said *uint64) (uint64, error) {
	base, err := w.seen(t)
	if err == nil && said != nil && *said < base {
		base, t.late = *said, true
	}
	return base, err
}

// settleAll works out again what is shown of records whose conflicts the changes of
// this transaction may have settled or made.
func (w *write) settleAll() error {
	for _, t := range w.order {
		if len(t.own) == 0 || !w.unsettled(t) {
			continue
		}
		if err := w.settle(t); err != nil {
			return err
		}
	}
	return nil
}

func (w *write) settle(t *touched) error {
	l, err := readLink(w.tx)
	if err != nil || l == nil {
		return err
	}
	shown, err := w.shown(l, t)
	if err != nil {
		return err
	}
	if !shown.Made {
		return nil // only this desk knows it
	}
	if err := w.markConflict(t.number, len(shown.Conflicts()) > 0); err != nil {
		return err
	}
	after, err := shown.View()
	if err != nil {
		return err
	}
	t.current, t.row = after, nil
	return nil
}

// shown gives the state of a record with the desk's own changes on top, those of this
// transaction too.
func (w *write) shown(l *Link, t *touched) (*causal.State, error) {
	shadow, err := readShadow(w.tx, t.number, t.kind, t.current.Header().ID)
	if err != nil {
		return nil, err
	}
	shown, err := l.overlaid(w.tx, t.number, shadow)
	if err != nil || !shown.Made {
		return shown, err
	}
	_, lineage := l.self()
	for _, p := range t.own {
		layOn(shown, l.op(p.past, p.clock), lineage)
	}
	return shown, nil
}
