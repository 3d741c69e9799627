package serve

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"errors"
	"fmt"
	"log"
	"log/slog"
	"net"
	"net/http"
	"os"
	"sync"
	"time"

	"github.com/VictoriaMetrics/metrics"

	"tradedesk/internal/diskroom"
	"tradedesk/model"
	"tradedesk/sync/protocol"
	"tradedesk/sync/server"
	"tradedesk/sync/server/blobdir"
	"tradedesk/sync/server/boltlog"
)

// Options say how a server runs.
type Options struct {
	Store            string // bolt:FILE
	Listen           string // HOST:PORT; port 0 picks one
	Metrics          string // HOST:PORT, "" for none
	Cert, Key        string // files of TLS, both or none
	Insecure         bool   // plain HTTP also where others can listen
	Keep             time.Duration
	Quota            int64   // bytes of attached files of a workspace, 0 for no bound
	Rate             float64 // calls a second of one desk, 0 for no bound
	Workspace, Owner string  // made when nobody may come in yet
	Version          string
	Now              func() time.Time
	Log              *slog.Logger
	Again            <-chan os.Signal // the files of TLS are read again with each; nil: only when they change

	patience patience // how long callers may take; zero: the usual times
}

// Ready is what a server says when it answers.
type Ready struct {
	URL     string   `json:"url"`
	Login   string   `json:"login"` // the address for desks: of a name, where it listens at every address of the machine
	Metrics string   `json:"metrics,omitempty"`
	Codes   []string `json:"codes,omitempty"` // invitations of the owner of a new workspace, one for each of two desks
}

// patience is how long a caller may take over the parts of a call. Streams of news and
// attached files have times of their own.
type patience struct {
	header time.Duration // for the head of a call
	read   time.Duration // for all of it
	write  time.Duration // until it is answered
	idle   time.Duration // between two calls
	end    time.Duration // for calls under way when the server ends
}

var usualPatience = patience{header: 10 * time.Second, read: time.Minute, write: 2 * time.Minute, idle: 2 * time.Minute, end: 5 * time.Second}

const maxHeader = 16 << 10

// schemas are those of the desks' files that the server works with: it keeps what it
// does not know, so a newer one is none of its business.
var schemas = protocol.Range{Min: 2, Max: 2}

// codesForOwner is how many desks a new workspace's owner is invited with, and for how
// long.
const (
	codesForOwner = 2
	codeTime      = 24 * time.Hour
)

// Run serves until ctx ends, and calls ready once when it answers.
func Run(ctx context.Context, o Options, ready func(Ready) error) (err error) {
	if o.patience == (patience{}) {
		o.patience = usualPatience
	}
	p, err := placeOf(o.Store)
	if err != nil {
		return err
	}
	front, err := o.front()
	if err != nil {
		return err
	}
	there, err := p.there()
	if err == nil && !there && o.Workspace == "" {
		err = p.found()
	}
	if err != nil {
		return err
	}
	// Before a file is made: a first start that cannot listen is tried again as the first.
	doors, err := o.listen(front)
	if err != nil {
		return err
	}
	defer doors.close()
	engine, err := p.open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, engine.Close()) }()
	s := &running{o: o, place: p, engine: engine, admin: newLocal(p, engine, o.Now), front: front, doors: doors}
	var is Ready
	if is.Codes, err = s.first(ctx); err != nil {
		return err
	}
	return s.run(ctx, is, ready)
}

// running is a server that runs.
type running struct {
	o      Options
	place  place
	engine *boltlog.Engine
	admin  *local
	front  front
	doors  doors
	api    *server.Server
}

// first makes the workspace that is wanted where none has anybody yet, and gives codes for
// its owner's desks.
func (s *running) first(ctx context.Context) (codes []string, err error) {
	if s.o.Workspace == "" {
		return nil, nil
	}
	deserted, err := s.admin.deserted(ctx)
	if err != nil {
		return nil, err
	}
	if !deserted {
		return nil, s.warnUnmade(ctx)
	}
	_, codes, err = s.admin.found(ctx, s.o.Workspace, s.o.Owner, codesForOwner, codeTime)
	return codes, err
}

// warnUnmade says so when the workspace that is wanted is not there: only the first of a file
// is made by a start.
func (s *running) warnUnmade(ctx context.Context) error {
	_, err := s.admin.space(ctx, s.o.Workspace)
	if errors.Is(err, ErrNotFound) {
		s.o.Log.Warn("the workspace is not made, as others are in the file: `tradedesk workspace create` makes it", "workspace", s.o.Workspace, "why", err)
		return nil
	}
	return err
}

