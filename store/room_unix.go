//go:build !windows

package store

import "golang.org/x/sys/unix"

// freeRoom gives the bytes that this user may still write into a folder.
func freeRoom(dir string) (int64, error) {
	var s unix.Statfs_t
	if err := unix.Statfs(dir, &s); err != nil {
		return 0, err
	}
	return int64(s.Bavail) * int64(s.Bsize), nil
}
