package server

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/VictoriaMetrics/metrics"

	"tradedesk/sync/protocol"
	"tradedesk/sync/server/storage"
)

// meters count what a server does.
type meters struct {
	set     *metrics.Set
	streams *metrics.Counter
}

// durations are the bounds of the histogram of calls, in seconds.
var durations = []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10}

func newMeters() *meters {
	m := &meters{set: metrics.NewSet()}
	m.streams = m.set.NewCounter("tradedesk_streams_open")
	return m
}

// call counts a call. route is a pattern of this server's, never what a caller sent.
func (m *meters) call(route string, status int, bytes int64, took time.Duration) {
	m.set.GetOrCreateCounter(fmt.Sprintf(`tradedesk_requests_total{call=%q,status="%d"}`, route, status)).Inc()
	m.set.GetOrCreateCounter(fmt.Sprintf(`tradedesk_response_bytes_total{call=%q}`, route)).AddInt64(bytes)
	if route != routeEvents { // it lasts as long as somebody listens
		m.set.GetOrCreatePrometheusHistogramExt(fmt.Sprintf(`tradedesk_request_seconds{call=%q}`, route), durations).Update(took.Seconds())
	}
}

// ops counts what became of ops.
func (m *meters) ops(results []protocol.Result) {
	n := map[protocol.Status]int{}
	for _, r := range results {
		n[r.Status]++
	}
	for status, n := range n {
		m.set.GetOrCreateCounter(fmt.Sprintf(`tradedesk_ops_total{status=%q}`, status)).Add(n)
	}
}

// mostHeads bounds how many workspaces are written out one by one.
const mostHeads = 1000

// WriteMetrics writes what was counted as Prometheus reads it. It names workspaces by
// their ids, so it is for who runs the server.
func (s *Server) WriteMetrics(ctx context.Context, w io.Writer) error {
	s.meters.set.WritePrometheus(w)
	all, err := s.storage.Workspaces(ctx)
	if err != nil {
		return err
	}
	// An error of the write means that the reader hung up.
	_, _ = fmt.Fprintf(w, "tradedesk_workspaces %d\n", len(all))
	for _, space := range all[:min(len(all), mostHeads)] {
		err := s.storage.View(ctx, space.ID, func(tx storage.ReadTx) error {
			log, err := tx.Log()
			if err != nil {
				return err
			}
			records, err := tx.Records()
			_, _ = fmt.Fprintf(w, "tradedesk_workspace_head{workspace=%q} %d\n", space.ID, log.Head)
			_, _ = fmt.Fprintf(w, "tradedesk_workspace_entries{workspace=%q} %d\n", space.ID, log.Head-log.Floor)
			_, _ = fmt.Fprintf(w, "tradedesk_workspace_records{workspace=%q} %d\n", space.ID, records)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// observed is a reply of which is noted what it was.
type observed struct {
	http.ResponseWriter
	status int
	bytes  int64
}

func (o *observed) WriteHeader(status int) {
	if o.status == 0 {
		o.status = status
	}
	o.ResponseWriter.WriteHeader(status)
}

func (o *observed) Write(p []byte) (int, error) {
	if o.status == 0 {
		o.status = http.StatusOK
	}
	n, err := o.ResponseWriter.Write(p)
	o.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController find what this is around.
func (o *observed) Unwrap() http.ResponseWriter { return o.ResponseWriter }
