package desk

import (
	"context"
	"errors"
	"io"
	"log"
	"net/http"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"tradedesk/model/value"
	syncwords "tradedesk/sync/protocol"
)

func quiet() *log.Logger { return log.New(io.Discard, "", 0) }

// answering gives a handler of one answer.
func answering(status int, kind, body string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", kind)
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body) // the desk may have hung up
	})
}

func problem(status int, code syncwords.Code, detail string) http.Handler {
	return answering(status, syncwords.TypeProblem, `{"type":"urn:tradedesk:`+string(code)+`","title":"x","status":`+strconv.Itoa(status)+`,"detail":"`+detail+`"}`)
}

// Whatever answers, the desk says what is wrong in one line, keeps what waits, works on,
// and sends all of it when the trouble is over.
func TestTroubleWithTheServer(t *testing.T) {
	for _, tt := range []struct {
		name    string
		handler http.Handler
		words   string
		state   SyncState
		offline bool // exit code 5
		login   bool // it goes on only after a login
	}{
		{"a token that is not known", problem(401, syncwords.CodeUnauthorized, "no"), "log in again", StateLoggedOut, false, true},
		{"a desk that was shut out", problem(403, syncwords.CodeRevoked, "no"), "can still be exported", StateRevoked, false, false},
		{"a desk that is too old", problem(409, syncwords.CodeTooOld, "install a newer tradedesk"), "install a newer tradedesk", StateTooOld, false, false},
		{"a reader who writes", problem(403, syncwords.CodeForbidden, "a reader changes nothing"), "a reader changes nothing", StateRefused, false, false},
		{"a full disk", problem(507, syncwords.CodeQuota, "no room"), "no room left", StateFull, false, false},
		{"trouble of its own", problem(500, syncwords.CodeInternal, "oops"), "trouble of its own", StateFailing, false, false},
		{"a proxy without a server behind it", answering(502, "text/html", "<h1>Bad Gateway</h1>"), "trouble of its own (502)", StateFailing, false, false},
		{"a proxy that lets nothing through", answering(413, "text/html", "<h1>Request Entity Too Large</h1>"), "lets no call of this size through", StateFailing, false, false},
		{"too many calls", problem(429, syncwords.CodeRate, "slower"), "asked too often", StateFailing, false, false},
		{"a hotel's login page", answering(200, "text/html", "<html>room number?"), "login page", StateOffline, true, false},
		{"a redirection", answering(302, "text/html", ""), "is not a tradedesk server", StateOffline, true, false},
		{"another kind of server", answering(404, "text/plain", "no such page"), "is not a tradedesk server", StateOffline, true, false},
		{"JSON of something else", answering(200, syncwords.TypeJSON, `{"hello":"world"}`), "makes no sense", StateFailing, false, false},
		{"no answer", http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }), "cannot be reached", StateOffline, true, false},
		{"a body that is cut off", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", syncwords.TypeJSON)
			w.Header().Set("Content-Length", "1000")
			_, _ = io.WriteString(w, `{"cursor":`)
			_ = http.NewResponseController(w).Flush()
			panic(http.ErrAbortHandler)
		}), "broke off", StateOffline, true, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			ctx := context.Background()
			s := newSyncServer(t)
			d := openAt(t, t.TempDir(), "salma")
			if err := d.SetSyncMode(ctx, SyncManual); err != nil {
				t.Fatal(err)
			}
			s.login(t, d)
			addLead(t, d, "Nord Foods Inc")
			s.instead.Store(&tt.handler)
			_, err := d.Sync(ctx, nil)
			if err == nil || !strings.Contains(err.Error(), tt.words) || strings.Contains(err.Error(), "\n") {
				t.Fatalf("it says %v, want %q", err, tt.words)
			}
			if offline := errors.Is(err, ErrOffline) || errors.Is(err, ErrNotServer); offline != tt.offline {
				t.Errorf("%v: offline %v, want %v", err, offline, tt.offline)
			}
			status := statusOf(t, d)
			if !status.NextTry.IsZero() {
				t.Errorf("a desk that calls only when told is said to try again at %s", status.NextTry)
			}
			if status.State != tt.state || status.Online || status.Pending != 1 || !strings.Contains(status.Error, tt.words) {
				t.Errorf("status %s, want %s", asJSON(t, status), tt.state)
			}
			if last := status.Exchanges[0]; last.Error == "" || !reflect.DeepEqual(last.Why, status.Why) {
				t.Errorf("the last call says %s, the status %s", asJSON(t, last), asJSON(t, status.Why))
			}
			addLead(t, d, "Oasis Trading")
			s.instead.Store(nil)
			if tt.login {
				s.login(t, d)
			}
			if report := mustSync(t, d); report.Pushed != 2 || report.Pending != 0 {
				t.Errorf("when it is over: %+v", report)
			}
		})
	}
}

