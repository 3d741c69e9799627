package main

import (
	"context"
	"io"
	"log"
	"net/http"
	"path/filepath"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"tradedesk/e2e/badline"
	"tradedesk/model"
	"tradedesk/sync/protocol"
	"tradedesk/sync/server"
	"tradedesk/sync/server/blobdir"
	"tradedesk/sync/server/boltlog"
	"tradedesk/sync/server/storage"
)

// scriptServer is a server that a script starts and stops, with one workspace.
type scriptServer struct {
	at      *badline.Place
	engine  *boltlog.Engine
	handler http.Handler
	web     *http.Server
	served  chan struct{}
}

type scriptServerKey struct{}

// controlServer: "server start" makes a server and sets SERVER and TOKEN, "server stop"
// lets nobody reach it, "server again" brings it back, "server portal" has a hotel's
// login page answer in its place.
func controlServer(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: server start|stop|again|portal")
	}
	s := ts.Value(scriptServerKey{}).(*scriptServer)
	switch args[0] {
	case "start":
		s.found(ts)
		s.at = steadyPlace(ts)
		s.listen(ts, s.handler)
		ts.Setenv("SERVER", "http://"+s.at.Address())
		ts.Defer(func() { s.stop(); _ = s.engine.Close() }) // the file goes with the script
	case "stop":
		s.stop()
	case "again":
		s.stop()
		s.listen(ts, s.handler)
	case "portal":
		s.stop()
		s.listen(ts, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			_, _ = io.WriteString(w, "<html>Room number and name, please</html>") // who hung up needs none
		}))
	default:
		ts.Fatalf("server: there is no %q", args[0])
	}
}

func (s *scriptServer) found(ts *testscript.TestScript) {
	ctx := context.Background()
	var err error
	s.engine, err = boltlog.Open(filepath.Join(ts.MkAbs("."), "server.db"), boltlog.Options{NoSync: true})
	ts.Check(err)
	ids := model.NewIDs(time.Now, nil)
	space := ids.New()
	limits := protocol.DefaultLimits()
	limits.OpBytes = 20_000
	s.handler = server.New(server.Options{Storage: s.engine, Version: "test", Schema: protocol.Range{Min: 1, Max: 9}, Now: time.Now, IDs: ids, Limits: limits, Blobs: blobdir.New(ts.MkAbs("blobs"), 1<<30)})
	ts.Check(s.engine.Create(ctx, storage.Workspace{ID: space, Name: "atlas"}, ids.New()))
	token, hash := server.NewToken(space, [32]byte{7})
	ts.Check(s.engine.Update(ctx, space, func(tx storage.Tx) error {
		if err := tx.PutUser(storage.User{Name: "salma", Role: storage.RoleOwner}); err != nil {
			return err
		}
		return tx.PutToken(storage.Token{Hash: hash, ID: ids.New(), User: "salma"})
	}))
	ts.Setenv("TOKEN", token)
}

func (s *scriptServer) listen(ts *testscript.TestScript, handler http.Handler) {
	listener, err := s.at.Listen()
	ts.Check(err)
	s.web = &http.Server{Handler: handler, ErrorLog: log.New(io.Discard, "", 0), ReadHeaderTimeout: time.Minute}
	s.served = make(chan struct{})
	web, served := s.web, s.served
	go func() {
		defer close(served)
		_ = web.Serve(listener) // it ends with stop
	}()
}

func (s *scriptServer) stop() {
	if s.web != nil {
		_ = s.web.Close() // what was on its way is cut off, as it is to be
		<-s.served
		s.web = nil
	}
}