func (s *running) run(ctx context.Context, is Ready, ready func(Ready) error) (err error) {
	ctx, stop := context.WithCancelCause(ctx)
	all, contents := &servers{stop: stop}, blobdir.New(s.place.contents(), s.o.Quota)
	contents.LeaveRoom(diskroom.Of)
	s.api = s.newAPI(contents)
	var house sync.WaitGroup
	defer func() {
		s.api.Close()
		stop(nil) // orders end at once: a backup would outlast the calls of desks
		err = errors.Join(err, all.shut(s.o.patience.end))
		house.Wait()
	}()
	if err := s.open(ctx, all, &is); err != nil {
		return err
	}
	house.Go(func() { upkeep{s.engine, contents, s.o.Keep, s.o.Now, s.o.Log}.run(ctx) })
	if err := ready(is); err != nil {
		return err
	}
	s.o.Log.Info("serving", "url", is.URL, "file", s.place.file)
	s.until(ctx)
	s.o.Log.Info("stopping")
	if cause := context.Cause(ctx); !errors.Is(cause, context.Canceled) {
		return cause
	}
	return nil
}

func (s *running) newAPI(contents *blobdir.Dir) *server.Server {
	limits := protocol.DefaultLimits()
	limits.Log = int64(s.o.Keep.Seconds())
	rates := server.DefaultRates()
	rates.Token = server.Rate{}
	if s.o.Rate > 0 {
		rates.Token = server.Rate{PerSecond: s.o.Rate, Burst: max(1, int(2*s.o.Rate))}
	}
	return server.New(server.Options{
		Storage: s.engine, Limits: limits, Version: s.o.Version, Schema: schemas, Now: s.o.Now, IDs: model.NewIDs(s.o.Now, rand.Reader),
		Log: s.o.Log, Blobs: contents, Rates: rates,
	})
}

// open answers who runs the server, desks, and who reads the metrics, and says where.
func (s *running) open(ctx context.Context, all *servers, is *Ready) error {
	orderly, err := s.place.listenHere()
	if err != nil {
		return err
	}
	all.start(orderly, &http.Server{
		Handler: orders(s.admin, s.o.Log), ReadHeaderTimeout: s.o.patience.header, ErrorLog: s.warnings(),
		BaseContext: func(net.Listener) context.Context { return ctx },
	}, false)
	desks := s.doors.desks
	all.start(desks, s.public(), s.front.cert != nil)
	is.URL = "http://" + desks.Addr().String()
	if s.front.cert != nil {
		is.URL = "https://" + desks.Addr().String()
	}
	is.Login = s.front.login(desks.Addr().(*net.TCPAddr))
	if m := s.doors.metrics; m != nil {
		all.start(m, &http.Server{Handler: s.metrics(), ReadTimeout: s.o.patience.header, WriteTimeout: s.o.patience.read, MaxHeaderBytes: maxHeader, ErrorLog: s.warnings()}, false)
		is.Metrics = "http://" + m.Addr().String() + "/metrics"
	}
	return nil
}

// until waits for the end, and does meanwhile what it is told to do again.
func (s *running) until(ctx context.Context) {
	for {
		select {
		case <-s.o.Again:
			s.o.Log.Info("hangup: going on")
			if s.front.cert != nil {
				s.front.cert.again()
			}
		case <-ctx.Done():
			return
		}
	}
}

// public is the server that desks call.
func (s *running) public() *http.Server {
	p := s.o.patience
	one := &http.Server{
		Handler: s.api, ReadHeaderTimeout: p.header, ReadTimeout: p.read, WriteTimeout: p.write, IdleTimeout: p.idle,
		MaxHeaderBytes: maxHeader, ErrorLog: s.warnings(),
	}
	if s.front.cert != nil {
		one.TLSConfig = &tls.Config{GetCertificate: s.front.cert.current}
	}
	return one
}

// warnings is where net/http says what callers did wrong.
func (s *running) warnings() *log.Logger { return slog.NewLogLogger(s.o.Log.Handler(), slog.LevelWarn) }

// metrics answers who reads the metrics.
func (s *running) metrics() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
		err := s.api.WriteMetrics(r.Context(), w)
		size, sizeErr := s.engine.Size()
		if err := errors.Join(err, sizeErr); err != nil {
			s.o.Log.Error("writing the metrics", "error", err)
			panic(http.ErrAbortHandler) // half of them would be taken for all
		}
		_, _ = fmt.Fprintf(w, "tradedesk_store_bytes %d\n", size) // who reads may have hung up
		metrics.WriteProcessMetrics(w)
	})
	return mux
}
