package desk

import (
	"context"
	"errors"
	"fmt"

	"tradedesk/model"
)

// detailRows bounds each list of excerpts in a Detail.
const detailRows = 100

// Detail reads a record and what points to it.
func (w *owner) Detail(ctx context.Context, id model.ID) (Detail, error) {
	return during(ctx, w, func(ctx context.Context) (Detail, error) {
		r, err := w.store.Get(ctx, id)
		if err != nil {
			return Detail{}, err
		}
		d := Detail{Record: r}
		for _, fill := range []func(context.Context, *Detail) error{
			w.fillScore, w.fillThread, w.fillLead, w.fillQuotes, w.fillRows, w.fillDuplicates,
		} {
			if err := fill(ctx, &d); err != nil {
				return Detail{}, fmt.Errorf("reading what belongs to %s: %w", id, err)
			}
		}
		return d, nil
	})
}

func (w *owner) fillScore(ctx context.Context, d *Detail) error {
	lead, ok := d.Record.(*model.Lead)
	if !ok {
		return nil
	}
	if err := w.score.known(ctx); err != nil {
		return err
	}
	score := model.ScoreLead(lead, w.score.context())
	d.Score = &score
	return nil
}

func (w *owner) fillThread(ctx context.Context, d *Detail) (err error) {
	switch d.Record.Kind() {
	case model.KindLead, model.KindRFQ, model.KindSupplier, model.KindContact:
		q := Query{Kind: model.KindMessage, View: ViewThread, Of: d.Record.Header().ID, Limit: ThreadLimit, Back: true}
		d.Thread, err = w.page(ctx, q)
	}
	return err
}

// fillLead gives the lead that an RFQ or a contact is of; a lead that is not
// here is no error.
func (w *owner) fillLead(ctx context.Context, d *Detail) error {
	var lead model.ID
	switch r := d.Record.(type) {
	case *model.RFQ:
		lead = r.Lead
	case *model.Contact:
		lead = r.Lead
	}
	if lead.IsZero() {
		return nil
	}
	r, err := w.store.Get(ctx, lead)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return err
	}
	d.Lead = r
	return nil
}

func (w *owner) fillQuotes(ctx context.Context, d *Detail) (err error) {
	if d.Record.Kind() == model.KindRFQ {
		d.Quotes, err = w.page(ctx, Query{Kind: model.KindQuote, View: ViewQuotes, Of: d.Record.Header().ID, Limit: detailRows})
	}
	return err
}

func (w *owner) fillRows(ctx context.Context, d *Detail) (err error) {
	kind := d.Record.Kind()
	if kind == model.KindLead {
		if d.RFQs, err = w.pointing(ctx, model.KindRFQ, "lead", d); err != nil {
			return err
		}
	}
	if kind == model.KindLead || kind == model.KindSupplier {
		if d.Contacts, err = w.pointing(ctx, model.KindContact, string(kind), d); err != nil {
			return err
		}
	}
	switch kind {
	case model.KindLead, model.KindRFQ, model.KindSupplier, model.KindContact:
		d.Tasks, err = w.pointing(ctx, model.KindTask, "about", d)
	}
	return err
}

func (w *owner) fillDuplicates(ctx context.Context, d *Detail) (err error) {
	switch d.Record.Kind() {
	case model.KindLead, model.KindSupplier, model.KindContact:
		d.Duplicates, err = w.store.Duplicates(ctx, d.Record, 0)
	}
	return err
}

// pointing gives the rows of a kind whose field holds the record's id.
func (w *owner) pointing(ctx context.Context, kind model.Kind, field string, d *Detail) ([]model.Excerpt, error) {
	where := []Cond{{Field: field, Op: OpEqual, Text: d.Record.Header().ID.String()}}
	page, err := w.store.List(ctx, Query{Kind: kind, Where: where, Limit: detailRows})
	if err != nil {
		return nil, err
	}
	var out []model.Excerpt
	for _, row := range page.Rows {
		out = append(out, row.Excerpt)
	}
	return out, nil
}

// page gives the records of one page of a list.
func (w *owner) page(ctx context.Context, q Query) ([]model.Record, error) {
	page, err := w.store.List(ctx, q)
	if err != nil {
		return nil, err
	}
	var out []model.Record
	for _, row := range page.Rows {
		r, err := w.store.Get(ctx, row.ID)
		if err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, nil
}
