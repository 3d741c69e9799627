package client

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"tradedesk/sync/protocol"
)

func TestRetryAfter(t *testing.T) {
	for _, tt := range []struct {
		after, date string
		want        time.Duration
	}{
		{"", "", 0},
		{"7", "", 7 * time.Second},
		{"0", "", 0},
		{"-3", "", 0},
		{"99999999", "", time.Hour},
		{"9223372037", "", time.Hour}, // in nanoseconds more than a number holds
		{strings.Repeat("9", 40), "", time.Hour},
		{"soon", "", 0},
		{"Tue, 24 Nov 2026 09:00:30 GMT", "Tue, 24 Nov 2026 09:00:00 GMT", 30 * time.Second},
		{"Tue, 24 Nov 2026 08:00:00 GMT", "Tue, 24 Nov 2026 09:00:00 GMT", 0},
		{"Wed, 25 Nov 2026 09:00:00 GMT", "Tue, 24 Nov 2026 09:00:00 GMT", time.Hour},
		{"Tue, 24 Nov 2026 09:00:30 GMT", "", 0}, // this machine's clock says nothing
	} {
		reply := &http.Response{Header: http.Header{}}
		reply.Header.Set("Retry-After", tt.after)
		reply.Header.Set("Date", tt.date)
		if got := retryAfter(reply); got != tt.want {
			t.Errorf("%q at %q: %s, want %s", tt.after, tt.date, got, tt.want)
		}
	}
}

// answers gives a wire to a server that answers all calls by a handler.
func answers(t *testing.T, h http.HandlerFunc) *wire {
	t.Helper()
	web := httptest.NewUnstartedServer(h)
	web.Config.ErrorLog = nil
	web.Start()
	t.Cleanup(web.Close)
	client, err := NewHTTP(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &wire{client: client, base: web.URL, token: "secret", header: http.Header{}}
}

func get(w *wire) ([]byte, error) {
	return w.call(context.Background(), http.MethodGet, "/v1/sync", nil, nil, protocol.TypeJSON)
}

func TestCall(t *testing.T) {
	reply := func(status int, kind, body string, header ...string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", kind)
			for i := 0; i+1 < len(header); i += 2 {
				w.Header().Set(header[i], header[i+1])
			}
			w.WriteHeader(status)
			_, _ = io.WriteString(w, body) // the caller may have hung up
		}
	}
	problem := `{"type":"urn:tradedesk:quota","title":"x","status":507,"detail":"no room"}`
	for _, tt := range []struct {
		name   string
		handle http.HandlerFunc
		want   error         // wrapped
		code   protocol.Code // of a problem
		status int
		wait   time.Duration
	}{
		{name: "a reply", handle: reply(200, "application/json; charset=utf-8", `{}`)},
		{name: "another type", handle: reply(200, "text/plain", `{}`), want: ErrNotServer},
		{name: "a login page", handle: reply(200, "text/html", "<html>"), want: ErrNotServer},
		{name: "a redirection", handle: reply(302, "text/html", "", "Location", "http://elsewhere.example/"), want: ErrNotServer},
		{name: "a page that is not there", handle: reply(404, "text/html", "<html>"), want: ErrNotServer},
		{name: "a problem", handle: reply(507, protocol.TypeProblem, problem, "Retry-After", "9"), code: protocol.CodeQuota, status: 507, wait: 9 * time.Second},
		{name: "a problem of another status", handle: reply(500, protocol.TypeProblem, problem), want: ErrNotServer},
		{name: "a problem that is none", handle: reply(500, protocol.TypeProblem, `[`), want: ErrNotServer},
		{name: "a proxy's own words", handle: reply(502, "text/html", "<h1>Bad Gateway"), status: 502},
		{name: "a proxy that wants to be left alone", handle: reply(429, "text/plain", "slow", "Retry-After", "60"), status: 429, wait: time.Minute},
		{name: "a body that is not packed as it says", handle: reply(200, "application/json", "no zstd", "Content-Encoding", "zstd"), want: ErrOffline},
		{name: "a packing that nobody knows", handle: reply(200, "application/json", "x", "Content-Encoding", "br"), want: ErrOffline},
		{name: "a body that is cut off", handle: func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", protocol.TypeJSON)
			w.Header().Set("Content-Length", "100")
			_, _ = io.WriteString(w, "{") // it is cut off on purpose
			_ = http.NewResponseController(w).Flush()
			panic(http.ErrAbortHandler)
		}, want: ErrOffline},
		{name: "no reply", handle: func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, want: ErrOffline},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := get(answers(t, tt.handle))
			var p *protocol.Problem
			switch {
			case tt.status != 0:
				if !errors.As(err, &p) || p.Status != tt.status || p.Code() != tt.code || p.RetryAfter != tt.wait {
					t.Errorf("%v (%+v), want a problem %d %s", err, p, tt.status, tt.code)
				}
			case !errors.Is(err, tt.want):
				t.Errorf("%v, want %v", err, tt.want)
			}
			if err != nil && strings.Contains(err.Error(), "secret") {
				t.Errorf("%v tells the token", err)
			}
		})
	}
}

// A call that the caller ends is no trouble of the server's.
func TestACallThatIsEnded(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	w := answers(t, func(_ http.ResponseWriter, r *http.Request) { cancel(); <-r.Context().Done() })
	_, err := w.call(ctx, http.MethodGet, "/", nil, nil, protocol.TypeJSON)
	if !errors.Is(err, context.Canceled) || errors.Is(err, ErrOffline) {
		t.Errorf("%v, want %v", err, context.Canceled)
	}
}

