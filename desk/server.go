package desk

import (
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
