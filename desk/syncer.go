package desk

import (
	"context"
	"errors"
	"sync"
	"time"

	"tradedesk/model/value"
	"tradedesk/store"
	"tradedesk/sync/client"
)

const (
	// syncDelay is how long after opening a server is called when nobody asks: a command
	// that is through by then makes no calls.
	syncDelay = time.Second
	// keepTaken is how long changes are kept that the server took, for one that is
	// restored from a backup.
	keepTaken = 30 * 24 * time.Hour
	// longLog is how many entries a new desk reads one by one; of a longer log it takes
	// the records as they are.
	longLog    = 5000
	forgetTick = 24 * time.Hour
)

// syncer keeps the desk in step with its server. One goroutine makes all calls, one
// after the other; it is woken by what is committed here, by news of the server, by
// time and by people, and holds up neither reads nor writes: each page is a transaction
// of its own.
type syncer struct {
	w      *owner
	tokens *tokens
	wakes  chan struct{} // holds one when something was committed
	heads  chan uint64   // news of the server
	lost   chan struct{} // the server's stream of news cannot be taken up again
	jobs   chan func()   // what must not run beside a call
	rounds chan *round   // people who want all in step

	// For the goroutine alone.
	engine    *client.Engine
	stream    stream
	away      bool // the last call did not reach the server, or it had trouble
	asked     []*round
	moving    movement
	forgotten time.Time
	retried   time.Time // when a server that shut the desk out was asked the last time
	heapEnd   func()    // ends the bound of the heap; nil while there is none

	stands standing

	mu        sync.Mutex
	interrupt context.CancelFunc // ends the call under way
	waiting   int                // jobs that want the calls to pause
}

// round is a person's wish to have all in step.
type round struct {
	ctx    context.Context
	moved  chan SyncProgress // holds one; the syncer alone sends
	done   chan error        // holds one
	begun  bool
	pulled int // of the syncer, when it began
	pushed int
}

func newSyncer(w *owner) *syncer {
	return &syncer{
		w: w, tokens: &tokens{dir: w.place.dir, inFile: w.o.TokenFile},
		wakes: make(chan struct{}, 1), heads: make(chan uint64), lost: make(chan struct{}), jobs: make(chan func()), rounds: make(chan *round),
	}
}

// poke says that something was committed.
func (s *syncer) poke() {
	select {
	case s.wakes <- struct{}{}:
	default:
	}
}

// run is the goroutine.
func (s *syncer) run() {
	ctx := s.w.base
	defer s.stream.stop()
	defer s.giveUp()
	timer := time.NewTimer(syncDelay)
	defer timer.Stop()
	var wakes chan struct{} // nil until the delay is over
	for {
		select {
		case <-ctx.Done():
			s.endRounds(ErrClosed)
			return
		case <-timer.C:
		case <-wakes:
		case head := <-s.heads:
			s.hear(ctx, head)
		case <-s.lost:
			s.look()
		case job := <-s.jobs:
			s.giveUp()
			job()
		case r := <-s.rounds:
			s.asked = append(s.asked, r)
		}
		wakes = s.wakes
		timer.Stop()
		if wait, again := s.work(ctx); again {
			timer.Reset(wait)
		}
	}
}

// giveUp ends a call that the engine made ahead.
func (s *syncer) giveUp() {
	if s.engine != nil {
		s.engine.GiveUp()
	}
}

// hear takes in how far the log goes, 0 when the stream has begun.
func (s *syncer) hear(ctx context.Context, head uint64) {
	s.stream.lost = false
	if s.engine == nil {
		return
	}
	l, linked, err := s.w.store.Link(ctx)
	if err == nil && linked && (head > l.Cursor.Seq || head == 0 && s.engine.Failing()) {
		s.engine.Heard()
	}
}

// look asks the server now rather than within a minute: nobody is to read that it can be
// reached when it is away.
func (s *syncer) look() {
	s.stream.lost = true
	if s.engine != nil && !s.engine.Failing() {
		s.engine.Heard()
	}
}

// fileLook is when the desk's own file is tried again that could not be read or written:
// nothing was half written.
const fileLook = time.Minute

