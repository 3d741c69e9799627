package ui

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"tradedesk/desk"
	"tradedesk/model"
)

func (d *fakeDesk) Count(ctx context.Context, q desk.Query) (int, error) {
	defer d.call("Count")()
	return len(d.rows(q)), nil
}

// DoWhere does the same as Do with an edit for each record that q selects.
func (d *fakeDesk) DoWhere(ctx context.Context, b desk.Bulk, progress func(desk.Progress)) (desk.BulkReport, error) {
	a := desk.Action{ID: b.ID, Label: b.Label}
	report := desk.BulkReport{}
	func() {
		defer d.call("DoWhere")()
		for _, row := range d.rows(b.Query) {
			if slices.Contains(b.Except, row.ID) {
				continue
			}
			_, r := d.find(row.ID)
			set := maps.Clone(b.Set)
			if set == nil {
				set = model.Set{}
			}
			if l, ok := r.(*model.Lead); ok && len(b.Tag)+len(b.Untag) > 0 {
				set["tags"] = raw(model.Retag(l.Tags, b.Tag, b.Untag))
			}
			a.Edits = append(a.Edits, desk.Edit{Kind: row.Kind, ID: row.ID, Set: set, Base: b.Base})
		}
	}()
	done, err := d.Do(ctx, a)
	report.Changed = done.Changed
	if progress != nil {
		progress(desk.Progress{Done: int64(report.Changed)})
	}
	return report, err
}

func (d *fakeDesk) Setting(_ context.Context, name string) (string, error) {
	defer d.call("Setting")()
	return d.settings[name], nil
}

func (d *fakeDesk) SetSetting(_ context.Context, name, text string) error {
	defer d.call("SetSetting")()
	d.settings[name] = text
	return nil
}

// fits evaluates conditions on texts, as far as the screens' tests need.
func fits(r model.Record, where []desk.Cond) bool {
	for _, c := range where {
		f, ok := model.SchemaOf(r.Kind()).Field(c.Field)
		if !ok {
			return false
		}
		if c.Op == desk.OpAtLeast { // of a moment: nothing here is older than what is asked for
			continue
		}
		has, found := strings.ToLower(model.FieldText(f, r)), false
		for _, want := range strings.Split(strings.ToLower(c.Text), desk.Alternatives) {
			found = found || has == want || c.Op == desk.OpContains && strings.Contains(has, want)
		}
		if found != (c.Op != desk.OpNotEqual) {
			return false
		}
	}
	return true
}

// key gives what rows are sorted by.
func (d *fakeDesk) key(row desk.Row, field string) string {
	_, r := d.find(row.ID)
	f, ok := model.SchemaOf(row.Kind).Field(field)
	if !ok {
		return fmt.Sprintf("%03d", row.Score)
	}
	return model.FieldText(f, r)
}