// A desk that was shut out asks again when it is opened, as a newer program may have been
// installed or a role given, and goes on by itself.
func TestADeskThatIsLetInAgain(t *testing.T) {
	ctx := context.Background()
	for name, handler := range map[string]http.Handler{
		"a desk that was shut out":   problem(403, syncwords.CodeRevoked, "no"),
		"a desk that was too old":    problem(409, syncwords.CodeTooOld, "install a newer tradedesk"),
		"a user who may write again": problem(403, syncwords.CodeForbidden, "a reader changes nothing"),
	} {
		t.Run(name, func(t *testing.T) {
			s, dir := newSyncServer(t), t.TempDir()
			open := func() Desk {
				d, err := Open(ctx, Options{Dir: dir, Me: "salma", TokenFile: true})
				if err != nil {
					t.Fatal(err)
				}
				return d
			}
			d := open()
			s.login(t, d)
			mustSync(t, d)
			s.instead.Store(&handler)
			addLead(t, d, "Nord Foods Inc")
			if _, err := d.Sync(ctx, nil); err == nil {
				t.Fatal("it is in step with a server that shuts it out")
			}
			if err := d.Close(); err != nil {
				t.Fatal(err)
			}
			s.instead.Store(nil)
			d = open()
			defer func() {
				if err := d.Close(); err != nil {
					t.Error(err)
				}
			}()
			news, err := d.Watch(ctx)
			if err != nil {
				t.Fatal(err)
			}
			awaitNews(t, news, func(News) bool { return statusOf(t, d).Pending == 0 })
		})
	}
}

// A login that fails says why, and leaves the desk as it was.
func TestTroubleAtLogin(t *testing.T) {
	s := newSyncServer(t)
	other := newSyncServer(t)
	d := openAt(t, t.TempDir(), "salma")
	if err := d.SetSyncMode(context.Background(), SyncManual); err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		req   LoginRequest
		words string
	}{
		"a wrong token":      {LoginRequest{Server: s.URL, Token: "td1_x"}, "does not know this token, or it has expired: ask"},
		"a wrong invitation": {LoginRequest{Server: s.URL, Invitation: "td1_x"}, "does not know this code, or it has expired: each is good once"},
		"nothing there":      {LoginRequest{Server: "http://127.0.0.1:1", Token: "x"}, "nothing answers at 127.0.0.1:1"},
		"a broken token":     {LoginRequest{Server: s.URL, Token: "td1_x\r\ny"}, "does not know this token, or it has expired: ask"},
		"no such machine":    {LoginRequest{Server: "https://desk.invalid", Token: "x"}, "desk.invalid"},
	} {
		if _, err := d.Login(context.Background(), tt.req); err == nil || !strings.Contains(err.Error(), tt.words) {
			t.Errorf("%s: %v, want %q", name, err, tt.words)
		}
	}
	if status := statusOf(t, d); status.Server != "" {
		t.Errorf("%+v", status)
	}
	s.login(t, d)
	addLead(t, d, "Nord Foods Inc")
	mustSync(t, d)
	if _, err := d.Login(context.Background(), LoginRequest{Server: other.URL, Token: other.token}); !errors.Is(err, ErrOtherWorkspace) {
		t.Errorf("a login to another workspace: %v", err)
	}
	// An invitation is not spent on it.
	code := other.invitation(t, "salma")
	if _, err := d.Login(context.Background(), LoginRequest{Server: other.URL, Invitation: code}); !errors.Is(err, ErrOtherWorkspace) {
		t.Errorf("a login to another workspace: %v", err)
	}
	if _, err := openAt(t, t.TempDir(), "salma").Login(context.Background(), LoginRequest{Server: other.URL, Invitation: code}); err != nil {
		t.Errorf("the invitation is spent: %v", err)
	}
	addLead(t, d, "Oasis Trading")
	if report := mustSync(t, d); report.Pushed != 1 {
		t.Errorf("it goes on with its own: %+v", report)
	}
}

// A desk whose calls fail says at every seat when it tries again by itself: after what the
// server asked for, where it asked to be left alone. It says so no more when calls go through,
// and when it is told to make none.
func TestItSaysWhenItTriesAgain(t *testing.T) {
	ctx := context.Background()
	s, dir := newSyncServer(t), t.TempDir()
	d, other := openAt(t, dir, "salma"), openAt(t, dir, "youssef")
	s.login(t, d)
	mustSync(t, d)
	if next := statusOf(t, other).NextTry; !next.IsZero() {
		t.Errorf("in step it is said to try again at %s", next)
	}
	away := http.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Retry-After", "3600")
		problem(503, syncwords.CodeInternal, "maintenance").ServeHTTP(w, r)
	}))
	s.instead.Store(&away)
	addLead(t, d, "Nord Foods Inc")
	if _, err := d.Sync(ctx, nil); err == nil {
		t.Fatal("it is in step with a server that is away")
	}
	want := value.At(fixedNow().Add(time.Hour))
	for _, seat := range []Desk{d, other} {
		if status := statusOf(t, seat); status.NextTry != want || status.State != StateFailing {
			t.Errorf("it tries again at %s, want %s: %s", status.NextTry, want, asJSON(t, status))
		}
	}
	for _, mode := range []SyncMode{SyncManual, SyncOffline} {
		if err := d.SetSyncMode(ctx, mode); err != nil {
			t.Fatal(err)
		}
		if status := statusOf(t, other); !status.NextTry.IsZero() {
			t.Errorf("mode %s: it tries again at %s", mode, status.NextTry)
		}
	}
	s.instead.Store(nil)
	if err := d.SetSyncMode(ctx, SyncAutomatic); err != nil {
		t.Fatal(err)
	}
	mustSync(t, other)
	if status := statusOf(t, d); !status.NextTry.IsZero() || status.Pending != 0 {
		t.Errorf("when it is over: %s", asJSON(t, status))
	}
}
