package search

import (
	"errors"
	"io/fs"
	"os"
)

// scratch is a file that nothing is to be left of. Where the system has it so, it loses its
// name at once, so that nothing is left whatever ends the program.
type scratch struct {
	*os.File
	gone bool
}

// newScratch makes a file in dir. One that is made at the same time may sweep its name away:
// that is as good as taking it away ourselves.
func newScratch(dir string) (scratch, error) {
	f, err := os.CreateTemp(dir, besideFile)
	if err != nil {
		return scratch{}, err
	}
	return scratch{f, swept(f) == nil}, nil
}

// Close closes the file and takes its name away, where it still has one.
func (s scratch) Close() error {
	err := s.File.Close()
	if !s.gone {
		err = errors.Join(err, swept(s.File))
	}
	return err
}

// swept takes the name of a file away, unless somebody did.
func swept(f *os.File) error {
	if err := os.Remove(f.Name()); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
