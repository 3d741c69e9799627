package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"tradedesk/model"
)

// routeStreams routes the questions whose answers come bit by bit.
func (s *server) routeStreams(mux *http.ServeMux) {
	mux.HandleFunc("POST /records", s.records)
	mux.HandleFunc("POST /do-where", s.doWhere)
	mux.HandleFunc("POST /check", s.check)
	mux.HandleFunc("POST /watch", s.watch)
	mux.HandleFunc("POST /import", s.importFile)
	mux.HandleFunc("POST /export", s.export)
	mux.HandleFunc("POST /put", s.putFile)
	mux.HandleFunc("POST /content", s.openFile)
	mux.HandleFunc("POST /backup", s.backup)
	mux.HandleFunc("POST /compact", s.compact)
	mux.HandleFunc("POST /repair", s.repair)
}

func (s *server) records(w http.ResponseWriter, r *http.Request) {
	var q Query
	if err := readQuestion(w, r, &q); err != nil {
		s.fail(w, r, err)
		return
	}
	out, first := newLines(w), true
	err := s.seat.stream(r.Context(), q, func(rec model.Record) error {
		err := out.write(line{Record: &record{rec}})
		if err == nil && first { // who looks at the first need not wait for more
			first = false
			err = out.flush()
		}
		return err
	}, func(cursor string) error {
		return errors.Join(out.write(line{Passed: cursor}), out.flush())
	})
	out.finish(r.Context(), err)
}

// doWhere tells how far the action is while it is carried out. A visitor that
// leaves ends it after the batch that is under way.
func (s *server) doWhere(w http.ResponseWriter, r *http.Request) {
	var b Bulk
	if err := readQuestion(w, r, &b); err != nil {
		s.fail(w, r, err)
		return
	}
	out := newLines(w)
	report, err := s.seat.doWhere(r.Context(), author(r), b, func(p Progress) { out.now(line{Progress: &p}) })
	_ = out.write(line{Bulk: &report}) // a visitor that is gone needs no report
	out.finish(r.Context(), err)
}

func (s *server) check(w http.ResponseWriter, r *http.Request) {
	if err := readQuestion(w, r, &nothing{}); err != nil {
		s.fail(w, r, err)
		return
	}
	out := newLines(w)
	report, err := s.seat.Check(r.Context(), func(p Progress) { out.now(line{Progress: &p}) })
	if err == nil {
		err = out.write(line{Check: &report})
	}
	out.finish(r.Context(), err)
}

// watch flushes its header when the watch has begun: what changes after the
// visitor has it is news.
func (s *server) watch(w http.ResponseWriter, r *http.Request) {
	if err := readQuestion(w, r, &nothing{}); err != nil {
		s.fail(w, r, err)
		return
	}
	news, err := s.seat.Watch(r.Context())
	if err != nil {
		s.fail(w, r, err)
		return
	}
	out := newLines(w)
	if out.flush() != nil {
		return // the visitor is gone
	}
	for n := range news {
		out.now(line{News: &n})
	}
	out.finish(r.Context(), fmt.Errorf("watching: %w", ErrClosed))
}

// importFile reads the file from the body while it writes progress. The visitor
// cancels by another request, so that it still gets the report.
func (s *server) importFile(w http.ResponseWriter, r *http.Request) {
	q, err := importRequest(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	out := newLines(w)
	if err := out.rc.EnableFullDuplex(); err != nil {
		s.fail(w, r, fmt.Errorf("reading a file and writing progress at once: %w", err))
		return
	}
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	s.hold(q.Call, cancel)
	defer s.release(q.Call)
	if out.flush() != nil {
		return // the visitor is gone
	}
	report, err := s.seat.importFile(ctx, author(r), q.Request, r.Body, func(p Progress) { out.now(line{Progress: &p}) })
	_ = out.write(line{File: &report}) // a visitor that is gone needs no report
	out.finish(ctx, err)
}

func importRequest(r *http.Request) (q importQuestion, err error) {
	text, err := url.QueryUnescape(r.Header.Get(headerRequest))
	if err == nil {
		err = json.Unmarshal([]byte(text), &q)
	}
	if err != nil {
		err = fmt.Errorf("reading a request: %w: %w", ErrInvalid, err)
	}
	return q, err
}

func (s *server) hold(call model.ID, cancel context.CancelFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.imports[call] = cancel
}

func (s *server) release(call model.ID) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.imports, call)
}

func (s *server) export(w http.ResponseWriter, r *http.Request) {
	var q ExportRequest
	if err := readQuestion(w, r, &q); err != nil {
		s.fail(w, r, err)
		return
	}
	s.body(w, r, func(w io.Writer) error { return s.seat.Export(r.Context(), q, w) })
}

// body sends what write writes as it is; an error after the first byte goes into
// the trailer.
func (s *server) body(w http.ResponseWriter, r *http.Request, write func(io.Writer) error) {
	counted := &countingWriter{w: w}
	err := write(counted)
	if err == nil {
		return
	}
	if counted.n == 0 {
		s.fail(w, r, err)
		return
	}
	f, _ := failureOf(told(r.Context(), err))
	data, err := json.Marshal(f)
	if err != nil {
		data = []byte(`{"message":"the error could not be written"}`)
	}
	// Only a body that is sent in chunks has a trailer.
	if http.NewResponseController(w).Flush() != nil {
		return // the visitor is gone
	}
	w.Header().Set(http.TrailerPrefix+headerFailure, url.QueryEscape(string(data)))
}

// countingWriter knows whether anything was written.
type countingWriter struct {
	w io.Writer
	n int64
}

func (c *countingWriter) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.n += int64(n)
	return n, err
}
