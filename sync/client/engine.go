package client

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"

	"tradedesk/model/causal"
	"tradedesk/model/refusal"
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
	// Batch is how many changes a push carries at most; 0: as many as servers take.
	Batch int
	// Run does what is done beside the engine's own work, calls that are made ahead; nil: in
	// a goroutine that the engine waits for. A simulator does it at once.
	Run func(func())
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
	// Why is Error as codes, where it is known in words.
	Why *refusal.Told `json:"why,omitempty"`
}

// Engine keeps a desk in step with a server. Its methods are for one goroutine at a
// time, which calls GiveUp when it makes no more steps.
type Engine struct {
	o       Options
	ahead   ahead
	skew    skew
	role    role
	limits  protocol.Limits
	batch   int // ops of a push, halved when the server finds it too large
	random  *rand.Rand
	pulled  bool
	asked   bool
	manual  bool
	offline bool

	failures int
	turns    int  // see turn
	leapt    bool // a snapshot was begun since all was in step, in place of a long log
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
	if o.Run == nil {
		o.Run = func(do func()) { go do() }
	}
	if o.Random == nil {
		o.Random = rand.New(rand.NewPCG(rand.Uint64(), rand.Uint64()))
	}
	limits := protocol.DefaultLimits()
	if o.Batch > 0 {
		limits.Ops = min(limits.Ops, o.Batch)
	}
	return &Engine{o: o, limits: limits, batch: limits.Ops, random: o.Random}
}

// Wake gives the engine a reason to look at the server: a person asks. What failed is tried
// at once.
func (e *Engine) Wake() {
	e.pulled, e.asked = false, true
	e.failures = 0
}

// Heard is Wake for news of the server. One that wants to be left alone, or has trouble, is
// asked no earlier for them.
func (e *Engine) Heard() {
	failures := e.failures
	e.Wake()
	var p *protocol.Problem
	if errors.As(e.last, &p) {
		e.failures = failures
	}
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
	s.Waiting = n > 0 && !OnlyReads(l)
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
	if !p.Call.goesAhead() || s.Now.Before(p.At) {
		e.GiveUp()
	}
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
	if err = e.do(ctx, p.Call, *s.Link, &x); err != nil {
		e.GiveUp()
	}
	x.Took = e.o.Now().Sub(s.Now)
	if err := e.learnRole(ctx, *s.Link); err != nil {
		return time.Time{}, err
	}
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
		e.inStep, e.turns, e.leapt = s.Now, 0, false
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
		handled, err := e.problem(ctx, x, p)
		if err != nil || handled {
			return err
		}
	case errors.Is(err, ErrOffline):
		if x.Call == CallPush && x.Ops > 1 {
			e.batch = x.Ops / 2 // a slow line may carry less
		}
	case errors.Is(err, ErrNotServer), errors.Is(err, errBadReply):
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
func (e *Engine) problem(ctx context.Context, x *Exchange, p *protocol.Problem) (handled bool, err error) {
	change := func(do func(*store.Link)) (bool, error) {
		e.failures, e.due = 0, time.Time{}
		return true, e.o.Store.UpdateLink(ctx, func(l *store.Link) (*store.Link, error) {
			if l != nil {
				do(l)
			}
			return l, nil
		})
	}
	if x.Call == CallPush && (p.Status == http.StatusRequestEntityTooLarge || p.Code() == protocol.CodeInvalid) {
		return e.untakeable(ctx, x.Ops, p)
	}
	switch p.Code() {
	case protocol.CodeForbidden:
		return change(func(l *store.Link) {
			if x.Call != CallPush || !OnlyReads(*l) {
				l.Stopped = string(p.Code())
			} // what waits stays here, and what others write comes in
		})
	case protocol.CodeUnauthorized, protocol.CodeRevoked, protocol.CodeTooOld:
		return change(func(l *store.Link) { l.Stopped = string(p.Code()) })
	case protocol.CodeDiverged:
		_, err := change(func(l *store.Link) { l.Diverged = true })
		e.turn()
		return true, err
	case protocol.CodeFork:
		e.turn()
		return true, e.o.Store.Fork(ctx)
	case protocol.CodeGap:
		e.turn()
		return true, e.o.Store.SendAgain(ctx, p.N)
	case protocol.CodeCompacted:
		e.turn()
		return true, e.o.Store.Compacted(ctx)
	}
	return false, nil
}

// untakeable halves a batch of which the server takes nothing, as it is too large or cannot
// be read; a single op of that kind goes into quarantine. One that is too large for a proxy
// before the server waits: who runs that can change it.
func (e *Engine) untakeable(ctx context.Context, sent int, p *protocol.Problem) (bool, error) {
	if sent > 1 {
		e.failures, e.due = 0, time.Time{}
		e.batch = sent / 2
		return true, nil
	}
	if p.Code() != protocol.CodeTooLarge && p.Code() != protocol.CodeInvalid {
		return false, nil
	}
	e.failures, e.due = 0, time.Time{}
	ops, _, err := e.o.Store.Waiting(ctx, 0, 1, int(e.limits.Bytes))
	if err != nil || len(ops) == 0 {
		return true, err
	}
	_, err = e.o.Store.Took(ctx, []store.Took{{N: ops[0].N, Code: string(p.Code()), Reason: p.Detail}}, 0, causal.Cursor{})
	return true, err
}

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
		return nil, &Explained{errNoToken, protocol.NewProblem(http.StatusUnauthorized, protocol.CodeUnauthorized, errNoToken.Error())}
	}
	w := &wire{
		client: e.o.HTTP, base: l.Server, token: token, header: http.Header{},
		replied: func(reply *http.Response) { e.skew.note(reply, e.o.Now()); e.role.note(l.Device, reply) },
	}
	w.header.Set(protocol.HeaderSchema, strconv.FormatUint(e.o.Schema, 10))
	w.header.Set(protocol.HeaderDevice, l.Device.String())
	w.header.Set(protocol.HeaderEpoch, l.Cursor.Epoch.String())
	return w, nil
}
