package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"tradedesk/model"
	"tradedesk/model/duplicate"
	"tradedesk/model/likeness"
	"tradedesk/model/text"
)

// CalledSo is the code of a record that is called as another one, which alone makes no
// duplicate of it: its level is 0.
const CalledSo = "called"

// Bounds of looking for records that are called so.
const (
	leastCalled  = 4  // letters of a name
	mostCalled   = 5  // records: what more are called by says nothing
	calledHits   = 20 // that are looked at for each question
	calledWords  = 4  // of a name, each asked for by itself
	calledBudget = 100 * time.Millisecond
)

// Known gives what the desk knows of what a new record says: those that may be the same,
// those of other kinds with its addresses and numbers, then those that are called so, in
// whatever letters. session names who types, as in a search.
func Known(ctx context.Context, d Desk, r model.Record, session string) ([]Duplicate, error) {
	found, err := d.Duplicates(ctx, r)
	if err != nil {
		return nil, fmt.Errorf("looking for what may be the same: %w", err)
	}
	for _, kind := range model.Kinds() {
		as := duplicate.WithIdentity(kind, r)
		if as == nil || kind == r.Kind() {
			continue
		}
		others, err := d.Duplicates(ctx, as)
		if err != nil {
			return nil, fmt.Errorf("looking for a %s that may be the same: %w", kind, err)
		}
		found = append(found, others...)
	}
	slices.SortStableFunc(found, func(a, b Duplicate) int { return int(a.Level) - int(b.Level) })
	called, err := calledSo(ctx, d, r, session)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(called, func(a, b Duplicate) int { return ofKind(b, r.Kind()) - ofKind(a, r.Kind()) })
	for _, c := range called {
		if !slices.ContainsFunc(found, func(had Duplicate) bool { return had.ID == c.ID }) {
			found = append(found, c)
		}
	}
	return found, nil
}

// ofKind is 1 for a record of a kind, which is rather the same, and 0 for another.
func ofKind(d Duplicate, kind model.Kind) int {
	if d.Kind == kind {
		return 1
	}
	return 0
}

// calling is what a record is called, and the kinds that may be called the same.
func calling(r model.Record) (name, kinds string) {
	switch r := r.(type) {
	case *model.Lead:
		return r.Company, "lead,supplier,contact"
	case *model.Supplier:
		return r.Name, "supplier,lead,contact"
	case *model.Contact:
		return r.Name, "contact"
	}
	return "", ""
}

// calledSo looks for all words of the name, and when nobody is called so for each by
// itself: a name may be said longer than the desk has it.
func calledSo(ctx context.Context, d Desk, r model.Record, session string) ([]Duplicate, error) {
	name, kinds := calling(r)
	key := text.Name(name)
	if utf8.RuneCountInString(key) < leastCalled {
		return nil, nil
	}
	c := caller{desk: d, of: r, name: name, kinds: kinds, session: session}
	if err := c.ask(ctx, key); err != nil {
		return nil, err
	}
	words := strings.Fields(key)
	if len(c.found) == 0 && len(words) > 1 {
		for _, word := range words[:min(len(words), calledWords)] {
			if utf8.RuneCountInString(word) < leastCalled {
				continue
			}
			if err := c.ask(ctx, word); err != nil {
				return nil, err
			}
		}
	}
	if len(c.found) > mostCalled {
		return nil, nil
	}
	return c.found, nil
}

// caller collects records that are called as one.
type caller struct {
	desk        Desk
	of          model.Record
	name, kinds string
	session     string
	found       []Duplicate
}

func (c *caller) ask(ctx context.Context, words string) error {
	result, err := c.desk.Search(ctx, SearchQuery{Text: words + " kind:" + c.kinds, Limit: calledHits, Session: c.session, Budget: calledBudget})
	if err != nil {
		return fmt.Errorf("looking for who is called %s: %w", words, err)
	}
	for _, hit := range result.Hits {
		if hit.ID == c.of.Header().ID || slices.ContainsFunc(c.found, func(had Duplicate) bool { return had.ID == hit.ID }) {
			continue
		}
		same, err := c.same(ctx, hit)
		if err != nil {
			return err
		}
		if same {
			c.found = append(c.found, Duplicate{Excerpt: hit.Excerpt, Code: CalledSo, Why: "called so"})
		}
	}
	return nil
}

// same reports whether a hit is called so: of a person also who they work for, when it is
// a firm that is asked for.
func (c *caller) same(ctx context.Context, hit Hit) (bool, error) {
	if hit.Kind != model.KindContact || c.of.Kind() == model.KindContact {
		return likeness.SameName(c.name, hit.Title), nil
	}
	r, err := c.desk.Get(ctx, hit.ID)
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("reading contact %s: %w", hit.ID.Short(), err)
	}
	contact, ok := r.(*model.Contact)
	return ok && likeness.SameName(c.name, contact.Company), nil
}
