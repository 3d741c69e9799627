package server

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"time"

	"tradedesk/model"
	"tradedesk/sync/protocol"
	"tradedesk/sync/server/storage"
)

const (
	routeEvents = "GET /v1/w/{ws}/events"

	// mostStreams bounds how many streams of news one device has open.
	mostStreams = 4
	// streamPatience is how long a reader of the news may take for what was written.
	streamPatience = 30 * time.Second
)

// getEvents tells of the head whenever it is another one, until the caller hangs up,
// is shut out, or the server closes.
func (s *Server) getEvents(w http.ResponseWriter, r *http.Request, by caller) error {
	left, err := s.streams.enter(by.device)
	if err != nil {
		return err
	}
	defer left()
	s.meters.streams.Inc()
	defer s.meters.streams.Dec()
	grew, stop := s.growth(by.workspace)
	defer stop()
	head, err := s.head(r.Context(), by.workspace)
	if err != nil {
		return err
	}
	_ = http.NewResponseController(w).SetReadDeadline(time.Time{}) // a writer without deadlines is a test's
	w.Header().Set("Content-Type", protocol.TypeEvents)
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Accel-Buffering", "no") // a proxy that gathers what it passes on
	// The stream has begun with what it knows: there is no other answer any more.
	if err := s.stream(w, r, by, head, grew); err != nil && !hungUp(r, err) {
		s.log.ErrorContext(r.Context(), "a stream of news broke off", "request", w.Header().Get(headerRequest), "error", err)
	}
	return nil
}

// stream writes the head, and again when it is another one.
func (s *Server) stream(w http.ResponseWriter, r *http.Request, by caller, head uint64, grew <-chan struct{}) error {
	out := http.NewResponseController(w)
	heartbeat := time.NewTicker(time.Duration(s.limits.Heartbeat) * time.Second)
	defer heartbeat.Stop()
	told, resumed := lastEvent(r)
	for {
		_ = out.SetWriteDeadline(time.Now().Add(streamPatience))
		if head != told || !resumed {
			told, resumed = head, true
			fmt.Fprintf(w, "id: %d\nevent: head\ndata: {\"head\":%d}\n\n", head, head)
		}
		if out.Flush() != nil {
			return nil
		}
		select {
		case <-grew:
		case <-heartbeat.C:
			fmt.Fprint(w, ": \n\n")
		case <-s.closing:
			return nil
		case <-r.Context().Done():
			return nil
		}
		now, err := s.caller(r)
		var problem *protocol.Problem
		if errors.As(err, &problem) || err == nil && now.device != by.device {
			return nil // shut out since
		}
		if err != nil {
			return err
		}
		if head, err = s.head(r.Context(), by.workspace); err != nil {
			return err
		}
	}
}

// lastEvent gives which head a caller was told of that was cut off.
func lastEvent(r *http.Request) (head uint64, ok bool) {
	head, err := strconv.ParseUint(r.Header.Get("Last-Event-ID"), 10, 64)
	return head, err == nil
}

// growth gives a channel on which something comes when it is worth to look at the
// log.
func (s *Server) growth(workspace model.ID) (grew <-chan struct{}, stop func()) {
	if w, ok := s.storage.(storage.Watcher); ok {
		return w.Watch(workspace)
	}
	return s.polling.watch(workspace)
}

func (s *Server) head(ctx context.Context, workspace model.ID) (head uint64, err error) {
	err = s.storage.View(ctx, workspace, func(tx storage.ReadTx) error {
		log, err := tx.Log()
		head = log.Head
		return err
	})
	return head, err
}

// streams count the streams of news of each device.
type streams struct {
	mu   sync.Mutex
	open map[model.ID]int
}

func (s *streams) enter(device model.ID) (left func(), err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.open[device] >= mostStreams {
		p := protocol.NewProblem(http.StatusTooManyRequests, protocol.CodeRate, fmt.Sprintf("a desk has at most %d streams of news open", mostStreams))
		p.RetryAfter = streamPatience
		return nil, p
	}
	s.open[device]++
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.open[device]--; s.open[device] == 0 {
			delete(s.open, device)
		}
	}, nil
}
