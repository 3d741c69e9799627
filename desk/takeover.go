package desk

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"tradedesk/model"
	"tradedesk/model/value"
)

// maxSeats is how many owners one call follows: a call that every owner dies of
// is not made for ever.
const maxSeats = 20

// sitter is the Desk that Open gives. It holds a seat, the owner's or a
// visitor's; when the owner goes away it takes a seat again, the owner's if it
// is free, and repeats what was asked.
type sitter struct {
	me        string
	mailFrom  string
	home      value.Country
	addresses []string // the people's own
	clock     func() time.Time
	ids       *model.IDs
	take      func(context.Context) (seat, error)

	base  context.Context // ends with Close
	stop  context.CancelFunc
	pumps sync.WaitGroup

	moving chan struct{} // held by who takes another seat or closes
	mu     sync.Mutex
	now    seat
	closed bool
}

func newSitter(o Options, ids *model.IDs, first seat, take func(context.Context) (seat, error)) *sitter {
	s := &sitter{me: o.Me, mailFrom: o.Mail.From, home: o.Home, addresses: o.Addresses, clock: o.Now, ids: ids, take: take, now: first, moving: make(chan struct{}, 1)}
	s.base, s.stop = context.WithCancel(context.Background())
	return s
}

// seat gives the seat of now.
func (s *sitter) seat() (seat, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, ErrClosed
	}
	return s.now, nil
}

// move takes another seat for one that was lost; another caller may have done it
// already.
func (s *sitter) move(ctx context.Context, lost seat) error {
	select {
	case s.moving <- struct{}{}:
		defer func() { <-s.moving }()
	case <-ctx.Done():
		return ctx.Err()
	case <-s.base.Done():
		return ErrClosed
	}
	now, err := s.seat()
	if err != nil || now != lost {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(s.base, cancel)()
	_ = lost.Close() // a visitor whose owner is gone has nothing to lose
	fresh, err := s.take(ctx)
	if err != nil {
		return fmt.Errorf("taking the desk over: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = fresh
	return nil
}

// on calls f at the seat of now, and again at the next when the owner went away.
func on[T any](ctx context.Context, s *sitter, f func(seat) (T, error)) (T, error) {
	return onWhile(ctx, s, func() bool { return true }, f)
}

// onWhile is on for what may be repeated only while again says so.
func onWhile[T any](ctx context.Context, s *sitter, again func() bool, f func(seat) (T, error)) (out T, err error) {
	for range maxSeats {
		var at seat
		if at, err = s.seat(); err != nil {
			return out, err
		}
		out, err = f(at)
		if !errors.Is(err, errLost) || !again() {
			return out, err
		}
		if moved := s.move(ctx, at); moved != nil {
			var none T
			return none, moved
		}
	}
	return out, err
}

func (s *sitter) Me() string { return s.me }

func (s *sitter) MailFrom() string { return s.mailFrom }

// Close leaves the seat and waits for watches to end.
func (s *sitter) Close() error {
	s.stop()
	at := s.leave()
	if at == nil {
		return nil
	}
	err := at.Close()
	s.pumps.Wait()
	return err
}

// leave gives the last seat, once; no other is taken after it.
func (s *sitter) leave() seat {
	s.moving <- struct{}{}
	defer func() { <-s.moving }()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil
	}
	s.closed = true
	return s.now
}
