package blobdir

import (
	"fmt"
	"io"

	"tradedesk/sync/server/storage"
)

// lookEvery is after how many bytes of a content the disk is looked at again: others take
// of it, too.
const lookEvery = 1 << 20

// sparing reads the rest of a content as long as the disk has room for it.
type sparing struct {
	dir   *Dir
	in    string // the directory that the content is written in
	from  io.Reader
	left  int64 // of the content
	blind int64 // bytes until the disk is looked at again
}

func (s *sparing) Read(p []byte) (int, error) {
	if s.blind <= 0 {
		if err := s.dir.hasRoom(s.in, s.left); err != nil {
			return 0, err
		}
		s.blind = lookEvery
	}
	n, err := s.from.Read(p)
	s.left -= int64(n)
	s.blind -= int64(n)
	return n, err
}

// hasRoom looks whether a content may take so many bytes more of the disk that a directory is
// on. A disk that does not say has room until it is full.
func (d *Dir) hasRoom(in string, bytes int64) error {
	if d.room == nil {
		return nil
	}
	if room, known := d.room(in); known && bytes > room.Spare() {
		return fmt.Errorf("%w: the content wants %d bytes more, and of %d free ones it may take %d", storage.ErrFull, bytes, room.Free, room.Spare())
	}
	return nil
}