// What is large is packed on its way, and a token goes to the server alone.
func TestWhatACallCarries(t *testing.T) {
	large, err := json.Marshal(strings.Repeat("argan oil ", 1000))
	if err != nil {
		t.Fatal(err)
	}
	w := answers(t, func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil || r.Header.Get("Content-Encoding") != "zstd" || len(body) > len(large)/10 {
			t.Errorf("%d bytes as %q and %v", len(body), r.Header.Get("Content-Encoding"), err)
		}
		if r.Header.Get("Authorization") != "Bearer secret" || r.Header.Get(protocol.HeaderProtocol) != "1" {
			t.Errorf("headers %v", r.Header)
		}
		w.Header().Set("Content-Type", protocol.TypeJSON)
	})
	if _, err := w.call(context.Background(), http.MethodPost, "/", nil, large, protocol.TypeJSON); err != nil {
		t.Error(err)
	}
}

func TestAddress(t *testing.T) {
	for text, want := range map[string]string{
		"https://desk.example":          "https://desk.example",
		" https://desk.example:8443/a/": "https://desk.example:8443/a",
		"http://127.0.0.1:8080":         "http://127.0.0.1:8080",
		"http://localhost":              "http://localhost",
		"http://[::1]:9":                "http://[::1]:9",
		"http://desk.example":           "",
		"http://127.0.0.1.evil.example": "",
		"https://":                      "",
		"desk.example":                  "",
		"ftp://desk.example":            "",
		"https://user:pass@desk.x":      "",
		"https://desk.example/?a=b":     "",
		"https://desk.example/#a":       "",
		"":                              "",
	} {
		got, err := address(text, false)
		if got != want || (err != nil) != (want == "") {
			t.Errorf("%q: %q and %v, want %q", text, got, err, want)
		}
	}
	if got, err := address("http://desk.example", true); got != "http://desk.example" || err != nil {
		t.Errorf("with leave: %q and %v", got, err)
	}
}

// A part of a content is the one that was asked for, or none.
func TestPartsOfAContent(t *testing.T) {
	for _, tt := range []struct {
		name    string
		status  int
		ranged  string
		body    string
		want    error
		problem int
	}{
		{name: "the part", status: 206, ranged: "bytes 5-9/10", body: "price"},
		{name: "another part", status: 206, ranged: "bytes 0-4/10", body: "price", want: errBadReply},
		{name: "more than it says", status: 206, ranged: "bytes 5-9/10", body: "price list", want: errBadReply},
		{name: "beyond the end", status: 206, ranged: "bytes 5-9/7", body: "price", want: errBadReply},
		{name: "no range", status: 206, body: "price", want: errBadReply},
		{name: "all of it, unasked", status: 200, body: "price", want: ErrNotServer},
		{name: "nothing there", status: 404, want: ErrNoContent},
		{name: "a proxy's error", status: 502, body: "<html>", problem: 502},
	} {
		b := &Blobs{answers(t, func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("Range") != "bytes=5-524292" {
				t.Errorf("it asks for %q", r.Header.Get("Range"))
			}
			w.Header().Set("Content-Range", tt.ranged)
			w.WriteHeader(tt.status)
			_, _ = io.WriteString(w, tt.body) // the caller may have hung up
		}), "/blobs/"}
		part, size, err := b.Part(context.Background(), strings.Repeat("a", 64), 5)
		var p *protocol.Problem
		switch {
		case tt.problem != 0:
			if !errors.As(err, &p) || p.Status != tt.problem {
				t.Errorf("%s: %v, want a problem %d", tt.name, err, tt.problem)
			}
		case !errors.Is(err, tt.want) || err == nil && (string(part) != tt.body || size != 10):
			t.Errorf("%s: %q of %d and %v, want %v", tt.name, part, size, err, tt.want)
		}
	}
}

// A content is at the server when the server itself says so: what a login page answers to
// every question does not keep a file from being sent.
func TestWhetherAContentIsThere(t *testing.T) {
	sum := strings.Repeat("a", 64)
	for _, tt := range []struct {
		name   string
		status int
		header string
		value  string
		whole  bool
		size   int64
		want   error
	}{
		{name: "all of it", status: 200, header: "ETag", value: `"` + sum + `"`, whole: true},
		{name: "a login page", status: 200, header: "Content-Type", value: "text/html", want: ErrNotServer},
		{name: "another content", status: 200, header: "ETag", value: `"` + strings.Repeat("b", 64) + `"`, want: ErrNotServer},
		{name: "a part", status: 404, header: protocol.HeaderOffset, value: "7", size: 7},
		{name: "nothing is kept there", status: 404, header: protocol.HeaderOffset, value: "-1", want: ErrNoBlobs},
		{name: "a redirection", status: 302, header: "Location", value: "/login", want: ErrNotServer},
	} {
		b := &Blobs{answers(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set(tt.header, tt.value)
			w.WriteHeader(tt.status)
		}), "/blobs/"}
		size, whole, err := b.Has(context.Background(), sum)
		if !errors.Is(err, tt.want) || whole != tt.whole || !whole && size != tt.size {
			t.Errorf("%s: %d, %t and %v", tt.name, size, whole, err)
		}
	}
}
