package client

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"runtime"
	"strconv"
	"sync"
	"time"

	"tradedesk/model"
	"tradedesk/model/causal"
	"tradedesk/model/value"
	"tradedesk/store"
	"tradedesk/sync/protocol"
)

// Options are what an engine needs. Zero values have defaults.
type Options struct {
	Store *store.Store
	// Token gives the token of the desk's device, "" when there is none.
	Token func() (string, error)
	// SetToken keeps the token of a device that was registered.
	SetToken func(string) error
	HTTP     *http.Client
	Now      func() time.Time
	Random   *rand.Rand    // for waiting; nil: from the system
	Schema   uint64        // of the desk's file
	Desk     string        // the desk's name, for people
	Look     time.Duration // how often the log is looked at when no news comes; 0: a minute
	// Long is how many entries a desk that has read none yet reads one by one; of a log
	// that is longer it takes a snapshot. 0: all.
	Long uint64
	// Changed is told what came from the server; Exchanged of every call.
	Changed   func(store.News)
	Exchanged func(Exchange)
}

// Exchange is one call, for people who want to see what sync does.
type Exchange struct {
	Call Call          `json:"call"`
	At   time.Time     `json:"at"`
	Took time.Duration `json:"took_ns"`
	Ops  int           `json:"ops"` // changes, entries or records
	// Others counts those of them that other desks wrote.
	Others int `json:"others"`
	// Refused counts the changes that the server did not take.
	Refused int    `json:"refused,omitempty"`
	Bytes   int    `json:"bytes"`
	Error   string `json:"error,omitempty"`
}

// Engine keeps a desk in step with a server. Its methods are for one goroutine at a
// time.
type Engine struct {
	o       Options
	limits  protocol.Limits
	batch   int // ops of a push, halved when the server finds it too large
	random  *rand.Rand
	pulled  bool
	asked   bool
	manual  bool
	offline bool

	failures int
	due      time.Time
	last     error
	inStep   time.Time
}

// New makes an engine.
func New(o Options) *Engine {
	if o.HTTP == nil {
		o.HTTP = http.DefaultClient
	}
	if o.Look == 0 {
		o.Look = time.Minute
	}
	if o.Random == nil {
		o.Random = rand.New(rand.NewPCG(rand.Uint64(), rand.Uint64()))
	}
	limits := protocol.DefaultLimits()
	return &Engine{o: o, limits: limits, batch: limits.Ops, random: o.Random}
}

// Wake gives the engine a reason to look at the server: a person asks, or the server
// has news.
func (e *Engine) Wake() {
	e.pulled, e.asked = false, true
	e.failures = 0
}

// HTTP gives what the engine makes its calls through.
func (e *Engine) HTTP() *http.Client { return e.o.HTTP }

// Rest takes back the reason that Wake gave: a person who asked does not want it any
// more.
func (e *Engine) Rest() { e.asked = false }

// SetManual says whether calls are made only after Wake.
func (e *Engine) SetManual(on bool) { e.manual = on }

// SetOffline says whether the network is left alone, whatever happens.
func (e *Engine) SetOffline(on bool) { e.offline = on }

// Failing reports whether the last call failed in a way that is tried again.
func (e *Engine) Failing() bool { return e.failures > 0 }

// Err gives why the last call failed, nil when it did not.
func (e *Engine) Err() error { return e.last }

// Next says what Step would do, and when it is due.
func (e *Engine) Next(ctx context.Context) (Plan, error) {
	s, err := e.situation(ctx)
	if err != nil {
		return Plan{}, err
	}
	return plan(s), nil
}

func (e *Engine) situation(ctx context.Context) (Situation, error) {
	l, linked, err := e.o.Store.Link(ctx)
	if err != nil {
		return Situation{}, err
	}
	s := Situation{Pulled: e.pulled, Asked: e.asked, Manual: e.manual, Offline: e.offline, Failures: e.failures, Due: e.due, Now: e.o.Now()}
	if !linked {
		return s, nil
	}
	s.Link = &l
	if !s.Due.IsZero() && e.failures == 0 && !s.Now.Before(s.Due) {
		e.pulled, s.Pulled = false, false // time to look again
	}
	n, err := e.o.Store.Pending(ctx)
	s.Waiting = n > 0 && l.Role != roleReader
	return s, err
}

