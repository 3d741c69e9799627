//go:build !unix

package search

import (
	"io"
	"os"
)

// mapFile reads the first bytes of a file into memory; what is written there is written
// into the file when unmap is called, when write says so.
func mapFile(f *os.File, size int, write bool) (data []byte, unmap func() error, err error) {
	data = make([]byte, size)
	if _, err := f.ReadAt(data, 0); err != nil && err != io.EOF {
		return nil, nil, err
	}
	return data, func() error {
		if !write {
			return nil
		}
		_, err := f.WriteAt(data, 0)
		return err
	}, nil
}
