package desk

import (
	"context"
	"time"
)

// retryPause is how long a watch waits before it tries again to take a seat.
const retryPause = time.Second

// Watch goes on at the next seat with All: what changed meanwhile is not known.
func (s *sitter) Watch(ctx context.Context) (<-chan News, error) {
	watch := func(at seat) (<-chan News, error) { return at.Watch(ctx) }
	news, err := on(ctx, s, watch)
	if err != nil {
		return nil, err
	}
	out := make(chan News)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, ErrClosed
	}
	s.pumps.Go(func() {
		defer close(out)
		for s.pump(ctx, news, out) {
			for {
				if news, err = on(ctx, s, watch); err == nil {
					break
				}
				if !s.pause(ctx) {
					return
				}
			}
			select {
			case out <- News{All: true}:
			case <-ctx.Done():
				return
			case <-s.base.Done():
				return
			}
		}
	})
	return out, nil
}

// pump hands news on until there is none: because the seat is lost, which is
// true, or because the watch ended.
func (s *sitter) pump(ctx context.Context, news <-chan News, out chan<- News) (lost bool) {
	for n := range news {
		select {
		case out <- n:
		case <-ctx.Done():
			return false
		case <-s.base.Done():
			return false
		}
	}
	return ctx.Err() == nil && s.base.Err() == nil
}

// pause waits before a desk that cannot be had is tried again; false when the
// watch ended.
func (s *sitter) pause(ctx context.Context) bool {
	timer := time.NewTimer(retryPause)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	case <-s.base.Done():
		return false
	}
}
