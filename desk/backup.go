package desk

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"tradedesk/store"
)

// Proof says how much of a backup is proved.
type Proof = store.Proof

// The proofs: nothing; that every page is in its place; all that Check looks at.
const (
	ProofNone  = store.ProofNone
	ProofPages = store.ProofPages
	ProofFull  = store.ProofFull
)

// BackupRequest says where a backup goes.
type BackupRequest struct {
	File  string
	Force bool  // over a file that is there
	Proof Proof // what is proved of it before it has its name
}

// BackupReport is what there is to say of a backup. Records are live ones, -1 when
// an older version wrote it.
type BackupReport struct {
	File    string `json:"file"`
	Bytes   int64  `json:"bytes"`
	Records int    `json:"records"`
	Schema  uint64 `json:"schema"`
	Proof   Proof  `json:"proof"`
	Files   int    `json:"files"` // attached contents
	// Damaged holds the SHA-256 of contents that are left out: what is kept of them
	// is no longer what it was.
	Damaged []string `json:"damaged"`
}

// WriteBackup writes a backup of a desk, attached files too, to a file. The file has its name only when
// it is whole, durable and proved; it is for its owner's eyes. ErrConflict when
// the file is there already.
func WriteBackup(ctx context.Context, d Desk, req BackupRequest, progress func(Progress)) (BackupReport, error) {
	report, err := writeBackup(ctx, d, req, progress)
	if err != nil {
		return report, fmt.Errorf("backing up to %s: %w", req.File, err)
	}
	return report, nil
}

func writeBackup(ctx context.Context, d Desk, req BackupRequest, progress func(Progress)) (report BackupReport, err error) {
	if err := free(ctx, req); err != nil {
		return report, err
	}
	temp, err := os.CreateTemp(filepath.Dir(req.File), "."+filepath.Base(req.File)+"-*.tmp")
	if err != nil {
		return report, cause(err)
	}
	defer func() {
		if removeErr := os.Remove(temp.Name()); err == nil && !errors.Is(removeErr, fs.ErrNotExist) {
			err = removeErr
		}
	}()
	out := bufio.NewWriterSize(temp, 1<<20)
	err = d.Backup(ctx, out, progress)
	if err == nil {
		err = out.Flush()
	}
	if err == nil {
		err = temp.Sync()
	}
	if err = errors.Join(err, temp.Close()); err != nil {
		return report, store.Explain(err)
	}
	if report, err = InspectBackup(ctx, temp.Name(), req.Proof, progress); err != nil {
		return report, fmt.Errorf("proving it: %w", err)
	}
	report.File = req.File
	// Somebody may have made the file meanwhile.
	if err := free(ctx, req); err != nil {
		return report, err
	}
	return report, store.Rename(temp.Name(), req.File)
}

// free says whether a backup may have the name it is to have.
func free(ctx context.Context, req BackupRequest) error {
	info, err := os.Lstat(req.File)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return cause(err)
	case info.IsDir():
		return fmt.Errorf("%w: is a directory; name a file in it", ErrInvalid)
	case !info.Mode().IsRegular():
		return fmt.Errorf("%w: is no regular file", ErrInvalid)
	case !req.Force:
		return fmt.Errorf("%w: is there already", ErrConflict)
	}
	if _, err := store.Inspect(ctx, req.File, ProofNone, nil); errors.Is(err, ErrBusy) {
		return fmt.Errorf("%w: is a desk that is open; choose another name", ErrInvalid)
	}
	return nil
}

// cause drops the path that an error of a file repeats.
func cause(err error) error {
	var at *fs.PathError
	if errors.As(err, &at) {
		return store.Explain(at.Err)
	}
	return store.Explain(err)
}

// InspectBackup looks at a backup, or any desk file that nobody has open, and
// changes nothing. Errors wrap ErrDamaged, ErrNewer, ErrBusy and ErrNotFound.
func InspectBackup(ctx context.Context, file string, proof Proof, progress func(Progress)) (BackupReport, error) {
	if proof == "" {
		proof = ProofPages
	}
	report := BackupReport{File: file, Proof: proof, Damaged: []string{}}
	t := &teller{what: "verify", now: time.Now, tell: progress, began: time.Now()}
	archive, err := isArchive(file)
	if err != nil {
		return report, cause(err)
	}
	if archive {
		err := inspectArchive(ctx, file, t, &report)
		return report, err
	}
	found, err := store.Inspect(ctx, file, proof, t.at)
	report.Bytes, report.Records, report.Schema = found.Bytes, found.Records, found.Schema
	return report, err
}

// inspectArchive takes the desk's file out, beside the archive, to look at it.
func inspectArchive(ctx context.Context, file string, t *teller, report *BackupReport) (err error) {
	info, err := os.Stat(file)
	if err != nil {
		return cause(err)
	}
	temp, err := os.CreateTemp(filepath.Dir(file), "."+filepath.Base(file)+"-*.tmp")
	if err != nil {
		return cause(err)
	}
	defer func() { err = errors.Join(err, os.Remove(temp.Name())) }()
	held, err := readArchiveFile(ctx, file, taking{
		desk:    func(r io.Reader) error { return copyTo(temp, r) },
		content: func(_ string, r io.Reader) error { return copyTo(io.Discard, r) },
	})
	if err = errors.Join(err, temp.Close()); err != nil {
		return store.Explain(err)
	}
	found, err := store.Inspect(ctx, temp.Name(), report.Proof, t.at)
	report.Bytes, report.Records, report.Schema = info.Size(), found.Records, found.Schema
	report.Files, report.Damaged = held.Files, append(report.Damaged, held.Damaged...)
	return err
}

func copyTo(w io.Writer, r io.Reader) error {
	_, err := io.Copy(w, r)
	return err
}
