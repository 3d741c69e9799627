//go:build unix

package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// The test binary runs itself as the writer that is killed, or that runs out of
// disk.
const (
	envRole    = "STORE_TEST_ROLE"
	envPath    = "STORE_TEST_PATH"
	envDeed    = "STORE_TEST_DEED"
	envRoom    = "STORE_TEST_ROOM"
	roleVictim = "victim"
	roleFull   = "full"
)

func TestMain(m *testing.M) {
	deed, path := os.Getenv(envDeed), os.Getenv(envPath)
	switch os.Getenv(envRole) {
	case roleVictim:
		fail(beVictim(deed, path))
	case roleFull:
		fail(fillTheDisk(deed, path))
	default:
		os.Exit(m.Run())
	}
}

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

func child(role, deed, path string, room int) *exec.Cmd {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), envRole+"="+role, envDeed+"="+deed, envPath+"="+path, envRoom+"="+strconv.Itoa(room),
		// One that is killed says nothing at its end of the races it had: it ends at the first.
		"GORACE="+strings.TrimSpace(os.Getenv("GORACE")+" atexit_sleep_ms=0 halt_on_error=1"))
	cmd.Stderr = os.Stderr
	return cmd
}

// fillTheDisk does a thing over and over while no file may grow beyond some room,
// and wants ErrFull in the end, a file that is sound, and reads that go on.
func fillTheDisk(deed, path string) error {
	room, err := strconv.ParseUint(os.Getenv(envRoom), 10, 64)
	if err != nil {
		return err
	}
	if deed == "restore" || deed == "migrate" {
		err = limitFiles(path, room)
	}
	if err != nil {
		return err
	}
	if deed == "restore" {
		_, err := Restore(context.Background(), path, path+".backup", Options{}, nil)
		if err == nil {
			fmt.Println("restored")
			return nil
		}
		return wantFull(err)
	}
	s, err := Open(context.Background(), path, Options{})
	if err != nil {
		return wantFull(err)
	}
	if deed != "migrate" {
		if err := limitFiles(path, room); err != nil {
			return err
		}
	}
	if err := wantFull(victims[deed](victim{s, path})); err != nil {
		return err
	}
	report, err := s.Check(context.Background(), nil)
	if err != nil || !report.OK {
		return fmt.Errorf("after it was full: %v, %w", report.Problems, err)
	}
	return s.Close()
}

func wantFull(err error) error {
	if errors.Is(err, ErrFull) {
		return nil
	}
	return fmt.Errorf("a full disk says: %w", err)
}

// limitFiles lets no file of this process grow to more than the one at path and
// some room.
func limitFiles(path string, room uint64) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	most := uint64(info.Size()) + room
	return syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: most, Max: most})
}