// work makes calls until there are none to make now, and says in how long to look
// again, if at all before something happens.
func (s *syncer) work(ctx context.Context) (wait time.Duration, again bool) {
	l, linked, err := s.w.store.Link(ctx)
	if err == nil && !linked {
		s.stream.stop()
		s.endRounds(ErrNoLink)
		return 0, false
	}
	if err == nil {
		err = s.prepare(ctx)
	}
	if err != nil {
		s.pause(err, s.w.o.Now().Add(fileLook))
		return fileLook, true
	}
	defer s.letHeap()
	if s.mayBeMended(l) {
		s.retried = s.w.o.Now()
		s.letGo(ctx)
	}
	for ctx.Err() == nil {
		s.boundHeap(l)
		s.beginRounds(ctx, l)
		wait, again, rests := s.oneCall(ctx, &l)
		if rests {
			return wait, again
		}
	}
	return 0, false
}

// oneCall makes a call and reads how the desk stands behind it. rests says that no other is to
// be made now, the rest what work says.
func (s *syncer) oneCall(ctx context.Context, l *store.Link) (wait time.Duration, again, rests bool) {
	at, err := s.step(ctx)
	s.leaveRounds()
	if errors.Is(err, context.Canceled) {
		return 0, true, s.interrupted() // else who asked for it does not wait any more
	}
	if err == nil {
		*l, _, err = s.w.store.Link(ctx)
	}
	if err != nil {
		s.pause(err, s.w.o.Now().Add(fileLook))
		return fileLook, true, true
	}
	now := s.w.o.Now()
	if !s.engine.Failing() && !at.IsZero() && !at.After(now) {
		return 0, true, s.interrupted()
	}
	s.follow(*l)
	s.pause(s.verdict(*l), at)
	s.forget(ctx)
	if at.IsZero() && s.stopped(*l) {
		return stopLook, true, true
	}
	return at.Sub(now), !at.IsZero(), true
}

// boundHeap bounds the heap, until letHeap, for a desk that has much to take in.
func (s *syncer) boundHeap(l store.Link) {
	if s.heapEnd == nil && (l.Snapshot != nil || l.Head > l.Cursor.Seq+longLog) {
		s.heapEnd = bulkBound.begin(catchUpHeap)
	}
}

func (s *syncer) letHeap() {
	if s.heapEnd != nil {
		s.heapEnd()
		s.heapEnd = nil
	}
}

// interrupted reports whether calls are to pause for something, and takes up the
// rounds that came meanwhile.
func (s *syncer) interrupted() bool {
	select {
	case r := <-s.rounds:
		s.asked = append(s.asked, r)
	default:
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.waiting > 0
}

// step makes one call, which ends when somebody interrupts.
func (s *syncer) step(ctx context.Context) (time.Time, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	s.mu.Lock()
	s.interrupt = cancel
	if s.waiting > 0 {
		cancel()
	}
	s.mu.Unlock()
	return s.engine.Step(ctx)
}

// cut ends the call that is under way; it is made again later.
func (s *syncer) cut() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.interrupt != nil {
		s.interrupt()
	}
}

// verdict says why nothing more is done: nil when all is in step.
func (s *syncer) verdict(l store.Link) error {
	if s.stands.modeNow() == SyncOffline {
		return client.ErrLeftAlone
	}
	if err := s.engine.Err(); err != nil {
		return client.Explain(l.Server, err)
	}
	return client.WhyStopped(l)
}

// pause notes how calls ended and when the next is due, and tells who waits and who watches.
func (s *syncer) pause(err error, next time.Time) {
	var inStep time.Time
	if s.engine != nil {
		inStep = s.engine.InStep()
	}
	changed := s.stands.pause(err, next, inStep)
	s.moving = movement{}
	// What cannot be written now is found again by the next call.
	_ = s.keepHeard(s.w.base)
	s.endRounds(err)
	if changed {
		s.w.news.publish(News{Sync: true})
	}
}

// forget drops, once a day, what a server that is restored is not likely to want any
// more; by a clock that the server's reply has just agreed with, since to one that is years
// ahead all is old. What cannot be dropped now is dropped tomorrow.
func (s *syncer) forget(ctx context.Context) {
	now := s.w.o.Now()
	if now.Sub(s.forgotten) < forgetTick || !s.stands.clockIsRight() {
		return
	}
	s.forgotten = now
	_, _ = s.w.store.ForgetTaken(ctx, value.At(now.Add(-keepTaken)))
}
