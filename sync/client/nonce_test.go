package client

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tradedesk/model"
	"tradedesk/store"
	"tradedesk/sync/protocol"
)

// entrance is a desk that is no device yet, and a server that answers its logins.
type entrance struct {
	t     *testing.T
	path  string
	store *store.Store
	asked []protocol.Registration
	serve func() (status int, reply any)
}

func newEntrance(t *testing.T) *entrance {
	e := &entrance{t: t, path: filepath.Join(t.TempDir(), "desk.db")}
	e.open()
	t.Cleanup(e.close)
	return e
}

func (e *entrance) open() {
	e.t.Helper()
	var err error
	if e.store, err = store.Open(context.Background(), e.path, store.Options{Now: time.Now, IDs: model.NewIDs(time.Now, nil), By: "salma", NoSync: true}); err != nil {
		e.t.Fatal(err)
	}
}

func (e *entrance) close() {
	if err := e.store.Close(); err != nil {
		e.t.Error(err)
	}
}

// login logs in with what is said, at a server that answers as serve does, and gives what it
// was asked.
func (e *entrance) login(l Login) (protocol.Registration, error) {
	e.t.Helper()
	b := &bench{serve: func(_ string, body []byte) (int, any) {
		var asked protocol.Registration
		if err := json.Unmarshal(body, &asked); err != nil {
			e.t.Error(err)
		}
		e.asked = append(e.asked, asked)
		return e.serve()
	}}
	if l.Server == "" {
		l.Server = "https://desk.example"
	}
	l.Store, l.HTTP, l.Schema = e.store, &http.Client{Transport: b}, 2
	if l.Keep == nil {
		l.Keep = func(string) error { return nil }
	}
	before := len(e.asked)
	_, err := l.Do(context.Background())
	if len(e.asked) != before+1 {
		e.t.Fatalf("%d calls, %v", len(e.asked)-before, err)
	}
	return e.asked[before], err
}

func noReply() (int, any) { return 0, nil }

func letsIn(device model.ID) func() (int, any) {
	return func() (int, any) {
		return http.StatusCreated, protocol.Registered{Device: device, Token: "t", User: "salma", Role: "owner", Workspace: model.ID{7}.String()}
	}
}

// A login whose reply is lost is the same login when it is tried again, also by a desk that was
// killed.
func TestALoginWhoseReplyIsLost(t *testing.T) {
	for name, l := range map[string]Login{"a code": {Invitation: "td1_x"}, "a token": {Token: "td1_x"}} {
		t.Run(name, func(t *testing.T) {
			e := newEntrance(t)
			e.serve = noReply
			first, err := e.login(l)
			if !errors.Is(err, ErrOffline) || !protocol.NonceForm.MatchString(first.Nonce) {
				t.Fatalf("%+v, %v", first, err)
			}
			e.close()
			e.open()
			if said := ExplainLogin("https://desk.example", l.Invitation != "", err).Error(); !strings.HasPrefix(said, "desk.example cannot be reached: log in again, with the same code or token (") {
				t.Errorf("it says %q", said)
			}
			if again, _ := e.login(l); again.Nonce != first.Nonce {
				t.Errorf("it is another login, %q behind %q", again.Nonce, first.Nonce)
			}
			elsewhere := l
			elsewhere.Server = "https://desk.example:8443"
			if again, _ := e.login(elsewhere); again.Nonce != first.Nonce {
				t.Error("at another address of the server it is another login")
			}
			e.serve = func() (int, any) {
				return http.StatusTooManyRequests, protocol.NewProblem(429, protocol.CodeRate, "later")
			}
			if again, _ := e.login(l); again.Nonce != first.Nonce {
				t.Error("when the server is busy it is another login")
			}
			e.serve = letsIn(model.ID{1})
			l.Keep = func(string) error { return errors.New("no room") }
			if again, err := e.login(l); err == nil || again.Nonce != first.Nonce {
				t.Errorf("when the token cannot be kept it is another login, or %v", err)
			}
			l.Keep = nil
			if again, err := e.login(l); err != nil || again.Nonce != first.Nonce {
				t.Errorf("when it goes well it is another login, or %v", err)
			}
			if later, err := e.login(l); err != nil || later.Nonce == first.Nonce {
				t.Errorf("when it went well it is not over, or %v", err)
			}
		})
	}
}

