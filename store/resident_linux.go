package store

import (
	"bytes"
	"fmt"
	"os"

	"go.etcd.io/bbolt"
	"golang.org/x/sys/unix"
)

// unmapRead lets go of the pages of the file that were read, when they are more than
// so many bytes: they stay in the system's cache, and are mapped in again when they
// are read. Whatever was read of the file counts as memory of the program until the
// system takes it back, which it does only when others need it. The caller has a
// transaction open, or holds the writers off, so that the mapping stays.
func unmapRead(db *bbolt.DB, size, bound int64) {
	if mappedPages()*int64(os.Getpagesize()) < bound {
		return
	}
	// Memory is only let go of here, so there is nothing to be done about an error.
	_, _, _ = unix.Syscall(unix.SYS_MADVISE, db.Info().Data, uintptr(size), unix.MADV_DONTNEED)
}

// mappedPages gives how many pages of files are mapped in, 0 when that is not known.
func mappedPages() int64 {
	_, mapped := residentPages()
	return mapped
}

// ownMemory gives how much memory the program has beside pages of files, in bytes.
func ownMemory() int64 {
	resident, mapped := residentPages()
	return (resident - mapped) * int64(os.Getpagesize())
}

// residentPages gives the pages that are resident, and those among them that are of files; 0
// when that is not known.
func residentPages() (resident, mapped int64) {
	statm, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0, 0
	}
	if _, err := fmt.Fscan(bytes.NewReader(statm), new(int64), &resident, &mapped); err != nil {
		return 0, 0
	}
	return resident, mapped
}
