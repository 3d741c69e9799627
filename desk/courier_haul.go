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

	"tradedesk/internal/diskfull"
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
	fetched bool // something of the content that is tried
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
	h.fetched = false
	tried, err := h.carry(ctx, sum, e.Size)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, client.ErrLeftAlone):
		return client.ErrLeftAlone // what came or went of it is gone on with
	}
	if err == nil {
		h.c.carried(sum)
		if h.carried++; h.carried%keptEvery == 0 {
			return h.c.keep(ctx)
		}
		return nil
	}
	why, ends := troubleOf(err)
	switch {
	case tried:
		h.held.after(why, ends, e.Size)
	case e.Tries > 0:
		return nil // it keeps the reason that is its own
	}
	full := why == errFileNoRoom && h.fetched // nobody could tell before
	if full {
		h.held.fetch = why
	}
	h.c.put(sum, e.waits(now, why, full || costly(why)))
	return nil
}

// carry carries one content: it is sent when it is kept here, else fetched. What is held up
// is not tried, and its error is why the one before it was not carried.
func (h *haul) carry(ctx context.Context, sum string, size int64) (tried bool, err error) {
	file, err := os.Open(h.c.w.contents.path(sum))
	if err == nil {
		tried, err = h.send(ctx, sum, file)
		return tried, errors.Join(err, file.Close())
	}
	if gone(err) != nil {
		return true, fmt.Errorf("%w: %w", errFileDamaged, err)
	}
	if h.held.fetch != nil {
		return false, h.held.fetch
	}
	return true, h.fetch(ctx, sum, size)
}

func (h *haul) send(ctx context.Context, sum string, file *os.File) (tried bool, err error) {
	if h.held.send != nil && h.held.send == h.held.fetch {
		return false, h.held.send // the server is away
	}
	info, err := file.Stat()
	if err != nil {
		return true, fmt.Errorf("%w: %w", errFileDamaged, err)
	}
	has, whole, err := h.blobs.Has(ctx, sum)
	switch {
	case err != nil || whole:
		return true, err
	case !h.held.sends(info.Size()):
		return false, h.held.send
	}
	return true, h.put(ctx, sum, file, has, info.Size())
}

// put sends what the server has not of a content.
func (h *haul) put(ctx context.Context, sum string, file *os.File, has, size int64) error {
	if is, err := sumOf(ctx, file); err != nil || is != sum {
		return errors.Join(errFileDamaged, err)
	}
	if has >= size {
		has = 0 // it was killed before it proved what it has
	}
	for has < size {
		if !h.may() {
			return client.ErrLeftAlone
		}
		before := has
		var err error
		if has, err = h.blobs.Put(ctx, sum, file, has, size); err != nil {
			return err
		}
		if has <= before && has != 0 {
			return fmt.Errorf("%w: it wants bytes %d of a content again and again", ErrNotServer, has)
		}
	}
	return nil
}

// fetch goes on where it broke off; the content has its name when it is what it says. What
// came of one for which the disk has no room is removed, as it would be in the way of records.
func (h *haul) fetch(ctx context.Context, sum string, most int64) error {
	kept := h.c.w.contents
	if err := kept.prepare(); err != nil {
		return unwritten(err)
	}
	path := filepath.Join(kept.dir, partName+sum)
	err := h.part(ctx, path, sum, most)
	if err == nil {
		err = unwritten(kept.place(path, sum))
	}
	if err != nil {
		if errors.Is(err, client.ErrNoContent) || errors.Is(err, errFileOther) || errors.Is(err, errFileNoRoom) {
			err = errors.Join(err, gone(os.Remove(path)))
		}
		return err
	}
	h.c.w.news.publish(News{Sync: true}) // it can be opened now
	return nil
}

// part goes on with what is there of a content, until all of it is on the disk and proved.
func (h *haul) part(ctx context.Context, path, sum string, most int64) error {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return unwritten(err)
	}
	return errors.Join(h.fill(ctx, sum, most, file), unwritten(file.Close()))
}

// fill writes what is missing of a content, and proves it. Others take of the disk, too, so
// it is looked at before each part.
func (h *haul) fill(ctx context.Context, sum string, most int64, file *os.File) error {
	info, err := file.Stat()
	if err != nil {
		return err
	}
	for at := info.Size(); at < most; {
		if !h.may() {
			return client.ErrLeftAlone
		}
		if !h.c.w.contents.hasRoom(most - at) {
			return errFileNoRoom
		}
		part, size, err := h.blobs.Part(ctx, sum, at)
		if err != nil {
			return err
		}
		if size != most || len(part) == 0 {
			return errFileOther
		}
		h.fetched = true
		if _, err := file.WriteAt(part, at); err != nil {
			return unwritten(err)
		}
		at += int64(len(part))
	}
	is, err := sumOf(ctx, file)
	if err == nil && is != sum {
		return errFileOther
	}
	return unwritten(errors.Join(err, file.Sync()))
}

// unwritten says why a content cannot be kept on this machine.
func unwritten(err error) error {
	switch {
	case err == nil:
		return nil
	case diskfull.Is(err):
		return fmt.Errorf("%w: %w", errFileNoRoom, err)
	}
	return fmt.Errorf("%w: %w", errFileUnwritten, err)
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
