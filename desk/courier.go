package desk

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"sync"
	"time"

	"tradedesk/model"
	"tradedesk/model/value"
	"tradedesk/sync/client"
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
	var held, full error // why the last one that was held up was, and that the server has no room
	for i, sum := range slices.Sorted(maps.Keys(c.list.Wait)) {
		done, err := c.errand(ctx, blobs, sum, c.list.Wait[sum], full)
		if done {
			delete(c.list.Wait, sum)
			err = c.keep(ctx)
		}
		if err != nil && !ofOneContent(err) {
			return len(c.list.Wait), err
		}
		if err != nil {
			held = err
		}
		if client.FailureOf(err) == client.FailedFull {
			full = err
		}
		if tell != nil {
			tell(i+1, total)
		}
	}
	return len(c.list.Wait), held
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
