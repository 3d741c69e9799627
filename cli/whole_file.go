package cli

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// wholeFile is a file that appears under its name only when it is complete. It
// is written beside it under another name; devices and pipes are written directly.
type wholeFile struct {
	name   string // as the person wrote it, for messages
	target string // what the name stands for, links followed
	file   *os.File
	buffer *bufio.Writer
	direct bool
}

func createWhole(name string) (*wholeFile, error) {
	target := name
	if followed, err := filepath.EvalSymlinks(name); err == nil {
		target = followed
	}
	info, err := os.Stat(target)
	switch {
	case err == nil && info.IsDir():
		return nil, fmt.Errorf("%s: is a directory; name a file in it", name)
	case err == nil && !info.Mode().IsRegular():
		file, err := os.OpenFile(target, os.O_WRONLY, 0)
		if err != nil {
			return nil, pathError(name, err)
		}
		return &wholeFile{name: name, target: target, file: file, buffer: bufio.NewWriterSize(file, 64<<10), direct: true}, nil
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return nil, pathError(name, err)
	}
	file, tempErr := os.CreateTemp(filepath.Dir(target), ".tradedesk-*.tmp")
	if tempErr != nil {
		return nil, pathError(name, tempErr)
	}
	whole := &wholeFile{name: name, target: target, file: file, buffer: bufio.NewWriterSize(file, 64<<10)}
	if err == nil {
		if modeErr := file.Chmod(info.Mode().Perm()); modeErr != nil {
			return nil, errors.Join(pathError(name, modeErr), whole.abandon())
		}
	}
	return whole, nil
}

func (f *wholeFile) Write(p []byte) (int, error) {
	n, err := f.buffer.Write(p)
	if err != nil {
		return n, pathError(f.name, err)
	}
	return n, nil
}

// commit makes what was written durable and gives it its name.
func (f *wholeFile) commit() error {
	err := f.buffer.Flush()
	if err == nil && !f.direct {
		err = f.file.Sync()
	}
	if err != nil {
		return errors.Join(pathError(f.name, err), f.abandon())
	}
	if err := f.file.Close(); err != nil {
		return errors.Join(pathError(f.name, err), f.remove())
	}
	if f.direct {
		return nil
	}
	if err := os.Rename(f.file.Name(), f.target); err != nil {
		return errors.Join(fmt.Errorf("%s: %w", f.name, err), f.remove())
	}
	return nil
}

// abandon leaves everything as it was before createWhole.
func (f *wholeFile) abandon() error {
	return errors.Join(f.file.Close(), f.remove())
}

func (f *wholeFile) remove() error {
	if f.direct {
		return nil
	}
	return os.Remove(f.file.Name())
}
