package desk

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"sync"

	"tradedesk/model"
)

// Records goes on at the next seat where it was cut off: behind the last cursor,
// without what was yielded since.
func (s *sitter) Records(ctx context.Context, q Query, yield func(model.Record) error) error {
	since := map[model.ID]bool{}
	left := q.Limit
	_, err := on(ctx, s, func(at seat) (nothing, error) {
		again := maps.Clone(since)
		return nothing{}, at.stream(ctx, q, func(r model.Record) error {
			if again[r.Header().ID] {
				return nil
			}
			since[r.Header().ID] = true
			left--
			return yield(r)
		}, func(cursor string) error {
			clear(since)
			clear(again)
			q.From = cursor
			if q.Limit > 0 {
				q.Limit = left
			}
			return nil
		})
	})
	return err
}

// Import begins again at the next seat only while nothing of the file was read:
// what was read cannot be read again.
func (s *sitter) Import(ctx context.Context, req ImportRequest, file io.Reader, progress func(Progress)) (FileReport, error) {
	if req.Action.IsZero() {
		req.Action = s.ids.New()
	}
	if req.Addresses == nil {
		req.Addresses = s.addresses
	}
	read := &countingReader{r: file}
	report, err := onWhile(ctx, s, read.none, func(at seat) (FileReport, error) {
		return at.importFile(ctx, s.me, req, read, progress)
	})
	if errors.Is(err, errLost) && !read.none() {
		err = fmt.Errorf("importing %s: the program that holds the desk ended meanwhile: import the file again, nothing is doubled: %w", req.Name, err)
	}
	return report, err
}

// Export begins again at the next seat only while nothing was written.
func (s *sitter) Export(ctx context.Context, req ExportRequest, w io.Writer) error {
	written := &countingWriter{w: w}
	_, err := onWhile(ctx, s, func() bool { return written.n == 0 }, func(at seat) (nothing, error) {
		return nothing{}, at.Export(ctx, req, written)
	})
	if errors.Is(err, errLost) && written.n > 0 {
		err = fmt.Errorf("exporting: the program that holds the desk ended meanwhile: export again: %w", err)
	}
	return err
}

// PutFile begins again at the next seat only while nothing was read.
func (s *sitter) PutFile(ctx context.Context, name string, file io.Reader) (model.Attachment, error) {
	read := &countingReader{r: file}
	a, err := onWhile(ctx, s, read.none, func(at seat) (model.Attachment, error) { return at.putFile(ctx, name, read) })
	if errors.Is(err, errLost) && !read.none() {
		err = fmt.Errorf("keeping the file %.100q: the program that holds the desk ended meanwhile: attach it again: %w", model.FileName(name), err)
	}
	return a, err
}

func (s *sitter) OpenFile(ctx context.Context, sha256 string) (io.ReadCloser, error) {
	return on(ctx, s, func(at seat) (io.ReadCloser, error) { return at.OpenFile(ctx, sha256) })
}

// Backup begins again at the next seat only while nothing was written.
func (s *sitter) Backup(ctx context.Context, w io.Writer, progress func(Progress)) error {
	written := &countingWriter{w: w}
	_, err := onWhile(ctx, s, func() bool { return written.n == 0 }, func(at seat) (nothing, error) {
		return nothing{}, at.Backup(ctx, written, progress)
	})
	if errors.Is(err, errLost) && written.n > 0 {
		err = fmt.Errorf("backing up: the program that holds the desk ended meanwhile: try again: %w", err)
	}
	return err
}

// countingReader knows whether anything was read.
type countingReader struct {
	mu sync.Mutex
	r  io.Reader
	n  int64
}

func (c *countingReader) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.n += int64(n)
	return n, err
}

func (c *countingReader) none() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.n == 0
}
