package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"tradedesk/store"
)

// ExportFile exports to a file that only its owner may read. It appears when it is
// whole. A file that is there already is replaced only when replace says so; else
// the error is fs.ErrExist.
func ExportFile(ctx context.Context, d Desk, req ExportRequest, path string, replace bool) error {
	return writeFile(path, replace, func(w io.Writer) error { return d.Export(ctx, req, w) })
}

// ExportQuarantine writes the changes that the server did not take, a line of JSON each,
// to a file, as ExportFile does.
func ExportQuarantine(ctx context.Context, d Desk, path string, replace bool) error {
	return writeFile(path, replace, func(w io.Writer) error {
		_, err := WriteQuarantine(ctx, d, w)
		return err
	})
}

// WriteQuarantine writes the same to w, and gives how many changes that were.
func WriteQuarantine(ctx context.Context, d Desk, w io.Writer) (int, error) {
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	n := 0
	err := EachQuarantined(ctx, d, func(q Quarantined) error {
		if err := out.Encode(q); err != nil {
			return fmt.Errorf("writing the change %d: %w", q.N, err)
		}
		n++
		return nil
	})
	return n, err
}

// EachQuarantined calls yield with every change that the server did not take, the oldest
// first, until yield gives an error.
func EachQuarantined(ctx context.Context, d Desk, yield func(Quarantined) error) error {
	for behind := uint64(0); ; {
		page, err := d.Quarantine(ctx, behind, 0)
		if err != nil || len(page) == 0 {
			return err
		}
		for _, q := range page {
			if err := yield(q); err != nil {
				return err
			}
			behind = q.N
		}
	}
}

func writeFile(path string, replace bool, write func(io.Writer) error) error {
	if err := writeWhole(path, replace, write); err != nil {
		return fmt.Errorf("writing %s: %w", path, store.Explain(err))
	}
	return nil
}

func writeWhole(path string, replace bool, write func(io.Writer) error) error {
	if _, err := os.Lstat(path); err == nil && !replace {
		return fs.ErrExist
	}
	file, err := os.CreateTemp(filepath.Dir(path), ".tradedesk-*.tmp")
	if err != nil {
		return err
	}
	err = write(file)
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err == nil {
		err = name(file.Name(), path, replace)
	}
	if err != nil {
		return errors.Join(err, os.Remove(file.Name()))
	}
	return nil
}

// name gives a finished file its name, unless another took it meanwhile.
func name(from, to string, replace bool) error {
	if replace {
		return os.Rename(from, to)
	}
	err := os.Link(from, to)
	if err == nil {
		return os.Remove(from)
	}
	if errors.Is(err, fs.ErrExist) {
		return err
	}
	// A file system without links.
	return os.Rename(from, to)
}
