package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"syscall"

	"tradedesk/desk"
	"tradedesk/model/text"
	"tradedesk/serve"
)

// The exit codes that scripts rely on.
const (
	exitDone     = 0
	exitFailed   = 1
	exitUsage    = 2
	exitNotFound = 3
	exitConflict = 4
	exitOffline  = 5
)

// errReported ends a command with exitFailed when it has said why itself.
var errReported = errors.New("already reported")

var errInterrupted = errors.New("interrupted")

// usageError is a command that was typed wrong.
type usageError struct{ err error }

func (e usageError) Error() string { return e.err.Error() }
func (e usageError) Unwrap() error { return e.err }

func usagef(format string, args ...any) error {
	return usageError{fmt.Errorf(format, args...)}
}

// exitCode gives what the process ends with.
func exitCode(err error) int {
	var usage usageError
	switch {
	case err == nil, errors.Is(err, syscall.EPIPE):
		// Whoever read the output has seen enough, as `head` does.
		return exitDone
	case errors.As(err, &usage), errors.Is(err, desk.ErrAmbiguous), errors.Is(err, desk.ErrAddress), errors.Is(err, desk.ErrPlain),
		errors.Is(err, serve.ErrInvalid):
		return exitUsage
	case errors.Is(err, desk.ErrNotFound), errors.Is(err, serve.ErrNotFound):
		return exitNotFound
	case errors.Is(err, serve.ErrExists), errors.Is(err, desk.ErrConflict):
		return exitConflict
	case errors.Is(err, desk.ErrOffline), errors.Is(err, desk.ErrNotServer):
		return exitOffline
	default:
		return exitFailed
	}
}

// hints say what to do about what went wrong.
var hints = []struct {
	err  error
	hint string
}{
	{desk.ErrAmbiguous, "type more of the id"},
	{desk.ErrNotFound, "`tradedesk list KIND` shows what there is"},
	{desk.ErrFull, "make room and try again, nothing was half written"},
	{desk.ErrReadOnly, "check who may write there, or give another --data DIR"},
	{desk.ErrLeftAlone, "`tradedesk sync --mode automatic`, or `manual`, does that"},
	{desk.ErrNoLink, "`tradedesk login URL` does that"},
	{desk.ErrNewer, "install the newer version"},
	{desk.ErrDamaged, "`tradedesk check --repair` saves what can be read, `tradedesk restore-backup FILE` goes back to a backup"},
}

// errorRunes bounds what is shown of an error, which may quote a file.
const errorRunes = 1000

// reportError writes the one line that stands for a failed command.
func reportError(w io.Writer, err error) {
	if err == nil || errors.Is(err, syscall.EPIPE) || errors.Is(err, errReported) {
		return
	}
	if errors.Is(err, context.Canceled) {
		err = errInterrupted
	}
	line := text.Clean(strings.ReplaceAll(err.Error(), "\n", "; "), errorRunes)
	for _, h := range hints {
		if errors.Is(err, h.err) && !strings.Contains(line, "; `tradedesk ") && !strings.Contains(line, h.hint) {
			line += "; " + h.hint
			break
		}
	}
	// Nothing is left to tell a person whose stderr is gone.
	_, _ = fmt.Fprintln(w, "tradedesk: "+line)
}
