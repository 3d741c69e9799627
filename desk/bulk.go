package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"tradedesk/model"
	"tradedesk/model/refusal"
	"tradedesk/store"
)

// Bulk is an action on every record that a query selects, however many: it is
// carried out in batches of bounded size, and taken back in one go.
type Bulk struct {
	ID    model.ID `json:"id,omitzero"` // made by the caller; zero means that one is made
	Label string   `json:"label"`       // what undo calls it
	// Query selects the records of one kind. Its order and bounds do not count.
	Query  Query      `json:"query"`
	Except []model.ID `json:"except,omitempty"` // left out, at most MaxExcept
	// Set is what each record is given. Tag and Untag change the tags that each
	// has.
	Set   model.Set `json:"set,omitempty"`
	Tag   []string  `json:"tag,omitempty"`
	Untag []string  `json:"untag,omitempty"`
	// Base is what of other desks' changes had been seen when the action was decided on,
	// as Detail.Base has it; nil for what this desk has when the action begins. What came
	// in since then is not replaced but stands beside.
	Base *uint64 `json:"base,omitempty"`
}

// MaxExcept bounds the records that a Bulk leaves out.
const MaxExcept = 5000

// BulkReport is what a Bulk did. Left counts the records that the query selects
// and that stayed as they were, because they are so already or may not change so;
// Why is the reason of the first that may not.
type BulkReport struct {
	Changed int    `json:"changed"`
	Left    int    `json:"left"`
	Why     string `json:"why,omitempty"`
	// Told is Why for who has words of their own; nil when there is no more to say.
	Told *refusal.Told `json:"told,omitempty"`
}

var (
	errExcept = refusal.New("bulk.except", "at most {Most} records can be left out")
	errNoTags = refusal.New("bulk.no_tags", "a {Kind} has no tags")
)

// bulkBatch is how many records one transaction of a Bulk changes.
const bulkBatch = 500

// bulk is a Bulk under way.
type bulk struct {
	Bulk
	owner    *owner
	store    *store.Store // as the author
	except   map[model.ID]bool
	progress func(Progress)

	edits  []Edit
	report BulkReport
}

func (w *owner) doWhere(ctx context.Context, by string, b Bulk, progress func(Progress)) (BulkReport, error) {
	return during(ctx, w, func(ctx context.Context) (BulkReport, error) {
		if err := b.check(); err != nil {
			return BulkReport{}, fmt.Errorf("%s: %w: %w", b.Label, ErrInvalid, err)
		}
		if err := w.score.known(ctx); err != nil {
			return BulkReport{}, err
		}
		if b.ID.IsZero() {
			b.ID = w.ids.New()
		}
		run := &bulk{Bulk: b, owner: w, store: w.store.As(w.author(by)), except: map[model.ID]bool{}, progress: progress}
		for _, id := range b.Except {
			run.except[id] = true
		}
		// Before the first record is read: what comes in while the action runs was seen by
		// nobody who decided on it.
		if err := run.seen(ctx); err != nil {
			return run.report, fmt.Errorf("%s: %w", b.Label, err)
		}
		// Creation order is the one that no edit changes.
		q := b.Query
		q.Sort, q.Desc, q.From, q.Back, q.Skip, q.Limit = "", false, "", false, 0, 0
		err := w.store.Records(ctx, q, func(r model.Record) error { return run.take(ctx, r) })
		if err == nil {
			err = run.commit(ctx)
		}
		if err != nil {
			return run.report, fmt.Errorf("%s: %w", b.Label, err)
		}
		return run.report, nil
	})
}

// seen fixes what had been seen when the action begins, unless who decided on it says so.
// While a snapshot is under way that differs from record to record: the store knows it.
func (b *bulk) seen(ctx context.Context) error {
	l, linked, err := b.owner.store.Link(ctx)
	if err != nil || !linked || l.Snapshot != nil || b.Base != nil {
		return err
	}
	base, err := b.owner.store.Base(ctx)
	b.Base = &base
	return err
}

