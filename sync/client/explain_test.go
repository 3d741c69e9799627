package client

import (
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"tradedesk/sync/protocol"
)

// A proxy that is away is not taken for a server that is.
func TestAProxyThatIsAway(t *testing.T) {
	gone := httptest.NewServer(http.NotFoundHandler())
	proxy, err := url.Parse(gone.URL)
	if err != nil {
		t.Fatal(err)
	}
	gone.Close()
	for _, base := range []string{"https://desk.example", "http://desk.example"} {
		transport := &http.Transport{Proxy: http.ProxyURL(proxy)}
		defer transport.CloseIdleConnections()
		w := wire{client: &http.Client{Transport: transport}, base: base}
		_, err := w.call(t.Context(), http.MethodGet, "/v1/sync", nil, nil, "application/json")
		said := Explain(base, err)
		if said == nil || !strings.HasPrefix(said.Error(), "the proxy on the way to desk.example cannot be reached") || FailureOf(said) != FailedOffline {
			t.Errorf("%s: %v", base, said)
		}
	}
}

// Who types http where there is TLS, or the other way round, is told that.
func TestTheWrongKindOfAddress(t *testing.T) {
	for name, serve := range map[string]func(http.Handler) *httptest.Server{"is its address http://": httptest.NewServer, "begins with https://": httptest.NewTLSServer} {
		s := serve(http.NotFoundHandler())
		s.Config.ErrorLog = log.New(io.Discard, "", 0)
		scheme := "https://"
		if strings.HasPrefix(s.URL, scheme) {
			scheme = "http://"
		}
		base := scheme + s.Listener.Addr().String()
		w := wire{client: &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}, base: base}
		_, err := w.call(t.Context(), http.MethodGet, "/v1/sync", nil, nil, "application/json")
		if said := Explain(base, err); said == nil || !strings.Contains(said.Error(), name) {
			t.Errorf("%s: %v, want %q", base, said, name)
		}
		s.Close()
	}
}

// How long a server wants to be left alone is said.
func TestHowLongAServerIsLeftAlone(t *testing.T) {
	for status, want := range map[int]string{429: "left alone for 1m30s", 503: "asked again in 1m30s"} {
		p := protocol.NewProblem(status, "", "")
		p.RetryAfter = 90 * time.Second
		if said := Explain("https://desk.example", p); !strings.Contains(said.Error(), want) {
			t.Errorf("%d: %v, want %q", status, said, want)
		}
	}
}
