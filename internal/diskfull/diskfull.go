//go:build !windows

package diskfull

import (
	"errors"
	"strings"
	"syscall"
)

// Is reports whether the disk, the quota or the size of a file is used up.
func Is(err error) bool {
	for _, full := range []syscall.Errno{syscall.ENOSPC, syscall.EFBIG, syscall.EDQUOT} {
		// Of a file that cannot grow bbolt passes on the text alone.
		if errors.Is(err, full) || err != nil && strings.HasSuffix(err.Error(), ": "+full.Error()) {
			return true
		}
	}
	return false
}
