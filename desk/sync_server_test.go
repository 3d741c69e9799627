package desk

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"tradedesk/model"
	"tradedesk/model/value"
	syncwords "tradedesk/sync/protocol"
	api "tradedesk/sync/server"
	"tradedesk/sync/server/blobdir"
	"tradedesk/sync/server/boltlog"
	"tradedesk/sync/server/storage"
)

// syncServer is a server with one workspace, whose owner's token registers desks.
type syncServer struct {
	URL     string
	handler http.Handler
	token   string
	engine  *boltlog.Engine
	space   model.ID
	blobs   string                       // where it keeps contents
	instead atomic.Pointer[http.Handler] // answers in the server's place when it is set
	down    atomic.Bool
	web     *httptest.Server
}

func newSyncServer(t testing.TB) *syncServer {
	t.Helper()
	return newStrictServer(t, 20_000)
}

// newStrictServer takes ops of so many bytes.
func newStrictServer(t testing.TB, opBytes int) *syncServer {
	t.Helper()
	engine, err := boltlog.Open(filepath.Join(t.TempDir(), "server.db"), boltlog.Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	ids := model.NewIDs(time.Now, nil)
	s := &syncServer{engine: engine, space: ids.New(), blobs: t.TempDir()}
	limits := syncwords.DefaultLimits()
	limits.OpBytes = opBytes
	handler := api.New(api.Options{
		Storage: engine, Version: "test", Schema: syncwords.Range{Min: 1, Max: 9}, Now: time.Now, IDs: ids, Limits: limits,
		Blobs: blobdir.New(s.blobs, 1<<30),
	})
	if err := engine.Create(context.Background(), storage.Workspace{ID: s.space, Name: "atlas"}, ids.New()); err != nil {
		t.Fatal(err)
	}
	s.token = s.newToken(t, "salma", storage.RoleOwner, [32]byte{1})
	s.handler = handler
	web := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.down.Load() {
			panic(http.ErrAbortHandler)
		}
		if h := s.instead.Load(); h != nil {
			(*h).ServeHTTP(w, r)
			return
		}
		handler.ServeHTTP(w, r)
	}))
	web.Config.ErrorLog = quiet()
	web.Start()
	s.URL, s.web = web.URL, web
	t.Cleanup(func() {
		web.CloseClientConnections()
		web.Close()
		if err := engine.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// newToken makes a user, and a token that registers desks of it.
func (s *syncServer) newToken(t testing.TB, user string, role storage.Role, random [32]byte) string {
	t.Helper()
	token, hash := api.NewToken(s.space, random)
	err := s.engine.Update(context.Background(), s.space, func(tx storage.Tx) error {
		if err := tx.PutUser(storage.User{Name: user, Role: role}); err != nil {
			return err
		}
		return tx.PutToken(storage.Token{Hash: hash, ID: model.NewIDs(time.Now, nil).New(), User: user})
	})
	if err != nil {
		t.Fatal(err)
	}
	return token
}

// invitation makes a code for one desk of the user who is there.
func (s *syncServer) invitation(t testing.TB, user string) string {
	t.Helper()
	code, hash := api.NewToken(s.space, [32]byte{7: 7})
	err := s.engine.Update(context.Background(), s.space, func(tx storage.Tx) error {
		return errors.Join(
			tx.PutUser(storage.User{Name: user, Role: storage.RoleBroker}),
			tx.PutInvitation(storage.Invitation{Code: hash, User: user, Expires: value.At(time.Now().Add(time.Hour))}),
		)
	})
	if err != nil {
		t.Fatal(err)
	}
	return code
}

func (s *syncServer) login(t testing.TB, d Desk) Account {
	t.Helper()
	account, err := d.Login(context.Background(), LoginRequest{Server: s.URL, Token: s.token, Name: "desk of " + d.Me()})
	if err != nil {
		t.Fatal(err)
	}
	return account
}

func mustSync(t testing.TB, d Desk) SyncReport {
	t.Helper()
	report, err := d.Sync(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// colleague is another desk of the workspace, at another place.
func (s *syncServer) colleague(t testing.TB, me string) Desk {
	t.Helper()
	d := openAt(t, t.TempDir(), me)
	if err := d.SetSyncMode(context.Background(), SyncManual); err != nil {
		t.Fatal(err)
	}
	s.login(t, d)
	return d
}

func statusOf(t testing.TB, d Desk) Status {
	t.Helper()
	status, err := d.Status(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return status
}
