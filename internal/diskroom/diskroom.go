// Package diskroom says how much room a disk has, and how much of it attached files may
// take so that records can still be written, for the desk and the server.
package diskroom

import "math"

// Reserve is how many bytes attached files leave free, or a quarter of a small disk: an
// edit takes some ten thousand.
const Reserve = 64 << 20

// Room is what a file system has, in bytes.
type Room struct {
	Free int64 // what this user may still take
	Size int64 // of all of it
}

// Of gives the room of the file system that a directory is in, through links; false when
// that is not known, as of a file on Windows.
func Of(dir string) (Room, bool) {
	r, err := roomOf(dir)
	return r, err == nil && r.Size > 0
}

// Spare gives how many bytes attached files may take.
func (r Room) Spare() int64 { return max(0, r.Free-min(Reserve, r.Size/4)) }

// bytesOf multiplies a number of blocks with their size; more than can be counted is the
// most that can be.
func bytesOf(blocks, size int64) int64 {
	if blocks <= 0 || size <= 0 {
		return 0 // a disk that has less free than others may take says so with less than nothing
	}
	if blocks > math.MaxInt64/size {
		return math.MaxInt64
	}
	return blocks * size
}
