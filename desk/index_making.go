package desk

import (
	"errors"
	"sync/atomic"
	"time"

	"tradedesk/model"
	"tradedesk/search"
)

// making is a segment that is being made.
type making struct {
	began  time.Time
	done   chan struct{} // closed when it is over
	failed error         // why it ended, once done is closed
	missed bool          // more changed meanwhile than was noted; guarded by the keeper's turn
	of     *search.Index
	total  atomic.Int64
}

// over gives why making ended, nil while it goes on.
func (m *making) over() error {
	select {
	case <-m.done:
		if m.failed != nil {
			return m.failed
		}
		return errMade
	default:
		return nil
	}
}

var errMade = errors.New("the index was made")

// progress says how far it is; nil when nothing is being made.
func (m *making) progress() *IndexMaking {
	if m == nil || m.over() != nil {
		return nil
	}
	return &IndexMaking{Read: m.of.Made(), Total: m.total.Load()}
}

// make starts making a segment. turn is held.
func (k *indexKeeper) make(w *owner) {
	m := &making{of: k.index, began: k.now(), done: make(chan struct{})}
	k.making = m
	stamp := search.Stamp{Desk: k.deskOf(w), Made: w.ids.New()}
	k.noted.begin(stamp)
	w.work.Go(func() {
		defer close(m.done)
		if counts, err := w.store.Counts(w.base); err == nil {
			for _, n := range counts.Kinds {
				m.total.Add(int64(n))
			}
		}
		if stamp.Desk.IsZero() {
			stamp.Desk = stamp.Made
			m.failed = w.store.SetSetting(w.base, indexDesk, stamp.Desk.String())
			k.begun(stamp)
		}
		if m.failed == nil {
			m.failed = k.fill(w, stamp)
		}
		k.turn.Lock()
		defer k.turn.Unlock()
		if m.failed != nil {
			k.noted.forget() // it was of the new one
			return
		}
		k.open, k.stale = true, m.missed
		k.work(w)
	})
}

// fill makes the segment of all records.
func (k *indexKeeper) fill(w *owner, stamp search.Stamp) error {
	return k.index.Build(w.base, stamp, func(yield func(model.Excerpt, model.Record) error) error {
		return w.store.Excerpts(w.base, yield)
	}, w.pauseIndex)
}

// begun says what the stamp of the segment that is being made is.
func (k *indexKeeper) begun(stamp search.Stamp) {
	k.turn.Lock()
	defer k.turn.Unlock()
	k.noted.stamp = stamp
}

// pauseIndex lets others at the machine, and first of all who searches.
func (w *owner) pauseIndex() error {
	for began := time.Now(); ; {
		if err := w.pauseFor(indexPause); err != nil {
			return err
		}
		if w.index.answering.Load() == 0 || time.Since(began) > indexHeld {
			return nil
		}
	}
}

func (w *owner) pauseFor(rest time.Duration) error {
	select {
	case <-w.base.Done():
		return w.base.Err()
	case <-time.After(rest):
		return nil
	}
}
