package boltlog

import (
	"os"
	"runtime"
	"strconv"
)

// roomToGrow is how many bytes of addresses a file is mapped into at least. They cost
// nothing until they are read.
const roomToGrow int64 = 16 << 30

// growth is how many bytes a file grows by at least; bbolt's own 16 MB would be the length
// of every small one.
const growth = 1 << 20

// mapping gives how many bytes a file is mapped into, so that it can grow without being
// mapped anew: that waits for all who read, a backup too, and nobody begins to read
// meanwhile. 0, as much as the file has, where addresses are few, and on Windows, where a
// file is made as long as its mapping.
func mapping(path string) int {
	if strconv.IntSize < 64 || runtime.GOOS == "windows" {
		return 0
	}
	size := int64(0)
	if info, err := os.Stat(path); err == nil { // a real trouble is told when it is opened
		size = info.Size()
	}
	return int(max(roomToGrow, 2*size))
}
