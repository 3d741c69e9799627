package server

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"tradedesk/model"
	"tradedesk/model/causal"
	"tradedesk/model/value"
	"tradedesk/sync/protocol"
	"tradedesk/sync/server/storage"
)

// push takes ops of a device in one transaction: either all that can be taken are
// in the log, or none.
func (s *Server) push(ctx context.Context, by caller, body protocol.Push) (protocol.Pushed, error) {
	problems := make([]*protocol.Problem, len(body.Ops))
	for i := range body.Ops {
		if body.Ops[i].Kind != protocol.OpSkip {
			problems[i] = body.Ops[i].Check(s.limits)
		}
	}
	var out protocol.Pushed
	err := s.storage.Update(ctx, by.workspace, func(tx storage.Tx) error {
		p, err := newPushing(tx, by, body, value.At(s.now()))
		if err != nil {
			return err
		}
		for i, op := range body.Ops {
			if err := p.take(op, problems[i]); err != nil {
				return err
			}
		}
		out, err = p.end()
		return err
	})
	return out, err
}

// pushing is one push under way.
type pushing struct {
	tx      storage.Tx
	by      caller
	at      value.Instant
	log     storage.Log
	before  uint64 // the head before the push
	device  storage.Device
	lineage causal.Lineage
	states  map[model.ID]*causal.State
	changed map[model.ID]bool
	known   map[model.ID]storage.Taken
	unmade  map[model.ID]bool // records whose making was not taken
	lines   []storage.Line
	newOps  []model.ID
	results []protocol.Result
}

// newPushing looks whether the desk stands where it says, and reads all that its ops
// touch at once.
func newPushing(tx storage.Tx, by caller, body protocol.Push, at value.Instant) (*pushing, error) {
	p := &pushing{tx: tx, by: by, at: at, states: map[model.ID]*causal.State{}, changed: map[model.ID]bool{}, known: map[model.ID]storage.Taken{}, unmade: map[model.ID]bool{}, results: []protocol.Result{}}
	var err error
	if p.log, err = tx.Log(); err != nil {
		return nil, err
	}
	p.before = p.log.Head
	if err := standsAt(tx, p.log, body.Cursor); err != nil {
		return nil, err
	}
	if p.device, err = tx.Device(by.device); err != nil {
		return nil, err
	}
	for _, d := range p.device.Previous {
		p.lineage = append(p.lineage, causal.Ancestor{Device: d.Device, Upto: d.N})
	}
	return p, p.read(body.Ops)
}

func (p *pushing) read(ops []protocol.Op) error {
	var ids, records []model.ID
	for _, op := range ops {
		if op.Kind == protocol.OpSkip {
			continue
		}
		ids = append(ids, op.ID)
		for _, r := range append([]model.ID{op.Record}, op.Threads...) {
			if _, seen := p.states[r]; !seen {
				p.states[r] = nil
				records = append(records, r)
			}
		}
	}
	taken, known, err := p.tx.Ops(ids)
	if err != nil {
		return err
	}
	for i, id := range ids {
		if known[i] {
			p.known[id] = taken[i]
		}
	}
	states, err := p.tx.States(records)
	if err != nil {
		return err
	}
	for i, id := range records {
		p.states[id] = states[i]
	}
	return nil
}

// take takes one op, which problem speaks against when it is not nil.
func (p *pushing) take(op protocol.Op, problem *protocol.Problem) error {
	result := protocol.Result{N: op.N, ID: op.ID}
	taken, known := p.known[op.ID]
	if err := p.inTurn(op, taken, known); err != nil {
		return err
	}
	switch {
	case op.Kind == protocol.OpSkip:
		p.empty(op.N)
		result.Status = protocol.StatusSkipped
		p.results = append(p.results, result)
		return nil
	case known:
		p.empty(op.N) // if it is new here: a copy of the desk brought it
		result.Seq, result.Problem, result.Status = taken.Seq, taken.Problem, protocol.StatusDuplicate
		if taken.Problem != nil {
			result.Status = protocol.StatusQuarantined
			p.refused(op)
		}
		p.results = append(p.results, result)
		return nil
	}
	if problem == nil {
		problem = p.refuses(op)
	}
	if problem != nil {
		p.empty(op.N)
		p.note(op.ID, storage.Taken{Problem: problem, Refused: p.at})
		p.refused(op)
		result.Problem, result.Status = problem, protocol.StatusQuarantined
		p.results = append(p.results, result)
		return nil
	}
	p.device.Last = max(p.device.Last, op.N)
	result.Seq, result.Status = p.apply(op)
	p.note(op.ID, storage.Taken{Seq: result.Seq})
	p.results = append(p.results, result)
	return nil
}

