//go:build unix

package search

import (
	"os"

	"golang.org/x/sys/unix"
)

// mapFile shows the first bytes of a file in memory; what is written there is written
// into the file, when write says so.
func mapFile(f *os.File, size int, write bool) (data []byte, unmap func() error, err error) {
	if size == 0 {
		return nil, func() error { return nil }, nil
	}
	prot := unix.PROT_READ
	if write {
		prot |= unix.PROT_WRITE
	}
	data, err = unix.Mmap(int(f.Fd()), 0, size, prot, unix.MAP_SHARED)
	if err != nil {
		return nil, nil, os.NewSyscallError("mmap", err)
	}
	return data, func() error { return unix.Munmap(data) }, nil
}
