package desk

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"tradedesk/model"
	"tradedesk/model/refusal"
)

// conflictRows bounds a page of conflicts.
const conflictRows = 100

// Conflicts gives a page of records with conflicts.
func (w *owner) Conflicts(ctx context.Context, from uint64, limit int) (ConflictPage, error) {
	return during(ctx, w, func(ctx context.Context) (ConflictPage, error) {
		if limit <= 0 || limit > conflictRows {
			limit = conflictRows
		}
		// Before the values: who has seen too little is asked again, who has seen too much is not.
		base, err := w.store.Base(ctx)
		if err != nil {
			return ConflictPage{}, err
		}
		records, next, err := w.store.Conflicts(ctx, from, limit)
		return ConflictPage{records, next, base}, err
	})
}

// ConflictsOf gives the conflicts of a record.
func (w *owner) ConflictsOf(ctx context.Context, id model.ID) ([]FieldConflict, error) {
	return during(ctx, w, func(ctx context.Context) ([]FieldConflict, error) { return w.store.ConflictsOf(ctx, id) })
}

func (w *owner) resolve(ctx context.Context, by string, r Resolution) (Done, error) {
	return during(ctx, w, func(ctx context.Context) (Done, error) {
		if err := w.score.known(ctx); err != nil {
			return Done{}, err
		}
		record, err := w.store.Get(ctx, r.Record)
		if err != nil {
			return Done{}, err
		}
		conflicts, err := w.store.ConflictsOf(ctx, r.Record)
		if err != nil {
			return Done{}, err
		}
		chosen := map[string]json.RawMessage{}
		if i := slices.IndexFunc(conflicts, func(c FieldConflict) bool { return c.Field == r.Field }); i >= 0 {
			if chosen[r.Field], err = choose(record.Kind(), seenOf(conflicts[i], r), r); err != nil {
				return Done{}, fmt.Errorf("settling %s of %s: %w", r.Field, model.Title(record), err)
			}
		}
		// Without a conflict there is nothing to settle, unless this was done before.
		label := settles + strings.ReplaceAll(r.Field, "+", " and ") + " of " + model.Title(record)
		done, news, err := w.store.As(w.author(by)).Resolve(ctx, r.Action, r.Record, label, chosen, r.Base)
		w.committed(news)
		return done, err
	})
}

// seenOf leaves out the values that came in after who settles the conflict had read it,
// unless none of those that were asked for is left.
func seenOf(c FieldConflict, r Resolution) FieldConflict {
	if r.Base == nil {
		return c
	}
	seen := FieldConflict{Field: c.Field, Seen: c.Seen}
	mine, theirs := false, false
	for _, v := range c.Values {
		if v.Seq <= *r.Base {
			seen.Values = append(seen.Values, v)
			mine, theirs = mine || v.Own, theirs || !v.Own
		}
	}
	if r.Take == TakeMine && !mine || r.Take != TakeMine && !theirs {
		return c
	}
	return seen
}

// choose gives the value that settles a conflict.
func choose(kind model.Kind, c FieldConflict, r Resolution) (json.RawMessage, error) {
	switch r.Take {
	case TakeMine, TakeTheirs:
		for _, v := range c.Values {
			if v.Own == (r.Take == TakeMine) {
				return v.Value, nil
			}
		}
		return nil, fmt.Errorf("%w: none of the values is %s", ErrInvalid, r.Take)
	case TakeBoth:
		return Both(kind, c)
	case TakeValue:
		if !json.Valid(r.Value) {
			return nil, fmt.Errorf("%w: %w", ErrInvalid, errNoValueGiven)
		}
		return r.Value, nil
	}
	return nil, fmt.Errorf("%w: a conflict is settled with mine, theirs, both or a value, not %.40q", ErrInvalid, r.Take)
}

// What both make together may be more than a field takes. Nothing of it is left out then.
var (
	errNotJoined    = refusal.New("conflict.not_joined", "both values can stand only in a text or a list; take one of them")
	errNoValueGiven = refusal.New("conflict.no_value", "a value is to be given")
	errTooMany      = refusal.New("conflict.too_many", "both have {Has} elements together, at most {Most} are taken: take one of them, or write it")
	errTooLong      = refusal.New("conflict.too_long", "both have {Has} letters together, at most {Most} are taken: take one of them, or write it")
)

