//go:build darwin || dragonfly || freebsd

package diskroom

import "golang.org/x/sys/unix"

func roomOf(path string) (Room, error) {
	var is unix.Statfs_t
	if err := unix.Statfs(path, &is); err != nil {
		return Room{}, err
	}
	return Room{Free: bytesOf(int64(is.Bavail), int64(is.Bsize)), Size: bytesOf(int64(is.Blocks), int64(is.Bsize))}, nil
}
