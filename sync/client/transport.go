package client

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"tradedesk/model/text"
	"tradedesk/sync/protocol"
)

// ErrNotServer is what comes of an answer that is not this protocol's: a hotel's login
// page, a proxy's error.
var ErrNotServer = errors.New("what answered is not a tradedesk server")

// errSpeaksTLS is what comes of a call without TLS to a server that has it.
var errSpeaksTLS = errors.New("it speaks TLS")

// ErrOffline is what comes of a call that did not reach the server, or whose reply did
// not come back.
var ErrOffline = errors.New("the server cannot be reached")

// wire makes calls.
type wire struct {
	client  *http.Client
	base    string
	token   string
	header  http.Header
	replied func(*http.Response) // told of what the server itself answers; may be nil
}

// maxReply bounds what is read of a reply, unpacked: many times a page, for the record that
// is larger than one.
const maxReply = 16 << 20

// call makes a call and gives its body. A problem that the server reports is a
// *protocol.Problem; all else that goes wrong is ErrOffline or ErrNotServer.
func (w *wire) call(ctx context.Context, method, path string, query url.Values, body []byte, want string) ([]byte, error) {
	patient, cancel := context.WithTimeout(ctx, callPatience)
	defer cancel()
	req, err := w.request(patient, method, path, query, body)
	if err != nil {
		return nil, err
	}
	reply, err := w.client.Do(req)
	if err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, fmt.Errorf("%w: %w", ErrOffline, shorter(err))
	}
	defer reply.Body.Close()
	data, err := protocol.Unpack(reply.Body, reply.Header.Get("Content-Encoding"), maxReply)
	if err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, fmt.Errorf("%w: its reply broke off: %w", ErrOffline, err)
	}
	kind, _, _ := mime.ParseMediaType(reply.Header.Get("Content-Type"))
	if w.replied != nil && (kind == want || kind == protocol.TypeProblem) {
		w.replied(reply)
	}
	switch {
	case reply.StatusCode >= 200 && reply.StatusCode < 300 && kind == want:
		return data, nil
	case kind == protocol.TypeProblem:
		return nil, problemOf(reply, data)
	case reply.StatusCode == http.StatusTooManyRequests, reply.StatusCode == http.StatusRequestEntityTooLarge, reply.StatusCode >= 500:
		// A proxy before the server says this in its own words, without a code.
		p := protocol.NewProblem(reply.StatusCode, "", "")
		p.RetryAfter = retryAfter(reply)
		return nil, p
	case reply.StatusCode == http.StatusBadRequest && bytes.Contains(data, []byte("HTTP request to an HTTPS server")):
		return nil, fmt.Errorf("%w: %w", ErrNotServer, errSpeaksTLS) // net/http's own words
	}
	return nil, fmt.Errorf("%w: %s answers %d with %.60q", ErrNotServer, hostOf(w.base), reply.StatusCode, kind)
}

func (w *wire) request(ctx context.Context, method, path string, query url.Values, body []byte) (*http.Request, error) {
	target := w.base + path
	if len(query) > 0 {
		target += "?" + query.Encode()
	}
	encoding, packed := protocol.Pack(body, "zstd")
	req, err := http.NewRequestWithContext(ctx, method, target, bytes.NewReader(packed))
	if err != nil {
		return nil, fmt.Errorf("calling %s: %w", hostOf(w.base), err)
	}
	for name, values := range w.header {
		req.Header[name] = values
	}
	req.Header.Set(protocol.HeaderProtocol, strconv.Itoa(protocol.Version))
	req.Header.Set("Accept-Encoding", strings.Join(protocol.Encodings(), ", "))
	if w.token != "" {
		req.Header.Set("Authorization", "Bearer "+w.token)
	}
	if body != nil {
		req.Header.Set("Content-Type", protocol.TypeJSON)
	}
	if encoding != "" {
		req.Header.Set("Content-Encoding", encoding)
	}
	return req, nil
}

func problemOf(reply *http.Response, data []byte) error {
	p := &protocol.Problem{}
	if err := json.Unmarshal(data, p); err != nil || p.Status != reply.StatusCode {
		return fmt.Errorf("%w: it answers %d with a problem that cannot be read", ErrNotServer, reply.StatusCode)
	}
	p.Title, p.Detail = said(p.Title), said(p.Detail)
	p.RetryAfter = retryAfter(reply)
	return p
}

// maxSaid bounds in characters what people see of what a server says.
const maxSaid = 400

// said gives what a server says as one line that can be shown.
func said(words string) string { return text.Clean(words, maxSaid) }

// longestLeave is how long a server is left alone at most, whatever it says.
const longestLeave = time.Hour

// retryAfter reads how long the server wants to be left alone.
func retryAfter(reply *http.Response) time.Duration {
	after := reply.Header.Get("Retry-After")
	n, err := strconv.ParseUint(after, 10, 64)
	if err == nil || errors.Is(err, strconv.ErrRange) { // n is the largest there is
		return time.Duration(min(n, uint64(longestLeave/time.Second))) * time.Second
	}
	if at, err := http.ParseTime(after); err == nil {
		if sent, err := http.ParseTime(reply.Header.Get("Date")); err == nil {
			return min(max(at.Sub(sent), 0), longestLeave)
		}
	}
	return 0
}

func hostOf(base string) string {
	if u, err := url.Parse(base); err == nil && u.Host != "" {
		return u.Host
	}
	return base
}

// shorter leaves out the method and the address that net/http puts before an error.
func shorter(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err
	}
	return err
}

// lines splits a reply of lines.
func lines(data []byte) [][]byte {
	var out [][]byte
	for line := range bytes.SplitSeq(data, []byte("\n")) {
		if len(line) > 0 {
			out = append(out, line)
		}
	}
	return out
}
