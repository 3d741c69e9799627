package server_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"
	"time"

	"tradedesk/model"
	"tradedesk/model/canonical"
	"tradedesk/model/causal"
	"tradedesk/model/value"
	"tradedesk/sync/protocol"
	"tradedesk/sync/server"
	"tradedesk/sync/server/blobdir"
	"tradedesk/sync/server/boltlog"
	"tradedesk/sync/server/storage"
	"tradedesk/sync/server/storage/storagetest"
)

// office is a server on a file of its own, with a clock that stands still.
type office struct {
	t      *testing.T
	engine *boltlog.Engine
	api    *server.Server
	ids    *model.IDs
	now    time.Time
	log    bytes.Buffer
}

func newOffice(t *testing.T, change ...func(*server.Options)) *office {
	dir := t.TempDir()
	engine, err := boltlog.Open(filepath.Join(dir, "server.db"), boltlog.Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	o := &office{t: t, engine: engine, ids: model.NewIDs(time.Now, rand.Reader), now: time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)}
	limits := protocol.DefaultLimits()
	limits.BlobBytes, limits.OpBytes, limits.Page = 1<<20, 4000, 5
	options := server.Options{
		Storage: storagetest.Twice(engine), Version: "test", Schema: protocol.Range{Min: 2, Max: 2}, Now: func() time.Time { return o.now }, IDs: o.ids, Limits: limits,
		Log: slog.New(slog.NewJSONHandler(&o.log, nil)), Blobs: blobdir.New(filepath.Join(dir, "blobs"), 2<<20),
	}
	for _, c := range change {
		c(&options)
	}
	o.api = server.New(options)
	t.Cleanup(func() {
		o.api.Close()
		if err := engine.Close(); err != nil {
			t.Error(err)
		}
	})
	return o
}

// space is a workspace of an office.
type space struct {
	*office
	id model.ID
}

func (o *office) space(name string) *space {
	o.t.Helper()
	s := &space{o, o.ids.New()}
	o.must(o.engine.Create(context.Background(), storage.Workspace{ID: s.id, Name: name, Created: value.At(o.now)}, o.ids.New()))
	return s
}

func (o *office) must(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
}

func (s *space) update(fn func(storage.Tx) error) {
	s.t.Helper()
	s.must(s.engine.Update(context.Background(), s.id, fn))
}

func (s *space) user(name string, role storage.Role) {
	s.t.Helper()
	s.update(func(tx storage.Tx) error {
		return tx.PutUser(storage.User{Name: name, Role: role, Created: value.At(s.now)})
	})
}

// secret makes a token's or an invitation's text, which the caller keeps by its hash.
func (s *space) secret() (string, causal.Hash) {
	var random [32]byte
	_, err := rand.Read(random[:])
	s.must(err)
	return server.NewToken(s.id, random)
}

// token gives a token of a user that registers devices.
func (s *space) token(user string, expires value.Instant) string {
	s.t.Helper()
	token, hash := s.secret()
	s.update(func(tx storage.Tx) error {
		return tx.PutToken(storage.Token{Hash: hash, ID: s.ids.New(), User: user, Created: value.At(s.now), Expires: expires})
	})
	return token
}

func (s *space) invitation(user string, expires value.Instant) string {
	s.t.Helper()
	code, hash := s.secret()
	s.update(func(tx storage.Tx) error {
		return tx.PutInvitation(storage.Invitation{Code: hash, User: user, Expires: expires})
	})
	return code
}

// desk is a device of a workspace.
type desk struct {
	*space
	is protocol.Registered
	n  uint64
}

// desk registers a device of a user, who is made first.
func (s *space) desk(user string, role storage.Role) *desk {
	s.t.Helper()
	s.user(user, role)
	d := &desk{space: s}
	s.do(call{method: "POST", path: "/v1/devices", token: s.token(user, 0), body: protocol.Registration{Name: "desk of " + user}}).into(http.StatusCreated, &d.is)
	return d
}

// call is a call to be made. body is JSON unless it is []byte.
type call struct {
	method, path, token string
	body                any
	header              map[string]string
	from                string // the address of the caller
}

type reply struct {
	t *testing.T
	*http.Response
	data []byte // unpacked
}

// recorder takes a reply down, and hangs up on a stream once something has come of it:
// a stream goes on for as long as somebody listens.
type recorder struct {
	*httptest.ResponseRecorder
	hangUp func()
}

