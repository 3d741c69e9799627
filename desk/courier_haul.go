package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"tradedesk/model/value"
	"tradedesk/sync/client"
)

// haul is one stretch of carrying.
type haul struct {
	c       *courier
	blobs   *client.Blobs
	asked   bool // a person waits for it
	tell    func(done, total int)
	held    heldUp
	tried   int
	carried int
}

// keptEvery is after how many contents the list is written down: who is cut off asks for as
// many once more.
const keptEvery = 64

// round tries all that wait, once.
func (h *haul) round(ctx context.Context) (err error) {
	c := h.c
	defer func() { err = errors.Join(err, c.keep(context.WithoutCancel(ctx))) }()
	total := h.tried + len(c.list.Wait)
	for _, sum := range slices.Sorted(maps.Keys(c.list.Wait)) {
		if !h.may() {
			return client.ErrLeftAlone
		}
		if err := h.try(ctx, sum); err != nil {
			return err
		}
		h.tried++
		if h.tell != nil {
			h.tell(h.tried, total)
		}
	}
	return nil
}

// may reports whether the server is called still: a person may have said otherwise meanwhile.
func (h *haul) may() bool {
	stands := &h.c.w.sync.stands
	return stands.modeNow() != SyncOffline && (h.asked || stands.calling())
}

// try carries a content, or notes why not. Its error is the desk's own, or of who does not
// wait any more.
func (h *haul) try(ctx context.Context, sum string) error {
	now := value.At(h.c.w.o.Now())
	e := h.c.list.Wait[sum]
	if !e.due(now, h.asked) {
		return nil
	}
	err := h.carry(ctx, sum, e.Size)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err == nil {
		h.c.carried(sum)
		if h.carried++; h.carried%keptEvery == 0 {
			return h.c.keep(ctx)
		}
		return nil
	}
	why, ends := troubleOf(err)
	if e.Tries > 0 && (why == h.held.send || why == h.held.fetch) {
		return nil // not tried now, for a reason that is not its own
	}
	h.held.after(why, ends, e.Size)
	h.c.put(sum, e.waits(now, why))
	return nil
}

// carry carries one content: it is sent when it is kept here, else fetched.
func (h *haul) carry(ctx context.Context, sum string, size int64) error {
	file, err := os.Open(h.c.w.contents.path(sum))
	if err == nil {
		err = h.send(ctx, sum, file)
		return errors.Join(err, file.Close())
	}
	if gone(err) != nil {
		return fmt.Errorf("%w: %w", errFileDamaged, err)
	}
	if h.held.fetch != nil {
		return h.held.fetch
	}
	return h.fetch(ctx, sum, size)
}

func (h *haul) send(ctx context.Context, sum string, file *os.File) error {
	if h.held.send != nil && h.held.send == h.held.fetch {
		return h.held.send // the server is away
	}
	info, err := file.Stat()
	if err != nil {
		return fmt.Errorf("%w: %w", errFileDamaged, err)
	}
	has, whole, err := h.blobs.Has(ctx, sum)
	switch {
	case err != nil || whole:
		return err
	case !h.held.sends(info.Size()):
		return h.held.send
	}
	if is, err := sumOf(ctx, file); err != nil || is != sum {
		return errors.Join(errFileDamaged, err)
	}
	if has >= info.Size() {
		has = 0 // it was killed before it proved what it has
	}
	for has < info.Size() {
		before := has
		if has, err = h.blobs.Put(ctx, sum, file, has, info.Size()); err != nil {
			return err
		}
		if has <= before && has != 0 {
			return fmt.Errorf("%w: it wants bytes %d of a content again and again", ErrNotServer, has)
		}
	}
	return nil
}

// fetch goes on where it broke off; the content has its name when it is what it says.
func (h *haul) fetch(ctx context.Context, sum string, most int64) error {
	c := h.c
	if err := c.w.contents.prepare(); err != nil {
		return fmt.Errorf("%w: %w", errFileUnwritten, err)
	}
	path := filepath.Join(c.w.contents.dir, "part-"+sum)
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return fmt.Errorf("%w: %w", errFileUnwritten, err)
	}
	err = h.fill(ctx, sum, most, file)
	if err := errors.Join(err, file.Close()); err != nil {
		if errors.Is(err, client.ErrNoContent) || errors.Is(err, errFileOther) {
			err = errors.Join(err, gone(os.Remove(path)))
		}
		return err
	}
	if err := c.w.contents.place(path, sum); err != nil {
		return fmt.Errorf("%w: %w", errFileUnwritten, err)
	}
	c.w.news.publish(News{Sync: true}) // it can be opened now
	return nil
}

// fill writes what is missing of a content, and proves it.
func (h *haul) fill(ctx context.Context, sum string, most int64, file *os.File) error {
	info, err := file.Stat()
	if err != nil {
		return err
	}
	for at := info.Size(); at < most; {
		part, size, err := h.blobs.Part(ctx, sum, at)
		if err != nil {
			return err
		}
		if size != most || len(part) == 0 {
			return errFileOther
		}
		if _, err := file.WriteAt(part, at); err != nil {
			return fmt.Errorf("%w: %w", errFileUnwritten, err)
		}
		at += int64(len(part))
	}
	is, err := sumOf(ctx, file)
	if err == nil && is != sum {
		return errFileOther
	}
	if err := errors.Join(err, file.Sync()); err != nil {
		return fmt.Errorf("%w: %w", errFileUnwritten, err)
	}
	return nil
}

// sumOf reads the SHA-256 of a whole file.
func sumOf(ctx context.Context, file *os.File) (string, error) {
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return "", err
	}
	h := sha256.New()
	_, err := io.Copy(h, &cancelled{ctx, file})
	return hex.EncodeToString(h.Sum(nil)), err
}
