package desk

import (
	"archive/tar"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"strings"
	"time"

	"tradedesk/model"
)

// A backup is a tar of what a data directory holds: desk.db, the attached contents as
// files/ab/cdef…, and at its end what is in it. Without its last member it is cut.
const (
	summaryName = "backup.json"
	maxSummary  = 16 << 20
)

// archived says at the end of a backup what is in it.
type archived struct {
	Files int `json:"files"`
	// Damaged holds the SHA-256 of contents that no longer are what they were: they
	// are left out.
	Damaged []string `json:"damaged"`
}

// archiveWriter writes a backup, whatever its size in constant memory.
type archiveWriter struct {
	tar  *tar.Writer
	made time.Time
	held archived
}

func newArchiveWriter(w io.Writer, made time.Time) *archiveWriter {
	return &archiveWriter{tar: tar.NewWriter(w), made: made}
}

func (a *archiveWriter) begin(name string, size int64) error {
	return a.tar.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: name, Size: size, Mode: 0o600, ModTime: a.made})
}

// contents writes what is kept, each read to its end first: what is damaged is left
// out, so that it keeps nobody from a backup of the rest.
func (a *archiveWriter) contents(ctx context.Context, kept *contents) error {
	var failed error
	err := kept.each(func(sum string) {
		if failed == nil {
			failed = a.content(ctx, kept, sum)
		}
	})
	return errors.Join(failed, err)
}

func (a *archiveWriter) content(ctx context.Context, kept *contents, sum string) error {
	file, err := os.Open(kept.path(sum))
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }() // only read
	h := sha256.New()
	size, err := io.Copy(h, &cancelled{ctx, file})
	if err != nil {
		return err
	}
	if hex.EncodeToString(h.Sum(nil)) != sum {
		a.held.Damaged = append(a.held.Damaged, sum)
		return nil
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	if err := a.begin(path.Join(contentDir, sum[:2], sum[2:]), size); err != nil {
		return err
	}
	a.held.Files++
	_, err = io.CopyN(a.tar, &cancelled{ctx, file}, size)
	return err
}

// end writes what is in it.
func (a *archiveWriter) end() error {
	data, err := json.Marshal(a.held)
	if err != nil {
		return err
	}
	if err := a.begin(summaryName, int64(len(data))); err != nil {
		return err
	}
	if _, err := a.tar.Write(data); err != nil {
		return err
	}
	return a.tar.Close()
}

// isArchive reports whether a file is a tar. Backups of earlier versions are the
// desk's file itself.
func isArchive(name string) (bool, error) {
	info, err := os.Stat(name)
	if err != nil || !info.Mode().IsRegular() {
		return false, gone(err)
	}
	file, err := os.Open(name)
	if err != nil {
		return false, err
	}
	defer func() { _ = file.Close() }() // only read
	const at, magic = 257, "ustar"
	head := make([]byte, len(magic))
	_, err = file.ReadAt(head, at)
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return string(head) == magic, err
}

// taking is what becomes of the members of a backup as they are read. What a member
// gives was not yet proved to be whole; an error of the reader says that it is not.
type taking struct {
	desk    func(r io.Reader) error
	content func(sum string, r io.Reader) error
}

// readArchiveFile is readArchive for a file.
func readArchiveFile(ctx context.Context, name string, take taking) (held archived, err error) {
	file, err := os.Open(name)
	if err != nil {
		return held, err
	}
	defer func() { _ = file.Close() }() // only read
	info, err := file.Stat()
	if err != nil {
		return held, err
	}
	return readArchive(&cancelled{ctx, file}, info.Size(), take)
}

// readArchive reads a backup of a size from its beginning to its end. Nothing in it is
// trusted: other names than a backup's are refused, contents are proved by their sums,
// and all members together are no larger than what they are in. Errors wrap ErrDamaged.
func readArchive(r io.Reader, size int64, take taking) (archived, error) {
	a := &archiveReader{tar: tar.NewReader(r), left: size, take: take}
	if err := a.read(); err != nil {
		return archived{}, err
	}
	return a.held, nil
}

type archiveReader struct {
	tar   *tar.Reader
	left  int64 // bytes that members may still have
	take  taking
	files int
	desk  bool // its file was there
	held  archived
}

func (a *archiveReader) read() error {
	for {
		h, err := a.tar.Next()
		if err != nil {
			return cut(err)
		}
		if h.Typeflag != tar.TypeReg {
			return damaged("%.100q is not what a backup holds", h.Name)
		}
		if a.left -= h.Size; a.left < 0 { // cut, or a sparse file of nothing
			return cut(io.ErrUnexpectedEOF)
		}
		last, err := a.member(h)
		if err != nil || last {
			return err
		}
	}
}

func (a *archiveReader) member(h *tar.Header) (last bool, err error) {
	sum, inside := contentSum(h.Name)
	switch {
	case h.Name == fileName && !a.desk:
		a.desk = true
		return false, a.take.desk(wholeReader{a.tar})
	case inside && a.desk:
		a.files++
		return false, a.content(sum, h.Size)
	case h.Name == summaryName && a.desk:
		return true, a.summary()
	}
	return false, damaged("%.100q is not what a backup holds", h.Name)
}

// contentSum gives the SHA-256 that the name of a member stands for.
func contentSum(name string) (string, bool) {
	rest, inside := strings.CutPrefix(name, contentDir+"/")
	first, second, _ := strings.Cut(rest, "/")
	return first + second, inside && len(first) == 2 && model.IsSHA256(first+second)
}

func (a *archiveReader) content(sum string, size int64) error {
	if size > MaxFile {
		return damaged("file %.12s is larger than a file may be", sum)
	}
	h := sha256.New()
	if err := a.take.content(sum, io.TeeReader(wholeReader{a.tar}, h)); err != nil {
		return err
	}
	if hex.EncodeToString(h.Sum(nil)) != sum {
		return damaged("file %.12s is not what it was", sum)
	}
	return nil
}

func (a *archiveReader) summary() error {
	data, err := io.ReadAll(io.LimitReader(wholeReader{a.tar}, maxSummary))
	if err != nil {
		return err
	}
	if err := json.NewDecoder(bytes.NewReader(data)).Decode(&a.held); err != nil {
		return damaged("its end cannot be read")
	}
	if a.held.Files != a.files {
		return damaged("it holds %d attached files of %d", a.files, a.held.Files)
	}
	return nil
}

// wholeReader gives a member, or says that it is cut.
type wholeReader struct{ r io.Reader }

func (w wholeReader) Read(p []byte) (int, error) {
	n, err := w.r.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		err = cut(err)
	}
	return n, err
}

// cut says what the end of a backup that comes too early means.
func cut(err error) error {
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return damaged("its end is missing")
	case errors.Is(err, tar.ErrHeader), errors.Is(err, tar.ErrFieldTooLong):
		return damaged("a part of it cannot be read")
	}
	return err
}

func damaged(format string, args ...any) error {
	return fmt.Errorf("%w: "+format, append([]any{ErrDamaged}, args...)...)
}
