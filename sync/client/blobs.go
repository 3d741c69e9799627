package client

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strconv"

	"tradedesk/sync/protocol"
)

// ErrNoContent is what comes of a question for a content that the server does not have,
// or not all of it yet.
var ErrNoContent = errors.New("the server does not have this content")

// ErrNoBlobs is what a server says that keeps no attached files.
var ErrNoBlobs = errors.New("the server keeps no attached files")

// blobPart is how many bytes of a content one call carries: one that breaks off costs no
// more, and others get the line in between.
const blobPart = 512 << 10

// Blobs carries the contents of attached files, part by part.
type Blobs struct {
	wire *wire
	path string // of a content, but for its SHA-256
}

// Blobs gives the carrier for the device that the desk is now.
func (e *Engine) Blobs(ctx context.Context) (*Blobs, error) {
	l, linked, err := e.o.Store.Link(ctx)
	if err != nil {
		return nil, err
	}
	if !linked || l.Stopped != "" {
		return nil, ErrNoLink
	}
	w, err := e.wire(l)
	if err != nil {
		return nil, err
	}
	return &Blobs{w, workspace(l, "/blobs/")}, nil
}

// Has gives how many bytes of a content the server has, and whether it has all.
func (b *Blobs) Has(ctx context.Context, sum string) (size int64, whole bool, err error) {
	reply, err := b.do(ctx, http.MethodHead, sum, nil, "")
	if err != nil {
		return 0, false, err
	}
	defer func() { _ = reply.Body.Close() }() // it has none
	offset, offsetErr := strconv.ParseInt(reply.Header.Get(protocol.HeaderOffset), 10, 64)
	switch {
	case reply.StatusCode == http.StatusOK && reply.Header.Get("ETag") != `"`+sum+`"`:
		// A login page has something at every address.
		return 0, false, fmt.Errorf("%w: %s has something else at the address of a content", ErrNotServer, hostOf(b.wire.base))
	case reply.StatusCode == http.StatusOK:
		return reply.ContentLength, true, nil
	case reply.StatusCode == http.StatusNotFound && offsetErr == nil && offset >= 0:
		return offset, false, nil
	case reply.StatusCode == http.StatusNotFound:
		return 0, false, ErrNoBlobs
	}
	return 0, false, b.refused(reply, nil)
}

// Part reads a part of a content from an offset on, and how long the whole is.
func (b *Blobs) Part(ctx context.Context, sum string, from int64) (part []byte, size int64, err error) {
	ctx, cancel := context.WithTimeout(ctx, callPatience)
	defer cancel()
	reply, err := b.do(ctx, http.MethodGet, sum, nil, fmt.Sprintf("bytes=%d-%d", from, from+blobPart-1))
	if err != nil {
		return nil, 0, err
	}
	defer func() { _ = reply.Body.Close() }() // read to its end, or of no use
	data, err := io.ReadAll(io.LimitReader(reply.Body, blobPart+1))
	if err != nil {
		return nil, 0, fmt.Errorf("%w: a content broke off: %w", ErrOffline, err)
	}
	if reply.StatusCode == http.StatusNotFound {
		return nil, 0, ErrNoContent
	}
	var first, last int64
	if reply.StatusCode != http.StatusPartialContent {
		return nil, 0, b.refused(reply, data)
	}
	n, err := fmt.Sscanf(reply.Header.Get("Content-Range"), "bytes %d-%d/%d", &first, &last, &size)
	if err != nil || n != 3 || first != from || last-first+1 != int64(len(data)) || last >= size {
		return nil, 0, fmt.Errorf("%w: a part of a content that is not the one asked for", errBadReply)
	}
	return data, size, nil
}

// Put sends a part of a content of a size, from an offset on, and gives how much the
// server then has, also when it wants another part.
func (b *Blobs) Put(ctx context.Context, sum string, content io.ReaderAt, from, size int64) (has int64, err error) {
	ctx, cancel := context.WithTimeout(ctx, callPatience)
	defer cancel()
	part := make([]byte, min(blobPart, size-from))
	if _, err := content.ReadAt(part, from); err != nil && !errors.Is(err, io.EOF) {
		return 0, err
	}
	reply, err := b.do(ctx, http.MethodPut, sum, part, fmt.Sprintf("bytes %d-%d/%d", from, from+int64(len(part))-1, size))
	if err != nil {
		return 0, err
	}
	defer func() { _ = reply.Body.Close() }() // read to its end, or of no use
	data, err := io.ReadAll(io.LimitReader(reply.Body, blobPart))
	if err != nil {
		return 0, fmt.Errorf("%w: its reply broke off: %w", ErrOffline, err)
	}
	has, offsetErr := strconv.ParseInt(reply.Header.Get(protocol.HeaderOffset), 10, 64)
	elsewhere := reply.StatusCode == http.StatusRequestedRangeNotSatisfiable
	if offsetErr != nil || reply.StatusCode >= 300 && !elsewhere {
		return 0, b.refused(reply, data)
	}
	return has, nil
}

// do makes a call; part is what a PUT carries, ranged the range that is meant.
func (b *Blobs) do(ctx context.Context, method, sum string, part []byte, ranged string) (*http.Response, error) {
	req, err := b.wire.request(ctx, method, b.path+sum, nil, nil)
	if err != nil {
		return nil, err
	}
	req.Header.Del("Accept-Encoding") // parts are of the content as it is
	if part != nil {
		req.Body, req.ContentLength = io.NopCloser(bytes.NewReader(part)), int64(len(part))
		req.Header.Set("Content-Type", protocol.TypeBytes)
		req.Header.Set("Content-Range", ranged)
	} else if ranged != "" {
		req.Header.Set("Range", ranged)
	}
	reply, err := b.wire.client.Do(req)
	if err != nil {
		if errors.Is(err, context.Canceled) {
			return nil, err
		}
		return nil, fmt.Errorf("%w: %w", ErrOffline, shorter(err))
	}
	return reply, nil
}

func (b *Blobs) refused(reply *http.Response, data []byte) error {
	if kind, _, _ := mime.ParseMediaType(reply.Header.Get("Content-Type")); kind == protocol.TypeProblem && len(data) > 0 {
		return problemOf(reply, data)
	}
	if reply.StatusCode == http.StatusTooManyRequests || reply.StatusCode >= 400 && reply.Request.Method == http.MethodHead || reply.StatusCode >= 500 {
		return protocol.NewProblem(reply.StatusCode, "", "")
	}
	return fmt.Errorf("%w: %s answers %d", ErrNotServer, hostOf(b.wire.base), reply.StatusCode)
}