// Flush is called by streams alone.
func (r *recorder) Flush() {
	r.ResponseRecorder.Flush()
	r.hangUp()
}

func (o *office) do(c call) reply {
	o.t.Helper()
	var body []byte
	header := http.Header{}
	switch b := c.body.(type) {
	case nil:
	case []byte:
		body = b
	default:
		var err error
		body, err = json.Marshal(b)
		o.must(err)
		header.Set("Content-Type", protocol.TypeJSON)
	}
	r := httptest.NewRequest(c.method, c.path, bytes.NewReader(body))
	r.Header = header
	if c.token != "" {
		header.Set("Authorization", "Bearer "+c.token)
	}
	for name, value := range c.header {
		header.Set(name, value)
	}
	if c.from != "" {
		r.RemoteAddr = c.from
	}
	ctx, hangUp := context.WithCancel(o.t.Context())
	defer hangUp()
	w := &recorder{httptest.NewRecorder(), hangUp}
	o.api.ServeHTTP(w, r.WithContext(ctx))
	data, err := protocol.Unpack(bytes.NewReader(w.Body.Bytes()), w.Header().Get("Content-Encoding"), 1<<26)
	o.must(err)
	out := reply{o.t, w.Result(), data}
	record(o.t, r, body, out)
	return out
}

// into reads a reply that has to have a status.
func (r reply) into(status int, v any) {
	r.t.Helper()
	if r.StatusCode != status {
		r.t.Fatalf("the server says %d, want %d: %.500s", r.StatusCode, status, r.data)
	}
	if v == nil {
		return
	}
	if err := json.Unmarshal(r.data, v); err != nil {
		r.t.Fatalf("%v: %.500s", err, r.data)
	}
}

// problem wants a problem.
func (r reply) problem(status int, code protocol.Code) protocol.Problem {
	r.t.Helper()
	var p protocol.Problem
	r.into(status, &p)
	if p.Code() != code || p.Status != status || p.Detail == "" || r.Header.Get("Content-Type") != protocol.TypeProblem {
		r.t.Fatalf("the problem is %+v in %s, want %s", p, r.Header.Get("Content-Type"), code)
	}
	return p
}

func (s *space) path(rest string) string { return "/v1/w/" + s.id.String() + "/" + rest }

func (d *desk) get(rest string) reply {
	d.t.Helper()
	return d.do(call{method: "GET", path: d.path(rest), token: d.is.Token})
}

// set makes an op with the desk's next number.
func (d *desk) set(record model.ID, fields map[string]string) protocol.Op {
	d.n++
	op := protocol.Op{
		Kind: protocol.OpSet, N: d.n, ID: d.ids.New(), Clock: protocol.Clock(d.n), At: value.At(d.now), By: d.is.User, Type: "lead", Record: record,
		Set: map[string]json.RawMessage{},
	}
	for name, text := range fields {
		op.Set[name] = canonical.AppendString(nil, text)
	}
	return op
}

func (d *desk) send(p protocol.Push) reply {
	d.t.Helper()
	return d.do(call{method: "POST", path: d.path("push"), token: d.is.Token, body: p})
}

// push sends ops that the server has to take or lay aside.
func (d *desk) push(ops ...protocol.Op) protocol.Pushed {
	d.t.Helper()
	var out protocol.Pushed
	d.send(protocol.Push{Ops: ops}).into(http.StatusOK, &out)
	if len(out.Results) != len(ops) {
		d.t.Fatalf("%d results of %d ops", len(out.Results), len(ops))
	}
	return out
}

// fill pushes n new records.
func (d *desk) fill(n int) protocol.Pushed {
	d.t.Helper()
	var ops []protocol.Op
	for i := range n {
		ops = append(ops, d.set(d.ids.New(), map[string]string{"company": fmt.Sprint("Firm ", i)}))
	}
	return d.push(ops...)
}

// dump is all that the log and the states of a workspace hold.
func (s *space) dump() string {
	s.t.Helper()
	var out bytes.Buffer
	s.must(s.engine.View(context.Background(), s.id, func(tx storage.ReadTx) error {
		lines, err := tx.Entries(0, 1<<20, 1<<40)
		for _, l := range lines {
			out.Write(append(l.JSON, '\n'))
		}
		states, err2 := tx.StatesAfter(model.ID{}, 1<<20, 1<<40)
		for _, state := range states {
			out.Write(append(protocol.AppendState(nil, state), '\n'))
		}
		return errors.Join(err, err2)
	}))
	return out.String()
}
