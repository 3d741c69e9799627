package serve

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"time"

	"tradedesk/model"
	"tradedesk/sync/server/storage"
)

// The questions of an Admin that is elsewhere. What a question does not need is left
// out.
type question struct {
	Workspace string        `json:"workspace,omitempty"`
	Name      string        `json:"name,omitempty"`
	Role      Role          `json:"role,omitempty"`
	Valid     time.Duration `json:"valid,omitempty"`
	Token     model.ID      `json:"token,omitzero"`
}

// nothing is an answer without content.
type nothing struct{}

// failure is an error on its way.
type failure struct {
	Kind    string `json:"kind"`
	Message string `json:"message"`
}

// kinds are the errors that keep their meaning on the way.
var kinds = map[string]error{"invalid": ErrInvalid, "not-found": ErrNotFound, "exists": ErrExists, "full": storage.ErrFull}

// maxQuestion bounds the body of a question.
const maxQuestion = 64 << 10

// listenHere makes the socket of who holds the file, for this user alone.
func (p place) listenHere() (net.Listener, error) {
	path := p.socket()
	if len(path) > maxSocketPath {
		return nil, fmt.Errorf("%w store: the path of its socket %s is longer than %d bytes; give a shorter one", ErrInvalid, path, maxSocketPath)
	}
	// Whoever holds the file's lock may take away what an earlier holder left.
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("removing an earlier socket: %w", err)
	}
	l, err := net.Listen("unix", path)
	if err != nil {
		return nil, fmt.Errorf("listening for orders: %w", err)
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return nil, errors.Join(fmt.Errorf("closing the socket to others: %w", err), l.Close())
	}
	return l, nil
}

// orders answers the questions of other processes of the same user.
func orders(a Admin, log *slog.Logger) http.Handler {
	mux := http.NewServeMux()
	answer(mux, "hello", func(context.Context, question) (nothing, error) { return nothing{}, nil })
	answer(mux, "workspaces", func(ctx context.Context, _ question) ([]Workspace, error) { return a.Workspaces(ctx) })
	answer(mux, "found", func(ctx context.Context, q question) (Founded, error) { return a.Found(ctx, q.Workspace, q.Name) })
	answer(mux, "users", func(ctx context.Context, q question) ([]User, error) { return a.Users(ctx, q.Workspace) })
	answer(mux, "add", func(ctx context.Context, q question) (Invited, error) {
		return a.Add(ctx, q.Workspace, q.Name, q.Role, q.Valid)
	})
	answer(mux, "invite", func(ctx context.Context, q question) (Invited, error) {
		return a.Invite(ctx, q.Workspace, q.Name, q.Valid)
	})
	answer(mux, "role", func(ctx context.Context, q question) (RoleSet, error) {
		return a.SetRole(ctx, q.Workspace, q.Name, q.Role)
	})
	answer(mux, "revoke", func(ctx context.Context, q question) (Revoked, error) { return a.Revoke(ctx, q.Workspace, q.Name) })
	answer(mux, "tokens", func(ctx context.Context, q question) ([]Token, error) { return a.Tokens(ctx, q.Workspace) })
	answer(mux, "issue", func(ctx context.Context, q question) (Issued, error) {
		return a.Issue(ctx, q.Workspace, q.Name, q.Valid)
	})
	answer(mux, "withdraw", func(ctx context.Context, q question) (nothing, error) {
		return nothing{}, a.Withdraw(ctx, q.Workspace, q.Token)
	})
	mux.HandleFunc("POST /backup", func(w http.ResponseWriter, r *http.Request) {
		// Who reads notices a backup that breaks off by its missing end.
		if err := a.Backup(r.Context(), w); err != nil {
			log.Error("a backup broke off", "error", err)
			panic(http.ErrAbortHandler)
		}
	})
	return mux
}

// answer routes one question with one answer.
func answer[A any](mux *http.ServeMux, name string, reply func(context.Context, question) (A, error)) {
	mux.HandleFunc("POST /"+name, func(w http.ResponseWriter, r *http.Request) {
		var q question
		data, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxQuestion))
		if err == nil {
			err = json.Unmarshal(data, &q)
		}
		if err != nil {
			tell(w, http.StatusBadRequest, failure{"invalid", fmt.Sprintf("reading a question: %v", err)})
			return
		}
		a, err := reply(r.Context(), q)
		if err != nil {
			f := failure{Message: err.Error()}
			for kind, is := range kinds {
				if errors.Is(err, is) {
					f.Kind = kind
				}
			}
			tell(w, http.StatusConflict, f)
			return
		}
		tell(w, http.StatusOK, a)
	})
}

func tell(w http.ResponseWriter, status int, v any) {
	data, err := json.Marshal(v)
	if err != nil {
		status, data = http.StatusInternalServerError, []byte(`{"message":"the answer could not be written"}`)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(data) // who asked may be gone
}
