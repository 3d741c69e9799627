package client

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"

	"tradedesk/model"
	"tradedesk/sync/protocol"
)

// Events listens to the server's stream of news: it says how far the log goes, and
// nothing else.
type Events struct {
	HTTP      *http.Client
	Server    string
	Token     string
	Workspace model.ID
	Random    *rand.Rand // for waiting; nil: from the system
	// Heartbeat is how often the server shows a sign of life; 0: as servers do when they
	// are told nothing else. After three times as long without one the stream is dead.
	Heartbeat time.Duration
	// Lost, when set, is called when the stream cannot be begun, or taken up again at the first
	// try: the server may be away. Once until it begins.
	Lost func()

	last string // the id of the last event
}

// missedBeats is after how many heartbeats that did not come a stream is given up.
const missedBeats = 3

// maxEventLine bounds a line of the stream.
const maxEventLine = 4 << 10

// errSilent ends a stream on which nothing comes.
var errSilent = errors.New("the server has been silent for too long")

// errNoStream says that the server has no stream of news for this desk: it is looked
// at now and then instead.
var errNoStream = errors.New("the server gives no news to this desk")

// Run listens until ctx ends or the server refuses, and connects again whenever the
// stream breaks, after a random wait. It calls head with the end of the log whenever
// the server tells it, and first with 0 when the stream begins.
func (e *Events) Run(ctx context.Context, head func(uint64)) {
	random := e.Random
	if random == nil {
		random = rand.New(rand.NewPCG(rand.Uint64(), rand.Uint64()))
	}
	failures, lost := 0, false
	for ctx.Err() == nil {
		heard, err := e.listen(ctx, head)
		if errors.Is(err, errNoStream) {
			return
		}
		if failures++; heard {
			failures, lost = 1, false
		} else if !lost && ctx.Err() == nil && e.Lost != nil {
			lost = true
			e.Lost()
		}
		timer := time.NewTimer(backoff(failures, random))
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
		}
	}
}

// listen reads one stream to its end; heard says that it had begun.
func (e *Events) listen(ctx context.Context, head func(uint64)) (heard bool, err error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	w := &wire{client: e.HTTP, base: e.Server, token: e.Token, header: http.Header{}}
	req, err := w.request(ctx, http.MethodGet, "/v1/w/"+e.Workspace.String()+"/events", nil, nil)
	if err != nil {
		return false, err
	}
	req.Header.Set("Accept", protocol.TypeEvents)
	req.Header.Del("Accept-Encoding")
	if e.last != "" {
		req.Header.Set("Last-Event-ID", e.last)
	}
	reply, err := e.HTTP.Do(req)
	if err != nil {
		return false, err
	}
	defer func() { _ = reply.Body.Close() }() // only read
	kind, _, _ := mime.ParseMediaType(reply.Header.Get("Content-Type"))
	switch {
	case reply.StatusCode == http.StatusOK && kind == protocol.TypeEvents:
	case kind == protocol.TypeProblem && refuses(reply.StatusCode):
		return false, errNoStream
	default: // also what a hotel's login page says
		return false, fmt.Errorf("%w: %s answers %d with %.60q", ErrNotServer, hostOf(e.Server), reply.StatusCode, kind)
	}
	beat := e.Heartbeat
	if beat <= 0 {
		beat = time.Duration(protocol.DefaultLimits().Heartbeat) * time.Second
	}
	silence := time.AfterFunc(missedBeats*beat, func() { cancel(errSilent) })
	defer silence.Stop()
	head(0)
	lines := bufio.NewScanner(reply.Body)
	lines.Buffer(nil, maxEventLine)
	for lines.Scan() {
		silence.Reset(missedBeats * beat)
		e.line(lines.Text(), head)
	}
	return true, lines.Err()
}

// refuses reports whether a server that answers so gives the desk no news until something
// changes.
func refuses(status int) bool {
	return status == http.StatusUnauthorized || status == http.StatusForbidden || status == http.StatusNotFound
}

// line reads a line of the stream. Each event of this protocol has one line of data,
// so that it need not be collected.
func (e *Events) line(text string, head func(uint64)) {
	field, value, _ := strings.Cut(text, ":")
	value = strings.TrimPrefix(value, " ")
	switch field {
	case "id":
		if _, err := strconv.ParseUint(value, 10, 64); err == nil {
			e.last = value
		}
	case "data":
		var is protocol.Head
		if json.Unmarshal([]byte(value), &is) == nil && is.Head > 0 {
			head(is.Head)
		}
	}
}
