package server

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"strconv"

	"tradedesk/model"
	"tradedesk/model/causal"
	"tradedesk/sync/protocol"
	"tradedesk/sync/server/storage"
)

func (s *Server) getInfo(w http.ResponseWriter, r *http.Request) {
	err := s.writeJSON(w, r, http.StatusOK, protocol.Info{
		Name: "tradedesk", Version: s.version, Protocols: []int{protocol.Version}, Schema: s.schema, Limits: s.limits, Encodings: protocol.Encodings(),
	})
	if err != nil {
		s.fail(w, r, err)
	}
}

// checkVersions looks whether the desk speaks what the server does.
func (s *Server) checkVersions(r *http.Request) error {
	tooOld := func(format string, args ...any) error {
		return protocol.NewProblem(http.StatusConflict, protocol.CodeTooOld, fmt.Sprintf(format, args...))
	}
	if v := r.Header.Get(protocol.HeaderProtocol); v != "" && v != strconv.Itoa(protocol.Version) {
		return tooOld("this server speaks version %d of the protocol, and the desk version %.10q: install the same release on both", protocol.Version, v)
	}
	if v := r.Header.Get(protocol.HeaderSchema); v != "" {
		if n, err := strconv.ParseUint(v, 10, 32); err != nil || n < s.schema.Min {
			return tooOld("this server works with desks whose files have schema %d or newer, and this one has %.10q: install a newer tradedesk", s.schema.Min, v)
		}
	}
	return nil
}

func (s *Server) postPush(w http.ResponseWriter, r *http.Request, by caller) error {
	data, err := s.readBody(w, r)
	if err != nil {
		return err
	}
	body, err := protocol.ParsePush(data)
	if errors.Is(err, protocol.ErrTooLarge) || err == nil && len(body.Ops) > s.limits.Ops {
		return protocol.NewProblem(http.StatusRequestEntityTooLarge, protocol.CodeTooLarge, fmt.Sprintf("too many changes in one call, at most %d are taken", s.limits.Ops))
	}
	if err != nil {
		return notTaken(err)
	}
	out, err := s.push(r.Context(), by, body)
	if err != nil {
		return err
	}
	s.meters.ops(out.Results)
	reply, err := out.Append(nil)
	if err != nil {
		return err
	}
	s.write(w, r, http.StatusOK, protocol.TypeJSON, reply)
	return nil
}

func (s *Server) getChanges(w http.ResponseWriter, r *http.Request, by caller) error {
	cursor, err := cursorOf(r, "cursor")
	if err != nil {
		return err
	}
	seen, err := cursorOf(r, "seen")
	if err != nil {
		return err
	}
	out, err := s.changes(r.Context(), by.workspace, cursor, seen, s.pageOf(r))
	if err != nil {
		return err
	}
	s.write(w, r, http.StatusOK, protocol.TypeJSON, out.Append(nil))
	return nil
}

// cursorOf reads a cursor among the parameters, which may be left out.
func cursorOf(r *http.Request, name string) (causal.Cursor, error) {
	text := r.URL.Query().Get(name)
	if text == "" {
		return causal.Cursor{}, nil
	}
	c, err := causal.ParseCursor(text)
	if err != nil {
		return c, protocol.NewProblem(http.StatusBadRequest, protocol.CodeInvalid, err.Error())
	}
	return c, nil
}

// pageOf gives how long a page is to be.
func (s *Server) pageOf(r *http.Request) int {
	n, err := strconv.Atoi(r.URL.Query().Get("limit"))
	if err != nil || n <= 0 || n > s.limits.Page {
		return s.limits.Page
	}
	return n
}

func (s *Server) getSnapshot(w http.ResponseWriter, r *http.Request, by caller) error {
	var after model.ID
	if token := r.URL.Query().Get("token"); token != "" {
		var err error
		if after, err = model.ParseID(token); err != nil {
			return protocol.NewProblem(http.StatusBadRequest, protocol.CodeInvalid, "no token of a page of a snapshot")
		}
	}
	seen, err := cursorOf(r, "seen")
	if err != nil {
		return err
	}
	p, err := s.snapshot(r.Context(), by.workspace, after, seen, s.pageOf(r))
	if err != nil {
		return err
	}
	out, err := json.Marshal(p.head)
	if err != nil {
		return err
	}
	out = append(out, '\n')
	for _, state := range p.states {
		out = append(protocol.AppendState(out, state), '\n')
	}
	tail, err := json.Marshal(p.tail)
	if err != nil {
		return err
	}
	s.write(w, r, http.StatusOK, protocol.TypeLines, append(append(out, tail...), '\n'))
	return nil
}

