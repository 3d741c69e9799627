//go:build unix

package main

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"tradedesk/model"
	"tradedesk/store"
)

// getsTurn is how many records one side reads before the other has its turn.
const getsTurn = 500

// getBoth reads records one by one from the desk's file and from SQLite's, in turn. Each
// has a process of its own, as it would in use: what the other keeps in memory is not
// counted against it.
func getBoth(ctx context.Context, dir string, ids []model.ID) (our, their sample, err error) {
	ours, err := startGets(ctx, filepath.Join(dir, "desk.db"))
	if err != nil {
		return nil, nil, err
	}
	defer func() { err = errors.Join(err, ours.end()) }()
	theirs, err := startGets(ctx, filepath.Join(dir, "sqlite.db"))
	if err != nil {
		return nil, nil, err
	}
	defer func() { err = errors.Join(err, theirs.end()) }()
	for from := 0; from+getsTurn <= len(ids); from += getsTurn {
		turn := ids[from : from+getsTurn]
		if our, err = ours.read(turn, our); err != nil {
			return nil, nil, fmt.Errorf("the desk: %w", err)
		}
		if their, err = theirs.read(turn, their); err != nil {
			return nil, nil, fmt.Errorf("SQLite: %w", err)
		}
	}
	return our, their, nil
}

// getter is a process that reads records of one file.
type getter struct {
	process *exec.Cmd
	in      io.WriteCloser
	out     io.Reader
}

func startGets(ctx context.Context, path string) (*getter, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	g := &getter{process: exec.CommandContext(ctx, self, "-gets", path)}
	g.process.Stderr = os.Stderr
	if g.in, err = g.process.StdinPipe(); err != nil {
		return nil, err
	}
	if g.out, err = g.process.StdoutPipe(); err != nil {
		return nil, err
	}
	return g, g.process.Start()
}

// read lets the process read a turn of records, and adds how long each took.
func (g *getter) read(turn []model.ID, to sample) (sample, error) {
	if err := binary.Write(g.in, binary.LittleEndian, turn); err != nil {
		return nil, err
	}
	took := make([]int64, len(turn))
	if err := binary.Read(g.out, binary.LittleEndian, took); err != nil {
		return nil, err
	}
	for _, t := range took {
		to = append(to, time.Duration(t))
	}
	return to, nil
}

func (g *getter) end() error { return errors.Join(g.in.Close(), g.process.Wait()) }

// serveGets is the process of a getter: turns of ids come in, times go out.
func serveGets(ctx context.Context, path string, in io.Reader, out io.Writer) (err error) {
	open := openDeskGets
	if strings.HasSuffix(path, "sqlite.db") {
		open = openSQLiteGets
	}
	get, closeFile, err := open(ctx, path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closeFile()) }()
	ids, took := make([]model.ID, getsTurn), make([]int64, getsTurn)
	for {
		if err := binary.Read(in, binary.LittleEndian, ids); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		for i, id := range ids {
			began := time.Now()
			l, err := get(id)
			took[i] = int64(time.Since(began))
			if err != nil {
				return err
			}
			if l.ID != id || l.UpdatedBy != "bench" {
				return fmt.Errorf("%s is read as %s by %q", id, l.ID, l.UpdatedBy)
			}
		}
		if err := binary.Write(out, binary.LittleEndian, took); err != nil {
			return err
		}
	}
}

// getLead reads one lead.
type getLead func(model.ID) (*model.Lead, error)

func openDeskGets(ctx context.Context, path string) (getLead, func() error, error) {
	s, err := store.Open(ctx, path, store.Options{By: "bench", Now: time.Now})
	if err != nil {
		return nil, nil, err
	}
	return func(id model.ID) (*model.Lead, error) {
		r, err := s.Get(ctx, id)
		if err != nil {
			return nil, err
		}
		return r.(*model.Lead), nil
	}, s.Close, nil
}

func openSQLiteGets(ctx context.Context, path string) (getLead, func() error, error) {
	db, err := sql.Open("sqlite", path)
	if err != nil {
		return nil, nil, err
	}
	db.SetMaxOpenConns(1)
	one, err := db.PrepareContext(ctx, "SELECT "+leadColumns+" FROM lead WHERE id = ?")
	if err != nil {
		return nil, nil, errors.Join(err, db.Close())
	}
	return func(id model.ID) (*model.Lead, error) { return scanLead(one.QueryRowContext(ctx, id[:])) },
		func() error { return errors.Join(one.Close(), db.Close()) }, nil
}
