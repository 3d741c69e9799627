package desk

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"time"

	"tradedesk/model"
	"tradedesk/model/refusal"
	"tradedesk/model/value"
	"tradedesk/store"
)

const (
	settingCourier = "sync.files"
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
	Looked value.Instant     `json:"looked"`          // when all records had been looked through
	Next   *lookedTo         `json:"next,omitempty"`  // how far they are now, nil when nobody looks
	Again  bool              `json:"again,omitempty"` // some were not named: one more look, behind this one
	Wait   map[string]errand `json:"wait"`            // by their SHA-256
}

// errand is a content that is to be carried.
type errand struct {
	Size  int64         `json:"size"`
	Why   string        `json:"why,omitempty"`   // the code of why it waits, "" for its turn
	Tries int           `json:"tries,omitempty"` // that cost a whole content, in vain
	After value.Instant `json:"after,omitempty"` // the next such try
}

const (
	// freeTries is how many costly tries a person's wish is worth, before it waits, too.
	freeTries = 3
	longest   = 24 * time.Hour // between two costly tries
)

// due reports whether a content is to be tried now; asked, because a person wants it.
func (e errand) due(now value.Instant, asked bool) bool {
	wait := e.After.Time().Sub(now.Time())
	return wait <= 0 || wait > longest || asked && e.Tries < freeTries
}

// waits notes why a content could not be carried; wasted, that trying it was costly.
func (e errand) waits(now value.Instant, why *refusal.Error, wasted bool) errand {
	e.Why, e.After = why.Told().Code, 0
	if wasted {
		pause := longest
		if e.Tries < 10 {
			pause = min(courierPause<<e.Tries, longest)
		}
		e.Tries++
		e.After = value.At(now.Time().Add(pause))
	}
	return e
}

// lookedTo is how far records were looked through.
type lookedTo struct {
	Kind   model.Kind `json:"kind,omitempty"`
	Cursor string     `json:"cursor,omitempty"` // of the store, "" for the first of the kind
}

// looks reports whether there may be contents to carry that are not known yet.
func (l *errands) looks() bool { return l.Next != nil || l.Again }

// due reports whether it is time to look through all records.
func (l *errands) due(now value.Instant) bool {
	since := now.Time().Sub(l.Looked.Time())
	return l.Again || l.Looked.IsZero() || since < 0 || since >= lookThrough
}

// read reads the list; false when the desk knows no server.
func (c *courier) read(ctx context.Context) (bool, error) {
	_, linked, err := c.w.store.Link(ctx)
	if err != nil || !linked || c.list != nil {
		return linked, err
	}
	list, err := readErrands(ctx, c.w.store)
	if err != nil {
		return false, err
	}
	c.setList(list)
	return true, nil
}

// readErrands reads the list as it was kept. One that cannot be read, as of another version,
// is made anew by looking through all records.
func readErrands(ctx context.Context, from *store.Store) (*errands, error) {
	kept, err := from.Setting(ctx, settingCourier)
	if err != nil {
		return nil, err
	}
	list := &errands{}
	if json.Unmarshal([]byte(kept), list) != nil || list.Wait == nil {
		list = &errands{Wait: map[string]errand{}}
	}
	return list, nil
}

func (c *courier) setList(list *errands) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.list = list
}

// put has a content wait.
func (c *courier) put(sum string, e errand) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.list.Wait[sum] = e
}

// drop has contents wait no more.
func (c *courier) drop(which func(sum string, e errand) bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	maps.DeleteFunc(c.list.Wait, which)
}

// carried notes that a content is where it belongs.
func (c *courier) carried(sum string) { c.drop(func(is string, _ errand) bool { return is == sum }) }

// makeRoom forgets what other desks have not sent, when it leaves no room for what is not
// known yet: it is found again.
func (c *courier) makeRoom() {
	if !c.list.looks() || len(c.list.Wait) < c.most {
		return
	}
	c.drop(func(_ string, e errand) bool { return e.Why != "" })
	c.list.Again = true
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
	end, err := c.begin(ctx)
	if err != nil {
		return false, err
	}
	defer end()
	linked, err := c.read(ctx)
	if err != nil || !linked {
		return false, err
	}
	return c.noteAll(ctx)
}