// inTurn looks whether an op's number is the device's next, or the op's own already.
func (p *pushing) inTurn(op protocol.Op, taken storage.Taken, known bool) error {
	skip := op.Kind == protocol.OpSkip
	switch {
	case op.N <= p.device.Last:
		own, err := p.isOwn(op, taken, known)
		if err == nil && !own {
			err = protocol.NewProblem(http.StatusConflict, protocol.CodeFork, fmt.Sprintf("another change of this device has the number %d: its file was copied or restored", op.N))
		}
		return err
	case !skip && op.N > p.device.Last+1:
		gap := protocol.NewProblem(http.StatusConflict, protocol.CodeGap, fmt.Sprintf("the change %d is sent, and the last one here is %d", op.N, p.device.Last))
		gap.N = p.device.Last
		return gap
	}
	return nil
}

// empty takes the device's counter to a number that no entry has.
func (p *pushing) empty(n uint64) {
	if last := p.device.Last; n > last {
		p.device.Empty, p.device.Last = p.device.Empty.With(last+1, n), n
	}
}

// isOwn reports whether an op is the one that had its number already. It may have come from a
// copy of the desk: the number is another op's then, which its author never saw.
func (p *pushing) isOwn(op protocol.Op, taken storage.Taken, known bool) (bool, error) {
	switch before := op.N <= p.device.Start; {
	case op.Kind == protocol.OpSkip:
		return before || p.device.Empty.Has(op.N), nil
	case !known:
		return false, nil
	case before || p.device.Empty.Has(op.N):
		return true, nil
	case taken.Seq == 0:
		return false, nil // it was refused, and the number is an entry's
	}
	return p.isEntry(op, taken.Seq)
}

// isEntry reports whether an op is the entry seq, by the number that it has now.
func (p *pushing) isEntry(op protocol.Op, seq uint64) (bool, error) {
	lines, err := p.tx.Entries(seq-1, 1, 1)
	if err != nil || len(lines) == 0 || lines[0].Seq != seq {
		return err == nil, err // what the log has forgotten is taken to be its own
	}
	e, err := protocol.ParseEntry(lines[0].JSON)
	return e.Device == p.device.ID && e.N == op.N, err
}

func (p *pushing) note(op model.ID, taken storage.Taken) {
	p.newOps = append(p.newOps, op)
	p.known[op] = taken
}

// refused remembers that an op was not taken which may be the one that makes its
// record: what follows it would make a part of the record.
func (p *pushing) refused(op protocol.Op) {
	if s := p.states[op.Record]; s == nil || !s.Made {
		p.unmade[op.Record] = true
	}
}

// refuses says why an op is not taken, nil when it is.
func (p *pushing) refuses(op protocol.Op) *protocol.Problem {
	if p.unmade[op.Record] {
		return protocol.NewProblem(http.StatusUnprocessableEntity, protocol.CodeWaits, "it waits for the change that makes the record")
	}
	if s := p.states[op.Record]; s != nil && s.Made && s.Kind != op.Type {
		return protocol.NewProblem(http.StatusUnprocessableEntity, protocol.CodeRecordUnknown, fmt.Sprintf("the record %s is a %.80s here, and not a %.80s", op.Record, s.Kind, op.Type))
	}
	if op.Base > p.before {
		return protocol.NewProblem(http.StatusUnprocessableEntity, protocol.CodeInvalid, fmt.Sprintf("the change says that its author had seen entry %d, and the log ends at %d", op.Base, p.before))
	}
	if size := p.states[op.Record].Size(); size > maxRecord {
		return protocol.NewProblem(http.StatusRequestEntityTooLarge, protocol.CodeTooLarge, fmt.Sprintf("the record has %d bytes already, and %d are kept of one", size, maxRecord))
	}
	if raw := op.Set[model.FieldDeleted]; len(raw) > 0 && string(raw) != "null" && !p.by.role.deletes() {
		return protocol.NewProblem(http.StatusForbidden, protocol.CodeForbidden, "an agent does not delete; ask a broker of the workspace")
	}
	return nil
}