// Another code, and what was refused, have another nonce.
func TestALoginThatIsAnotherOne(t *testing.T) {
	e := newEntrance(t)
	e.serve = noReply
	code := Login{Invitation: "td1_x"}
	seen := map[string]string{}
	other := func(what string, l Login) {
		t.Helper()
		asked, _ := e.login(l)
		if before, twice := seen[asked.Nonce]; twice {
			t.Errorf("%s has the nonce of %s", what, before)
		}
		seen[asked.Nonce] = what
	}
	other("a code", code)
	other("another code", Login{Invitation: "td1_y"})
	other("the first code again, when others were tried since", code)
	for _, p := range []*protocol.Problem{
		protocol.NewProblem(http.StatusUnauthorized, protocol.CodeUnauthorized, "no"), protocol.NewProblem(http.StatusForbidden, protocol.CodeRevoked, "no"),
	} {
		e.serve = func() (int, any) { return p.Status, p }
		before, _ := e.login(code) // which is refused, perhaps by another server
		e.serve = noReply
		if again, _ := e.login(code); again.Nonce != before.Nonce {
			t.Errorf("a login behind %s is another one", p.Code())
		}
	}
	// What is typed is tried as a code first and then as a token: the one ends not the other.
	token, _ := e.login(Login{Token: "td1_z"})
	e.serve = func() (int, any) {
		return http.StatusUnauthorized, protocol.NewProblem(http.StatusUnauthorized, protocol.CodeUnauthorized, "no")
	}
	_, _ = e.login(Login{Invitation: "td1_z"}) // which is refused
	e.serve = noReply
	if again, _ := e.login(Login{Token: "td1_z"}); again.Nonce != token.Nonce {
		t.Error("a login with a token is another one when it was tried as a code")
	}
}

// A desk that was killed when it knew who it is, and logs in again as that, goes on from no
// other.
func TestALoginAsWhoItIs(t *testing.T) {
	e := newEntrance(t)
	e.serve = letsIn(model.ID{1})
	for range 2 {
		if _, err := e.login(Login{Invitation: "td1_x"}); err != nil {
			t.Fatal(err)
		}
	}
	if l, _, err := e.store.Link(context.Background()); err != nil || l.Device != (model.ID{1}) || len(l.Lineage) != 0 {
		t.Errorf("%+v, %v", l, err)
	}
}

// A copy of a desk asks for a device with one nonce until it hears which it is.
func TestACopyWhoseReplyIsLost(t *testing.T) {
	b := newBench(t)
	ctx := context.Background()
	if err := b.store.Fork(ctx); err != nil {
		t.Fatal(err)
	}
	var asked []string
	lost := true
	b.o.SetToken = func(string) error { return nil }
	b.serve = func(call string, body []byte) (int, any) {
		if call != "devices" {
			return http.StatusOK, nothingNew()
		}
		var is protocol.Registration
		if err := json.Unmarshal(body, &is); err != nil {
			t.Error(err)
		}
		if asked = append(asked, is.Nonce); lost {
			return 0, nil
		}
		return http.StatusCreated, registered(b)
	}
	for range 3 {
		b.now = b.run(t)
		b.Engine = New(b.o) // as after it was killed
	}
	lost = false
	b.now = b.run(t)
	for _, nonce := range asked {
		if nonce != asked[0] || !protocol.NonceForm.MatchString(nonce) {
			t.Fatalf("it asks with %q", asked)
		}
	}
	if l, _, err := b.store.Link(ctx); err != nil || l.Forked || l.Nonce != "" || len(asked) < 4 {
		t.Errorf("%+v by %q, %v", l, asked, err)
	}
	if err := b.store.Fork(ctx); err != nil {
		t.Fatal(err)
	}
	b.Wake()
	b.run(t)
	if last := asked[len(asked)-1]; last == asked[0] {
		t.Error("the next time is not another one")
	}
}
