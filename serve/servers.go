package serve

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"
)

// servers answer at several listeners, and end together.
type servers struct {
	stop    context.CancelCauseFunc // stops all when one of them ends by itself
	all     []*http.Server
	serving sync.WaitGroup
	silent  silent
}

// start answers at a listener until all are shut.
func (s *servers) start(l net.Listener, one *http.Server, encrypted bool) {
	one.ConnState = s.silent.note
	s.all = append(s.all, one)
	s.serving.Go(func() {
		var err error
		if encrypted {
			err = one.ServeTLS(l, "", "")
		} else {
			err = one.Serve(l)
		}
		if !errors.Is(err, http.ErrServerClosed) {
			s.stop(fmt.Errorf("serving at %s: %w", l.Addr(), err))
		}
	})
}

// shut takes no more calls anywhere, lets those under way end, for a while, and cuts those
// that do not.
func (s *servers) shut(patience time.Duration) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	errs := make([]error, len(s.all))
	for i, one := range s.all {
		s.serving.Go(func() {
			errs[i] = one.Shutdown(ctx)
			if errors.Is(errs[i], context.DeadlineExceeded) {
				errs[i] = one.Close()
			}
		})
	}
	s.silent.cut()
	s.serving.Wait()
	return errors.Join(errs...)
}

// silent are the connections on which nothing was asked yet. Who ends waits for none of
// them, which net/http does.
type silent struct {
	mu    sync.Mutex
	conns map[net.Conn]bool
	ended bool
}

func (s *silent) note(c net.Conn, state http.ConnState) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case state != http.StateNew:
		delete(s.conns, c)
	case s.ended:
		_ = c.Close() // nobody hears it
	default:
		if s.conns == nil {
			s.conns = map[net.Conn]bool{}
		}
		s.conns[c] = true
	}
}

// cut closes them, and those that come later.
func (s *silent) cut() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ended = true
	for c := range s.conns {
		_ = c.Close() // nobody hears it
	}
}
