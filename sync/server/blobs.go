package server

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"tradedesk/sync/protocol"
	"tradedesk/sync/server/blobdir"
	"tradedesk/sync/server/storage"
)

// blobTime is how long one call may take that carries a content. One that was cut off
// goes on where it stopped.
const blobTime = 10 * time.Minute

var errNoContent = protocol.NewProblem(http.StatusNotFound, protocol.CodeNotFound, "there is no such content")

// getBlob gives a content or a part of it; HEAD says how much there is of one that is
// not whole.
func (s *Server) getBlob(w http.ResponseWriter, r *http.Request, by caller) error {
	sum := r.PathValue("sha256")
	have, err := s.blobs.Have(r.Context(), by.workspace, sum)
	if err == nil && !have.Whole {
		w.Header().Set(protocol.HeaderOffset, strconv.FormatInt(have.Size, 10))
		err = errNoContent
	}
	if errors.Is(err, storage.ErrNotFound) {
		err = errNoContent
	}
	if err != nil {
		return err
	}
	content, err := s.blobs.Open(r.Context(), by.workspace, sum)
	if err != nil {
		return err
	}
	defer content.Close() // only read
	// A writer without deadlines is a test's.
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(blobTime))
	h := w.Header()
	h.Set("Content-Type", protocol.TypeBytes)
	h.Set("Content-Disposition", "attachment")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "private, no-store")
	h.Set("ETag", `"`+sum+`"`)
	http.ServeContent(w, r, "", time.Time{}, content)
	return nil
}

// putBlob takes a content, or with Content-Range a part that goes on where the last
// one ended.
func (s *Server) putBlob(w http.ResponseWriter, r *http.Request, by caller) error {
	first, length, size, err := rangeOf(r)
	if err != nil {
		return err
	}
	if size > s.limits.BlobBytes {
		return protocol.NewProblem(http.StatusRequestEntityTooLarge, protocol.CodeTooLarge, fmt.Sprintf("a content of %d bytes, at most %d are taken", size, s.limits.BlobBytes))
	}
	deadlines := http.NewResponseController(w)
	_ = deadlines.SetReadDeadline(time.Now().Add(blobTime))
	_ = deadlines.SetWriteDeadline(time.Now().Add(blobTime + time.Minute))
	body := http.MaxBytesReader(w, r.Body, length)
	have, err := s.blobs.Write(r.Context(), by.workspace, r.PathValue("sha256"), first, size, body)
	w.Header().Set(protocol.HeaderOffset, strconv.FormatInt(have.Size, 10))
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return protocol.NewProblem(http.StatusBadRequest, protocol.CodeInvalid, "the body is longer than it says")
	case errors.Is(err, storage.ErrNotFound):
		return errNoContent
	case errors.Is(err, blobdir.ErrOffset):
		return protocol.NewProblem(http.StatusRequestedRangeNotSatisfiable, protocol.CodeBlobOffset, fmt.Sprintf("%d bytes of the content are here: go on behind them, or begin anew", have.Size))
	case errors.Is(err, blobdir.ErrBusy):
		busy := protocol.NewProblem(http.StatusServiceUnavailable, protocol.CodeUnavailable, "the same content is being sent by another call")
		busy.RetryAfter = time.Second
		return busy
	case errors.Is(err, blobdir.ErrMismatch):
		w.Header().Set(protocol.HeaderOffset, "0")
		return protocol.NewProblem(http.StatusUnprocessableEntity, protocol.CodeBlobMismatch, "the content has another SHA-256 than its name; send it again")
	case errors.Is(err, blobdir.ErrQuota):
		return protocol.NewProblem(http.StatusInsufficientStorage, protocol.CodeQuota, "the workspace has no room for more attached files")
	case errors.Is(err, io.ErrUnexpectedEOF):
		return protocol.NewProblem(http.StatusBadRequest, protocol.CodeInvalid, "the body broke off; what came is kept")
	case err != nil:
		return err
	case !have.Whole && have.Size < first+length:
		return protocol.NewProblem(http.StatusBadRequest, protocol.CodeInvalid, "the body is shorter than it says; what came is kept")
	}
	status := http.StatusAccepted
	if have.Whole {
		status = http.StatusCreated
	}
	return s.writeJSON(w, r, status, protocol.Blob(have))
}

// rangeOf reads which part of a content a body is: where it begins, how long it is,
// and how long the whole.
func rangeOf(r *http.Request) (first, length, size int64, err error) {
	text := r.Header.Get("Content-Range")
	if text == "" {
		if r.ContentLength < 0 {
			return 0, 0, 0, protocol.NewProblem(http.StatusLengthRequired, protocol.CodeInvalid, "say how long the content is")
		}
		return 0, r.ContentLength, r.ContentLength, nil
	}
	var last int64
	n, err := fmt.Sscanf(text, "bytes %d-%d/%d", &first, &last, &size)
	if err != nil || n != 3 || first < 0 || last < first || size <= last || fmt.Sprintf("bytes %d-%d/%d", first, last, size) != text {
		return 0, 0, 0, protocol.NewProblem(http.StatusBadRequest, protocol.CodeInvalid, `Content-Range is to be as "bytes 0-99/200"`)
	}
	length = last - first + 1
	if r.ContentLength >= 0 && r.ContentLength != length {
		return 0, 0, 0, protocol.NewProblem(http.StatusBadRequest, protocol.CodeInvalid, "the body has another length than Content-Range says")
	}
	return first, length, size, nil
}
