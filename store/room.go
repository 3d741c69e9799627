package store

import (
	"fmt"

	"tradedesk/internal/diskroom"
)

// spareRoom is left free beside a file that is made: a disk that is full to its
// last byte stops more than this program.
const spareRoom = 16 << 20

// roomFor refuses when a folder has no room for a file of a size.
func roomFor(dir string, size int64) error {
	room, known := diskroom.Of(dir)
	if !known {
		return nil // the writes will say
	}
	if need := size + spareRoom; room.Free < need {
		return fmt.Errorf("%w: it takes about %d MB beside the file and there are %d MB", ErrFull, need>>20, room.Free>>20)
	}
	return nil
}