// Both joins texts line by line, in the order in which they were written, and lists element
// by element; what is in several of them is in the result once. Of a list that all authors
// had seen it gives what each of them made of it. ErrInvalid for values that cannot be joined,
// and where they would be more than the field takes.
func Both(kind model.Kind, c FieldConflict) (json.RawMessage, error) {
	field, known := model.SchemaOf(kind).Field(c.Field)
	if !known || !field.List && field.Type != model.TypeText && field.Type != model.TypeLong {
		return nil, fmt.Errorf("%w: %w", ErrInvalid, errNotJoined)
	}
	values := slices.Clone(c.Values)
	slices.SortStableFunc(values, func(a, b ConflictValue) int { return int(max(-1, min(1, a.At-b.At))) })
	if field.List {
		return bothLists(field, c.Seen, values)
	}
	return bothTexts(field, values)
}

func bothLists(field model.Field, seen json.RawMessage, values []ConflictValue) (json.RawMessage, error) {
	both, ok := uniteLists(field, seen, values)
	if !ok {
		var err error
		if both, err = joinLists(values); err != nil {
			return nil, err
		}
	}
	var elements []json.RawMessage
	if err := json.Unmarshal(both, &elements); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrInvalid, err)
	}
	if err := fits(errTooMany, len(elements), model.MaxElements); err != nil {
		return nil, err
	}
	return both, nil
}

func bothTexts(field model.Field, values []ConflictValue) (json.RawMessage, error) {
	var texts []string
	for _, v := range values {
		var text string
		if err := json.Unmarshal(v.Value, &text); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrInvalid, err)
		}
		if text != "" && !slices.Contains(texts, text) {
			texts = append(texts, text)
		}
	}
	between, most := " / ", model.MaxText
	if field.Type == model.TypeLong {
		between, most = "\n", model.MaxLong
	}
	both := strings.Join(texts, between)
	if err := fits(errTooLong, utf8.RuneCountInString(both), most); err != nil {
		return nil, err
	}
	return json.Marshal(both)
}

// fits gives a refusal when there is more than may be.
func fits(refused *refusal.Error, has, most int) error {
	if has <= most {
		return nil
	}
	return fmt.Errorf("%w: %w", ErrInvalid, refused.With(refusal.Parts{"Has": strconv.Itoa(has), "Most": strconv.Itoa(most)}))
}

// uniteLists gives the union of what several people changed of a list that all of them had
// seen; false when it is not known what that was.
func uniteLists(field model.Field, seen json.RawMessage, values []ConflictValue) (json.RawMessage, bool) {
	if seen == nil {
		return nil, false
	}
	versions := make([]json.RawMessage, len(values))
	for i, v := range values {
		versions[i] = v.Value
	}
	united, err := model.Union(field, seen, versions)
	return united, err == nil
}

// joinLists puts what only a later list has where it stands there, so that the two versions
// of one element come one below the other.
func joinLists(values []ConflictValue) (json.RawMessage, error) {
	all := []json.RawMessage{}
	for _, v := range values {
		var list []json.RawMessage
		if err := json.Unmarshal(v.Value, &list); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrInvalid, err)
		}
		at := 0 // where the next one belongs
		for _, element := range list {
			if found := indexOf(all, element); found >= 0 {
				at = found + 1
				continue
			}
			for at < len(all) && indexOf(list, all[at]) < 0 {
				at++
			}
			all = slices.Insert(all, at, element)
			at++
		}
	}
	return json.Marshal(all)
}

func indexOf(list []json.RawMessage, element json.RawMessage) int {
	return slices.IndexFunc(list, func(is json.RawMessage) bool { return bytes.Equal(is, element) })
}

// quarantineRows bounds the list of what the server did not take.
const quarantineRows = 1000

// Quarantine lists what the server did not take.
func (w *owner) Quarantine(ctx context.Context, behind uint64, limit int) ([]Quarantined, error) {
	return during(ctx, w, func(ctx context.Context) ([]Quarantined, error) {
		if limit <= 0 || limit > quarantineRows {
			limit = quarantineRows
		}
		return w.store.Quarantine(ctx, behind, limit)
	})
}

// RetryQuarantined makes a change anew, to be sent again.
func (w *owner) RetryQuarantined(ctx context.Context, n uint64) error {
	return w.release(ctx, n, w.store.Retry)
}

// DropQuarantined gives a change up.
func (w *owner) DropQuarantined(ctx context.Context, n uint64) error {
	return w.release(ctx, n, w.store.Drop)
}

func (w *owner) release(ctx context.Context, n uint64, how func(context.Context, uint64) (News, error)) error {
	_, err := during(ctx, w, func(ctx context.Context) (nothing, error) {
		if err := w.score.known(ctx); err != nil {
			return nothing{}, err
		}
		news, err := how(ctx, n)
		if err == nil {
			news.Sync = true
			w.committed(news)
			w.news.publish(News{Sync: true})
		}
		return nothing{}, err
	})
	return err
}