// Step makes the next call when it is due, and says when to come again, zero when only
// Wake or a change is a reason to. An error is one of the desk's own file: what the
// server or the network does wrong is in Err, and tried again.
func (e *Engine) Step(ctx context.Context) (time.Time, error) {
	s, err := e.situation(ctx)
	if err != nil {
		return time.Time{}, err
	}
	p := plan(s)
	if p.Call == CallNothing {
		if !s.mayCall() {
			return time.Time{}, nil
		}
		due, err := e.idle(ctx, s)
		if s.Manual {
			return time.Time{}, err
		}
		return due, err
	}
	if s.Now.Before(p.At) {
		return p.At, nil
	}
	x := Exchange{Call: p.Call, At: s.Now}
	err = e.do(ctx, p.Call, *s.Link, &x)
	x.Took = e.o.Now().Sub(s.Now)
	if err := e.after(ctx, err, &x); err != nil {
		return time.Time{}, err
	}
	if e.o.Exchanged != nil {
		e.o.Exchanged(x)
	}
	if e.failures > 0 {
		return e.due, nil
	}
	return e.o.Now(), nil
}

// notedEvery is how often the file is told that all is in step, when nothing happens.
const notedEvery = 15 * time.Minute

// InStep gives when all was in step the last time, zero when it was not since the
// engine was made.
func (e *Engine) InStep() time.Time { return e.inStep }

// idle notes that all is in step, and looks again in a while.
func (e *Engine) idle(ctx context.Context, s Situation) (time.Time, error) {
	if e.asked || e.due.IsZero() || !s.Now.Before(e.due) {
		noted := s.Link.Last.Time()
		keep := e.asked || s.Now.Sub(noted) > notedEvery || s.Now.Before(noted)
		e.asked = false
		e.due = s.Now.Add(e.o.Look)
		e.inStep = s.Now
		if !keep {
			return e.due, nil
		}
		err := e.o.Store.UpdateLink(ctx, func(l *store.Link) (*store.Link, error) {
			if l != nil {
				l.Last = value.At(s.Now)
			}
			return l, nil
		})
		return e.due, err
	}
	return e.due, nil
}

// after notes how a call ended. Only an error of the file is given back.
func (e *Engine) after(ctx context.Context, err error, x *Exchange) error {
	if err != nil && ctx.Err() != nil {
		return ctx.Err() // whoever made the call ended it: nothing is known of the server
	}
	e.last = err
	if err == nil {
		e.failures, e.due = 0, time.Time{}
		return nil
	}
	x.Error = err.Error()
	var p *protocol.Problem
	switch {
	case errors.As(err, &p):
		handled, err := e.problem(ctx, p)
		if err != nil || handled {
			return err
		}
	case errors.Is(err, ErrOffline), errors.Is(err, ErrNotServer), errors.Is(err, errBadReply):
	default:
		return err
	}
	e.failures++
	if e.manual {
		e.asked = false // whoever asked is told, and asks again
	}
	wait := backoff(e.failures, e.random)
	if p != nil {
		wait = max(wait, p.RetryAfter)
	}
	e.due = e.o.Now().Add(wait)
	return nil
}

// problem does what a problem asks for; false when it is to be tried again later.
func (e *Engine) problem(ctx context.Context, p *protocol.Problem) (handled bool, err error) {
	change := func(do func(*store.Link)) (bool, error) {
		e.failures, e.due = 0, time.Time{}
		return true, e.o.Store.UpdateLink(ctx, func(l *store.Link) (*store.Link, error) {
			if l != nil {
				do(l)
			}
			return l, nil
		})
	}
	switch p.Code() {
	case protocol.CodeUnauthorized, protocol.CodeRevoked, protocol.CodeTooOld, protocol.CodeForbidden:
		return change(func(l *store.Link) { l.Stopped = string(p.Code()) })
	case protocol.CodeDiverged:
		return change(func(l *store.Link) { l.Diverged = true })
	case protocol.CodeFork:
		e.failures, e.due = 0, time.Time{}
		return true, e.o.Store.Fork(ctx)
	case protocol.CodeGap:
		e.failures, e.due = 0, time.Time{}
		return true, e.o.Store.SendAgain(ctx, p.N)
	case protocol.CodeCompacted:
		e.failures, e.due = 0, time.Time{}
		return true, e.o.Store.Compacted(ctx)
	case protocol.CodeTooLarge:
		return e.tooLarge(ctx, p)
	}
	return false, nil
}

