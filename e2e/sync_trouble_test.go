//go:build unix

package e2e

import (
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
)

// front stands before an office's server, as a proxy or a hotel's network does, and may
// answer in its place.
type front struct {
	URL     string
	instead atomic.Pointer[http.HandlerFunc]
}

func newFront(t *testing.T, o *office) *front {
	t.Helper()
	target, err := url.Parse("http://" + o.line.Address())
	if err != nil {
		t.Fatal(err)
	}
	proxy := httputil.NewSingleHostReverseProxy(target)
	proxy.FlushInterval, proxy.ErrorLog = -1, log.New(io.Discard, "", 0)
	f := &front{}
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if h := f.instead.Load(); h != nil {
			(*h)(w, r)
			return
		}
		proxy.ServeHTTP(w, r)
	}))
	f.URL = web.URL
	t.Cleanup(func() {
		web.CloseClientConnections()
		web.Close()
	})
	return f
}

func answers(status int, kind, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", kind)
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body) // the desk may have hung up
	}
}

// deskStatus is what `status --json` says.
type deskStatus struct {
	State, Error                string
	Online                      bool
	Pending, Quarantined, Acked int
}

func (s *seat) status() (is deskStatus) {
	s.t.Helper()
	if err := json.Unmarshal([]byte(s.must("status", "--json")), &is); err != nil {
		s.t.Fatalf("reading the status: %v", err)
	}
	return is
}

// syncFails has a sync fail in one line with some words in it.
func (s *seat) syncFails(code int, words string) {
	s.t.Helper()
	out := s.run("sync")
	if out.code != code || strings.Count(out.stderr, "\n") != 1 || !strings.HasPrefix(out.stderr, "tradedesk: syncing: ") || !strings.Contains(out.stderr, words) {
		s.t.Errorf("a sync ends with %d and %q, want %d and one line with %q", out.code, out.stderr, code, words)
	}
}

// login logs a seat's desk in, as the keyring of the machine is not for tests.
func (s *seat) login(at, code string) {
	s.t.Helper()
	s.env = append(s.env, "TRADEDESK_KEYRING=file")
	s.must("login", at, "--code", code)
}

// Whatever stands on the way to the server, an open desk says in one line what is wrong and
// what to do, keeps what is written, and goes on by itself when it is over.
func TestTroubleOnTheWay(t *testing.T) {
	s := newSeat(t)
	o := newOffice(t, 1)
	f := newFront(t, o)
	s.login(f.URL, o.codes[0])
	other := seatOf(t)
	other.login("http://"+o.line.Address(), o.codes[1])
	screen := s.open(160, 30)
	screen.WaitFor("online")
	screen.Press("8")
	screen.WaitFor("In step with the server")
	tests := []struct {
		name    string
		instead http.HandlerFunc
		code    int
		words   string // of the command, of status and of the page
		state   string
		shown   []string
	}{
		{"a hotel's login page", answers(200, "text/html", "<html><body>Room number?</body></html>"), 5, "login page, sign in to it in a browser", "offline",
			[]string{"○ offline", "Offline", "login page"}},
		{"a server with trouble of its own", answers(500, "application/problem+json", `{"type":"urn:tradedesk:internal","title":"x","status":500,"detail":"oops"}`), 1,
			"has trouble of its own (500): it is tried again", "failing", []string{"○ failing", "it is tried again", "trouble of its own"}},
		{"a proxy without a server behind it", answers(502, "text/html", "<h1>Bad Gateway</h1>"), 1, "trouble of its own (502)", "failing",
			[]string{"○ failing", "trouble of its own"}},
		{"a proxy that lets nothing through", answers(413, "text/html", "<h1>Too large</h1>"), 1, "tell who runs it", "failing", []string{"○ failing", "tell who runs it"}},
		{"no room", answers(507, "application/problem+json", `{"type":"urn:tradedesk:quota","title":"x","status":507}`), 1, "has no room left: tell who runs it", "full",
			[]string{"○ server full", "The server has no room", "tell who runs it"}},
	}
	for i, tt := range tests {
		company := fmt.Sprintf("Firm %d", i)
		f.instead.Store(&tt.instead)
		s.must("add", "lead", "company="+company)
		s.syncFails(tt.code, tt.words)
		if is := s.status(); is.State != tt.state || is.Online || is.Pending != 1 || !strings.Contains(is.Error, tt.words) || strings.Contains(is.Error, "\n") {
			t.Errorf("%s: status %+v", tt.name, is)
		}
		screen.WaitFor(append(tt.shown, "Waits to be sent", "Lead "+company, "next try", "s tries now")...)
		f.instead.Store(nil)
		screen.WaitFor("● online", "In step with the server")
		if is := s.status(); is.Pending != 0 || is.Quarantined != 0 || is.Error != "" {
			t.Errorf("%s is over: %+v", tt.name, is)
		}
		other.must("sync")
		if other.leads()[company] == nil {
			t.Errorf("%s: what was written then has not come to the other desk", tt.name)
		}
	}
	s.checked()
}

