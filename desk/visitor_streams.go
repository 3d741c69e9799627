package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"sync"
	"time"

	"tradedesk/model"
)

// reportPatience is how long a visitor that cancelled an import waits for the
// report of what is in.
const reportPatience = 10 * time.Second

// read calls each with every line of a stream, and gives the error with which
// the stream, or each, ended.
func (v *visitor) read(ctx context.Context, name string, body io.Reader, each func(line) error) error {
	dec := json.NewDecoder(body)
	for {
		var l line
		if err := dec.Decode(&l); err != nil {
			return v.broke(ctx, name, err)
		}
		if l.End {
			return nil
		}
		if l.Error != nil {
			return l.Error.err()
		}
		if err := each(l); err != nil {
			return err
		}
	}
}

// lines asks a question whose answer is a stream.
func (v *visitor) lines(ctx context.Context, name string, q any, each func(line) error) error {
	return v.streamAs(ctx, name, "", q, each)
}

func (v *visitor) streamAs(ctx context.Context, name, by string, q any, each func(line) error) error {
	resp, release, err := v.question(ctx, name, by, q)
	if err != nil {
		return err
	}
	defer release()
	defer func() { _ = resp.Body.Close() }() // read to its end, or of no use
	return v.read(ctx, name, resp.Body, each)
}

func (v *visitor) stream(ctx context.Context, q Query, yield func(model.Record) error, passed func(cursor string) error) error {
	return v.lines(ctx, "records", q, func(l line) error {
		switch {
		case l.Record != nil:
			return yield(l.Record.Record)
		case l.Passed != "":
			return passed(l.Passed)
		}
		return nil
	})
}

func (v *visitor) Check(ctx context.Context, progress func(Progress)) (report CheckReport, err error) {
	err = v.lines(ctx, "check", nothing{}, func(l line) error {
		if l.Progress != nil && progress != nil {
			progress(*l.Progress)
		}
		if l.Check != nil {
			report = *l.Check
		}
		return nil
	})
	return report, err
}

func (v *visitor) doWhere(ctx context.Context, by string, b Bulk, progress func(Progress)) (report BulkReport, err error) {
	err = v.streamAs(ctx, "do-where", by, b, func(l line) error {
		if l.Progress != nil && progress != nil {
			progress(*l.Progress)
		}
		if l.Bulk != nil {
			report = *l.Bulk
		}
		return nil
	})
	return report, err
}

// Watch gives the owner's news; the channel is closed when ctx ends, the owner
// goes away or the visitor closes.
func (v *visitor) Watch(ctx context.Context) (<-chan News, error) {
	resp, release, err := v.question(ctx, "watch", "", nothing{})
	if err != nil {
		return nil, err
	}
	out := make(chan News)
	v.streams.Go(func() {
		defer close(out)
		defer release()
		defer func() { _ = resp.Body.Close() }() // of no more use
		_ = v.read(ctx, "watch", resp.Body, func(l line) error {
			if l.News == nil {
				return nil
			}
			select {
			case out <- *l.News:
				return nil
			case <-ctx.Done():
				return ctx.Err()
			case <-v.base.Done():
				return ErrClosed
			}
		}) // the closed channel says that it ended; the reader asks why
	})
	return out, nil
}

func (v *visitor) Export(ctx context.Context, req ExportRequest, w io.Writer) error {
	return v.raw(ctx, "export", req, w, nil)
}

// raw asks a question whose answer is bytes, and calls each with how many came.
func (v *visitor) raw(ctx context.Context, name string, q any, w io.Writer, each func(done int64, header http.Header)) error {
	resp, release, err := v.question(ctx, name, "", q)
	if err != nil {
		return err
	}
	defer release()
	defer func() { _ = resp.Body.Close() }() // read to its end, or of no use
	sink := &sinkWriter{w: w, wrote: func(done int64) {
		if each != nil {
			each(done, resp.Header)
		}
	}}
	if _, err := io.Copy(sink, resp.Body); err != nil {
		if sink.err != nil {
			return fmt.Errorf("writing what the desk gave (%s): %w", name, sink.err)
		}
		return v.broke(ctx, name, err)
	}
	return trailed("reading what the desk gave ("+name+")", resp)
}

// trailed gives the error that a body which was sent as it is ended with.
func trailed(doing string, resp *http.Response) error {
	text, err := url.QueryUnescape(resp.Trailer.Get(headerFailure))
	if err != nil || text == "" {
		return err
	}
	var f failure
	if err := json.Unmarshal([]byte(text), &f); err != nil {
		return fmt.Errorf("%s: reading what went wrong: %w", doing, err)
	}
	return f.err()
}

// sinkWriter tells an error of the writer from one of the reader.
type sinkWriter struct {
	w     io.Writer
	wrote func(done int64)
	done  int64
	err   error
}

func (s *sinkWriter) Write(p []byte) (int, error) {
	n, err := s.w.Write(p)
	if err != nil {
		s.err = err
	}
	s.done += int64(n)
	s.wrote(s.done)
	return n, err
}

// importFile sends the file while it reads progress. When ctx ends it asks the
// owner to stop and still takes the report of what is in.
func (v *visitor) importFile(ctx context.Context, by string, req ImportRequest, file io.Reader, progress func(Progress)) (FileReport, error) {
	var report FileReport
	if err := ctx.Err(); err != nil {
		return report, fmt.Errorf("importing %s: %w", req.Name, err)
	}
	call := model.NewIDs(time.Now, nil).New()
	question, err := json.Marshal(importQuestion{Request: req, Call: call})
	if err != nil {
		return report, fmt.Errorf("importing %s: %w: %w", req.Name, ErrInvalid, err)
	}
	lasting, cut := context.WithCancel(context.WithoutCancel(ctx))
	cancelled := make(chan struct{})
	unlink := context.AfterFunc(ctx, func() {
		defer close(cancelled)
		v.cancelImport(lasting, call)
		cut()
	})
	defer func() {
		cut()
		if !unlink() {
			<-cancelled
		}
	}()

	body := &bodyReader{r: file}
	defer body.close()
	header := http.Header{headerRequest: {url.QueryEscape(string(question))}}
	resp, release, err := v.send(lasting, "import", by, header, io.NopCloser(body))
	if err == nil {
		defer release()
		defer func() { _ = resp.Body.Close() }() // read to its end, or of no use
		err = v.read(lasting, "import", resp.Body, func(l line) error {
			if l.Progress != nil && progress != nil {
				progress(*l.Progress)
			}
			if l.File != nil {
				report = *l.File
			}
			return nil
		})
	}
	if failed := body.failed(); failed != nil {
		return report, fmt.Errorf("importing %s: %w", req.Name, failed)
	}
	return report, err
}

// cancelImport asks the owner to stop an import, and returns when the import has
// ended, the owner cannot be asked, or it has not said for long how far it came.
func (v *visitor) cancelImport(ctx context.Context, call model.ID) {
	ctx, done := context.WithTimeout(ctx, reportPatience)
	defer done()
	if v.ask(ctx, "cancel", idQuestion{call}, &nothing{}) == nil {
		<-ctx.Done()
	}
}

// bodyReader reads the caller's file until it is closed: the HTTP client may
// read on for a moment after it gave the answer.
type bodyReader struct {
	mu     sync.Mutex
	r      io.Reader
	closed bool
	err    error
}

func (b *bodyReader) Read(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed {
		return 0, io.ErrClosedPipe
	}
	n, err := b.r.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		b.err = err
	}
	return n, err
}

func (b *bodyReader) close() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.closed = true
}

// failed gives the error of the caller's file, if it had one.
func (b *bodyReader) failed() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.err
}
