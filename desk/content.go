package desk

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"

	"tradedesk/internal/diskroom"
	"tradedesk/internal/durable"
	"tradedesk/model"
	"tradedesk/model/refusal"
	"tradedesk/store"
)

// MaxFile bounds one attached file, in bytes.
const MaxFile = 50 << 20

var (
	errLargeFile   = refusal.New("file.large", "a file has at most {Most} MB")
	errTooLarge    = fmt.Errorf("%w: %w", ErrInvalid, errLargeFile.With(refusal.Parts{"Most": strconv.Itoa(MaxFile >> 20)}))
	errNotHere     = refusal.New("file.not_here", "the content of file {File} is not on this machine")
	errDamagedFile = refusal.New("file.damaged", "the content of file {File} is damaged; attach it again")
	errLargeLogo   = refusal.New("file.large_logo", "\"{File}\" has more than {Most} MB")
)

// contents keeps the bytes of attached files beside the desk's file, each once,
// under its SHA-256: files/ab/cdef…. Only the owner writes there.
type contents struct {
	dir   string
	room  func(path string) (diskroom.Room, bool)
	tidy  sync.Once
	tided error
}

const (
	contentDir = "files"
	unfinished = "new-*" // what is being written; a kill leaves it
	partName   = "part-" // what is being fetched, before its SHA-256

	// sumOfNothing is of an empty file, which needs not be kept to be here.
	sumOfNothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
)

func (p place) contents() *contents {
	return &contents{dir: filepath.Join(p.dir, contentDir), room: diskroom.Of}
}

// hasRoom reports whether what is fetched may take so many bytes more and leave what records
// need. A disk that does not say has room until it is full.
func (c *contents) hasRoom(bytes int64) bool {
	room, known := c.room(c.dir)
	return !known || bytes <= room.Spare()
}

func (c *contents) path(sum string) string { return filepath.Join(c.dir, sum[:2], sum[2:]) }

// giveBack removes what is there of contents on their way when the disk has nothing to spare:
// it is in the way of records. They are fetched anew when there is room.
func (c *contents) giveBack() error {
	if room, known := c.room(c.dir); !known || room.Spare() > 0 {
		return nil
	}
	entries, err := os.ReadDir(c.dir)
	for _, entry := range entries {
		if sum, part := strings.CutPrefix(entry.Name(), partName); part && model.IsSHA256(sum) {
			err = errors.Join(err, os.Remove(filepath.Join(c.dir, entry.Name())))
		}
	}
	return err
}

// put keeps what r gives, durably before it returns.
func (c *contents) put(ctx context.Context, name string, r io.Reader) (model.Attachment, error) {
	a, err := c.keep(ctx, name, r)
	if err != nil {
		return model.Attachment{}, fmt.Errorf("keeping the file %.100q: %w", model.FileName(name), store.Explain(err))
	}
	return a, nil
}

func (c *contents) keep(ctx context.Context, name string, r io.Reader) (a model.Attachment, err error) {
	if err := c.prepare(); err != nil {
		return a, err
	}
	file, err := os.CreateTemp(c.dir, unfinished)
	if err != nil {
		return a, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, gone(os.Remove(file.Name())))
		}
	}()
	sum, size, start, err := fill(ctx, file, r)
	if err := errors.Join(err, file.Close()); err != nil {
		return a, err
	}
	a = model.Attachment{Name: model.FileName(name), SHA256: sum, Size: size, Type: sniffed(start)}
	return a, c.place(file.Name(), sum)
}

// keepKnown keeps a content whose sum is known, unless it is here already.
func (c *contents) keepKnown(ctx context.Context, a model.Attachment, content []byte) error {
	if info, err := os.Stat(c.path(a.SHA256)); err == nil && info.Size() == int64(len(content)) {
		return nil
	}
	_, err := c.put(ctx, a.Name, bytes.NewReader(content))
	return err
}

// prepare makes the directory, and once removes what a kill left half written.
func (c *contents) prepare() error {
	c.tidy.Do(func() {
		left, err := filepath.Glob(filepath.Join(c.dir, unfinished))
		for _, path := range left {
			err = errors.Join(err, os.RemoveAll(path))
		}
		c.tided = err
	})
	return errors.Join(c.tided, os.MkdirAll(c.dir, 0o700))
}

