package exchange

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"

	"tradedesk/model"
	"tradedesk/model/duplicate"
	"tradedesk/model/text"
)

// MaxChanges bounds the changes that the report of a dry run lists.
const MaxChanges = 1000

// RecordChange is what an import would do to one record.
type RecordChange struct {
	Sheet  string        `json:"sheet,omitempty"`
	Line   int           `json:"line"`
	Action string        `json:"action"` // create, update
	Kind   model.Kind    `json:"kind"`
	ID     model.ID      `json:"id,omitzero"` // of a record that is there
	Title  string        `json:"title"`
	Fields []FieldChange `json:"fields"`
}

// FieldChange is what a field is and what it would be, cut to shownText runes.
type FieldChange struct {
	Field string `json:"field"`
	Old   string `json:"old"`
	New   string `json:"new"`
}

// shownText is how much of a value a FieldChange shows.
const shownText = 200

// dryRun is a desk that is read and not written: what would be written waits
// beside it, so that a file with the same record twice counts as it really would.
type dryRun struct {
	Target
	file    *os.File // the records, one after the other, in JSON
	size    int64
	places  map[model.ID]place
	origins map[[16]byte]model.ID
	keys    map[[16]byte][]model.ID // by what duplicates share
	changes []RecordChange
}

// place is where a record is in the file.
type place struct {
	at     int64
	length int32
}

func newDryRun(t Target) (*dryRun, error) {
	file, err := os.CreateTemp("", "tradedesk-*.tmp")
	if err != nil {
		return nil, fmt.Errorf("making room for what would be written: %w", err)
	}
	return &dryRun{
		Target: t, file: file, places: map[model.ID]place{}, origins: map[[16]byte]model.ID{}, keys: map[[16]byte][]model.ID{},
	}, nil
}

func (d *dryRun) close() error { return errors.Join(d.file.Close(), os.Remove(d.file.Name())) }

func (d *dryRun) ByOrigins(ctx context.Context, kind model.Kind, origins []string) ([]model.Record, error) {
	found, err := d.Target.ByOrigins(ctx, kind, origins)
	if err != nil {
		return nil, err
	}
	for i, origin := range origins {
		id, ok := d.origins[hashed(string(kind), origin)]
		if !ok && found[i] != nil {
			id = found[i].Header().ID
		}
		if found[i], err = d.instead(id, found[i]); err != nil {
			return nil, err
		}
	}
	return found, nil
}

func (d *dryRun) ByIDs(ctx context.Context, ids []model.ID) ([]model.Record, error) {
	found, err := d.Target.ByIDs(ctx, ids)
	if err != nil {
		return nil, err
	}
	for i, id := range ids {
		if found[i], err = d.instead(id, found[i]); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// instead gives the record that would be written under an id, or what is there.
func (d *dryRun) instead(id model.ID, there model.Record) (model.Record, error) {
	at, ok := d.places[id]
	if !ok {
		return there, nil
	}
	data := make([]byte, at.length)
	if _, err := d.file.ReadAt(data, at.at); err != nil && err != io.EOF {
		return nil, fmt.Errorf("reading what would be written: %w", err)
	}
	return model.DecodeJSON(data)
}

// KeepFile keeps nothing.
func (d *dryRun) KeepFile(context.Context, model.Attachment, []byte) error { return nil }

// Prepare does all there is to do, as nothing is committed.
func (d *dryRun) Prepare(ctx context.Context, batch []Incoming) (Commit, error) {
	duplicates, err := d.put(ctx, batch)
	return func(context.Context) (int, error) { return duplicates, nil }, err
}

// put keeps the batch aside, and counts duplicates as a desk does when all of the
// batch is in: a record is one when the other was there before it.
func (d *dryRun) put(ctx context.Context, batch []Incoming) (duplicates int, err error) {
	later := map[model.ID]int{}
	for i, in := range batch {
		if err := d.keep(in.Record); err != nil {
			return 0, err
		}
		if in.Before == nil {
			later[in.Record.Header().ID] = i
		}
		d.note(in)
	}
	for i, in := range batch {
		if in.Before != nil {
			continue
		}
		likely, err := d.likely(ctx, in.Record, i, later)
		if err != nil {
			return duplicates, err
		}
		if likely {
			duplicates++
		}
	}
	return duplicates, nil
}

func (d *dryRun) keep(r model.Record) error {
	data, h := model.EncodeJSON(r), r.Header()
	if _, err := d.file.WriteAt(data, d.size); err != nil {
		return fmt.Errorf("making room for what would be written: %w", err)
	}
	d.places[h.ID] = place{d.size, int32(len(data))}
	d.size += int64(len(data))
	if h.Origin != "" {
		d.origins[hashed(string(r.Kind()), h.Origin)] = h.ID
	}
	for _, key := range duplicate.Keys(r) {
		at := hashed(string(r.Kind()), key.Key)
		if ids := d.keys[at]; len(ids) == 0 || ids[len(ids)-1] != h.ID {
			d.keys[at] = append(ids, h.ID)
		}
	}
	return nil
}

// likely reports whether a record would be likely the same as one before it.
func (d *dryRun) likely(ctx context.Context, r model.Record, at int, later map[model.ID]int) (bool, error) {
	there, err := d.Target.Likely(ctx, r)
	if err != nil {
		return false, err
	}
	for _, id := range there {
		if _, changed := d.places[id]; !changed {
			return true, nil
		}
	}
	for _, key := range duplicate.Keys(r) {
		for _, id := range d.keys[hashed(string(r.Kind()), key.Key)] {
			if n, ours := later[id]; id == r.Header().ID || ours && n > at {
				continue
			}
			other, err := d.instead(id, nil)
			if err != nil {
				return false, err
			}
			if _, same := duplicate.Compare(r, other); same {
				return true, nil
			}
		}
	}
	return false, nil
}

func (d *dryRun) note(in Incoming) {
	if len(d.changes) >= MaxChanges {
		return
	}
	c := RecordChange{Sheet: in.Sheet, Line: in.Line, Action: "create", Kind: in.Record.Kind(), Title: model.Title(in.Record)}
	if in.Before != nil {
		c.Action, c.ID = "update", in.Record.Header().ID
	}
	for _, f := range model.SchemaOf(c.Kind).Editable() {
		old := ""
		if in.Before != nil {
			old = model.FieldText(f, in.Before)
		}
		if now := model.FieldText(f, in.Record); now != old {
			c.Fields = append(c.Fields, FieldChange{f.Name, text.Clean(old, shownText), text.Clean(now, shownText)})
		}
	}
	d.changes = append(d.changes, c)
}

func hashed(parts ...string) [16]byte {
	sum := sha256.New()
	for _, p := range parts {
		io.WriteString(sum, p)
		sum.Write([]byte{0})
	}
	return [16]byte(sum.Sum(nil)[:16])
}