func (c *courier) noteAll(ctx context.Context) (noted bool, err error) {
	c.changed.Lock()
	files, all, fresh := c.files, c.all, c.fresh
	c.files, c.all, c.fresh = nil, false, nil
	c.changed.Unlock()
	for _, sum := range fresh {
		if e, waits := c.list.Wait[sum]; waits {
			c.put(sum, errand{Size: e.Size})
			noted = true
		}
	}
	if all {
		c.list.Again, noted = true, true
	}
	noted = c.add(files) || noted
	if !noted {
		return false, nil
	}
	if err := c.keep(ctx); err != nil {
		// Cut off, as by the desk's end: all of it is taken up again.
		c.setList(nil)
		c.changed.Lock()
		c.files, c.all, c.fresh = append(files, c.files...), c.all || all, append(fresh, c.fresh...)
		c.changed.Unlock()
		return noted, err
	}
	return noted, nil
}

// add takes up contents, as many as there is room for; the others are found by looking.
func (c *courier) add(files []model.Attachment) (added bool) {
	for _, file := range files {
		if _, known := c.list.Wait[file.SHA256]; known || !canBeCarried(file) {
			continue
		}
		if len(c.list.Wait) >= c.most {
			c.list.Again = true
			return added
		}
		c.put(file.SHA256, errand{Size: file.Size})
		added = true
	}
	return added
}

// canBeCarried reports whether a record names a content as contents are named. One of no
// bytes is at every desk already.
func canBeCarried(file model.Attachment) bool {
	return model.IsSHA256(file.SHA256) && file.Size > 0 && file.Size <= MaxFile
}

// errNoRoom ends a look while there are as many errands as are remembered.
var errNoRoom = errors.New("there are enough errands")

// look goes through all records that may name contents, now and then; on from where there
// was no more room for what it found.
func (c *courier) look(ctx context.Context) error {
	now := value.At(c.w.o.Now())
	if c.list.Next == nil && !c.list.due(now) || len(c.list.Wait) >= c.most {
		return nil
	}
	if c.list.Next == nil {
		c.list.Next, c.list.Again = &lookedTo{}, false
	}
	kinds := kindsWithFiles()
	for _, kind := range kinds[max(0, slices.Index(kinds, c.list.Next.Kind)):] {
		if c.list.Next.Kind != kind {
			c.list.Next = &lookedTo{Kind: kind}
		}
		if len(c.list.Wait) >= c.most {
			return c.keep(ctx)
		}
		err := c.lookAt(ctx)
		if errors.Is(err, errNoRoom) {
			return c.keep(ctx)
		}
		if err != nil {
			return err
		}
	}
	c.list.Looked, c.list.Next = now, nil
	return c.keep(ctx)
}

// lookAt goes on with the records of a kind. It stops between two pages, so that no record
// has files that are never come to.
func (c *courier) lookAt(ctx context.Context) error {
	at := c.list.Next
	find := func(r model.Record) error {
		for _, file := range model.FilesOf(r) {
			if _, known := c.list.Wait[file.SHA256]; !known && canBeCarried(file) {
				c.put(file.SHA256, errand{Size: file.Size})
			}
		}
		return ctx.Err()
	}
	passed := func(cursor string) error {
		if at.Cursor = cursor; len(c.list.Wait) >= c.most {
			return errNoRoom
		}
		return nil
	}
	err := c.w.store.Stream(ctx, Query{Kind: at.Kind, From: at.Cursor}, find, passed)
	if errors.Is(err, ErrInvalid) && at.Cursor != "" {
		at.Cursor = "" // it is of a file that was since written anew
		return c.lookAt(ctx)
	}
	return err
}

func kindsWithFiles() []model.Kind {
	return slices.DeleteFunc(model.Kinds(), func(kind model.Kind) bool {
		return !slices.ContainsFunc(model.SchemaOf(kind).Fields, func(f model.Field) bool { return f.Type == model.TypeFile })
	})
}
