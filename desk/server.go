package desk

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/url"
	"os"
	"sync"
	"time"

	"tradedesk/model"
	"tradedesk/model/text"
)

// closePatience is how long a closing server lets handlers finish by themselves
// before it cuts their connections.
const closePatience = 2 * time.Second

// server answers visitors: HTTP over the unix socket, one POST route a method.
type server struct {
	seat seat
	http *http.Server
	stop context.CancelCauseFunc

	serving  sync.WaitGroup
	handlers sync.WaitGroup
	serveErr error // why serving ended, when not by close

	mu      sync.Mutex
	imports map[model.ID]context.CancelFunc
}

// listen makes the socket, for this user alone, and begins to answer.
func listen(path string, answers seat) (*server, error) {
	listener, err := net.Listen("unix", path)
	if err != nil {
		return nil, fmt.Errorf("listening for visitors: %w", err)
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return nil, errors.Join(fmt.Errorf("closing the socket to others: %w", err), listener.Close())
	}
	base, stop := context.WithCancelCause(context.Background())
	s := &server{seat: answers, stop: stop, imports: map[model.ID]context.CancelFunc{}}
	routes := sync.OnceValue(s.routes) // mostly nobody comes
	s.http = &http.Server{
		Handler:           http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { routes().ServeHTTP(w, r) }),
		BaseContext:       func(net.Listener) context.Context { return base },
		ReadHeaderTimeout: 10 * time.Second,
		// The screen is the person's: what goes wrong is told to the visitor.
		ErrorLog: log.New(io.Discard, "", 0),
	}
	s.serving.Go(func() {
		if err := s.http.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			s.serveErr = err
		}
	})
	return s, nil
}

// close ends every stream, lets handlers finish and waits for them.
func (s *server) close() error {
	s.stop(ErrClosed)
	ctx, cancel := context.WithTimeout(context.Background(), closePatience)
	defer cancel()
	err := s.http.Shutdown(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		err = s.http.Close()
	}
	s.serving.Wait()
	s.handlers.Wait()
	return errors.Join(err, s.serveErr)
}

func (s *server) routes() http.Handler {
	mux := http.NewServeMux()
	// An owner that is closing must not take visitors in: they would ask it, be
	// sent away, and come back.
	answer(s, mux, "hello", func(ctx context.Context, _ string, _ nothing) (hello, error) {
		_, err := s.seat.Status(ctx)
		return hello{Protocol: protocol, PID: os.Getpid()}, err
	})
	answer(s, mux, "get", func(ctx context.Context, _ string, id idQuestion) (record, error) {
		r, err := s.seat.Get(ctx, id.ID)
		return record{r}, err
	})
	answer(s, mux, "find", func(ctx context.Context, _ string, q textQuestion) (model.ID, error) {
		return s.seat.Find(ctx, q.Text)
	})
	answer(s, mux, "detail", func(ctx context.Context, _ string, id idQuestion) (wireDetail, error) {
		d, err := s.seat.Detail(ctx, id.ID)
		return wrapDetail(d), err
	})
	answer(s, mux, "list", func(ctx context.Context, _ string, q Query) (Page, error) { return s.seat.List(ctx, q) })
	answer(s, mux, "counts", func(ctx context.Context, _ string, _ nothing) (Counts, error) { return s.seat.Counts(ctx) })
	answer(s, mux, "count", func(ctx context.Context, _ string, q Query) (int, error) { return s.seat.Count(ctx, q) })
	answer(s, mux, "setting", func(ctx context.Context, _ string, q textQuestion) (string, error) {
		return s.seat.Setting(ctx, q.Text)
	})
	answer(s, mux, "set-setting", func(ctx context.Context, _ string, q settingQuestion) (nothing, error) {
		return nothing{}, s.seat.SetSetting(ctx, q.Name, q.Text)
	})
	answer(s, mux, "history", func(ctx context.Context, _ string, q historyQuestion) ([]model.Change, error) {
		return s.seat.History(ctx, q.ID, q.Limit)
	})
	answer(s, mux, "search", func(ctx context.Context, _ string, q SearchQuery) (SearchResult, error) {
		return s.seat.Search(ctx, q)
	})
	answer(s, mux, "complete", func(ctx context.Context, _ string, q completeQuestion) (Completion, error) {
		return s.seat.Complete(ctx, q.Line, q.Cursor)
	})
	answer(s, mux, "duplicates", func(ctx context.Context, _ string, r record) ([]Duplicate, error) {
		if r.Record == nil {
			return nil, fmt.Errorf("finding duplicates of nothing: %w", ErrInvalid)
		}
		return s.seat.Duplicates(ctx, r.Record)
	})
	answer(s, mux, "read_cards", func(ctx context.Context, _ string, q textQuestion) ([]record, error) {
		cards, err := s.seat.ReadCards(ctx, q.Text)
		return wrapRecords(cards), err
	})
	answer(s, mux, "put_draft", func(ctx context.Context, _ string, d Draft) (nothing, error) {
		return nothing{}, s.seat.PutDraft(ctx, d)
	})
	answer(s, mux, "drafts", func(ctx context.Context, _ string, _ nothing) ([]Draft, error) { return s.seat.Drafts(ctx) })
	answer(s, mux, "drop_draft", func(ctx context.Context, _ string, q idQuestion) (nothing, error) {
		return nothing{}, s.seat.DropDraft(ctx, q.ID)
	})
	answer(s, mux, "do", func(ctx context.Context, by string, a Action) (wireDone, error) {
		d, err := s.seat.do(ctx, by, a)
		return wrapDone(d), err
	})
	answer(s, mux, "edit-each", func(ctx context.Context, by string, a EachAction) (EachReport, error) {
		return s.seat.editEach(ctx, by, a)
	})
	answer(s, mux, "step", func(ctx context.Context, by string, q stepQuestion) (wireDone, error) {
		d, err := s.seat.step(ctx, by, q.Action, q.Redo)
		return wrapDone(d), err
	})
	answer(s, mux, "status", func(ctx context.Context, _ string, _ nothing) (Status, error) { return s.seat.Status(ctx) })
	answer(s, mux, "cancel", func(_ context.Context, _ string, q idQuestion) (nothing, error) {
		s.cancelImport(q.ID)
		return nothing{}, nil
	})
	s.routeMerging(mux)
	s.routeSync(mux)
	s.routePost(mux)
	s.routeStreams(mux)
	return s.counted(mux)
}

