package serve

import (
	"archive/tar"
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"

	"tradedesk/internal/durable"
	"tradedesk/model"
	"tradedesk/sync/server/boltlog"
)

// The members of a backup.
const (
	memberFile     = "server.db"
	memberContents = "files" // files/WORKSPACE/ab/SHA256
	// memberEnd is the last: a backup that was cut has none.
	memberEnd = "backup.json"
)

// ending says at the end of a backup what is in it.
type ending struct {
	Files int `json:"files"`
}

// writeBackup writes the file as it stands, then the attached files, then what is in
// it. Files that came after the moment of the first are in it too, which harms nobody.
func writeBackup(ctx context.Context, engine *boltlog.Engine, contents string, to io.Writer) error {
	out := tar.NewWriter(to)
	err := engine.Backup(ctx, func(size int64) (io.Writer, error) {
		return out, out.WriteHeader(&tar.Header{Name: memberFile, Mode: 0o600, Size: size, ModTime: time.Now()})
	})
	if err != nil {
		return fmt.Errorf("backing up the server's file: %w", err)
	}
	files, err := addFiles(ctx, out, contents)
	if err != nil {
		return fmt.Errorf("backing up the attached files: %w", err)
	}
	return errors.Join(addEnding(out, ending{files}), out.Close())
}

// addFiles adds the attached files that are whole, and gives how many there are.
func addFiles(ctx context.Context, out *tar.Writer, contents string) (files int, err error) {
	err = filepath.WalkDir(contents, func(name string, entry fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) && name == contents {
			return nil
		}
		if err != nil || entry.IsDir() {
			return err
		}
		inside, err := filepath.Rel(contents, name)
		if err != nil {
			return err
		}
		member := path.Join(memberContents, filepath.ToSlash(inside))
		if _, _, ok := contentName(member); !ok {
			return nil // unfinished
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		files++
		return addFile(out, name, member)
	})
	return files, err
}

func addEnding(out *tar.Writer, end ending) error {
	data, err := json.Marshal(end)
	if err != nil {
		return err
	}
	if err := out.WriteHeader(&tar.Header{Name: memberEnd, Mode: 0o600, Size: int64(len(data)), ModTime: time.Now()}); err != nil {
		return err
	}
	_, err = out.Write(data)
	return err
}

func addFile(out *tar.Writer, name, as string) (err error) {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if err := out.WriteHeader(&tar.Header{Name: as, Mode: 0o600, Size: info.Size(), ModTime: info.ModTime()}); err != nil {
		return err
	}
	_, err = io.Copy(out, f)
	return err
}

// contentName reads which content a member of a backup is.
func contentName(member string) (workspace model.ID, sum string, ok bool) {
	parts := strings.Split(member, "/")
	if len(parts) != 4 || parts[0] != memberContents || !model.IsSHA256(parts[3]) || parts[2] != parts[3][:2] {
		return workspace, "", false
	}
	workspace, err := model.ParseID(parts[1])
	return workspace, parts[3], err == nil && workspace.String() == parts[1]
}

// BackupReport is what became of a backup.
type BackupReport struct {
	File  string `json:"file"`
	Bytes int64  `json:"bytes"`
}

// BackupFile writes a backup to a file, which has its name only when it is whole and
// on the disk. What is there already is not written over without force.
func BackupFile(ctx context.Context, admin Admin, name string, force bool) (report BackupReport, err error) {
	if _, err := os.Lstat(name); err == nil && !force {
		return report, fmt.Errorf("backing up to %s: it %w; choose another name, or --force to write over it", name, ErrExists)
	}
	f, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+"-*")
	if err != nil {
		return report, fmt.Errorf("backing up to %s: %w", name, cause(err))
	}
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("backing up to %s: %w", name, err), f.Close(), os.Remove(f.Name()))
		}
	}()
	w := bufio.NewWriterSize(f, 1<<20)
	if err := errors.Join(admin.Backup(ctx, w), w.Flush(), f.Sync()); err != nil {
		return report, err
	}
	info, err := f.Stat()
	if err != nil {
		return report, err
	}
	if err := proveBackup(ctx, f); err != nil {
		return report, err
	}
	if err := f.Close(); err != nil {
		return report, err
	}
	if err := durable.Rename(f.Name(), name); err != nil {
		return report, err
	}
	return BackupReport{File: name, Bytes: info.Size()}, nil
}

// cause leaves out the name of a temporary file, which says nothing to a person.
func cause(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}
