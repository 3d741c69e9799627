package server

import (
	"context"
	"io"

	"tradedesk/model"
)

// Blobs keeps the contents of attached files by their SHA-256, apart for each
// workspace.
type Blobs interface {
	// Size gives how many bytes a content has, and how many of an unfinished one are
	// there; both 0 when nothing is.
	Size(ctx context.Context, workspace model.ID, sha256 string) (whole, partial int64, err error)
	// Open reads a whole content; storage.ErrNotFound when it is not there.
	Open(ctx context.Context, workspace model.ID, sha256 string) (io.ReadSeekCloser, error)
	// Write goes on at an offset; whole is the size that it is to have. A content
	// that is whole and has another hash is removed and an error.
	Write(ctx context.Context, workspace model.ID, sha256 string, offset, whole int64, from io.Reader) error
}
