package resident

import (
	"bytes"
	"os"
	"strconv"

	"go.etcd.io/bbolt"
	"golang.org/x/sys/unix"
)

// Release lets go of the pages of the file that were read: they stay in the system's
// cache, and are mapped in again when they are read. The caller has a transaction of the
// file open, whose size it gives, or holds the writers off, so that the mapping stays.
func Release(db *bbolt.DB, size int64) {
	// Memory is only let go of here, so there is nothing to be done about an error.
	_, _, _ = unix.Syscall(unix.SYS_MADVISE, db.Info().Data, uintptr(size), unix.MADV_DONTNEED)
}

// Bytes gives how much memory the program has, and how much of it are pages of files; 0
// when that is not known.
func Bytes() (all, mapped int64) {
	file, err := unix.Open("/proc/self/statm", unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return 0, 0
	}
	var room [128]byte // for seven numbers, of which the second and third count
	n, err := unix.Read(file, room[:])
	// It was only read.
	_ = unix.Close(file)
	if err != nil {
		return 0, 0
	}
	fields := bytes.Fields(room[:n])
	if len(fields) < 3 {
		return 0, 0
	}
	page := int64(os.Getpagesize())
	return number(fields[1]) * page, number(fields[2]) * page
}

func number(field []byte) int64 {
	// What is no number is not known.
	n, _ := strconv.ParseInt(string(field), 10, 64)
	return n
}
