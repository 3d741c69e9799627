package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"tradedesk/desk"
)

// readMapping reads the file that --map names, and says where it is wrong.
func readMapping(name string) (string, error) {
	file, err := os.Open(name)
	if err != nil {
		return "", pathError(name, err)
	}
	defer func() { _ = file.Close() }() // only read
	data, err := io.ReadAll(io.LimitReader(file, desk.MaxMapping+1))
	if err != nil {
		return "", pathError(name, err)
	}
	err = desk.CheckMapping(string(data))
	var at *desk.MappingError
	switch {
	case errors.As(err, &at) && at.Line > 0:
		return "", usagef("%s:%d: %s", name, at.Line, at.Message)
	case errors.As(err, &at):
		return "", usagef("%s: %s", name, at.Message)
	}
	return string(data), err
}

// writeMapping writes how the columns of a file would be read.
func (a *app) writeMapping(ctx context.Context, to string, req desk.ImportRequest, names []string) error {
	if len(names) != 1 {
		return usagef("--write-map: want one file, got %d", len(names))
	}
	if err := checkEnding(to, "toml"); err != nil {
		return err
	}
	source, size, err := a.openSource(ctx, names[0])
	if err != nil {
		return err
	}
	defer func() { _ = source.Close() }() // only read
	req.Name, req.Size = names[0], size
	return a.withDesk(ctx, func(d desk.Desk) error {
		preview, err := d.Preview(ctx, req, source)
		if err != nil {
			return err
		}
		if preview.Map == "" {
			return fmt.Errorf("%s: a file of format %s written by a desk or without columns needs no mapping", names[0], preview.Format)
		}
		if to == "-" {
			_, err := io.WriteString(a.fileOut(), preview.Map)
			return err
		}
		if _, err := os.Lstat(to); err == nil {
			return fmt.Errorf("%s: is there already; name another file", to)
		}
		file, err := createWhole(to)
		if err != nil {
			return err
		}
		if _, err := io.WriteString(file, preview.Map); err != nil {
			return errors.Join(err, file.abandon())
		}
		return file.commit()
	})
}
