package search

import (
	"errors"
	"io"
	"os"
)

// mapping shows the first bytes of a file in memory. Where the system has no mappings, or
// the file is on a network's disk, of which pages can get lost while they are read, it is
// read, and written back at the end.
type mapping struct {
	data   []byte
	mapped bool
	file   *os.File // to write into, nil when it is only read
}

// mapFile shows size bytes of a file; what is written there is written into the file,
// when write says so.
func mapFile(f *os.File, size int, write bool) (*mapping, error) {
	if size > 0 && mayMap(f) {
		data, err := mapPages(f, size, write)
		if err == nil {
			return &mapping{data: data, mapped: true}, nil
		}
	}
	m := &mapping{data: make([]byte, size)}
	if write {
		m.file = f
		return m, nil
	}
	if _, err := f.ReadAt(m.data, 0); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	return m, nil
}

// close ends the mapping; nothing may be read of it any more.
func (m *mapping) close() error {
	if m.mapped {
		return unmapPages(m.data)
	}
	if m.file == nil {
		return nil
	}
	_, err := m.file.WriteAt(m.data, 0)
	return err
}

// warmStep is how much is asked for in one go.
const warmStep = 4 << 20

// warm asks the system to read the file ahead of who searches, until stop says so.
func (m *mapping) warm(stop func() bool) {
	if !m.mapped {
		return
	}
	for at := 0; at < len(m.data) && !stop(); at += warmStep {
		readAhead(m.data[at:min(at+warmStep, len(m.data))])
	}
}
