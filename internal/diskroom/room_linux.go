package diskroom

import (
	"cmp"
	"math"

	"golang.org/x/sys/unix"
)

func roomOf(path string) (Room, error) {
	var is unix.Statfs_t
	if err := unix.Statfs(path, &is); err != nil {
		return Room{}, err
	}
	// Blocks are counted in fragments, which some file systems have smaller than blocks.
	size := cmp.Or(int64(is.Frsize), int64(is.Bsize))
	return Room{Free: bytesOf(counted(is.Bavail), size), Size: bytesOf(counted(is.Blocks), size)}, nil
}

func counted(blocks uint64) int64 { return int64(min(blocks, math.MaxInt64)) }
