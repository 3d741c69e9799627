package desk

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"tradedesk/model"
	"tradedesk/store"
)

// EachAction is edits of which each is made by itself.
type EachAction struct {
	ID    model.ID `json:"id"`    // of the action that all calls with it make up
	Label string   `json:"label"` // what undo calls it
	Edits []Edit   `json:"edits"`
	Try   bool     `json:"try,omitempty"` // say what would be done, and change nothing
}

// EachReport says what became of the edits: Changed and Unchanged count those that
// are in force.
type EachReport struct {
	Changed   int       `json:"changed"`
	Unchanged int       `json:"unchanged"`
	Refused   []Refusal `json:"refused,omitempty"`
}

// Refusal is an edit that was not made, by its place among the edits, and why.
type Refusal struct {
	Index  int    `json:"index"`
	Reason string `json:"reason"`
}

// EditEach makes up the id of an action that has none.
func (s *sitter) EditEach(ctx context.Context, a EachAction) (EachReport, error) {
	if a.ID.IsZero() {
		a.ID = s.ids.New()
	}
	return on(ctx, s, func(at seat) (EachReport, error) { return at.editEach(ctx, s.me, a) })
}

func (v *visitor) editEach(ctx context.Context, by string, a EachAction) (report EachReport, err error) {
	err = v.askAs(ctx, "edit-each", by, a, &report)
	return report, err
}

func (w *owner) editEach(ctx context.Context, by string, a EachAction) (EachReport, error) {
	return during(ctx, w, func(ctx context.Context) (EachReport, error) {
		for i, e := range a.Edits {
			if e.Create {
				return EachReport{}, fmt.Errorf("%s: %w: edit %d makes a record", a.Label, ErrInvalid, i)
			}
		}
		if err := w.score.known(ctx); err != nil {
			return EachReport{}, err
		}
		each := &eachEdit{EachAction: a, owner: w, store: w.store.As(w.author(by))}
		err := each.make(ctx, 0, len(a.Edits))
		return each.report, err
	})
}

// eachEdit is an EachAction under way.
type eachEdit struct {
	EachAction
	owner  *owner
	store  *store.Store
	report EachReport
}

// make does the edits from one place until another in one transaction, or, when
// one of them is refused, each half by itself.
func (e *eachEdit) make(ctx context.Context, from, until int) error {
	if from == until {
		return nil
	}
	changed, err := e.do(ctx, Action{ID: e.ID, Label: e.Label, Edits: e.Edits[from:until]})
	if err == nil {
		e.report.Changed += changed
		e.report.Unchanged += until - from - changed
		return nil
	}
	if !errors.Is(err, ErrInvalid) && !errors.Is(err, ErrNotFound) && !errors.Is(err, ErrConflict) {
		return err
	}
	if until-from == 1 {
		e.report.Refused = append(e.report.Refused, Refusal{Index: from, Reason: e.reason(err)})
		return nil
	}
	half := from + (until-from)/2
	if err := e.make(ctx, from, half); err != nil {
		return err
	}
	return e.make(ctx, half, until)
}

// reason leaves out which record it is about where the field says enough, so that
// equal reasons read the same.
func (e *eachEdit) reason(err error) string {
	var field *model.FieldError
	var stage *model.StageError
	switch {
	case errors.As(err, &field):
		return field.Error()
	case errors.As(err, &stage):
		return stage.Error()
	}
	return strings.TrimPrefix(err.Error(), e.Label+": ")
}

func (e *eachEdit) do(ctx context.Context, a Action) (changed int, err error) {
	if e.Try {
		done, err := e.store.Try(ctx, a)
		return done.Changed, err
	}
	done, news, err := e.store.DoMore(ctx, a)
	e.owner.committed(news)
	return done.Changed, err
}
