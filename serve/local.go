package serve

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"tradedesk/model"
	"tradedesk/model/causal"
	"tradedesk/model/text"
	"tradedesk/model/value"
	"tradedesk/sync/server"
	"tradedesk/sync/server/boltlog"
	"tradedesk/sync/server/storage"
)

// local administers the file that it holds.
type local struct {
	storage storage.Storage
	backup  func(context.Context, io.Writer) error
	ids     *model.IDs
	now     func() time.Time
}

func newLocal(p place, engine *boltlog.Engine, now func() time.Time) *local {
	backup := func(ctx context.Context, w io.Writer) error { return writeBackup(ctx, engine, p.contents(), w) }
	return &local{engine, backup, model.NewIDs(now, rand.Reader), now}
}

// maxName bounds the names of workspaces and users, in characters.
const maxName = 60

// checkName refuses a name that is not one line of plain text.
func checkName(what, name string) error {
	if name == "" || text.Clean(name, maxName) != name {
		return fmt.Errorf("%w name of a %s %.100q: want one line of at most %d characters", ErrInvalid, what, name, maxName)
	}
	return nil
}

// space finds a workspace by its name.
func (l *local) space(ctx context.Context, name string) (storage.Workspace, error) {
	all, err := l.storage.Workspaces(ctx)
	if err != nil {
		return storage.Workspace{}, err
	}
	var names []string
	for _, w := range all {
		if w.Name == name || name == "" && len(all) == 1 {
			return w, nil
		}
		names = append(names, w.Name)
	}
	switch {
	case len(all) == 0:
		return storage.Workspace{}, fmt.Errorf("a workspace: %w; `tradedesk workspace create NAME` makes one", ErrNotFound)
	case name == "":
		return storage.Workspace{}, fmt.Errorf("%w: there are %d workspaces: say which with --workspace: %.500s", ErrInvalid, len(all), strings.Join(names, ", "))
	}
	return storage.Workspace{}, fmt.Errorf("workspace %.100q: %w; there are: %.500s", name, ErrNotFound, strings.Join(names, ", "))
}

// view reads a workspace.
func (l *local) view(ctx context.Context, name string, fn func(storage.ReadTx) error) error {
	w, err := l.space(ctx, name)
	if err != nil {
		return err
	}
	return l.storage.View(ctx, w.ID, fn)
}

// update changes a workspace, and gives which it is.
func (l *local) update(ctx context.Context, name string, fn func(storage.Workspace, storage.Tx) error) error {
	w, err := l.space(ctx, name)
	if err != nil {
		return err
	}
	return l.storage.Update(ctx, w.ID, func(tx storage.Tx) error { return fn(w, tx) })
}

// secret makes the text of a token or a code of a workspace.
func secret(workspace model.ID) (text string, hash causal.Hash) {
	var random [32]byte
	_, _ = rand.Read(random[:]) // it never fails: it ends the program instead
	return server.NewToken(workspace, random)
}

// until gives when something ends that is valid so long; 0 is never.
func (l *local) until(valid time.Duration) value.Instant {
	if valid <= 0 {
		return 0
	}
	return value.At(l.now().Add(valid))
}

func (l *local) Workspaces(ctx context.Context) ([]Workspace, error) {
	all, err := l.storage.Workspaces(ctx)
	if err != nil {
		return nil, err
	}
	out := []Workspace{}
	for _, w := range all {
		one := Workspace{ID: w.ID, Name: w.Name, Created: w.Created}
		err := l.storage.View(ctx, w.ID, func(tx storage.ReadTx) error {
			users, err := tx.Users()
			devices, err2 := tx.Devices()
			log, err3 := tx.Log()
			records, err4 := tx.Records()
			one.Users, one.Devices, one.Head, one.Records = len(users), len(devices), log.Head, records
			return errors.Join(err, err2, err3, err4)
		})
		if err != nil {
			return nil, fmt.Errorf("reading workspace %.100q: %w", w.Name, err)
		}
		out = append(out, one)
	}
	return out, nil
}

func (l *local) Backup(ctx context.Context, w io.Writer) error {
	return l.backup(ctx, w)
}

func (l *local) Close() error { return l.storage.Close() }
