package exchange

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
)

// Bounds of a file that has to be read in another order than it comes in.
const (
	spoolMemory = 8 << 20   // held in memory; what is larger waits on the disk
	maxSpooled  = 512 << 20 // bytes as the file has them, packed
)

// spooled is a whole file that can be read at any place.
type spooled struct {
	io.ReaderAt
	size int64
	file *os.File // nil when it is in memory
}

// spool takes in all of a file. close gives its room back.
func spool(ctx context.Context, in io.Reader) (*spooled, error) {
	in = &untilDone{ctx, in}
	head, err := io.ReadAll(io.LimitReader(in, spoolMemory))
	if err != nil {
		return nil, err
	}
	if len(head) < spoolMemory {
		return &spooled{ReaderAt: bytes.NewReader(head), size: int64(len(head))}, nil
	}
	file, err := os.CreateTemp("", "tradedesk-*.tmp")
	if err != nil {
		return nil, fmt.Errorf("making room for the file: %w", err)
	}
	s := &spooled{ReaderAt: file, file: file}
	if _, err := file.Write(head); err != nil {
		return nil, errors.Join(fmt.Errorf("making room for the file: %w", err), s.close())
	}
	rest, err := io.Copy(file, io.LimitReader(in, maxSpooled-int64(len(head))+1))
	s.size = int64(len(head)) + rest
	if err == nil && s.size > maxSpooled {
		err = notThat(errTooLarge.With(atMost(maxSpooled >> 20)))
	}
	if err != nil {
		return nil, errors.Join(err, s.close())
	}
	return s, nil
}

func (s *spooled) close() error {
	if s.file == nil {
		return nil
	}
	return errors.Join(s.file.Close(), os.Remove(s.file.Name()))
}

// untilDone is a reader that ends with its context.
type untilDone struct {
	ctx context.Context
	in  io.Reader
}

func (u *untilDone) Read(p []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	return u.in.Read(p)
}
