package desk

import (
	"slices"
	"sync"
	"time"

	"tradedesk/model/refusal"
	"tradedesk/model/value"
	"tradedesk/store"
	"tradedesk/sync/client"
)

// standing is how the desk stands with its server beside what the file knows: the syncer's
// goroutine says it, others ask.
type standing struct {
	mu        sync.Mutex
	mode      SyncMode // "" before there is an engine
	running   *SyncProgress
	failed    error     // why the last call failed, in words for a person
	next      time.Time // when that call is made again, zero when that is not known
	clock     string    // how this machine's clock is wrong, if it is
	called    bool      // the server was called since the desk was opened
	online    bool
	inStep    value.Instant
	exchanges []Exchange // the newest last
	made      int        // calls since the last pause
	pulled    int
	pushed    int
	told      time.Time // when watchers were told how far it is
}

// modeNow gives the mode of the engine, "" before there is one.
func (s *standing) modeNow() SyncMode {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.mode
}

func (s *standing) setMode(mode SyncMode) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mode = mode
}

// reached reports whether the last call was answered.
func (s *standing) reached() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.online
}

// calling reports whether the server was reached and is called without being told.
func (s *standing) calling() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.mode == SyncAutomatic && s.online && s.failed == nil
}

// clockIsRight reports whether the last call was answered, at the time that this machine
// has.
func (s *standing) clockIsRight() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.online && s.clock == ""
}

// moved counts the changes that came and went since the desk was opened, and says how this
// machine's clock is wrong.
func (s *standing) moved() (pulled, pushed int, clock string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.pulled, s.pushed, s.clock
}

// exchanged takes note of a call, of how far it brought a stretch of them, and of how the
// clocks differ; due says that watchers are to be told.
func (s *standing) exchanged(x Exchange, progress *SyncProgress, skew string) (due bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.made++
	s.called = true
	s.online, s.clock = x.Error == "", skew
	if s.exchanges = append(s.exchanges, x); len(s.exchanges) > MaxExchanges {
		s.exchanges = s.exchanges[1:]
	}
	if x.Error == "" {
		switch x.Call {
		case client.CallPull, client.CallSnapshot:
			s.pulled += x.Others
		case client.CallPush:
			s.pushed += x.Ops - x.Refused
		}
	}
	s.running = progress
	if x.Error == "" {
		s.next = time.Time{} // it is being done
	}
	now := time.Now()
	due = progress != nil && now.Sub(s.told) >= toldEvery
	if due {
		s.told = now
	}
	return due
}

// pause takes note of how calls ended, of when the next is due, and of when all was in step, if
// it was; changed says that this is news.
func (s *standing) pause(err error, next, inStep time.Time) (changed bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	changed = s.made > 0 || textOf(err) != textOf(s.failed)
	s.made, s.running, s.failed, s.next = 0, nil, err, next
	if err == nil {
		s.next = time.Time{} // a look whether there is news is no try again
	}
	if !inStep.IsZero() {
		s.inStep = value.At(inStep)
	}
	return changed
}

// forget is a logout: nothing is known of the server any more.
func (s *standing) forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.online, s.failed, s.next = false, nil, time.Time{}
}

// heard gives what is to be kept of the last calls; due is false when none were made.
func (s *standing) heard() (is heard, due bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	is = heard{Error: textOf(s.failed), Clock: s.clock, Why: toldOf(s.failed)}
	if s.failed != nil {
		is.State = stateOfFailure(s.failed)
	}
	return is, s.called && s.mode != SyncOffline
}

// describe adds what is known beside the file; before is what was heard the last time, which
// counts until the server is called again.
func (s *standing) describe(out *Status, l store.Link, before heard) {
	s.mu.Lock()
	defer s.mu.Unlock()
	out.Online = s.online && l.Stopped == "" && s.failed == nil
	out.LastSync = max(out.LastSync, s.inStep)
	if s.running != nil {
		running := *s.running
		out.Running = &running
	}
	out.Exchanges = slices.Clone(s.exchanges)
	slices.Reverse(out.Exchanges)
	failed := s.failed
	switch {
	case out.Mode == SyncOffline:
		failed = nil // as a person wanted it
	case failed == nil:
		failed = client.WhyStopped(l)
	}
	out.Error, out.Why, out.Clock = textOf(failed), toldOf(failed), s.clock
	out.State = s.state(l, out.Mode)
	if out.Mode == SyncAutomatic && l.Stopped == "" && !s.next.IsZero() {
		out.NextTry = value.At(s.next)
	}
	if out.State == StateIdle && out.Pending > 0 && client.OnlyReads(l) {
		failed = client.WhyStopped(store.Link{User: l.User, Stopped: client.StoppedForbidden})
		out.State, out.Error, out.Why = StateRefused, textOf(failed), toldOf(failed)
	}
	if s.called || s.failed != nil {
		return
	}
	out.Clock = before.Clock
	if out.State == StateIdle && before.State != "" {
		out.State, out.Error, out.Why = before.State, before.Error, before.Why
	}
}

// state gives the word; s.mu is held.
func (s *standing) state(l store.Link, mode SyncMode) SyncState {
	switch {
	case l.Stopped != "":
		return stateOfStop(l.Stopped)
	case mode == SyncOffline:
		return StateOffline
	case s.running != nil:
		return StateSyncing
	case s.failed == nil:
		return StateIdle
	}
	return stateOfFailure(s.failed)
}

func stateOfFailure(err error) SyncState {
	switch client.FailureOf(err) {
	case client.FailedOffline:
		return StateOffline
	case client.FailedFull:
		return StateFull
	}
	return StateFailing
}

func stateOfStop(why string) SyncState {
	switch why {
	case client.StoppedRevoked:
		return StateRevoked
	case client.StoppedTooOld:
		return StateTooOld
	case client.StoppedForbidden:
		return StateRefused
	}
	return StateLoggedOut
}

func textOf(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// toldOf gives what an error tells, nil when that is no more than its English.
func toldOf(err error) *refusal.Told {
	if err == nil {
		return nil
	}
	told := refusal.Tell(err)
	if told.Code == "" {
		return nil
	}
	return &told
}