// fill copies and makes durable, and gives the sum, the size and the first bytes.
func fill(ctx context.Context, file *os.File, r io.Reader) (sum string, size int64, start []byte, err error) {
	h := sha256.New()
	head := &headWriter{}
	size, err = io.Copy(io.MultiWriter(file, h, head), io.LimitReader(&cancelled{ctx, r}, MaxFile+1))
	if err == nil && size > MaxFile {
		err = errTooLarge
	}
	if err == nil {
		err = file.Sync()
	}
	return hex.EncodeToString(h.Sum(nil)), size, head.bytes, err
}

// place gives a finished file its name. The same content may be there already.
func (c *contents) place(fresh, sum string) error {
	dir := filepath.Dir(c.path(sum))
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	if err := os.Rename(fresh, c.path(sum)); err != nil {
		return err
	}
	return durable.Names(dir, c.dir)
}

// sniffed gives the media type by the first bytes; the name says nothing sure.
func sniffed(start []byte) string {
	kind, _, _ := strings.Cut(http.DetectContentType(start), ";")
	return kind
}

// open gives what is kept under a sum. Reading it to the end proves it.
func (c *contents) open(ctx context.Context, sum string) (io.ReadCloser, error) {
	if !model.IsSHA256(sum) {
		return nil, fmt.Errorf("opening a file: %w: %.70q is no SHA-256", ErrInvalid, sum)
	}
	if sum == sumOfNothing {
		return io.NopCloser(strings.NewReader("")), nil
	}
	file, err := os.Open(c.path(sum))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w: %w", ErrNotFound, errNotHere.With(refusal.Parts{"File": shortSum(sum)}))
	}
	if err != nil {
		return nil, fmt.Errorf("opening a file: %w", store.Explain(err))
	}
	return &proved{file: file, r: &cancelled{ctx, file}, sum: sum, hash: sha256.New()}, nil
}

// each calls yield with the sum of every content, in order.
func (c *contents) each(yield func(sum string)) error {
	root, err := filepath.EvalSymlinks(c.dir) // it may be a link to a larger disk
	if err != nil {
		return gone(err)
	}
	err = filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return gone(err)
		}
		if sum := filepath.Base(filepath.Dir(path)) + entry.Name(); entry.Type().IsRegular() && model.IsSHA256(sum) {
			yield(sum)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("looking through the attached files: %w", err)
	}
	return nil
}

// size gives how many bytes all contents take.
func (c *contents) size() (bytes int64, err error) {
	var failed error
	err = c.each(func(sum string) {
		info, err := os.Stat(c.path(sum))
		if err != nil {
			failed = err
			return
		}
		bytes += info.Size()
	})
	return bytes, errors.Join(failed, err)
}

// gone takes it for no error that a file is not there.
func gone(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// cancelled is a reader that ends with its context.
type cancelled struct {
	ctx context.Context
	r   io.Reader
}

func (c *cancelled) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}

// headWriter keeps what the type of a content is told by.
type headWriter struct{ bytes []byte }

func (w *headWriter) Write(p []byte) (int, error) {
	const told = 512
	w.bytes = append(w.bytes, p[:min(len(p), told-len(w.bytes))]...)
	return len(p), nil
}

// proved is a content whose end is an error when it is not what its name says.
type proved struct {
	file *os.File
	r    io.Reader
	sum  string
	hash hash.Hash
}

func (p *proved) Read(b []byte) (int, error) {
	n, err := p.r.Read(b)
	p.hash.Write(b[:n])
	if errors.Is(err, io.EOF) && hex.EncodeToString(p.hash.Sum(nil)) != p.sum {
		err = errDamagedFile.With(refusal.Parts{"File": shortSum(p.sum)})
	}
	return n, err
}

func (p *proved) Close() error { return p.file.Close() }

func (w *owner) putFile(ctx context.Context, name string, r io.Reader) (model.Attachment, error) {
	return during(ctx, w, func(ctx context.Context) (model.Attachment, error) {
		a, err := w.contents.put(ctx, name, r)
		if err == nil {
			w.courier.attached(a.SHA256)
		}
		return a, err
	})
}

// OpenFile holds nothing of the desk: a reader that is forgotten keeps nobody.
func (w *owner) OpenFile(ctx context.Context, sum string) (io.ReadCloser, error) {
	_, done, err := w.begin(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	return w.contents.open(ctx, sum)
}

// shortSum names a content in a sentence.
func shortSum(sum string) string { return sum[:min(12, len(sum))] }