func (b Bulk) check() error {
	schema := model.SchemaOf(b.Query.Kind)
	_, tagged := schema.Field("tags")
	switch {
	case schema == nil:
		return refusal.New("bulk.kinds", "records of one kind are changed at a time")
	case len(b.Except) > MaxExcept:
		return errExcept.With(refusal.Parts{"Most": strconv.Itoa(MaxExcept)})
	case len(b.Set) == 0 && len(b.Tag) == 0 && len(b.Untag) == 0:
		return refusal.New("bulk.nothing", "nothing is to be changed")
	case len(b.Tag)+len(b.Untag) > 0 && !tagged:
		return errNoTags.With(refusal.Parts{"Kind": string(b.Query.Kind)})
	}
	return nil
}

// take works out the edit of one record, and commits a batch when it is full.
func (b *bulk) take(ctx context.Context, r model.Record) error {
	id := r.Header().ID
	if b.except[id] {
		return nil
	}
	set := b.setFor(r)
	if len(set) == 0 || !b.mayMove(r) {
		b.report.Left++
		return nil
	}
	b.edits = append(b.edits, Edit{Kind: r.Kind(), ID: id, Set: set, Base: b.Base})
	if len(b.edits) < bulkBatch {
		return nil
	}
	return b.commit(ctx)
}

// setFor gives what is to be set of a record.
func (b *bulk) setFor(r model.Record) model.Set {
	if len(b.Tag)+len(b.Untag) == 0 {
		return b.Set
	}
	set := model.Set{}
	for name, raw := range b.Set {
		set[name] = raw
	}
	field, _ := model.SchemaOf(r.Kind()).Field("tags")
	had, _ := field.Value(r).([]string)
	if tags := model.Retag(had, b.Tag, b.Untag); !slices.Equal(tags, had) {
		raw, err := json.Marshal(tags)
		if err != nil {
			panic(fmt.Sprintf("writing tags: %v", err)) // texts always can be
		}
		set["tags"] = raw
	}
	return set
}

// mayMove reports whether a record may go to the stage that is set, if one is:
// asking first is cheaper than a transaction that is refused.
func (b *bulk) mayMove(r model.Record) bool {
	raw, moves := b.Set["stage"]
	field, staged := model.SchemaOf(r.Kind()).Field("stage")
	var to model.Stage
	if !moves || !staged || json.Unmarshal(raw, &to) != nil {
		return true // what is wrong with it is said by the store
	}
	from, _ := field.Value(r).(model.Stage)
	return from == to || model.Move(r.Kind(), from, to) == nil
}

// commit changes what was collected.
func (b *bulk) commit(ctx context.Context) error {
	edits := b.edits
	b.edits = nil
	if len(edits) == 0 {
		return nil
	}
	if err := b.change(ctx, edits); err != nil {
		return err
	}
	if b.progress != nil {
		b.progress(Progress{What: b.Label, Done: int64(b.report.Changed + b.report.Left)})
	}
	return nil
}

// change does edits in one transaction. One that is refused must not keep the
// others from it: then each half is done by itself.
func (b *bulk) change(ctx context.Context, edits []Edit) error {
	changed, err := b.do(ctx, edits)
	switch refused := errors.Is(err, ErrInvalid) || errors.Is(err, ErrNotFound); {
	case err == nil:
		b.report.Changed += changed
		b.report.Left += len(edits) - changed
		return nil
	case !refused:
		return err
	case len(edits) > 1:
		half := len(edits) / 2
		if err := b.change(ctx, edits[:half]); err != nil {
			return err
		}
		return b.change(ctx, edits[half:])
	}
	b.report.Left++
	if b.report.Why == "" {
		b.report.Why = err.Error()
		b.report.Told = toldOf(err)
	}
	return nil
}

func (b *bulk) do(ctx context.Context, edits []Edit) (changed int, err error) {
	done, news, err := b.store.DoMore(ctx, Action{ID: b.ID, Label: b.Label, Edits: edits})
	b.owner.committed(news)
	return done.Changed, err
}
