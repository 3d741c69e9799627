// Package server is the other end of sync: an HTTP API over workspaces, which gives
// changes their order, merges them and hands them on.
package server

import (
	"log/slog"
	"net/http"
	"time"

	"tradedesk/model"
	"tradedesk/sync/protocol"
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
	Blobs   Blobs // nil: attachments are not taken
	// Poll is how often the head is asked for where an engine tells no news.
	Poll time.Duration
}

// Server answers the calls of docs/openapi.yaml. It is an http.Handler.
type Server struct {
	storage storage.Storage
	limits  protocol.Limits
	version string
	schema  protocol.Range
	now     func() time.Time
	ids     *model.IDs
	log     *slog.Logger
	blobs   Blobs
	poll    time.Duration
	mux     *http.ServeMux
}

// New makes a server.
func New(o Options) *Server {
	s := &Server{
		storage: o.Storage, limits: o.Limits, version: o.Version, schema: o.Schema, now: o.Now, ids: o.IDs, log: o.Log, blobs: o.Blobs, poll: o.Poll,
		mux: http.NewServeMux(),
	}
	if s.limits == (protocol.Limits{}) {
		s.limits = protocol.DefaultLimits()
	}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	if s.poll == 0 {
		s.poll = 200 * time.Millisecond
	}
	s.routes()
	return s
}

func (s *Server) routes() {
	s.mux.HandleFunc("GET /v1/sync", s.getInfo)
	s.mux.HandleFunc("POST /v1/devices", s.postDevice)
	s.mux.HandleFunc("POST /v1/w/{ws}/push", s.authorized(writes, s.postPush))
	s.mux.HandleFunc("GET /v1/w/{ws}/changes", s.authorized(reads, s.getChanges))
	s.mux.HandleFunc("GET /v1/w/{ws}/snapshot", s.authorized(reads, s.getSnapshot))
	s.mux.HandleFunc("GET /v1/w/{ws}/events", s.authorized(reads, s.getEvents))
	s.mux.HandleFunc("POST /v1/w/{ws}/ancestor", s.authorized(reads, s.postAncestor))
	s.mux.HandleFunc("GET /v1/w/{ws}/devices", s.authorized(reads, s.getDevices))
	s.mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		s.fail(w, r, protocol.NewProblem(http.StatusNotFound, protocol.CodeNotFound, "there is no such call"))
	})
}

func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.mux.ServeHTTP(w, r) }
