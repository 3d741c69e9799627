//go:build !windows

package diskfull

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"
	"testing"
)

func TestIs(t *testing.T) {
	for _, c := range []struct {
		err  error
		full bool
	}{
		{nil, false},
		{syscall.ENOSPC, true},
		{&fs.PathError{Op: "write", Path: "desk.db", Err: syscall.EDQUOT}, true},
		{fmt.Errorf("keeping it: %w", syscall.EFBIG), true},
		{errors.New("file resize error: " + syscall.ENOSPC.Error()), true}, // as bbolt says it
		{syscall.EACCES, false},
		{errors.New(syscall.ENOSPC.Error() + " said a colleague"), false},
	} {
		if got := Is(c.err); got != c.full {
			t.Errorf("%v: %v", c.err, got)
		}
	}
}
