package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"tradedesk/model"
)

// detailRows bounds each list of a Detail but the thread.
const detailRows = 100

// Detail reads a record and what points to it.
func (w *owner) Detail(ctx context.Context, id model.ID) (Detail, error) {
	return during(ctx, w, func(ctx context.Context) (Detail, error) {
		// Before the record: who has seen too little is asked, who has seen too much is not.
		base, err := w.store.Base(ctx)
		if err != nil {
			return Detail{}, err
		}
		r, err := w.store.Get(ctx, id)
		if err != nil {
			return Detail{}, err
		}
		d := Detail{Record: r, Base: base}
		for _, fill := range []func(context.Context, *Detail) error{
			w.fillScore, w.fillThread, w.fillLead, w.fillOffers, w.fillMade, w.fillRows, w.fillTasks, w.fillDuplicates, w.fillNames,
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

func (w *owner) fillThread(ctx context.Context, d *Detail) error {
	switch d.Record.Kind() {
	case model.KindLead, model.KindRFQ, model.KindSupplier, model.KindContact:
	default:
		return nil
	}
	page, err := w.store.List(ctx, Query{Kind: model.KindMessage, View: ViewThread, Of: d.Record.Header().ID, Limit: ThreadLimit, Back: true})
	if err != nil {
		return err
	}
	if page.Before && len(page.Rows) > 0 {
		d.Older = page.Rows[0].Cursor
	}
	d.Thread, err = w.recordsOf(ctx, page)
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

// fillOffers gives the quotes and samples of an RFQ, or of a supplier.
func (w *owner) fillOffers(ctx context.Context, d *Detail) (err error) {
	kind := d.Record.Kind()
	if kind != model.KindRFQ && kind != model.KindSupplier {
		return nil
	}
	if d.Quotes, err = w.newest(ctx, model.KindQuote, string(kind), d); err != nil {
		return err
	}
	d.Samples, err = w.newest(ctx, model.KindSample, string(kind), d)
	return err
}

// fillMade gives what became of an RFQ: the offers for it and the deals; of an offer its
// other versions and the deals that it came to.
func (w *owner) fillMade(ctx context.Context, d *Detail) (err error) {
	rfq := d.Record.Header().ID
	of, isOffer := d.Record.(*model.Offer)
	switch {
	case isOffer && !of.RFQ.IsZero():
		rfq = of.RFQ
	case d.Record.Kind() != model.KindRFQ:
		return nil
	}
	if d.Offers, err = w.newestOf(ctx, model.KindOffer, "rfq", rfq, d); err != nil {
		return err
	}
	if d.Deals, err = w.newestOf(ctx, model.KindDeal, "rfq", rfq, d); err != nil || !isOffer {
		return err
	}
	d.Offers = slices.DeleteFunc(d.Offers, func(r model.Record) bool {
		o, ok := r.(*model.Offer)
		return !ok || o.ID == of.ID || o.Number != of.Number
	})
	d.Deals = slices.DeleteFunc(d.Deals, func(r model.Record) bool {
		deal, ok := r.(*model.Deal)
		return !ok || deal.Offer != of.ID
	})
	return nil
}

func (w *owner) fillRows(ctx context.Context, d *Detail) (err error) {
	kind := d.Record.Kind()
	switch kind {
	case model.KindLead:
		d.RFQs, err = w.pointing(ctx, model.KindRFQ, "lead", d)
	case model.KindSupplier:
		d.RFQs, err = w.pointing(ctx, model.KindRFQ, "invited", d)
	}
	if err == nil && (kind == model.KindLead || kind == model.KindSupplier) {
		d.Contacts, err = w.pointing(ctx, model.KindContact, string(kind), d)
	}
	return err
}

func (w *owner) fillTasks(ctx context.Context, d *Detail) (err error) {
	switch d.Record.Kind() {
	case model.KindLead, model.KindRFQ, model.KindSupplier, model.KindContact:
		d.Tasks, err = w.newest(ctx, model.KindTask, "about", d)
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

// fillNames gives the rows of what the records of d point to. A record that is
// not here has no row, which is no error.
func (w *owner) fillNames(ctx context.Context, d *Detail) error {
	d.Named = map[model.ID]model.Excerpt{}
	records := slices.Concat([]model.Record{d.Record}, d.Quotes, d.Samples)
	for _, r := range records {
		for _, id := range namedBy(r) {
			if _, known := d.Named[id]; known {
				continue
			}
			e, _, err := w.store.Excerpt(ctx, id)
			switch {
			case err == nil:
				d.Named[id] = e
			case !errors.Is(err, ErrNotFound):
				return err
			}
		}
	}
	return nil
}

// namedBy gives what a record points to: of an offer also whom its lines are from.
func namedBy(r model.Record) []model.ID {
	ids := model.Refs(r)
	if o, ok := r.(*model.Offer); ok {
		for _, l := range o.Lines {
			if !l.Supplier.IsZero() {
				ids = append(ids, l.Supplier)
			}
		}
	}
	return ids
}

// last gives the newest rows of a kind whose field holds the record's id, oldest
// of them first.
func (w *owner) last(ctx context.Context, kind model.Kind, field string, d *Detail) (Page, error) {
	return w.lastOf(ctx, kind, field, d.Record.Header().ID, d)
}

// lastOf is last for the id of another record.
func (w *owner) lastOf(ctx context.Context, kind model.Kind, field string, id model.ID, d *Detail) (Page, error) {
	where := []Cond{{Field: field, Op: OpEqual, Text: id.String()}}
	page, err := w.store.List(ctx, Query{Kind: kind, Where: where, Limit: detailRows, Back: true})
	if page.Before {
		d.Cut = append(d.Cut, kind)
	}
	return page, err
}

func (w *owner) pointing(ctx context.Context, kind model.Kind, field string, d *Detail) ([]model.Excerpt, error) {
	page, err := w.last(ctx, kind, field, d)
	if err != nil {
		return nil, err
	}
	var out []model.Excerpt
	for _, row := range page.Rows {
		out = append(out, row.Excerpt)
	}
	return out, nil
}

func (w *owner) newest(ctx context.Context, kind model.Kind, field string, d *Detail) ([]model.Record, error) {
	return w.newestOf(ctx, kind, field, d.Record.Header().ID, d)
}

func (w *owner) newestOf(ctx context.Context, kind model.Kind, field string, id model.ID, d *Detail) ([]model.Record, error) {
	page, err := w.lastOf(ctx, kind, field, id, d)
	if err != nil {
		return nil, err
	}
	return w.recordsOf(ctx, page)
}

// recordsOf gives the records of one page of a list.
func (w *owner) recordsOf(ctx context.Context, page Page) ([]model.Record, error) {
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
