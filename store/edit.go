package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"tradedesk/model"
	"tradedesk/model/refusal"
	"tradedesk/model/value"
)

// draft is an edit worked out: the record after it and the change that leads
// there. The set is empty when nothing changes.
type draft struct {
	after  model.Record
	change model.Change // of one that makes a record only its author and its time count
	own    bool         // the id was made here: no record has it
	scored scored
	row    []byte // of a record that is made
	err    error
}

// draftAll works out the edits that make records, several at a time, as they
// depend on nothing in the file; the others are nil.
func (s *Store) draftAll(edits []Edit, at value.Instant, scoring model.ScoreContext) []*draft {
	drafts := make([]*draft, len(edits))
	ids := make([]model.ID, len(edits))
	for i, e := range edits {
		if e.Create && e.ID.IsZero() {
			ids[i] = s.ids.New()
		}
	}
	inParallel(len(edits), func(i int) {
		e := edits[i]
		if !e.Create {
			return
		}
		own := e.ID.IsZero()
		if own {
			e.ID = ids[i]
		}
		d := s.draftNew(e, at)
		d.own = own
		if d.err == nil {
			d.scored = scoreOf(d.after, scoring)
			d.row, d.err = encodeRow(d.after, d.scored)
		}
		drafts[i] = d
	})
	return drafts
}

func (s *Store) draftNew(e Edit, at value.Instant) *draft {
	if e.Record != nil {
		return s.draftWhole(e, at)
	}
	change := model.Change{Record: e.ID, Kind: e.Kind, At: at, By: s.by, Set: withDefaults(e.Kind, e.Set, at)}
	d := draftOf(nil, e, e.Wrote.sign(change))
	return &d
}

// scoreOf works out what the desk adds to a record: the score of a lead.
func scoreOf(r model.Record, c model.ScoreContext) scored {
	lead, ok := r.(*model.Lead)
	if !ok {
		return scored{}
	}
	return scored{model.ScoreTotal(lead, c), value.At(c.Now), model.NextScoreChange(lead, c)}
}

// draftWhole takes a record as the caller made it.
func (s *Store) draftWhole(e Edit, at value.Instant) *draft {
	if e.Kind != e.Record.Kind() || len(e.Kind) > maxKind {
		return &draft{err: fmt.Errorf("making a record: %w: a %.40s is no %.40s", ErrInvalid, e.Record.Kind(), e.Kind)}
	}
	model.SetDefaults(e.Record, at)
	h := e.Record.Header()
	h.ID, h.UpdatedAt, h.UpdatedBy = e.ID, at, s.by
	if !e.Wrote.Updated.IsZero() {
		h.UpdatedAt = min(e.Wrote.Updated, at)
	}
	if e.Wrote.By != "" {
		h.UpdatedBy = e.Wrote.By
	}
	if h.CreatedAt = min(e.Wrote.Created, h.UpdatedAt); h.CreatedAt.IsZero() {
		h.CreatedAt = h.UpdatedAt
	}
	return &draft{after: e.Record, change: model.Change{Record: e.ID, Kind: e.Kind, At: h.UpdatedAt, By: h.UpdatedBy}}
}

// sign puts author and times into the change that makes a record. What comes from
// the future was written now: later edits must stand after it.
func (w Wrote) sign(c model.Change) model.Change {
	now := c.At
	if !w.Updated.IsZero() {
		c.At = min(w.Updated, now)
	}
	if w.By != "" {
		c.By = w.By
	}
	if created := min(w.Created, c.At); !created.IsZero() && created != c.At {
		c.Set[model.FieldCreatedAt] = quote(created.String())
	}
	return c
}

// draftOf works out an edit of a record, nil when it makes one, and checks it.
func draftOf(before model.Record, e Edit, change model.Change) draft {
	if e.Create && (e.Kind == "" || len(e.Kind) > maxKind) {
		return draft{err: fmt.Errorf("making a record: %w: the kind %.40q has no or too long a name", ErrInvalid, e.Kind)}
	}
	after, err := model.Apply(before, change)
	if err != nil {
		return draft{err: fmt.Errorf("%w: %w", ErrInvalid, err)}
	}
	created, said := change.Set[model.FieldCreatedAt]
	if before != nil {
		change.Set = model.DiffOf(before, after, change.Set)
	} else if change.Set = model.Diff(before, after); said {
		change.Set[model.FieldCreatedAt] = created
	}
	d := draft{after: after, change: change}
	if err := allowed(before, after, e, change.Set); err != nil {
		d.err = fmt.Errorf("%s: %w: %w", describe(after), ErrInvalid, err)
	}
	return d
}