// A proxy that lets only small calls through gets small ones: everything comes through.
func TestAProxyThatLetsLittleThrough(t *testing.T) {
	s := newSeat(t)
	o := newOffice(t, 1)
	f := newFront(t, o)
	s.login(f.URL, o.codes[0])
	other := seatOf(t)
	other.login("http://"+o.line.Address(), o.codes[1])
	s.imported(s.file("leads.csv", leadsCSV(300)))
	var refused atomic.Int32
	proxy, err := url.Parse("http://" + o.line.Address())
	if err != nil {
		t.Fatal(err)
	}
	through := httputil.NewSingleHostReverseProxy(proxy)
	little := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ContentLength > 3000 {
			refused.Add(1)
			answers(413, "text/html", "<h1>Request Entity Too Large</h1>")(w, r)
			return
		}
		through.ServeHTTP(w, r)
	})
	f.instead.Store(&little)
	s.must("sync")
	if is := s.status(); is.Pending != 0 || is.Quarantined != 0 || is.Acked != 300 || refused.Load() == 0 {
		t.Errorf("%d calls refused, then %+v", refused.Load(), is)
	}
	other.must("sync")
	if n := len(other.leads()); n != 300 {
		t.Errorf("the other desk has %d leads of 300", n)
	}
}

// Tokens that are wrong, were used, expired or were revoked: the desk says so, keeps what is
// written, and goes on as who it was after the next login.
func TestTokensThatAreNotGood(t *testing.T) {
	s := newSeat(t)
	o := newOffice(t, 1)
	at := "http://" + o.line.Address()
	s.env = append(s.env, "TRADEDESK_KEYRING=file")
	refused := func(code string) {
		t.Helper()
		out := s.run("login", at, "--code", code)
		if out.code != 1 || strings.Count(out.stderr, "\n") != 1 || !strings.Contains(out.stderr, "does not know this code, or it has expired") || strings.Contains(out.stderr, code) {
			t.Errorf("login: exit code %d and %q", out.code, out.stderr)
		}
	}
	refused("td1_nonsense")
	refused(o.codes[0][:len(o.codes[0])-4] + "AAAA")
	words := strings.Fields(o.seat.must("user", "invite", "salma", "--valid", "1ns"))
	refused(words[len(words)-1])
	s.must("login", at, "--code", o.codes[0])
	refused(o.codes[0]) // it was good once
	other := seatOf(t)
	other.login(at, o.codes[1])

	screen := s.open(100, 30)
	screen.WaitFor("online")
	screen.Press("8")
	screen.WaitFor("In step with the server")
	device := struct{ Device string }{}
	if err := json.Unmarshal([]byte(s.must("status", "--json")), &device); err != nil {
		t.Fatal(err)
	}
	o.seat.must("token", "revoke", device.Device)
	s.must("add", "lead", "company=Written without a token")
	screen.WaitFor("This desk was shut out", "1 queued")
	s.syncFails(1, "this desk was shut out of the workspace")
	if is := s.status(); is.State != "revoked" || is.Pending != 1 {
		t.Errorf("without a token: %+v", is)
	}
	s.must("login", at, "--code", o.invite())
	screen.WaitFor("● online", "In step with the server")

	o.seat.must("user", "revoke", "salma")
	s.must("add", "lead", "company=Written by one who was revoked")
	s.syncFails(1, "")
	if is := s.status(); is.Pending != 1 || is.Online {
		t.Errorf("a user who was revoked: %+v", is)
	}
	s.must("export", "lead", "--format", "csv", "--output", "kept.csv")
	words = strings.Fields(o.seat.must("user", "add", "salma", "--role", "owner"))
	s.must("login", at, "--code", words[len(words)-1])
	screen.WaitFor("● online", "In step with the server")
	other.login(at, o.invite())
	other.must("sync")
	if got := other.leads(); got["Written without a token"] == nil || got["Written by one who was revoked"] == nil {
		t.Errorf("the other desk has %v", got)
	}
	s.checked()
}