// tooLarge halves the batch; a single op that is too large goes into quarantine.
func (e *Engine) tooLarge(ctx context.Context, p *protocol.Problem) (bool, error) {
	e.failures, e.due = 0, time.Time{}
	if e.batch > 1 {
		e.batch /= 2
		return true, nil
	}
	ops, _, err := e.o.Store.Waiting(ctx, 1, int(e.limits.Bytes))
	if err != nil || len(ops) == 0 {
		return true, err
	}
	_, err = e.o.Store.Took(ctx, []store.Took{{N: ops[0].N, Code: string(protocol.CodeTooLarge), Reason: p.Detail}}, 0, 0)
	return true, err
}

// roleReader is the role of people whose changes no server takes: they stay on their
// desk.
const roleReader = "reader"

// errBadReply is what comes of a reply that says what cannot be.
var errBadReply = errors.New("the server's reply makes no sense")

func (e *Engine) do(ctx context.Context, call Call, l store.Link, x *Exchange) error {
	w, err := e.wire(l)
	if err != nil {
		return err
	}
	switch call {
	case CallAncestor:
		return e.ancestor(ctx, w, l, x)
	case CallRegister:
		return e.register(ctx, w, l)
	case CallSnapshot:
		return e.snapshot(ctx, w, l, x)
	case CallPull:
		return e.pull(ctx, w, l, x)
	default:
		return e.push(ctx, w, l, x)
	}
}

// wire gives what calls are made through, as the device that the desk is.
func (e *Engine) wire(l store.Link) (*wire, error) {
	token, err := e.o.Token()
	if err != nil {
		return nil, err
	}
	if token == "" {
		return nil, protocol.NewProblem(http.StatusUnauthorized, protocol.CodeUnauthorized, "this machine does not have the desk's token: log in again")
	}
	w := &wire{client: e.o.HTTP, base: l.Server, token: token, header: http.Header{}}
	w.header.Set(protocol.HeaderSchema, strconv.FormatUint(e.o.Schema, 10))
	w.header.Set(protocol.HeaderDevice, l.Device.String())
	w.header.Set(protocol.HeaderEpoch, l.Cursor.Epoch.String())
	return w, nil
}

func workspace(l store.Link, call string) string { return "/v1/w/" + l.Workspace.String() + call }

