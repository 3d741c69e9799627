package ui

import (
	"context"
	"maps"
	"slices"

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
			a.Edits = append(a.Edits, desk.Edit{Kind: row.Kind, ID: row.ID, Set: set})
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
