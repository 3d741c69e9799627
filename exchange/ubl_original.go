package exchange

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"tradedesk/model"
)

// maxOriginal bounds the bytes of a document that is kept as it came.
const maxOriginal = 32 << 20

// nameOriginal names the document as it came, so that nothing of it is lost.
func (u *ublReader) nameOriginal() {
	content, whole := u.session.counted.original()
	if !whole {
		u.r.warn(refused(RowError{Line: 1, Field: "files"}, errNotKept.With(atMost(maxOriginal>>20))))
		return
	}
	sum := sha256.Sum256(content)
	u.original = content
	u.file = []model.Attachment{{Name: model.FileName(u.session.req.Name), Size: int64(len(content)), Type: "application/xml", SHA256: hex.EncodeToString(sum[:])}}
}

// keepOriginal keeps the document when a record names it.
func (u *ublReader) keepOriginal() {
	named := len(u.changes) > 0
	for _, f := range u.r.found {
		named = named || f.rejected == nil
	}
	s, content := u.session, u.original
	for _, a := range u.file {
		if !named {
			return
		}
		s.keeping.Go(func() error {
			if err := s.target.KeepFile(s.ctx, a, content); err != nil {
				return fmt.Errorf("keeping the document: %w", err)
			}
			return nil
		})
	}
}

// withFile gives the files of a record with the document that is read now, once.
func (u *ublReader) withFile(files []model.Attachment) []model.Attachment {
	for _, a := range u.file {
		known := false
		for _, f := range files {
			known = known || f.SHA256 == a.SHA256
		}
		if !known && len(files) < model.MaxElements {
			files = append(files[:len(files):len(files)], a)
		}
	}
	return files
}

// copied is what was read of a file so far.
type copied struct {
	bytes.Buffer
	cut bool // it is not all of it
}

func (c *copied) take(p []byte) {
	if c.Len()+len(p) > maxOriginal {
		c.cut = true
		return
	}
	c.Write(p)
}

// original gives the bytes of the file, and whether they are all of it.
func (c *countedReader) original() (content []byte, whole bool) {
	if c.copy == nil || c.copy.cut {
		return nil, false
	}
	return c.copy.Bytes(), true
}