func (e *Engine) push(ctx context.Context, w *wire, l store.Link, x *Exchange) error {
	ops, _, err := e.o.Store.Waiting(ctx, e.batch, int(e.limits.Bytes)/2)
	if err != nil || len(ops) == 0 {
		return err
	}
	body := protocol.Push{Epoch: l.Cursor.Epoch, Cursor: l.Cursor}
	at := l.Sent
	for _, op := range ops {
		if op.N > at+1 {
			body.Ops = append(body.Ops, protocol.Op{Kind: protocol.OpSkip, N: op.N - 1})
		}
		body.Ops = append(body.Ops, protocol.Wire(op))
		at = op.N
	}
	sent, err := json.Marshal(body)
	if err != nil {
		return err
	}
	x.Ops, x.Bytes = len(ops), len(sent)
	reply, err := w.call(ctx, http.MethodPost, workspace(l, "/push"), nil, sent, protocol.TypeJSON)
	if err != nil {
		return err
	}
	var pushed protocol.Pushed
	if err := json.Unmarshal(reply, &pushed); err != nil || len(pushed.Results) != len(body.Ops) {
		return fmt.Errorf("%w: %d results of %d changes", errBadReply, len(pushed.Results), len(body.Ops))
	}
	took := make([]store.Took, 0, len(ops))
	for i, r := range pushed.Results {
		if r.N != body.Ops[i].N || r.ID != body.Ops[i].ID {
			return fmt.Errorf("%w: the result of change %d where that of %d is due", errBadReply, r.N, body.Ops[i].N)
		}
		switch {
		case r.Status == protocol.StatusSkipped:
		case r.Seq > 0:
			took = append(took, store.Took{N: r.N, Seq: r.Seq})
		default:
			why := store.Took{N: r.N, Code: string(protocol.CodeInvalid)}
			if r.Problem != nil {
				why.Code, why.Reason = string(r.Problem.Code()), r.Problem.Detail
			}
			took = append(took, why)
			x.Refused++
		}
	}
	e.batch = min(e.limits.Ops, e.batch*2)
	if pushed.Cursor.Epoch == l.Cursor.Epoch && len(body.Ops) == len(ops) {
		news, ok, err := e.o.Store.TookNext(ctx, ops, took, pushed.Cursor, func(entry causal.Entry) []byte { return protocol.AppendEntry(nil, entry) })
		if err != nil || ok {
			e.tell(news)
			return err
		}
	}
	news, err := e.o.Store.Took(ctx, took, at, pushed.Head)
	if err != nil {
		return err
	}
	e.tell(news)
	if pushed.Head > l.Cursor.Seq {
		e.pulled = false
	}
	return nil
}

func (e *Engine) pull(ctx context.Context, w *wire, l store.Link, x *Exchange) error {
	query := url.Values{}
	if l.Cursor.Epoch != (model.ID{}) {
		query.Set("cursor", l.Cursor.String())
	}
	setSeen(query, l)
	reply, err := w.call(ctx, http.MethodGet, workspace(l, "/changes"), query, nil, protocol.TypeJSON)
	if err != nil {
		return err
	}
	var page protocol.Changes
	if err := json.Unmarshal(reply, &page); err != nil {
		return fmt.Errorf("%w: %w", errBadReply, err)
	}
	x.Ops, x.Bytes = len(page.Entries), len(reply)
	entries, err := parseEntries(page.Entries)
	if err != nil {
		return fmt.Errorf("%w: %w", errBadReply, err)
	}
	hash := l.Cursor.Hash
	for i, line := range page.Entries {
		hash = hash.Next(line)
		if entries[i].Device != l.Device {
			x.Others++
		}
	}
	if hash != page.Cursor.Hash {
		return e.o.Store.UpdateLink(ctx, func(l *store.Link) (*store.Link, error) {
			l.Diverged = true
			return l, nil
		})
	}
	if e.o.Long > 0 && l.Cursor.Seq == 0 && page.Head > e.o.Long {
		return e.o.Store.Compacted(ctx) // the records as they are take less than all that was ever written
	}
	if len(entries) > 0 || page.Cursor != l.Cursor || page.Head != l.Head {
		news, err := e.o.Store.Fold(ctx, store.LogPage{Entries: entries, Cursor: page.Cursor, Head: page.Head})
		if errors.Is(err, store.ErrOutOfOrder) {
			return fmt.Errorf("%w: %w", errBadReply, err)
		}
		if err != nil {
			return err
		}
		e.tell(news)
	}
	e.pulled = !page.More
	return nil
}

// parseEntries reads lines of the log, several at a time.
func parseEntries(lines []json.RawMessage) ([]causal.Entry, error) {
	entries := make([]causal.Entry, len(lines))
	workers := runtime.GOMAXPROCS(0)
	errs := make([]error, workers)
	var wg sync.WaitGroup
	for worker := range workers {
		wg.Go(func() {
			from, to := len(lines)*worker/workers, len(lines)*(worker+1)/workers
			for i := from; i < to && errs[worker] == nil; i++ {
				entries[i], errs[worker] = protocol.ParseEntry(lines[i])
			}
		})
	}
	wg.Wait()
	return entries, errors.Join(errs...)
}

