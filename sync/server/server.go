// Package server is the other end of sync: an HTTP API over workspaces, which gives
// changes their order, merges them and hands them on.
package server

import (
	"cmp"
	"crypto/rand"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"sync"
	"time"

	"tradedesk/model"
	"tradedesk/sync/protocol"
	"tradedesk/sync/server/blobdir"
	"tradedesk/sync/server/storage"
)

// Options are what a server needs.
type Options struct {
	Storage storage.Storage
	Limits  protocol.Limits // DefaultLimits when zero
	Version string          // of the program
	Schema  protocol.Range  // of the desks' files that it works with
	Now     func() time.Time
	IDs     *model.IDs
	Log     *slog.Logger
	Blobs   *blobdir.Dir // nil: attachments are not taken
	Rates   Rates        // the zero value bounds nothing
	// Poll is how often the head is asked for where an engine tells no news.
	Poll time.Duration
}

// Server answers the calls of docs/openapi.yaml. It is an http.Handler.
type Server struct {
	storage   storage.Storage
	limits    protocol.Limits
	version   string
	schema    protocol.Range
	now       func() time.Time
	ids       *model.IDs
	log       *slog.Logger
	blobs     *blobdir.Dir
	polling   *polling
	byToken   *limiters
	byAddress *limiters
	meters    *meters
	streams   streams
	mux       *http.ServeMux

	close   sync.Once
	closing chan struct{}
}

// New makes a server.
func New(o Options) *Server {
	s := &Server{
		storage: o.Storage, limits: o.Limits, version: o.Version, schema: o.Schema, now: o.Now, ids: o.IDs, log: o.Log, blobs: o.Blobs,
		byToken: newLimiters(o.Rates.Token, o.Now), byAddress: newLimiters(o.Rates.Address, o.Now),
		meters: newMeters(), streams: streams{open: map[model.ID]int{}}, mux: http.NewServeMux(), closing: make(chan struct{}),
	}
	if s.limits == (protocol.Limits{}) {
		s.limits = protocol.DefaultLimits()
	}
	if s.blobs == nil {
		s.limits.BlobBytes = 0
	}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	s.polling = &polling{head: s.head, every: cmp.Or(o.Poll, 200*time.Millisecond), open: map[model.ID]*poller{}}
	s.routes()
	return s
}

// Close ends the streams of news, which otherwise last as long as somebody listens,
// and says that the server is not ready any more.
func (s *Server) Close() { s.close.Do(func() { close(s.closing) }) }

func (s *Server) routes() {
	s.mux.HandleFunc("GET /v1/sync", s.getInfo)
	s.mux.HandleFunc("POST /v1/devices", s.postDevice)
	s.mux.HandleFunc("POST /v1/w/{ws}/push", s.authorized(writes, s.postPush))
	s.mux.HandleFunc("GET /v1/w/{ws}/changes", s.authorized(reads, s.getChanges))
	s.mux.HandleFunc("GET /v1/w/{ws}/snapshot", s.authorized(reads, s.getSnapshot))
	s.mux.HandleFunc(routeEvents, s.authorized(reads, s.getEvents))
	s.mux.HandleFunc("POST /v1/w/{ws}/ancestor", s.authorized(reads, s.postAncestor))
	s.mux.HandleFunc("GET /v1/w/{ws}/devices", s.authorized(reads, s.getDevices))
	s.mux.HandleFunc("DELETE /v1/w/{ws}/devices/{device}", s.authorized(reads, s.deleteDevice))
	if s.blobs != nil {
		s.mux.HandleFunc("GET /v1/w/{ws}/blobs/{sha256}", s.authorized(reads, s.getBlob)) // and HEAD
		s.mux.HandleFunc("PUT /v1/w/{ws}/blobs/{sha256}", s.authorized(writes, s.putBlob))
	}
	s.mux.HandleFunc("GET /healthz", s.getHealth)
	s.mux.HandleFunc("GET /readyz", s.getReady)
	s.mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		s.fail(w, r, protocol.NewProblem(http.StatusNotFound, protocol.CodeNotFound, "there is no such call"))
	})
}

// headerRequest names a call in the log and in its reply.
const headerRequest = "X-Request-Id"

// maxPath bounds how much of a path is written into the log.
const maxPath = 200

// ServeHTTP answers a call and notes what it was. Parameters and headers, which may
// hold tokens, are not written down.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	began := time.Now()
	out := &observed{ResponseWriter: w}
	id := rand.Text()
	w.Header().Set(headerRequest, id)
	defer func() {
		if p := recover(); p != nil && p != http.ErrAbortHandler {
			s.log.ErrorContext(r.Context(), "call failed", "request", id, "panic", p, "stack", string(debug.Stack()))
			if out.status == 0 {
				s.fail(out, r, protocol.NewProblem(http.StatusInternalServerError, protocol.CodeInternal, "something went wrong in the server; its log says what"))
			}
		}
		took := time.Since(began)
		route := r.Pattern
		if route == "" {
			route = "/"
		}
		s.meters.call(route, out.status, out.bytes, took)
		s.log.InfoContext(r.Context(), "call", "request", id, "method", fmt.Sprintf("%.10s", r.Method), "path", fmt.Sprintf("%.*s", maxPath, r.URL.Path),
			"from", addressOf(r), "status", out.status, "bytes", out.bytes, "took", took)
	}()
	s.mux.ServeHTTP(out, r)
}

func (s *Server) getHealth(w http.ResponseWriter, r *http.Request) { s.say(w, r, http.StatusOK, "ok") }

// getReady looks whether the storage answers.
func (s *Server) getReady(w http.ResponseWriter, r *http.Request) {
	select {
	case <-s.closing:
		s.say(w, r, http.StatusServiceUnavailable, "closing")
		return
	default:
	}
	if _, err := s.storage.Workspaces(r.Context()); err != nil {
		s.log.ErrorContext(r.Context(), "the storage does not answer", "error", err)
		s.say(w, r, http.StatusServiceUnavailable, "the storage does not answer")
		return
	}
	s.say(w, r, http.StatusOK, "ready")
}

func (s *Server) say(w http.ResponseWriter, r *http.Request, status int, word string) {
	s.write(w, r, status, "text/plain; charset=utf-8", []byte(word+"\n"))
}
