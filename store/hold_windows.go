package store

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// lockFile takes the lock that bbolt takes of a file, without waiting for it: the
// byte before the end of all that a file can be.
func lockFile(file *os.File) error {
	last := uint32(0xffffffff)
	err := windows.LockFileEx(windows.Handle(file.Fd()), windows.LOCKFILE_FAIL_IMMEDIATELY|windows.LOCKFILE_EXCLUSIVE_LOCK,
		0, 1, 0, &windows.Overlapped{Offset: last, OffsetHigh: last})
	if errors.Is(err, windows.ERROR_LOCK_VIOLATION) {
		return ErrBusy
	}
	return err
}

// unlockFile lets go of the lock.
func unlockFile(file *os.File) error {
	last := uint32(0xffffffff)
	return windows.UnlockFileEx(windows.Handle(file.Fd()), 0, 1, 0, &windows.Overlapped{Offset: last, OffsetHigh: last})
}