func (e *Engine) snapshot(ctx context.Context, w *wire, l store.Link, x *Exchange) error {
	query := url.Values{}
	if !l.Snapshot.After.IsZero() {
		query.Set("token", l.Snapshot.After.String())
	}
	setSeen(query, l)
	reply, err := w.call(ctx, http.MethodGet, workspace(l, "/snapshot"), query, nil, protocol.TypeLines)
	if err != nil {
		return err
	}
	page, err := parsePage(reply)
	if err != nil {
		return fmt.Errorf("%w: %w", errBadReply, err)
	}
	x.Ops, x.Others, x.Bytes = len(page.States), len(page.States), len(reply)
	news, err := e.o.Store.TakeStates(ctx, page)
	if err != nil {
		return err
	}
	e.tell(news)
	e.pulled = false
	return nil
}

// setSeen says where the log stood at the last page of a snapshot, or which entry both
// sides share: the server may have gone back in time since.
func setSeen(query url.Values, l store.Link) {
	if l.Seen != (causal.Cursor{}) {
		query.Set("seen", l.Seen.String())
	}
}

func parsePage(reply []byte) (store.StatePage, error) {
	all := lines(reply)
	if len(all) < 2 {
		return store.StatePage{}, fmt.Errorf("a page of a snapshot of %d lines", len(all))
	}
	var head protocol.SnapshotHead
	var tail protocol.SnapshotTail
	err := errors.Join(json.Unmarshal(all[0], &head), json.Unmarshal(all[len(all)-1], &tail))
	if err != nil {
		return store.StatePage{}, err
	}
	page := store.StatePage{From: head.From, Seen: tail.Cursor, Total: head.Total}
	if tail.Next != "" {
		if page.Next, err = model.ParseID(tail.Next); err != nil {
			return page, err
		}
	}
	for _, line := range all[1 : len(all)-1] {
		state, err := protocol.ParseState(line)
		if err != nil {
			return page, err
		}
		page.States = append(page.States, state)
	}
	return page, nil
}

func (e *Engine) ancestor(ctx context.Context, w *wire, l store.Link, x *Exchange) error {
	points, err := e.o.Store.Points(ctx)
	if err != nil {
		return err
	}
	body := make([]protocol.Point, 0, len(points))
	for _, p := range points {
		body = append(body, protocol.Point(p))
	}
	sent, err := json.Marshal(body)
	if err != nil {
		return err
	}
	x.Ops, x.Bytes = len(body), len(sent)
	reply, err := w.call(ctx, http.MethodPost, workspace(l, "/ancestor"), nil, sent, protocol.TypeJSON)
	if err != nil {
		return err
	}
	var shared protocol.Ancestor
	if err := json.Unmarshal(reply, &shared); err != nil || shared.Cursor.Epoch.IsZero() {
		return fmt.Errorf("%w: an ancestor that cannot be read", errBadReply)
	}
	e.pulled = false
	return e.o.Store.Diverge(ctx, shared.Cursor)
}

// register becomes another device: this file is a copy of another desk's.
func (e *Engine) register(ctx context.Context, w *wire, l store.Link) error {
	start, err := e.o.Store.LastTaken(ctx)
	if err != nil {
		return err
	}
	body := protocol.Registration{Name: e.o.Desk, Start: start, Previous: previous(l, start)}
	sent, err := json.Marshal(body)
	if err != nil {
		return err
	}
	reply, err := w.call(ctx, http.MethodPost, "/v1/devices", nil, sent, protocol.TypeJSON)
	if err != nil {
		return err
	}
	var is protocol.Registered
	if err := json.Unmarshal(reply, &is); err != nil || is.Device.IsZero() || is.Token == "" {
		return fmt.Errorf("%w: a device that cannot be read", errBadReply)
	}
	if err := e.o.SetToken(is.Token); err != nil {
		return err
	}
	return e.o.Store.GoOnAs(ctx, is.Device, start)
}

func (e *Engine) tell(news store.News) {
	if e.o.Changed != nil && (news.All || len(news.Records) > 0) {
		e.o.Changed(news)
	}
}
