package search

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// mayMap reports whether a file's disk is this machine's own, as far as can be told.
func mayMap(f *os.File) bool {
	var on unix.Statfs_t
	if err := unix.Fstatfs(int(f.Fd()), &on); err != nil {
		return false
	}
	switch uint32(on.Type) {
	case unix.NFS_SUPER_MAGIC, unix.SMB_SUPER_MAGIC, unix.SMB2_SUPER_MAGIC, unix.CIFS_SUPER_MAGIC, unix.V9FS_MAGIC,
		unix.CEPH_SUPER_MAGIC, unix.AFS_SUPER_MAGIC, unix.AFS_FS_MAGIC, unix.CODA_SUPER_MAGIC, unix.FUSE_SUPER_MAGIC:
		return false
	}
	return true
}

// mostInterrupted is how often it is tried again when a signal came between.
const mostInterrupted = 10

// takeRoom makes an empty file so long, with room for all of it on the disk: what is
// written through a mapping cannot say that a disk is full.
func takeRoom(f *os.File, size int64) error {
	var err error
	for range mostInterrupted {
		if err = unix.Fallocate(int(f.Fd()), 0, 0, size); !errors.Is(err, unix.EINTR) {
			break
		}
	}
	if errors.Is(err, unix.EOPNOTSUPP) || errors.Is(err, unix.EINTR) {
		return f.Truncate(size)
	}
	return os.NewSyscallError("fallocate", err)
}
