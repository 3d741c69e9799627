package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"strings"

	"tradedesk/exchange"
	"tradedesk/model"
	"tradedesk/store"
)

func (w *owner) Get(ctx context.Context, id model.ID) (model.Record, error) {
	return during(ctx, w, func(ctx context.Context) (model.Record, error) { return w.store.Get(ctx, id) })
}

func (w *owner) Find(ctx context.Context, text string) (model.ID, error) {
	return during(ctx, w, func(ctx context.Context) (model.ID, error) { return w.store.Find(ctx, text) })
}

func (w *owner) List(ctx context.Context, q Query) (Page, error) {
	return during(ctx, w, func(ctx context.Context) (Page, error) { return w.store.List(ctx, q) })
}

func (w *owner) Count(ctx context.Context, q Query) (int, error) {
	return during(ctx, w, func(ctx context.Context) (int, error) { return w.store.Count(ctx, q) })
}

func (w *owner) stream(ctx context.Context, q Query, yield func(model.Record) error, passed func(cursor string) error) error {
	_, err := during(ctx, w, func(ctx context.Context) (nothing, error) {
		return nothing{}, w.store.Stream(ctx, q, yield, passed)
	})
	return err
}

func (w *owner) Counts(ctx context.Context) (Counts, error) {
	return during(ctx, w, w.store.Counts)
}

func (w *owner) History(ctx context.Context, id model.ID, limit int) ([]model.Change, error) {
	return during(ctx, w, func(ctx context.Context) ([]model.Change, error) {
		changes, err := w.store.History(ctx, id, limit)
		for i := range changes {
			// What the merge keeps beside the fields is nothing that anybody wrote.
			maps.DeleteFunc(changes[i].Set, func(name string, _ json.RawMessage) bool { return strings.HasPrefix(name, "~") })
		}
		return changes, err
	})
}

func (w *owner) Duplicates(ctx context.Context, r model.Record) ([]Duplicate, error) {
	return during(ctx, w, func(ctx context.Context) ([]Duplicate, error) { return w.store.Duplicates(ctx, r, 0) })
}