// maxPoints bounds how many points a question for an ancestor has.
const maxPoints = 1000

func (s *Server) postAncestor(w http.ResponseWriter, r *http.Request, by caller) error {
	var points []protocol.Point
	if err := s.readJSON(w, r, &points); err != nil {
		return err
	}
	if len(points) > maxPoints {
		return protocol.NewProblem(http.StatusRequestEntityTooLarge, protocol.CodeTooLarge, fmt.Sprintf("%d points, at most %d are looked at", len(points), maxPoints))
	}
	out, err := s.ancestor(r.Context(), by.workspace, points)
	if err != nil {
		return err
	}
	return s.writeJSON(w, r, http.StatusOK, out)
}

// readJSON reads a body of bounded size, packed or not.
func (s *Server) readJSON(w http.ResponseWriter, r *http.Request, into any) error {
	data, err := s.readBody(w, r)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(data, into); err != nil {
		return notTaken(err)
	}
	return nil
}

// notTaken says that a body is no JSON, or JSON of something else.
func notTaken(err error) error {
	return protocol.NewProblem(http.StatusBadRequest, protocol.CodeInvalid, fmt.Sprintf("the body is not what this call takes: %.200v", err))
}

// readBody reads a body of JSON as bytes.
func (s *Server) readBody(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	if t, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || t != protocol.TypeJSON {
		return nil, protocol.NewProblem(http.StatusUnsupportedMediaType, protocol.CodeWrongType, "the body is to be application/json")
	}
	body := http.MaxBytesReader(w, r.Body, s.limits.Bytes)
	data, err := protocol.Unpack(body, r.Header.Get("Content-Encoding"), s.limits.Bytes)
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large) || errors.Is(err, protocol.ErrTooLarge):
		return nil, protocol.NewProblem(http.StatusRequestEntityTooLarge, protocol.CodeTooLarge, fmt.Sprintf("the body has more than %d bytes", s.limits.Bytes))
	case errors.Is(err, protocol.ErrEncoding):
		return nil, protocol.NewProblem(http.StatusUnsupportedMediaType, protocol.CodeWrongType, err.Error())
	case err != nil:
		return nil, protocol.NewProblem(http.StatusBadRequest, protocol.CodeCutOff, "the body broke off, or is not packed as it says")
	}
	return data, nil
}

func (s *Server) writeJSON(w http.ResponseWriter, r *http.Request, status int, v any) error {
	data, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("writing a reply: %w", err)
	}
	s.write(w, r, status, protocol.TypeJSON, data)
	return nil
}

// write sends a reply, packed when the caller can read that and it is worth it.
func (s *Server) write(w http.ResponseWriter, r *http.Request, status int, contentType string, data []byte) {
	encoding, data := protocol.Pack(data, r.Header.Get("Accept-Encoding"))
	h := w.Header()
	h.Set("Content-Type", contentType)
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	if encoding != "" {
		h.Set("Content-Encoding", encoding)
	}
	h.Set("Content-Length", strconv.Itoa(len(data)))
	w.WriteHeader(status)
	// An error means that the caller hung up; there is nobody left to tell.
	_, _ = w.Write(data)
}

// hungUp reports whether an error says only that the caller did not wait.
func hungUp(r *http.Request, err error) bool {
	return r.Context().Err() != nil && errors.Is(err, context.Canceled)
}

// fail answers with a problem. What went wrong inside is told to the log and not to
// the caller.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, err error) {
	var problem *protocol.Problem
	switch {
	case errors.As(err, &problem):
	case errors.Is(err, storage.ErrFull):
		s.log.WarnContext(r.Context(), "no room", "request", w.Header().Get(headerRequest), "error", err)
		problem = protocol.NewProblem(http.StatusInsufficientStorage, protocol.CodeQuota, "the server has no room left")
	case hungUp(r, err):
		return
	default:
		s.log.ErrorContext(r.Context(), "call failed", "request", w.Header().Get(headerRequest), "error", err)
		problem = protocol.NewProblem(http.StatusInternalServerError, protocol.CodeInternal, "something went wrong in the server; its log says what")
	}
	data, err := json.Marshal(problem)
	if err != nil {
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		return
	}
	if problem.RetryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(max(1, int(problem.RetryAfter.Seconds()))))
	}
	if problem.Status == http.StatusUnauthorized {
		w.Header().Set("WWW-Authenticate", `Bearer realm="tradedesk"`)
	}
	w.Header().Set("Content-Type", protocol.TypeProblem)
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(problem.Status)
	_, _ = w.Write(data) // the caller may have hung up
}