// maxRecord bounds the values of one record, in bytes: a page of a snapshot has at least one
// whole record, and a desk reads no longer page than 16 MiB.
const maxRecord = 8 << 20

// apply merges an op and puts it at the end of the log.
func (p *pushing) apply(op protocol.Op) (uint64, protocol.Status) {
	seq := p.log.Head + 1
	op.At = p.dated(op.At)
	state := p.state(op.Record)
	if !state.Made {
		state.Kind = op.Type
	}
	c := op.Causal(p.device.ID)
	e := causal.Entry{
		Seq: seq, ID: op.ID, Device: p.device.ID, N: op.N, Clock: uint64(op.Clock), At: op.At, By: op.By, Kind: op.Type, Record: op.Record,
		Effects: causal.Apply(state, c, seq, p.lineage),
	}
	for _, id := range op.Threads {
		if id != op.Record {
			e.On = append(e.On, causal.On{Record: id, Effects: causal.Answer(p.state(id), c, seq, p.lineage)})
		}
	}
	line := protocol.AppendEntry(nil, e)
	p.log.Head, p.log.Hash = seq, p.log.Hash.Next(line)
	p.lines = append(p.lines, storage.Line{Seq: seq, At: p.at, Hash: p.log.Hash, JSON: line})
	if len(state.Conflicts()) > 0 {
		return seq, protocol.StatusConflict
	}
	return seq, protocol.StatusApplied
}

// farAhead is how far the time of a change may be ahead of the server's clock: more than a
// clock that was set by hand in the wrong zone.
const farAhead = 24 * time.Hour

// dated gives the time that a change gets in the log. A desk's clock that is years ahead
// would leave its time on the record, behind which all later changes are dated.
func (p *pushing) dated(at value.Instant) value.Instant {
	if at <= value.At(p.at.Time().Add(farAhead)) {
		return at
	}
	return p.at
}

// state gives a record's state to be changed.
func (p *pushing) state(record model.ID) *causal.State {
	s := p.states[record]
	if s == nil {
		s = causal.NewState("", record)
		p.states[record] = s
	}
	p.changed[record] = true
	return s
}

// end writes down what was taken.
func (p *pushing) end() (protocol.Pushed, error) {
	out := protocol.Pushed{Head: p.log.Head, Cursor: causal.Cursor{Epoch: p.log.Epoch, Seq: p.log.Head, Hash: p.log.Hash}, Results: p.results}
	states := make([]*causal.State, 0, len(p.changed))
	for id := range p.changed {
		states = append(states, p.states[id])
	}
	taken := make([]storage.Taken, len(p.newOps))
	for i, id := range p.newOps {
		taken[i] = p.known[id]
	}
	return out, errors.Join(
		p.tx.PutStates(states), p.tx.Append(p.lines), p.tx.PutOps(p.newOps, taken), p.tx.PutDevice(p.device),
	)
}

// standsAt looks whether a desk's cursor is on this log.
func standsAt(tx storage.ReadTx, log storage.Log, c causal.Cursor) error {
	diverged := func(format string, args ...any) error {
		return protocol.NewProblem(http.StatusConflict, protocol.CodeDiverged, fmt.Sprintf(format, args...))
	}
	switch {
	case c.Epoch.IsZero() && c.Seq == 0:
		return nil // a desk that has read nothing yet
	case c.Epoch != log.Epoch:
		return diverged("the server was restored from a backup, or is another one")
	case c.Seq > log.Head:
		return diverged("the log ends at entry %d and this desk has read %d", log.Head, c.Seq)
	case c.Seq < log.Floor:
		return protocol.NewProblem(http.StatusGone, protocol.CodeCompacted, fmt.Sprintf("the log begins behind entry %d and this desk has read %d", log.Floor, c.Seq))
	}
	hash, ok, err := tx.HashAt(c.Seq)
	if err != nil {
		return err
	}
	if c.Seq > 0 && !ok {
		return protocol.NewProblem(http.StatusGone, protocol.CodeCompacted, fmt.Sprintf("the log has no entry %d any more", c.Seq))
	}
	if hash != c.Hash {
		return diverged("entry %d of the log is another one than this desk has read", c.Seq)
	}
	return nil
}