// counted lets close wait for handlers even when their connections were cut. A
// handler that panics is an error of its call: a visitor would take a cut
// connection for a lost owner, and ask again.
func (s *server) counted(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.handlers.Add(1)
		defer s.handlers.Done()
		defer func() {
			if p := recover(); p != nil {
				s.fail(w, r, fmt.Errorf("answering %s: %v", r.URL.Path, p))
			}
		}()
		next.ServeHTTP(w, r)
	})
}

// answer routes one question with one answer.
func answer[Q, A any](s *server, mux *http.ServeMux, name string, reply func(context.Context, string, Q) (A, error)) {
	mux.HandleFunc("POST /"+name, func(w http.ResponseWriter, r *http.Request) {
		var q Q
		if err := readQuestion(w, r, &q); err != nil {
			s.fail(w, r, err)
			return
		}
		a, err := reply(r.Context(), author(r), q)
		if err != nil {
			s.fail(w, r, err)
			return
		}
		data, err := json.Marshal(a)
		if err != nil {
			s.fail(w, r, fmt.Errorf("answering %s: %w", name, err))
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(data) // a visitor that is gone needs no answer
	})
}

func readQuestion(w http.ResponseWriter, r *http.Request, q any) error {
	data, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxRequest))
	if err != nil {
		return fmt.Errorf("reading a request: %w: %w", ErrInvalid, err)
	}
	if err := json.Unmarshal(data, q); err != nil {
		return fmt.Errorf("reading a request: %w: %w", ErrInvalid, err)
	}
	return nil
}

// author gives who makes a change; a name that cannot be read is none.
func author(r *http.Request) string {
	by, err := url.QueryUnescape(r.Header.Get(headerAuthor))
	if err != nil {
		return ""
	}
	return text.Clean(by, model.MaxText)
}

// told gives err, with ErrClosed when what ended the request is that the owner
// closes: the visitor then asks the next owner.
func told(ctx context.Context, err error) error {
	if errors.Is(context.Cause(ctx), ErrClosed) && errors.Is(err, context.Canceled) {
		return fmt.Errorf("%w: %w", ErrClosed, err)
	}
	return err
}

func (s *server) fail(w http.ResponseWriter, r *http.Request, err error) {
	f, status := failureOf(told(r.Context(), err))
	data, err := json.Marshal(f)
	if err != nil {
		data = []byte(`{"message":"the error could not be written"}`)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(data) // a visitor that is gone needs no answer
}

func (s *server) cancelImport(call model.ID) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if cancel, ok := s.imports[call]; ok {
		cancel()
	}
}

// lines writes a stream, one JSON object a line. It is safe for use by several
// goroutines.
type lines struct {
	mu  sync.Mutex
	buf *bufio.Writer
	rc  *http.ResponseController
}

func newLines(w http.ResponseWriter) *lines {
	w.Header().Set("Content-Type", "application/x-ndjson")
	return &lines{buf: bufio.NewWriterSize(w, 64<<10), rc: http.NewResponseController(w)}
}

func (l *lines) write(v line) error {
	data, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("writing a stream: %w", err)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	_, err = l.buf.Write(append(data, '\n'))
	return err
}

func (l *lines) flush() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.buf.Flush(); err != nil {
		return err
	}
	return l.rc.Flush()
}

// now writes a line that must not wait for others. What cannot be sent is
// noticed by the end of the request's context.
func (l *lines) now(v line) {
	if l.write(v) == nil {
		_ = l.flush()
	}
}

// finish writes how the stream ended.
func (l *lines) finish(ctx context.Context, err error) {
	if err == nil {
		l.now(line{End: true})
		return
	}
	f, _ := failureOf(told(ctx, err))
	l.now(line{Error: &f})
}
