package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"tradedesk/model"
	"tradedesk/model/value"
	"tradedesk/store"
	"tradedesk/sync/client"
	problems "tradedesk/sync/protocol"
)

const (
	settingCourier = "sync.files"
	// courierPause is how long contents wait for the next try, at most.
	courierPause = 5 * time.Minute
	// lookThrough is how often all records are looked through for contents, in case one
	// was missed when the desk ended in the wrong moment.
	lookThrough = 7 * 24 * time.Hour
	// maxErrands bounds how many contents are remembered at once; the others are found
	// when these are carried.
	maxErrands = 5000
)

// errands are the contents that are to be carried: sent when they are kept here, else
// fetched. They stay in the desk's file.
type errands struct {
	Looked value.Instant    `json:"looked"`
	Wait   map[string]int64 `json:"wait"` // SHA-256 → size
}

// courier carries the contents of attached files, in the background and after
// everything else, part by part. What becomes a path is a SHA-256 and nothing else.
type courier struct {
	w     *owner
	wakes chan struct{} // holds one when something was committed

	changed sync.Mutex
	files   []model.Attachment // that committed records name, not noted yet
	all     bool               // there may be others

	mu   sync.Mutex // held by who carries or takes note
	list *errands   // nil before it was read
}

func newCourier(w *owner) *courier { return &courier{w: w, wakes: make(chan struct{}, 1)} }

// follow remembers what was committed. News that name no record at all are of a file
// that was put in order as a whole.
func (c *courier) follow(n News) {
	c.changed.Lock()
	c.files = append(c.files, n.Files...)
	if c.all = c.all || len(n.Records) == 0 || len(c.files) > maxErrands; c.all {
		c.files = nil
	}
	c.changed.Unlock()
	select {
	case c.wakes <- struct{}{}:
	default:
	}
}

// run takes note of what is committed, and carries it while the desk calls its server by
// itself.
func (c *courier) run() {
	ctx := c.w.base
	pause := 2 * syncDelay
	timer := time.NewTimer(pause)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-c.wakes:
			if noted, err := c.note(ctx); err == nil && noted { // the file tells its own trouble
				pause = syncDelay
				timer.Reset(pause)
			}
		case <-timer.C:
			pause = min(2*pause, courierPause)
			if !c.w.sync.calling() {
				timer.Reset(pause)
				continue
			}
			// What cannot be carried now, or nobody has sent yet, waits.
			if left, _ := c.carry(ctx, nil); left > 0 {
				timer.Reset(pause)
			}
		}
	}
}

// calling reports whether the server was reached and is called without being told.
func (s *syncer) calling() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.mode == SyncAutomatic && s.online && s.failed == nil
}

// read reads the list; false when the desk knows no server.
func (c *courier) read(ctx context.Context) (bool, error) {
	_, linked, err := c.w.store.Link(ctx)
	if err != nil || !linked || c.list != nil {
		return linked, err
	}
	kept, err := c.w.store.Setting(ctx, settingCourier)
	if err != nil {
		return false, err
	}
	list := &errands{}
	if json.Unmarshal([]byte(kept), list) != nil || list.Wait == nil {
		list.Wait = map[string]int64{}
	}
	c.list = list
	return true, nil
}

func (c *courier) keep(ctx context.Context) error {
	text, err := json.Marshal(c.list)
	if err != nil {
		return err
	}
	return c.w.store.SetSetting(ctx, settingCourier, string(text))
}

// note takes up what changed records name, and reports whether that is something new.
func (c *courier) note(ctx context.Context) (bool, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	linked, err := c.read(ctx)
	if err != nil || !linked {
		return false, err
	}
	return c.noteAll(ctx)
}

func (c *courier) noteAll(ctx context.Context) (noted bool, err error) {
	c.changed.Lock()
	files, all := c.files, c.all
	c.files, c.all = nil, false
	c.changed.Unlock()
	if all {
		c.list.Looked, noted = 0, true // some of them were not named
	}
	noted = c.add(files) || noted
	if !noted {
		return false, nil
	}
	if err := c.keep(ctx); err != nil {
		// Cut off, as by the desk's end: all of it is taken up again.
		c.list = nil
		c.changed.Lock()
		c.files, c.all = append(files, c.files...), c.all || all
		c.changed.Unlock()
		return noted, err
	}
	return noted, nil
}

