package client

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
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
