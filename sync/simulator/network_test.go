package simulator

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"

	"tradedesk/sync/protocol"
)

// Errors of the network.
var (
	errDropped = errors.New("the request was lost")
	errNoReply = errors.New("the reply was lost")
)

// network carries the calls of one desk to the server, and does to them what networks
// do. It is an http.RoundTripper.
type network struct {
	w *world
	d *desk
}

// late is a request that arrives again, long after it was sent.
type late struct {
	request *http.Request
	body    []byte
}

func (n *network) RoundTrip(r *http.Request) (*http.Response, error) {
	w := n.w
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	if !w.quiet && n.d.offline {
		return nil, errDropped
	}
	switch {
	case w.chance(4):
		w.logf("%s: %s %s: lost", n.d.name, r.Method, r.URL.Path)
		return nil, errDropped
	case w.chance(2):
		return html(r), nil
	case w.chance(2):
		return failing(r, []int{429, 500, 502, 503}[w.random.IntN(4)]), nil
	}
	if w.chance(4) {
		// Whoever made it waits no longer when it arrives.
		w.late = append(w.late, late{r.Clone(context.WithoutCancel(r.Context())), body})
	}
	reply := w.serve(r, body)
	if w.chance(3) {
		reply = w.serve(r, body) // it arrived twice
	}
	w.logf("%s: %s %s %s: %d", n.d.name, r.Method, r.URL.Path, r.URL.RawQuery, reply.StatusCode)
	switch {
	case w.chance(5):
		w.logf("%s: reply lost", n.d.name)
		return nil, errNoReply
	case w.chance(2):
		w.logf("%s: reply cut", n.d.name)
		return cut(reply), nil
	}
	return reply, nil
}

// serve gives a request to the server.
func (w *world) serve(r *http.Request, body []byte) *http.Response {
	again := r.Clone(r.Context())
	again.Body = io.NopCloser(bytes.NewReader(body))
	again.RequestURI = ""
	recorder := httptest.NewRecorder()
	w.server.api.ServeHTTP(recorder, again)
	w.readLog()
	reply := recorder.Result()
	if r.Method == http.MethodPost {
		w.logf("  %s → %s", pushed(r, body), recorder.Body.String()[:min(300, recorder.Body.Len())])
	}
	reply.Request = r
	return reply
}

// arriveLate delivers one of the requests that were held up, whoever waits for it no
// longer.
func (w *world) arriveLate() {
	if len(w.late) == 0 {
		return
	}
	i := w.random.IntN(len(w.late))
	l := w.late[i]
	w.late = append(w.late[:i], w.late[i+1:]...)
	reply := w.serve(l.request, l.body)
	w.logf("late: %s %s: %d", l.request.Method, l.request.URL.Path, reply.StatusCode)
}

func answer(r *http.Request, status int, kind, body string) *http.Response {
	return &http.Response{
		StatusCode: status, Header: http.Header{"Content-Type": {kind}}, Body: io.NopCloser(strings.NewReader(body)), Request: r, ProtoMajor: 1, ProtoMinor: 1,
	}
}

// html is what a hotel's network says until one has paid.
func html(r *http.Request) *http.Response {
	return answer(r, 200, "text/html; charset=utf-8", "<html><title>Welcome</title>")
}

func failing(r *http.Request, status int) *http.Response {
	return answer(r, status, "text/plain", "the proxy has no mind to")
}

// cut lets a reply break off.
func cut(reply *http.Response) *http.Response {
	data, _ := io.ReadAll(reply.Body)
	reply.Body = io.NopCloser(io.MultiReader(bytes.NewReader(data[:len(data)/2]), broken{}))
	return reply
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// pushed says which ops a push has.
func pushed(r *http.Request, body []byte) string {
	var p protocol.Push
	plain, err := protocol.Unpack(bytes.NewReader(body), r.Header.Get("Content-Encoding"), 1<<24)
	if err != nil || json.Unmarshal(plain, &p) != nil {
		return ""
	}
	out := ""
	for _, op := range p.Ops {
		out += fmt.Sprintf("%d:%s/%d ", op.N, op.ID.Short(), op.Base)
	}
	return out
}
