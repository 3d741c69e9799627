//go:build unix

package search

import (
	"os"

	"golang.org/x/sys/unix"
)

func mapPages(f *os.File, size int, write bool) ([]byte, error) {
	prot := unix.PROT_READ
	if write {
		prot |= unix.PROT_WRITE
	}
	data, err := unix.Mmap(int(f.Fd()), 0, size, prot, unix.MAP_SHARED)
	return data, os.NewSyscallError("mmap", err)
}

func unmapPages(data []byte) error { return os.NewSyscallError("munmap", unix.Munmap(data)) }

// readAhead asks for pages; it is no fault when the system does not follow.
func readAhead(data []byte) { _ = unix.Madvise(data, unix.MADV_WILLNEED) }
