package desk

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/zalando/go-keyring"

	"tradedesk/internal/durable"
	"tradedesk/model/refusal"
)

const (
	keyringService = "tradedesk"
	tokenName      = "server.token"
	// keyringPatience is how long the system's keyring may take: it may be asking a
	// person who is not there.
	keyringPatience = 5 * time.Second
	maxTokenFile    = 4 << 10
)

// tokens keeps a secret of the desk, such as the token that a server knows it by: in the
// system's keyring, else in a file for this user alone. It is never in the desk's file, so that no backup
// or export holds it. It belongs to the directory, not to the file: a copy of the desk
// elsewhere is another device.
type tokens struct {
	dir    string
	inFile bool // the keyring is to be left alone
	// name is the file's, "" the token's; account is what follows the directory in the keyring.
	name, account string

	mu    sync.Mutex
	token string
	known bool
	asked chan fromKeyring // what the keyring was asked and has not answered yet, nil for nothing
}

// fromKeyring is what the keyring answered.
type fromKeyring struct {
	token string
	err   error
}

// errNoAnswer says that the system's keyring may hold the secret, and does not give it now.
var errNoAnswer = refusal.New("desk.keyring", "the system's keyring does not answer: unlock it, or give anew what it holds; it is asked again")

func (t *tokens) file() string { return filepath.Join(t.dir, t.called()) }

func (t *tokens) called() string { return cmp.Or(t.name, tokenName) }

// get gives the token, "" when there is none.
func (t *tokens) get(ctx context.Context) (string, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.known {
		return t.token, nil
	}
	token, err := t.read(ctx)
	if err != nil {
		return "", fmt.Errorf("reading %s: %w", t.called(), err)
	}
	t.token, t.known = token, true
	return token, nil
}

func (t *tokens) read(ctx context.Context) (string, error) {
	file, err := os.Open(t.file())
	if err == nil {
		defer func() { _ = file.Close() }() // only read
		data, err := io.ReadAll(io.LimitReader(file, maxTokenFile))
		return strings.TrimSpace(string(data)), err
	}
	if !errors.Is(err, fs.ErrNotExist) || t.inFile {
		return "", gone(err)
	}
	is, err := t.ask(ctx)
	switch {
	case errors.Is(err, keyring.ErrNotFound), errors.Is(err, keyring.ErrUnsupportedPlatform):
		return "", nil // a login makes a token
	case err != nil:
		return "", fmt.Errorf("%w (%w)", errNoAnswer, err)
	}
	return is, nil
}

// ask asks the keyring. A question that it has not answered yet is not asked again.
func (t *tokens) ask(ctx context.Context) (string, error) {
	if t.asked == nil {
		asked := make(chan fromKeyring, 1)
		t.asked = asked
		go func() {
			token, err := keyring.Get(keyringService, t.dir+t.account)
			asked <- fromKeyring{token, err}
		}()
	}
	ctx, cancel := context.WithTimeout(ctx, keyringPatience)
	defer cancel()
	select {
	case is := <-t.asked:
		t.asked = nil
		return is.token, is.err
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

// set keeps a token in place of the one before.
func (t *tokens) set(ctx context.Context, token string) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if err := t.write(ctx, token); err != nil {
		return fmt.Errorf("keeping %s: %w", t.called(), err)
	}
	t.token, t.known = token, true
	return nil
}

func (t *tokens) write(ctx context.Context, token string) error {
	if !t.inFile && patiently(ctx, func() error { return keyring.Set(keyringService, t.dir+t.account, token) }) == nil {
		return gone(os.Remove(t.file()))
	}
	return t.writeFile(token)
}

// writeFile has the token in the file, durably, or the one before.
func (t *tokens) writeFile(token string) error {
	fresh := t.file() + ".new"
	file, err := os.OpenFile(fresh, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = file.WriteString(token + "\n")
	if err == nil {
		err = file.Sync()
	}
	if err := errors.Join(err, file.Close()); err != nil {
		return err
	}
	if err := os.Rename(fresh, t.file()); err != nil {
		return err
	}
	return durable.Names(t.dir)
}

// drop forgets the token.
func (t *tokens) drop(ctx context.Context) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.token, t.known = "", true
	if !t.inFile {
		// A keyring that has no token, or is none, has nothing to forget.
		_ = patiently(ctx, func() error { return keyring.Delete(keyringService, t.dir+t.account) })
	}
	if err := gone(os.Remove(t.file())); err != nil {
		return fmt.Errorf("forgetting %s: %w", t.called(), err)
	}
	return nil
}

// patiently asks the keyring, which knows no context and may be asking a person: what
// is not answered in time is left to itself.
func patiently(ctx context.Context, ask func() error) error {
	ctx, cancel := context.WithTimeout(ctx, keyringPatience)
	defer cancel()
	answered := make(chan error, 1)
	go func() { answered <- ask() }()
	select {
	case err := <-answered:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}
