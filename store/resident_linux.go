package store

import (
	"os"
	"strconv"
	"strings"

	"go.etcd.io/bbolt"
	"golang.org/x/sys/unix"
)

// maxMapped bounds the pages of files that this process has mapped in, in bytes.
// Whatever was read of the file counts as memory of the program until the system
// takes it back, which it does only when others need it.
const maxMapped = 32 << 20

// unmapRead lets go of the pages of the file that were read, when they are many:
// they stay in the system's cache, and are mapped in again when they are read. The
// caller has a transaction open, or holds the writers off, so that the mapping stays.
func unmapRead(db *bbolt.DB, size int64) {
	if mappedPages()*int64(os.Getpagesize()) < maxMapped {
		return
	}
	// Memory is only let go of here, so there is nothing to be done about an error.
	_, _, _ = unix.Syscall(unix.SYS_MADVISE, db.Info().Data, uintptr(size), unix.MADV_DONTNEED)
}

// mappedPages gives how many pages of files are mapped in, 0 when that is not known.
func mappedPages() int64 {
	statm, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(statm))
	if len(fields) < 3 {
		return 0
	}
	pages, err := strconv.ParseInt(fields[2], 10, 64) // those that are of files
	if err != nil {
		return 0
	}
	return pages
}