func (w *owner) Watch(ctx context.Context) (<-chan News, error) {
	_, done, err := w.begin(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	return w.news.watch(ctx)
}

func (w *owner) do(ctx context.Context, by string, a Action) (Done, error) {
	return during(ctx, w, func(ctx context.Context) (Done, error) {
		if err := w.score.known(ctx); err != nil {
			return Done{}, err
		}
		return w.postman.queueing(ctx, a, func(a Action) (Done, error) {
			done, news, err := w.store.As(w.author(by)).Do(ctx, a)
			w.committed(news)
			return done, err
		})
	})
}

func (w *owner) step(ctx context.Context, by string, action model.ID, redo bool) (Done, error) {
	return during(ctx, w, func(ctx context.Context) (Done, error) {
		if err := w.score.known(ctx); err != nil {
			return Done{}, err
		}
		// A big step that is cut off has still changed what its news say.
		done, news, err := w.store.As(w.author(by)).Step(ctx, action, redo)
		w.committed(news)
		return done, err
	})
}

// author gives who a change is by: the visitor, or the owner for one without a
// name.
func (w *owner) author(by string) string {
	if by == "" {
		return w.o.Me
	}
	return by
}

func (w *owner) importFile(ctx context.Context, by string, req ImportRequest, file io.Reader, progress func(Progress)) (FileReport, error) {
	return during(ctx, w, func(ctx context.Context) (FileReport, error) {
		if err := w.score.known(ctx); err != nil {
			return FileReport{}, err
		}
		w.loading.Add(1)
		defer w.loading.Add(-1)
		defer bulkBound.begin(importHeap)()
		to := &importTarget{owner: w, by: w.author(by), action: req.Action, label: imports + req.Name}
		r := req.exchange()
		r.Home, r.Now, r.IDs, r.Me = w.o.Home, w.o.Now, w.ids, to.by
		kept, err := w.store.Setting(ctx, screensPrefix+settingMappings)
		if err == nil {
			r.Saved, err = readMappings(kept)
		}
		if err != nil {
			return FileReport{}, err
		}
		report, err := exchange.Import(ctx, to, r, file, progress)
		report.Alike = to.surestFirst()
		if report.Cancelled && errors.Is(context.Cause(ctx), ErrClosed) {
			err = fmt.Errorf("importing %s: %w", req.Name, ErrClosed)
		}
		return report, err
	})
}

// Export writes what the query selects, or one record; a format is found by its
// name or file ending.
func (w *owner) Export(ctx context.Context, req ExportRequest, out io.Writer) error {
	_, err := during(ctx, w, func(ctx context.Context) (nothing, error) {
		format, err := exchange.ParseFormat(req.Format)
		if err != nil {
			return nothing{}, fmt.Errorf("exporting: %w: %w", ErrInvalid, err)
		}
		records := func(yield func(model.Record) error) error { return w.store.Records(ctx, req.Query, yield) }
		if steady(req.Query) {
			records = func(yield func(model.Record) error) error { return w.steadily(ctx, req.Query, yield) }
		}
		opts := exchange.ExportOptions{Kind: req.Query.Kind}
		if len(req.IDs) > 0 {
			records = func(yield func(model.Record) error) error { return w.each(ctx, req.IDs, yield) }
		}
		if !req.ID.IsZero() {
			r, err := w.store.Get(ctx, req.ID)
			if err != nil {
				return nothing{}, fmt.Errorf("exporting: %w", err)
			}
			records = func(yield func(model.Record) error) error { return yield(r) }
			opts.Kind = r.Kind()
		}
		return nothing{}, exchange.Export(ctx, out, format, records, opts)
	})
	return err
}

// importTarget is the desk as an import sees it: every batch is one transaction,
// all batches are one action.
type importTarget struct {
	owner  *owner
	by     string
	action model.ID
	label  string
	alike  []exchange.Alike
	last   *store.Prepared // the batch before
}

func (t *importTarget) ByOrigins(ctx context.Context, kind model.Kind, origins []string) ([]model.Record, error) {
	return t.owner.store.ByOrigins(ctx, kind, origins)
}

func (t *importTarget) Having(ctx context.Context, kind model.Kind, field string, texts []string, limit int) ([][]model.Record, error) {
	return t.owner.store.Having(ctx, kind, field, texts, limit)
}

func (t *importTarget) Numbered(ctx context.Context, numbers []string) ([][]model.ID, error) {
	return t.owner.store.Numbered(ctx, numbers)
}

// KeepFile keeps a content that is not here yet.
func (t *importTarget) KeepFile(ctx context.Context, a model.Attachment, content []byte) error {
	return t.owner.contents.keepKnown(ctx, a, content)
}

func (t *importTarget) ByIDs(ctx context.Context, ids []model.ID) ([]model.Record, error) {
	return t.owner.store.GetAll(ctx, ids)
}

// Prepare works a batch out. A stage that a file gives is taken as it is: how the
// record came to it is not known.
func (t *importTarget) Prepare(ctx context.Context, batch []exchange.Incoming) (exchange.Commit, error) {
	a := Action{ID: t.action, Label: t.label, Duplicates: true, Edits: make([]Edit, 0, len(batch))}
	for _, in := range batch {
		h := in.Record.Header()
		e := Edit{
			Kind: in.Record.Kind(), ID: h.ID, Create: in.Before == nil, Force: true,
			Wrote: store.Wrote{Created: h.CreatedAt, Updated: h.UpdatedAt, By: h.UpdatedBy},
		}
		if e.Create {
			e.Record = in.Record
		} else {
			e.Set = in.Set
		}
		a.Edits = append(a.Edits, e)
	}
	to := t.owner.store.As(t.by)
	prepared, err := to.Prepare(ctx, a, t.last)
	if err != nil {
		return nil, err
	}
	t.last = prepared
	return func(ctx context.Context) (duplicates int, err error) {
		done, news, err := to.DoPrepared(ctx, prepared)
		if err != nil {
			return 0, err
		}
		t.owner.committed(news)
		t.tellAlike(done.Alike)
		return done.Duplicates, nil
	}, nil
}
