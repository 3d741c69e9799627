package store

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"tradedesk/model"
	"tradedesk/model/causal"
)

// Diverge begins again from a server whose log parts from what was folded: above the
// shared entry, what the server took of this desk is sent again, and none of the
// desk's changes says that it has seen more.
func (s *Store) Diverge(ctx context.Context, shared causal.Cursor) error {
	return s.relink(ctx, "beginning again where both know the log", func(w *write, l *Link) error {
		first, err := firstTakenAbove(w.tx, shared.Seq)
		if err != nil {
			return err
		}
		lost, had := shared.Seq, l.Folded
		if first > 0 {
			l.Sent, l.Folded = min(l.Sent, first-1), min(l.Folded, first-1)
			if err := errors.Join(w.giveBack(first), l.wroteUpTo(w.tx, first-1)); err != nil {
				return err
			}
		}
		l.Caps = slices.DeleteFunc(l.Caps, func(c Cap) bool { return c.Base >= shared.Seq })
		l.Caps = append(l.Caps, Cap{w.lastOp, shared.Seq})
		if before := l.Snapshot; before != nil && before.Lost != nil {
			lost, had = min(lost, *before.Lost), min(had, before.Had)
		}
		l.Snapshot, l.Diverged = &Snapshot{Lost: &lost, Had: had}, false
		l.Cursor, l.Seen, l.Known = causal.Cursor{Epoch: shared.Epoch}, shared, causal.Cursor{}
		if err := w.dropPoints(shared.Seq); err != nil {
			return err
		}
		meta := w.tx.Bucket([]byte(bucketMeta))
		return putNumber(meta, keyBase, min(readNumber(w.tx, keyBase), shared.Seq))
	})
}

// firstTakenAbove gives the first counter of this desk's that the server took as an
// entry above seq, 0 when there is none.
func firstTakenAbove(tx *transaction, seq uint64) (uint64, error) {
	first := uint64(0)
	err := tx.Bucket([]byte(bucketAcked)).ForEach(func(key, raw []byte) error {
		r, err := decodeAck(key, raw)
		if err != nil || first > 0 {
			return err
		}
		if r.taken+uint64(r.count)-1 > seq {
			first = r.n
			if r.taken <= seq {
				first += seq - r.taken + 1
			}
		}
		return nil
	})
	return first, err
}

// Compacted begins a snapshot, as the server's log does not go back to the cursor any
// more.
func (s *Store) Compacted(ctx context.Context) error {
	return s.relink(ctx, "beginning a snapshot", func(_ *write, l *Link) error {
		fresh := &Snapshot{}
		if l.Snapshot != nil {
			fresh.Lost, l.Known = l.Snapshot.Lost, causal.Cursor{} // forgotten, too
		}
		l.Snapshot, l.Seen = fresh, causal.Cursor{}
		return nil
	})
}

// GoOnAs makes the desk another device, which goes on from the one that it was. What
// is on its way was written by the new one, whose own changes are others than were the
// old one's: a copy of this desk may have gone on as that.
func (s *Store) GoOnAs(ctx context.Context, device model.ID, start uint64) error {
	now := s.now()
	err := s.update(ctx, func(tx *transaction) error {
		l, err := readLink(tx)
		if err != nil || l == nil {
			return err
		}
		l.Lineage = append(l.Lineage, causal.Ancestor{Device: l.Device, Upto: start})
		l.Device, l.Sent, l.Forked, l.Nonce = device, start, false, ""
		f := s.newFolding(tx, l, now)
		if err := f.showWaiting(); err != nil {
			return err
		}
		_, err = f.end()
		return err
	})
	if err != nil {
		return fmt.Errorf("going on as another device: %w", err)
	}
	return nil
}

// ownWaiting gives every record of which a change waits to be sent, and which is not this
// desk's alone.
func (f *folding) ownWaiting() ([]*foldedRecord, error) {
	var waiting []*foldedRecord
	seen := map[number]bool{}
	err := f.w.tx.Bucket([]byte(bucketOutbox)).ForEach(func(key, raw []byte) error {
		r, err := decodeOps(key, raw)
		if err != nil {
			return err
		}
		for n := r.number; n < r.number+number(r.count); n++ {
			if seen[n] || get(f.w.tx, bucketShadow, n.key()) == nil {
				continue
			}
			seen[n] = true
			is, err := readStored(f.w.tx, n)
			if err != nil {
				return err
			}
			r, err := f.record(is.record.Header().ID, is.record.Kind())
			if err != nil {
				return err
			}
			waiting = append(waiting, r)
		}
		return nil
	})
	return waiting, err
}

