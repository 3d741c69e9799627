package ui

import (
	"bytes"
	"encoding/json"
	"slices"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/duplicate"
)

// side says which of two records a merged field is of.
type side int

const (
	sideSame   side = iota // both have it
	sideFirst              // the record that goes on
	sideSecond             // the one that is merged into it
	sideBoth               // the two united
	sideTyped              // what a person wrote
)

// mergeRow is one field of a merge.
type mergeRow struct {
	field model.Field
	side  side
}

// mergeChoice is two records, what was chosen of them so far, and what they make.
type mergeChoice struct {
	plan   desk.MergePlan
	choice map[string]duplicate.Take
	after  model.Record
	rows   []mergeRow
}

// newMergeChoice takes a plan, with what was chosen of it before.
func newMergeChoice(plan desk.MergePlan, chosen map[string]duplicate.Take) (*mergeChoice, error) {
	c := &mergeChoice{plan: plan, choice: chosen}
	return c, c.work()
}

func (c *mergeChoice) first() model.Record  { return c.plan.Into }
func (c *mergeChoice) second() model.Record { return c.plan.From[0] }

func (c *mergeChoice) request() desk.MergeRequest {
	return desk.MergeRequest{Into: c.first().Header().ID, From: []model.ID{c.second().Header().ID}, Choice: c.choice, Base: &c.plan.Base}
}

// work makes the result of the choices, and the rows that show it: fields that
// neither record has are left out.
func (c *mergeChoice) work() error {
	after, err := duplicate.Merge(c.first(), c.plan.From, c.choice)
	if err != nil {
		return err
	}
	c.after, c.rows = after, nil
	for _, f := range model.SchemaOf(after.Kind()).Editable() {
		if !f.Empty(c.first()) || !f.Empty(c.second()) || !f.Empty(after) {
			c.rows = append(c.rows, mergeRow{f, c.sideOf(f)})
		}
	}
	return nil
}

func (c *mergeChoice) sideOf(f model.Field) side {
	first, second, is := f.Get(c.first()), f.Get(c.second()), f.Get(c.after)
	switch {
	case c.choice[f.Name].Value != nil:
		return sideTyped
	case bytes.Equal(first, is) && bytes.Equal(second, is):
		return sideSame
	case bytes.Equal(first, is):
		return sideFirst
	case bytes.Equal(second, is):
		return sideSecond
	}
	return sideBoth
}

// take chooses what a field is to be, and leaves all as it was when that cannot be.
func (c *mergeChoice) take(name string, take duplicate.Take) error {
	before, had := c.choice[name]
	c.choice[name] = take
	err := c.work()
	if err == nil {
		return nil
	}
	delete(c.choice, name)
	if had {
		c.choice[name] = before
	}
	return err
}

// write chooses a value that a person wrote; nil clears the field.
func (c *mergeChoice) write(name string, raw json.RawMessage) error {
	if raw == nil {
		raw = json.RawMessage("null")
	}
	return c.take(name, duplicate.Take{Value: raw})
}

// swap lets the other record go on. What was chosen stays chosen.
func (c *mergeChoice) swap() error {
	plan := desk.MergePlan{Into: c.second(), From: []model.Record{c.first()}, Moves: c.plan.Moves, Base: c.plan.Base}
	swapped, err := newMergeChoice(plan, c.choice)
	if err == nil {
		*c = *swapped
	}
	return err
}

// named gives the row of a field, -1 when it is not there any more.
func (c *mergeChoice) named(name string) int {
	return slices.IndexFunc(c.rows, func(r mergeRow) bool { return r.field.Name == name })
}