func (c *courier) add(files []model.Attachment) (added bool) {
	for _, file := range files {
		if _, known := c.list.Wait[file.SHA256]; known || !isSum(file.SHA256) || file.Size <= 0 || file.Size > MaxFile {
			continue
		}
		if len(c.list.Wait) >= maxErrands {
			c.list.Looked = 0
			return added
		}
		c.list.Wait[file.SHA256] = file.Size
		added = true
	}
	return added
}

// look goes through all records that may name contents, now and then.
func (c *courier) look(ctx context.Context) error {
	now := value.At(c.w.o.Now())
	if since := now.Time().Sub(c.list.Looked.Time()); !c.list.Looked.IsZero() && since >= 0 && since < lookThrough {
		return nil
	}
	c.list.Looked = now
	for _, kind := range model.Kinds() {
		hasFiles := slices.ContainsFunc(model.SchemaOf(kind).Fields, func(f model.Field) bool { return f.Type == model.TypeFile })
		if !hasFiles {
			continue
		}
		err := c.w.store.Records(ctx, Query{Kind: kind}, func(r model.Record) error { c.add(model.FilesOf(r)); return ctx.Err() })
		if err != nil {
			c.list.Looked = 0
			return err
		}
	}
	return c.keep(ctx)
}

// carry carries what waits, and gives how many contents are left. One that cannot be carried
// holds up no other; trouble with the server or with this machine's disk ends it. tell may be
// nil.
func (c *courier) carry(ctx context.Context, tell func(done, total int)) (left int, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if linked, err := c.read(ctx); err != nil || !linked {
		return 0, err
	}
	if _, err := c.noteAll(ctx); err != nil {
		return 0, err
	}
	if err := c.look(ctx); err != nil {
		return 0, err
	}
	if len(c.list.Wait) == 0 {
		return 0, nil
	}
	blobs, err := c.blobs(ctx)
	if err != nil {
		return len(c.list.Wait), err
	}
	total := len(c.list.Wait)
	var held error // why the last one that was held up was
	full := false  // the server has no room for what is sent
	for i, sum := range slices.Sorted(maps.Keys(c.list.Wait)) {
		done, err := false, held
		if !full || !c.keeps(sum) {
			done, err = c.errand(ctx, blobs, sum, c.list.Wait[sum])
		}
		if done {
			delete(c.list.Wait, sum)
			err = c.keep(ctx)
		}
		if err != nil && !ofOneContent(err) {
			return len(c.list.Wait), err
		}
		if err != nil {
			held, full = err, full || client.FailureOf(err) == client.FailedFull
		}
		if tell != nil {
			tell(i+1, total)
		}
	}
	return len(c.list.Wait), held
}

// ofOneContent reports whether it is one content that cannot be carried, and others may be:
// it is damaged here, another at the server, on its way by somebody else, or one too many.
func ofOneContent(err error) bool {
	var p *problems.Problem
	if errors.As(err, &p) {
		return slices.Contains([]problems.Code{problems.CodeBlobMismatch, problems.CodeQuota, problems.CodeUnavailable}, p.Code())
	}
	return errors.Is(err, errOther) || errors.Is(err, errUnread)
}

// keeps reports whether a content is kept here.
func (c *courier) keeps(sum string) bool {
	_, err := os.Stat(c.w.contents.path(sum))
	return err == nil
}

func (c *courier) blobs(ctx context.Context) (*client.Blobs, error) {
	engine, err := alone(ctx, c.w.sync, func(ctx context.Context) (*client.Engine, error) {
		err := c.w.sync.prepare(ctx)
		return c.w.sync.engine, err
	})
	if err != nil {
		return nil, err
	}
	return engine.Blobs(ctx)
}

// errand carries one content; done says that it need not be carried again.
func (c *courier) errand(ctx context.Context, blobs *client.Blobs, sum string, size int64) (done bool, err error) {
	file, err := os.Open(c.w.contents.path(sum))
	if err == nil {
		err = c.send(ctx, blobs, sum, file)
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

func (c *courier) send(ctx context.Context, blobs *client.Blobs, sum string, file *os.File) error {
	info, err := file.Stat()
	if err != nil {
		return err
	}
	has, whole, err := blobs.Has(ctx, sum)
	if has >= info.Size() {
		has = 0 // it was killed before it proved what it has
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