// Fork notes that a copy of this desk writes as the same device.
func (s *Store) Fork(ctx context.Context) error {
	return s.relink(ctx, "noting that this desk is a copy", func(w *write, l *Link) error { return l.fork(w.tx) })
}

// SendAgain puts what the server took above a counter into the outbox again: it has
// lost it.
func (s *Store) SendAgain(ctx context.Context, above uint64) error {
	return s.relink(ctx, "sending again", func(w *write, l *Link) error {
		l.Sent, l.Folded = above, min(l.Folded, above)
		return w.giveBack(above + 1)
	})
}

func (s *Store) relink(ctx context.Context, what string, change func(*write, *Link) error) error {
	now := s.now()
	err := s.update(ctx, func(tx *transaction) error {
		l, err := readLink(tx)
		if err != nil || l == nil {
			return err
		}
		f := s.newFolding(tx, l, now)
		if err := change(f.w, l); err != nil {
			return err
		}
		if err := f.showAll(); err != nil {
			return err
		}
		_, err = f.end()
		return err
	})
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}

// StatePage is a page of a snapshot: states in the order of the records' ids, all
// that there are behind the desk's place in it.
type StatePage struct {
	From   causal.Cursor // where the log goes on from, as the first page says
	States []*causal.State
	Next   model.ID      // zero after the last page
	Seen   causal.Cursor // the end of the log when the page was read
	Total  uint64
}

// TakeStates takes in a page of a snapshot in one transaction.
func (s *Store) TakeStates(ctx context.Context, page StatePage) (News, error) {
	news, err := s.folding(ctx, func(f *folding) error {
		if f.l.Snapshot == nil {
			return ErrOutOfOrder
		}
		return f.states(ctx, page)
	})
	if err != nil {
		return News{}, fmt.Errorf("taking in a snapshot: %w", err)
	}
	return news, nil
}

func (f *folding) states(ctx context.Context, page StatePage) error {
	snap := f.l.Snapshot
	f.snap = snap
	if snap.From == (causal.Cursor{}) {
		snap.From = page.From
	}
	here := make(map[model.ID]bool, len(page.States))
	for _, state := range page.States {
		here[state.Record] = true
		r, err := f.record(state.Record, state.Kind)
		if err != nil {
			return err
		}
		if snap.Lost != nil {
			r.lost = r.state
		}
		r.state = state
	}
	if err := f.gone(ctx, snap, page.Next, here); err != nil {
		return err
	}
	snap.After = page.Next
	snap.Done, snap.Total = snap.Done+uint64(len(page.States)), page.Total
	f.l.Seen, f.l.Head = page.Seen, page.Seen.Seq
	if !page.Next.IsZero() {
		return nil
	}
	f.l.Cursor, f.l.Snapshot = snap.From, nil
	if err := f.w.advance(f.l); err != nil {
		return err
	}
	return f.w.point(f.l.Cursor)
}

// gone looks for records of the page's stretch that the log had and the server has no
// more.
func (f *folding) gone(ctx context.Context, snap *Snapshot, last model.ID, here map[model.ID]bool) error {
	var to []byte
	if !last.IsZero() {
		to = successor(last[:])
	}
	var ids []model.ID
	from := append(append([]byte(nil), snap.After[:]...), 0xff, 0xff, 0xff, 0xff)
	err := eachKey(f.w.tx.Bucket([]byte(bucketIDs)), from, to, func(key []byte) bool {
		if id := model.ID(key[:idSize]); !here[id] && get(f.w.tx, bucketShadow, key[idSize:idSize+numberSize]) != nil {
			ids = append(ids, id)
		}
		return len(ids)%1000 != 999 || ctx.Err() == nil
	})
	if err != nil {
		return err
	}
	for _, id := range ids {
		r, err := f.record(id, "")
		if err != nil {
			return err
		}
		r.lost, r.state = r.state, causal.NewState("", id)
	}
	return ctx.Err()
}
