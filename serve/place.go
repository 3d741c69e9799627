package serve

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"tradedesk/sync/server/boltlog"
)

// Errors that a caller decides on. What is wrapped around them says what and where.
var (
	ErrInvalid  = errors.New("invalid")
	ErrNotFound = errors.New("not found")
	ErrExists   = errors.New("is there already")
	ErrHeld     = errors.New("is held by another process")
)

// place is a server's file and what lies beside it.
type place struct{ file string }

const (
	engineBolt = "bolt"

	// maxSocketPath is what fits into a sockaddr_un on every system, with its closing
	// zero.
	maxSocketPath = 103
)

// placeOf reads where a server keeps its workspaces, as bolt:FILE.
func placeOf(store string) (place, error) {
	engine, file, ok := strings.Cut(store, ":")
	if !ok || engine != engineBolt || file == "" {
		return place{}, fmt.Errorf("%w store %.200q: want %s:FILE", ErrInvalid, store, engineBolt)
	}
	file, err := filepath.Abs(file)
	if err != nil {
		return place{}, fmt.Errorf("finding the server's file: %w", err)
	}
	return place{file}, nil
}

// socket is where a server that runs takes orders of who runs it.
func (p place) socket() string { return p.file + ".sock" }

// contents is where attached files lie.
func (p place) contents() string { return p.file + ".files" }

// there reports whether the file is there.
func (p place) there() (bool, error) {
	_, err := os.Stat(p.file)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// found fails when there is no file.
func (p place) found() error {
	there, err := p.there()
	if err == nil && !there {
		return fmt.Errorf("there is no server's file %s: %w; `tradedesk serve init --workspace NAME` makes one", p.file, ErrNotFound)
	}
	return err
}

// open opens the file, which is made when it is missing, and holds it.
func (p place) open() (*boltlog.Engine, error) {
	if err := os.MkdirAll(filepath.Dir(p.file), 0o700); err != nil {
		return nil, fmt.Errorf("making a directory for the server's file: %w", err)
	}
	engine, err := boltlog.Open(p.file, boltlog.Options{})
	if errors.Is(err, boltlog.ErrHeld) {
		return nil, fmt.Errorf("the server's file %s %w", p.file, ErrHeld)
	}
	return engine, err
}
