package store

import "fmt"

// spareRoom is left free beside a file that is made: a disk that is full to its
// last byte stops more than this program.
const spareRoom = 16 << 20

// roomFor refuses when a folder has no room for a file of a size.
func roomFor(dir string, size int64) error {
	free, err := freeRoom(dir)
	if err != nil {
		return nil // the system does not say: the writes will
	}
	if need := size + spareRoom; free < need {
		return fmt.Errorf("%w: it takes about %d MB beside the file and there are %d MB", ErrFull, need>>20, free>>20)
	}
	return nil
}
