package server_test

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"tradedesk/sync/protocol"
	"tradedesk/sync/server"
	"tradedesk/sync/server/storage"
)

func TestRates(t *testing.T) {
	s := newOffice(t, func(o *server.Options) {
		o.Rates = server.Rates{Token: server.Rate{PerSecond: 2, Burst: 5}, Address: server.Rate{PerSecond: 0.1, Burst: 4}}
	}).space("atlas")
	d, other := s.desk("amina", storage.RoleBroker), s.desk("youssef", storage.RoleAgent)
	for range 5 {
		d.get("changes").into(http.StatusOK, nil)
	}
	r := d.get("changes")
	r.problem(http.StatusTooManyRequests, protocol.CodeRate)
	if r.Header.Get("Retry-After") != "1" {
		t.Errorf("wait %s", r.Header.Get("Retry-After"))
	}
	other.get("changes").into(http.StatusOK, nil)
	s.now = s.now.Add(time.Second)
	d.get("changes").into(http.StatusOK, nil)

	// Who guesses is told less and less; who knows is not held up by it.
	guess := call{method: "GET", path: s.path("changes"), token: "td1_guess", from: "203.0.113.7:1000"}
	for range 4 {
		s.do(guess).problem(http.StatusUnauthorized, protocol.CodeUnauthorized)
	}
	r = s.do(guess)
	r.problem(http.StatusTooManyRequests, protocol.CodeRate)
	if r.Header.Get("Retry-After") != "10" {
		t.Errorf("wait %s", r.Header.Get("Retry-After"))
	}
	s.do(call{method: "GET", path: s.path("changes"), token: d.is.Token, from: "203.0.113.7:1001"}).into(http.StatusOK, nil)

	// Registrations of one address; a household has many of IPv6.
	register := func(from string) reply {
		return s.do(call{method: "POST", path: "/v1/devices", body: protocol.Registration{Invitation: "x", Name: "x"}, from: from})
	}
	for i := range 4 {
		register(fmt.Sprintf("[2001:db8:1:2::%d]:99", i)).problem(http.StatusUnauthorized, protocol.CodeUnauthorized)
	}
	register("[2001:db8:1:2:ffff::1]:99").problem(http.StatusTooManyRequests, protocol.CodeRate)
	register("[2001:db8:1:3::1]:99").problem(http.StatusUnauthorized, protocol.CodeUnauthorized)
}

func TestMetrics(t *testing.T) {
	s := newOffice(t).space("atlas")
	d := s.desk("amina", storage.RoleBroker)
	d.fill(3)
	d.push(d.set(d.ids.New(), map[string]string{"notes": strings.Repeat("x", 5000)}))
	d.get("changes")
	s.do(call{method: "GET", path: "/etc/passwd"})
	var out bytes.Buffer
	s.must(s.api.WriteMetrics(t.Context(), &out))
	for _, line := range []string{
		`tradedesk_requests_total{call="POST /v1/w/{ws}/push",status="200"} 2`,
		`tradedesk_requests_total{call="/",status="404"} 1`,
		`tradedesk_ops_total{status="applied"} 3`,
		`tradedesk_ops_total{status="quarantined"} 1`,
		`tradedesk_request_seconds_count{call="GET /v1/w/{ws}/changes"} 1`,
		`tradedesk_streams_open 0`,
		`tradedesk_workspaces 1`,
		`tradedesk_workspace_head{workspace="` + s.id.String() + `"} 3`,
	} {
		if !strings.Contains(out.String(), line+"\n") {
			t.Errorf("there is no line %s in\n%s", line, &out)
		}
	}
}