// edit makes a change of an edit and what follows from it; made is its draft when
// it makes a record. An edit that changes nothing leaves no trace.
func (w *write) edit(e Edit, made *draft) error {
	if made != nil {
		return w.create(made)
	}
	t, err := w.load(e.Kind, e.ID)
	if err != nil {
		return err
	}
	e.Create = false
	d := draftOf(t.current, e, model.Change{
		Record: e.ID, Kind: t.kind, At: w.after(t.current), By: w.s.by, Set: e.Set,
	})
	if d.after != nil {
		w.leadOn(&d, t.current)
	}
	if d.after != nil && len(d.change.Set) == 0 {
		return nil
	}
	if d.after != nil {
		if err := w.unchangedSince(t, e, d.change.Set); err != nil {
			return err
		}
	}
	if d.err != nil {
		return d.err
	}
	base, err := w.seenBy(t, e.Base)
	if err != nil {
		return err
	}
	return w.follow(t, d.after, d.change, base)
}

// touched gives the record that a draft makes under a number.
func (d *draft) touched(n number) *touched {
	return &touched{kind: d.change.Kind, number: n, made: true, row: d.row, scored: d.scored, current: d.after}
}

func (w *write) create(d *draft) error {
	if d.err != nil {
		return d.err
	}
	id, kind := d.change.Record, d.change.Kind
	there := w.records[id] != nil
	if !there && !d.own {
		var err error
		if there, err = w.isThere(id); err != nil {
			return err
		}
	}
	if there {
		return fmt.Errorf("making %s %s: %w: it is already there", kind, id, ErrConflict)
	}
	w.leadOn(d, nil)
	t := d.touched(w.next)
	if w.next == maxRecords {
		return errTooManyR
	}
	w.next++
	w.records[id] = t
	w.follows(t)
	w.wasMade(t)
	if m, ok := d.after.(*model.Message); ok {
		return w.replied(m)
	}
	return nil
}

// isThere reports whether the file has a record; ids mostly only grow.
func (w *write) isThere(id model.ID) (bool, error) {
	if w.lastID == nil {
		last, err := lastID(w.tx)
		if err != nil {
			return false, err
		}
		w.lastID = &last
	}
	if bytes.Compare(id[:], w.lastID[:]) > 0 {
		return false, nil
	}
	_, there, err := numberOf(w.tx, id)
	return there, err
}

// follow writes a change down, for undo too, and what follows from it.
func (w *write) follow(t *touched, after model.Record, change model.Change, base uint64) error {
	change.ID, change.Base = w.s.ids.New(), base
	before := t.current
	seq, err := w.change(t, after, change, model.Inverse(before, change.Set))
	if err != nil {
		return err
	}
	w.addUndoRow(t.number, seq)
	return nil
}

// after gives the time of a change: now, but always later than the record's last
// change, so that who saw which state is known even when the clock goes back.
func (w *write) after(r model.Record) value.Instant {
	return max(w.at, r.Header().UpdatedAt+1)
}

// withDefaults adds what a new record has when nothing is said of it.
func withDefaults(kind model.Kind, set model.Set, at value.Instant) model.Set {
	defaults := model.Defaults(kind, at)
	for name, raw := range set {
		if !isNull(raw) || defaults[name] == nil {
			defaults[name] = raw
		}
	}
	return defaults
}

func isNull(raw json.RawMessage) bool {
	raw = bytes.TrimSpace(raw)
	return len(raw) == 0 || string(raw) == "null"
}

func orSomebody(by string) string {
	if by == "" {
		return "somebody"
	}
	return by
}

var errNoReason = refusal.New("store.reason", "this move needs a reason: set reason too")

// replied: a message that goes out to a lead is the reply it waits for, and a new
// lead is contacted by it.
func (w *write) replied(m *model.Message) error {
	if m.Direction != model.DirectionOut || m.Deleted || m.Thread.IsZero() {
		return nil
	}
	t, err := w.load(model.KindLead, m.Thread)
	if errors.Is(err, ErrNotFound) {
		return nil // the thread of another kind of record
	}
	if err != nil {
		return err
	}
	lead := t.current.(*model.Lead)
	set := model.Set{}
	if lead.RepliedAt.IsZero() && !m.At.IsZero() {
		set["replied_at"] = quote(m.At.String())
	}
	if lead.Stage == model.LeadNew {
		set["stage"] = quote(string(model.LeadContacted))
	}
	if len(set) == 0 || lead.Deleted {
		return nil
	}
	return w.edit(Edit{Kind: model.KindLead, ID: m.Thread, Set: set}, nil)
}
