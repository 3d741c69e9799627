package diskfull

import (
	"errors"

	"golang.org/x/sys/windows"
)

// Is reports whether the disk, the quota or the size of a file is used up.
func Is(err error) bool {
	return errors.Is(err, windows.ERROR_DISK_FULL) || errors.Is(err, windows.ERROR_HANDLE_DISK_FULL) ||
		errors.Is(err, windows.ERROR_DISK_QUOTA_EXCEEDED) || errors.Is(err, windows.ERROR_FILE_TOO_LARGE)
}
