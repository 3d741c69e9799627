package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"tradedesk/desk"

	"github.com/muesli/cancelreader"
)

// openSource opens a file to be read and gives its size, 0 when it has none. A
// pipe or a keyboard that says nothing is no longer waited for when ctx ends.
func (a *app) openSource(ctx context.Context, name string) (io.ReadCloser, int64, error) {
	if name == "-" {
		return interruptible(ctx, a.env.In), 0, nil
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, 0, pathError(name, err)
	}
	info, err := file.Stat()
	switch {
	case err != nil:
		err = pathError(name, err)
	case info.IsDir():
		return a.openFolder(ctx, file)
	case info.Mode().IsRegular():
		return file, info.Size(), nil
	default:
		return interruptible(ctx, file), 0, nil
	}
	return nil, 0, errors.Join(err, file.Close())
}

// openFolder opens a directory of mail.
func (a *app) openFolder(ctx context.Context, dir *os.File) (io.ReadCloser, int64, error) {
	name := dir.Name()
	if err := dir.Close(); err != nil {
		return nil, 0, pathError(name, err)
	}
	folder, err := desk.OpenMailFolder(ctx, name)
	if errors.Is(err, desk.ErrNoMailFolder) {
		err = fmt.Errorf("%s: is a directory; it %w; otherwise name the files, such as %s", name, err, filepath.Join(name, "*.csv"))
	} else if err != nil {
		err = pathError(name, err)
	}
	return folder, 0, err
}

// stream is a source that stops when its context ends.
type stream struct {
	cancelreader.CancelReader
	forget func() bool
	file   io.Closer // what is to be closed with it, nil for the standard input
}

func interruptible(ctx context.Context, in io.Reader) io.ReadCloser {
	file, ok := in.(*os.File)
	if !ok {
		return io.NopCloser(in)
	}
	reader, err := cancelreader.NewReader(file)
	if err != nil {
		// What cannot be waited for, such as a file or /dev/null, is always ready.
		return file
	}
	s := &stream{CancelReader: reader, forget: context.AfterFunc(ctx, func() { reader.Cancel() })}
	if file != os.Stdin {
		s.file = file
	}
	return s
}

// Close lets go of the source, but for the standard input itself.
func (s *stream) Close() error {
	s.forget()
	err := s.CancelReader.Close()
	if s.file != nil {
		err = errors.Join(err, s.file.Close())
	}
	return err
}

// pathError says what is wrong with a file, starting with its name.
func pathError(name string, err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		err = path.Err
	}
	return fmt.Errorf("%s: %w", name, err)
}
