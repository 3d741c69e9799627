package desk

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"tradedesk/model"
	"tradedesk/model/value"
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
	Looked value.Instant    `json:"looked"`
	Wait   map[string]int64 `json:"wait"` // SHA-256 → size
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
