package desk

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"tradedesk/model"
	"tradedesk/store"
)

// maxNames bounds the names that are tried for one file in one directory.
const maxNames = 1000

// SaveFile writes the content of an attachment into a directory, under its own
// name made safe, or that with a number when it is taken: nothing is overwritten.
// It gives the path.
func SaveFile(ctx context.Context, d Desk, a model.Attachment, dir string) (path string, err error) {
	content, err := d.OpenFile(ctx, a.SHA256)
	if err != nil {
		return "", fmt.Errorf("saving %.100q: %w", model.FileName(a.Name), err)
	}
	defer func() { _ = content.Close() }() // only read
	file, err := createFree(dir, model.FileName(a.Name))
	if err != nil {
		return "", fmt.Errorf("saving %.100q: %w", model.FileName(a.Name), store.Explain(err))
	}
	_, err = io.Copy(file, content)
	if err == nil {
		err = file.Sync()
	}
	if err := errors.Join(err, file.Close()); err != nil {
		return "", errors.Join(fmt.Errorf("saving %.100q: %w", model.FileName(a.Name), store.Explain(err)), os.Remove(file.Name()))
	}
	return file.Name(), nil
}

// createFree makes a file that was not there, following no link.
func createFree(dir, name string) (*os.File, error) {
	ending := filepath.Ext(name)
	base := strings.TrimSuffix(name, ending)
	for n := 1; n <= maxNames; n++ {
		try := name
		if n > 1 {
			try = fmt.Sprintf("%s (%d)%s", base, n, ending)
		}
		file, err := os.OpenFile(filepath.Join(dir, try), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if !errors.Is(err, fs.ErrExist) {
			return file, err
		}
	}
	return nil, fmt.Errorf("%s: has %d files with this name", dir, maxNames)
}
