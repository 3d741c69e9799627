package desk

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"tradedesk/internal/diskfull"
)

const (
	fileName   = "desk.db"
	socketName = "desk.sock"
	ownerName  = "owner.json"

	// maxSocketPath is what fits into a sockaddr_un on every system, with its
	// closing zero (104 bytes on BSD and macOS, 108 on Linux).
	maxSocketPath = 103
	// maxOwnerFile bounds what is read of owner.json.
	maxOwnerFile = 64 << 10
)

// place is a data directory and the files in it.
type place struct{ dir string }

// ownerFile says who holds the desk; the owner writes it while it holds the
// lock, so it may be stale.
type ownerFile struct {
	PID     int       `json:"pid"`
	Socket  string    `json:"socket"`
	Started time.Time `json:"started"`
}

// newPlace makes the directory, 0700, when it is missing, and gives it by its
// real path, so that two names of one directory are one desk.
func newPlace(dir string) (place, error) {
	if dir == "" {
		return place{}, fmt.Errorf("opening the desk: no data directory was given: %w", ErrInvalid)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return place{}, fmt.Errorf("making the data directory: %w", err)
	}
	abs, err := filepath.Abs(dir)
	if err != nil {
		return place{}, fmt.Errorf("finding the data directory: %w", err)
	}
	real, err := filepath.EvalSymlinks(abs)
	if err != nil {
		return place{}, fmt.Errorf("finding the data directory: %w", err)
	}
	return place{dir: real}, nil
}

func (p place) file() string      { return filepath.Join(p.dir, fileName) }
func (p place) ownerFile() string { return filepath.Join(p.dir, ownerName) }

// socket gives where the owner listens: in the data directory, or, when that
// path is too long for a socket, in a directory of this user under the
// temporary directory, named by the data directory's hash.
func (p place) socket() string {
	if path := filepath.Join(p.dir, socketName); len(path) <= maxSocketPath {
		return path
	}
	sum := sha256.Sum256([]byte(p.dir))
	name := filepath.Join(fmt.Sprintf("tradedesk-%d", os.Getuid()), hex.EncodeToString(sum[:12])+".sock")
	if path := filepath.Join(os.TempDir(), name); len(path) <= maxSocketPath {
		return path
	}
	return filepath.Join("/tmp", name)
}

// prepareSocket gives the path to listen at, free of an earlier owner's socket.
// Only who holds the file's lock may call it.
func (p place) prepareSocket() (string, error) {
	path := p.socket()
	if parent := filepath.Dir(path); parent != p.dir {
		if err := os.Mkdir(parent, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
			return "", fmt.Errorf("making a directory for the socket: %w", err)
		}
		if err := private(parent); err != nil {
			return "", fmt.Errorf("using a directory for the socket: %w", err)
		}
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("removing an earlier socket: %w", err)
	}
	return path, nil
}

// private refuses what others could have made or can write to.
func private(path string) error {
	info, err := os.Lstat(path)
	if err != nil {
		return err
	}
	if info.Mode()&fs.ModeSymlink != 0 {
		return fmt.Errorf("%s is a link", path)
	}
	if !ownedByMe(info) {
		return fmt.Errorf("%s belongs to another user", path)
	}
	if info.IsDir() && !closedToOthers(info) {
		return fmt.Errorf("%s is open to other users: want mode 0700, it has %04o", path, info.Mode().Perm())
	}
	return nil
}

// announce says who holds the desk, unless the disk is full: what is there can be read all
// the same. Visitors then look where the owner usually listens, so that an earlier owner's
// word must not lead them elsewhere.
func (p place) announce(o ownerFile) error {
	err := p.writeOwner(o)
	if !diskfull.Is(err) {
		return err
	}
	if err := gone(os.Remove(p.ownerFile())); err != nil {
		return fmt.Errorf("removing an earlier %s: %w", ownerName, err)
	}
	return nil
}

// writeOwner says in owner.json who holds the desk and where it listens.
func (p place) writeOwner(o ownerFile) error {
	data, err := json.Marshal(o)
	if err != nil {
		return fmt.Errorf("writing %s: %w", ownerName, err)
	}
	fresh := p.ownerFile() + ".new"
	err = os.WriteFile(fresh, append(data, '\n'), 0o600)
	if err == nil {
		err = os.Rename(fresh, p.ownerFile())
	}
	if err != nil {
		return errors.Join(fmt.Errorf("writing %s: %w", ownerName, err), gone(os.Remove(fresh)))
	}
	return nil
}

// readOwner gives what owner.json says; its zero value when there is none.
func (p place) readOwner() (ownerFile, error) {
	f, err := os.Open(p.ownerFile())
	if errors.Is(err, fs.ErrNotExist) {
		return ownerFile{}, nil
	}
	if err != nil {
		return ownerFile{}, fmt.Errorf("reading %s: %w", ownerName, err)
	}
	defer func() { _ = f.Close() }() // only read
	var o ownerFile
	if err := json.NewDecoder(io.LimitReader(f, maxOwnerFile)).Decode(&o); err != nil {
		return ownerFile{}, fmt.Errorf("reading %s: %w", ownerName, err)
	}
	return o, nil
}

// visitSocket gives the path to dial: what the owner wrote, else the usual one.
// A socket that is not this user's is refused.
func (p place) visitSocket() (string, error) {
	path := p.socket()
	if o, err := p.readOwner(); err == nil && o.Socket != "" {
		path = o.Socket
	}
	if err := private(path); err != nil {
		return "", err
	}
	if parent := filepath.Dir(path); parent != p.dir {
		if err := private(parent); err != nil {
			return "", err
		}
	}
	return path, nil
}

// busy says in one line who holds the desk and what to do.
func (p place) busy(advice string) error {
	holder := "another process"
	if o, err := p.readOwner(); err == nil && o.PID != 0 {
		holder = fmt.Sprintf("process %d (since %s)", o.PID, o.Started.Local().Format("2006-01-02 15:04"))
	}
	return fmt.Errorf("%w: %s is held by %s: %s", ErrBusy, p.dir, holder, advice)
}
