package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"

	"tradedesk/store"
	"tradedesk/sync/client"
	problems "tradedesk/sync/protocol"
)

// ofOneContent reports whether it is one content that cannot be carried, and others may be:
// it is damaged here, another at the server, on its way by somebody else, or one too many.
func ofOneContent(err error) bool {
	var p *problems.Problem
	if errors.As(err, &p) {
		return slices.Contains([]problems.Code{problems.CodeBlobMismatch, problems.CodeQuota, problems.CodeUnavailable}, p.Code())
	}
	return errors.Is(err, errOther) || errors.Is(err, errUnread)
}

// errand carries one content; done says that it need not be carried again. full is why the
// server takes nothing more, nil when it does.
func (c *courier) errand(ctx context.Context, blobs *client.Blobs, sum string, size int64, full error) (done bool, err error) {
	file, err := os.Open(c.w.contents.path(sum))
	if err == nil {
		err = c.send(ctx, blobs, sum, file, full)
		err = errors.Join(err, file.Close())
	} else if err = gone(err); err == nil {
		err = c.fetch(ctx, blobs, sum, size)
	} else {
		err = fmt.Errorf("%w: %w", errUnread, err)
	}
	var p *problems.Problem
	switch {
	case err == nil:
		return true, nil
	case errors.Is(err, client.ErrNoContent):
		return false, nil // whoever has it has not sent it yet
	case errors.As(err, &p) && (p.Status == http.StatusRequestEntityTooLarge || p.Code() == problems.CodeForbidden):
		return true, nil // the server does not take it, now or later
	}
	return false, fmt.Errorf("carrying file %.12s: %w", sum, store.Explain(err))
}

func (c *courier) send(ctx context.Context, blobs *client.Blobs, sum string, file *os.File, full error) error {
	info, err := file.Stat()
	if err != nil {
		return err
	}
	has, whole, err := blobs.Has(ctx, sum)
	if has >= info.Size() {
		has = 0 // it was killed before it proved what it has
	}
	if err == nil && !whole && full != nil {
		return full
	}
	for err == nil && !whole && has < info.Size() {
		before := has
		if has, err = blobs.Put(ctx, sum, file, has, info.Size()); err == nil && has <= before && has != 0 {
			err = fmt.Errorf("%w: it wants bytes %d of a content again and again", ErrNotServer, has)
		}
	}
	return err
}

// fetch goes on where it broke off; the content has its name when it is what it says.
func (c *courier) fetch(ctx context.Context, blobs *client.Blobs, sum string, most int64) error {
	if err := c.w.contents.prepare(); err != nil {
		return err
	}
	path := filepath.Join(c.w.contents.dir, "part-"+sum)
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	err = c.fill(ctx, blobs, sum, most, file)
	if err := errors.Join(err, file.Close()); err != nil {
		if errors.Is(err, client.ErrNoContent) || errors.Is(err, errOther) {
			err = errors.Join(err, gone(os.Remove(path)))
		}
		return err
	}
	if err := c.w.contents.place(path, sum); err != nil {
		return err
	}
	c.w.news.publish(News{Sync: true}) // it can be opened now
	return nil
}

// errUnread says that a content cannot be read here.
var errUnread = errors.New("it cannot be read")

// errOther says that what came is not what its name says.
var errOther = errors.New("the server's content is another")

func (c *courier) fill(ctx context.Context, blobs *client.Blobs, sum string, most int64, file *os.File) error {
	info, err := file.Stat()
	if err != nil {
		return err
	}
	for at := info.Size(); at < most; {
		part, size, err := blobs.Part(ctx, sum, at)
		if err != nil {
			return err
		}
		if size != most || len(part) == 0 {
			return errOther
		}
		if _, err := file.WriteAt(part, at); err != nil {
			return err
		}
		at += int64(len(part))
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	h := sha256.New()
	if _, err := io.Copy(h, &cancelled{ctx, file}); err != nil {
		return err
	}
	if hex.EncodeToString(h.Sum(nil)) != sum {
		return errOther
	}
	return file.Sync()
}
