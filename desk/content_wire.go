package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"tradedesk/model"
)

// putFile reads a content from the body; its name is in the header.
func (s *server) putFile(w http.ResponseWriter, r *http.Request) {
	name, err := url.QueryUnescape(r.Header.Get(headerRequest))
	if err != nil {
		s.fail(w, r, fmt.Errorf("reading a request: %w: %w", ErrInvalid, err))
		return
	}
	a, err := s.seat.putFile(r.Context(), name, r.Body)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	data, err := json.Marshal(a)
	if err != nil {
		s.fail(w, r, fmt.Errorf("answering put: %w", err))
		return
	}
	_, _ = w.Write(data) // a visitor that is gone needs no answer
}

func (s *server) openFile(w http.ResponseWriter, r *http.Request) {
	var q textQuestion
	if err := readQuestion(w, r, &q); err != nil {
		s.fail(w, r, err)
		return
	}
	content, err := s.seat.OpenFile(r.Context(), q.Text)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	defer func() { _ = content.Close() }() // only read
	s.body(w, r, func(w io.Writer) error {
		_, err := io.Copy(w, content)
		return err
	})
}

// putFile sends a content. Its size is checked here too: an owner that refuses it
// in the middle could not be heard.
func (v *visitor) putFile(ctx context.Context, name string, file io.Reader) (a model.Attachment, err error) {
	body := &bodyReader{r: &limited{r: file, left: MaxFile}}
	defer body.close()
	header := http.Header{headerRequest: {url.QueryEscape(name)}}
	resp, release, err := v.send(ctx, "put", "", header, io.NopCloser(body))
	if failed := body.failed(); failed != nil {
		err = errors.Join(fmt.Errorf("keeping the file %.100q: %w", model.FileName(name), failed), letGo(resp, release))
		return a, err
	}
	if err != nil {
		return a, err
	}
	defer release()
	defer func() { _ = resp.Body.Close() }() // read to its end, or of no use
	data, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if err != nil {
		return a, v.broke(ctx, "put", err)
	}
	if err := json.Unmarshal(data, &a); err != nil {
		return a, fmt.Errorf("reading the owner's answer (put): %w", err)
	}
	return a, nil
}

func letGo(resp *http.Response, release func()) error {
	if resp == nil {
		return nil
	}
	defer release()
	return resp.Body.Close()
}

// limited fails, rather than ends, when there is more than it lets through.
type limited struct {
	r    io.Reader
	left int64
}

func (l *limited) Read(p []byte) (int, error) {
	n, err := l.r.Read(p)
	if l.left -= int64(n); l.left < 0 {
		return 0, errTooLarge
	}
	return n, err
}

func (v *visitor) OpenFile(ctx context.Context, sum string) (io.ReadCloser, error) {
	resp, release, err := v.question(ctx, "content", "", textQuestion{sum})
	if err != nil {
		return nil, err
	}
	return &remoteContent{ctx: ctx, visitor: v, resp: resp, release: release}, nil
}

// remoteContent is a content on its way from the owner.
type remoteContent struct {
	ctx     context.Context
	visitor *visitor
	resp    *http.Response
	release func()
}

func (c *remoteContent) Read(p []byte) (int, error) {
	n, err := c.resp.Body.Read(p)
	switch {
	case err == nil:
		return n, nil
	case !errors.Is(err, io.EOF):
		return n, c.visitor.broke(c.ctx, "content", err)
	}
	if failed := trailed("reading a file", c.resp); failed != nil {
		return n, failed
	}
	return n, io.EOF
}

func (c *remoteContent) Close() error {
	defer c.release()
	return c.resp.Body.Close()
}
