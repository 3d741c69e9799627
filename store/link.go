package store

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"tradedesk/model"
	"tradedesk/model/causal"
	"tradedesk/model/value"
)

// Link says how this desk stands with a server. It is kept with the records, so
// that what was read of the log and how far it was read are one.
type Link struct {
	Server    string         `json:"server"`
	Workspace model.ID       `json:"workspace"`
	User      string         `json:"user"`
	Role      string         `json:"role"`
	Device    model.ID       `json:"device"`
	Lineage   causal.Lineage `json:"lineage,omitempty"` // devices that this one goes on from

	Cursor causal.Cursor `json:"cursor"` // how far the log was folded
	Head   uint64        `json:"head"`   // the end of the log, as last heard
	Sent   uint64        `json:"sent"`   // the last counter that the server has of the device
	Folded uint64        `json:"folded"` // own changes up to this counter are in what was folded
	Caps   []Cap         `json:"caps,omitempty"`

	// Snapshot is a snapshot under way. Seen is where the log stood when its last page
	// was read, and must be folded to before the state is whole; until then no change
	// says that it has seen more than before.
	Snapshot *Snapshot     `json:"snapshot,omitempty"`
	Seen     causal.Cursor `json:"seen"`
	// Known is the end of the log when the server last took changes of this desk, until it is
	// folded to there: a server that has it no more has lost them.
	Known causal.Cursor `json:"known,omitzero"`

	Diverged bool          `json:"diverged,omitempty"` // the highest shared entry is to be found
	Forked   bool          `json:"forked,omitempty"`   // another device is to be registered
	Own      uint64        `json:"own,omitempty"`      // when forked: what the device wrote up to there is this desk's
	Nonce    string        `json:"nonce,omitempty"`    // when forked: what the registration is asked for with, again and again
	Stopped  string        `json:"stopped,omitempty"`  // why nothing is sent until a person does something
	Last     value.Instant `json:"last"`               // when all was in step
}

// Cap says that changes up to a counter had seen the log only up to Base, whatever
// they say: it went on in another way since.
type Cap struct {
	N    uint64 `json:"n"`
	Base uint64 `json:"base"`
}

// Snapshot is how far a snapshot was read.
type Snapshot struct {
	From  causal.Cursor `json:"from"` // where the log is folded from, zero before the first page
	After model.ID      `json:"after"`
	Lost  *uint64       `json:"lost,omitempty"` // what was folded above this entry, the server has no more
	Had   uint64        `json:"had,omitempty"`  // own changes up to this counter were in the log that it has lost
	Done  uint64        `json:"done"`           // records
	Total uint64        `json:"total"`
}

// has reports whether the server is known to have an entry that was folded before the
// snapshot was begun. Of a log that it cut off behind the desk nothing is known.
func (s *Snapshot) has(seq uint64) bool { return s.Lost != nil && seq <= *s.Lost }

const keyLink = "link"

// Link gives how the desk stands with a server; false when it knows none.
func (s *Store) Link(ctx context.Context) (Link, bool, error) {
	var l *Link
	err := s.read(ctx, func(tx *transaction) (err error) {
		l, err = readLink(tx)
		return err
	})
	if err != nil || l == nil {
		return Link{}, false, err
	}
	return *l, true, nil
}

// SetLink makes the desk know a server, with nothing read of its log.
func (s *Store) SetLink(ctx context.Context, l Link) error {
	return s.UpdateLink(ctx, func(*Link) (*Link, error) { return &l, nil })
}

// UpdateLink changes how the desk stands with a server; the link is nil when there is
// none.
func (s *Store) UpdateLink(ctx context.Context, change func(*Link) (*Link, error)) error {
	err := s.update(ctx, func(tx *transaction) error {
		l, err := readLink(tx)
		if err != nil {
			return err
		}
		if l, err = change(l); err != nil {
			return err
		}
		return writeLink(tx, l)
	})
	if err != nil {
		return fmt.Errorf("keeping the link with the server: %w", err)
	}
	return nil
}

// readLink gives nil when there is none.
func readLink(tx *transaction) (*Link, error) {
	raw := tx.Bucket([]byte(bucketMeta)).Get([]byte(keyLink))
	if raw == nil {
		return nil, nil
	}
	l := new(Link)
	if err := json.Unmarshal(raw, l); err != nil {
		return nil, fmt.Errorf("%w: the link with the server cannot be read: %w", ErrDamaged, err)
	}
	return l, nil
}

// writeLink keeps a link, and what changes that are made from now on have seen.
func writeLink(tx *transaction, l *Link) error {
	meta := tx.Bucket([]byte(bucketMeta))
	if l == nil {
		return meta.Delete([]byte(keyLink))
	}
	for _, name := range syncBuckets {
		if _, err := tx.CreateBucketIfNotExists([]byte(name)); err != nil {
			return err
		}
	}
	if l.whole() {
		if err := putNumber(meta, keyBase, l.Cursor.Seq); err != nil {
			return err
		}
		l.Seen = causal.Cursor{}
	}
	if l.Cursor.Seq >= l.Known.Seq {
		l.Known = causal.Cursor{}
	}
	raw, err := json.Marshal(l)
	if err != nil {
		return err
	}
	return meta.Put([]byte(keyLink), raw)
}

// whole reports whether what was folded is the state at the cursor.
func (l *Link) whole() bool { return l.Snapshot == nil && !l.Diverged && l.Cursor.Seq >= l.Seen.Seq }

// base gives what a change of this desk had seen.
func (l *Link) base(n, said uint64) uint64 {
	for _, c := range l.Caps {
		if n <= c.N {
			said = min(said, c.Base)
		}
	}
	return said
}

// upTo gives the entry up to which the log is in what is kept of a record. A snapshot
// comes in the order of the records' ids.
func (l *Link) upTo(record model.ID) uint64 {
	snap, upTo := l.Snapshot, l.Cursor.Seq
	if snap == nil {
		return upTo
	}
	if snap.Lost != nil {
		upTo = max(upTo, *snap.Lost)
	}
	if bytes.Compare(record[:], snap.After[:]) <= 0 {
		upTo = max(upTo, snap.From.Seq)
	}
	return upTo
}

// unnamed stands for the device that a desk will be that was found to be a copy.
var unnamed = model.ID{0xff}

// self gives the device that changes of this desk are by, and those that it goes on
// from. A copy of the desk may have written as the same device.
func (l *Link) self() (model.ID, causal.Lineage) {
	if !l.Forked {
		return l.Device, l.Lineage
	}
	return unnamed, append(slices.Clone(l.Lineage), causal.Ancestor{Device: l.Device, Upto: l.Own})
}

// fork notes that a copy of this desk writes as the same device.
func (l *Link) fork(tx *transaction) error {
	if l.Forked {
		return nil
	}
	own, err := lastTaken(tx)
	l.Forked, l.Own = true, own
	return err
}

// wroteUpTo notes that the log has no change of this desk's above a counter any more. A copy
// may write there in the name of a device that this desk was: it goes on as one that has not
// seen that.
func (l *Link) wroteUpTo(tx *transaction, n uint64) error {
	lowered := false
	l.Lineage = slices.Clone(l.Lineage)
	for i, a := range l.Lineage {
		if a.Upto > n {
			l.Lineage[i].Upto, lowered = n, true
		}
	}
	if lowered {
		if err := l.fork(tx); err != nil {
			return err
		}
	}
	if l.Forked {
		l.Own = min(l.Own, n)
	}
	return nil
}

// isOwn reports whether a value is one that this desk wrote.
func (l *Link) isOwn(s causal.Source) bool {
	device, lineage := l.self()
	return s.Device == device || slices.ContainsFunc(lineage, func(a causal.Ancestor) bool { return s.Device == a.Device && s.N <= a.Upto })
}
