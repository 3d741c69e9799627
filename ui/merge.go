package ui

import (
	"context"
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/duplicate"
	"tradedesk/ui/cells"
	"tradedesk/ui/keys"
	"tradedesk/ui/words"
)

// mergeOverlay shows two records side by side, field by field, and what they make.
type mergeOverlay struct {
	first, second model.ID
	review        *pairsOverlay // that it was opened from; nil when from a record

	choice   *mergeChoice // nil while the plan is read
	lines    scrolled
	flying   bool
	outdated bool
	saving   bool
	note     string // why something cannot be
}

// compare opens a merge of two records; the first is the one that goes on.
func (m *app) compare(first, second model.ID) tea.Cmd {
	m.push(&mergeOverlay{first: first, second: second})
	return nil
}

// mergeAlike merges what is picked, or the record with the one that may be the same.
func (m *app) mergeAlike() tea.Cmd {
	p := m.page()
	if chosen := p.chosen(); len(chosen) == 2 {
		p.list.Unpick()
		return m.compare(chosen[0].ID, chosen[1].ID)
	}
	e, _ := p.current()
	k, ok := p.details[e.ID]
	if !ok || len(k.Duplicates) == 0 {
		return nil
	}
	if len(k.Duplicates) == 1 {
		return m.compare(e.ID, k.Duplicates[0].ID)
	}
	found := k.Duplicates[:min(len(k.Duplicates), mostAlike)]
	m.menu(m.words.T("merge.which", words.Data{"Who": m.title(e)}), m.alikeChoices(e.Kind, found), func(i int) tea.Cmd {
		return m.compare(e.ID, found[i].ID)
	})
	return nil
}

func (o *mergeOverlay) place() keys.Place { return keys.PlaceOf("place.merge") }

func (o *mergeOverlay) owns(id keys.ID) bool {
	return strings.HasPrefix(string(id), "same.") || strings.HasPrefix(string(id), "merge.")
}

func (o *mergeOverlay) update(*app, tea.Msg) tea.Cmd { return nil }

func (o *mergeOverlay) state(s *keys.State) { s.Alike = o.choice != nil && !o.saving }

func (o *mergeOverlay) stale() { o.outdated = true }

func (o *mergeOverlay) told(n desk.News) {
	o.outdated = o.outdated || concerns(n, o.first) || concerns(n, o.second)
}

type mergePlanMsg struct {
	of
	overlay *mergeOverlay
	plan    desk.MergePlan
	err     error
}

// reads asks what a merge would do.
func (o *mergeOverlay) reads(m *app) tea.Cmd {
	if o.flying || o.saving || o.choice != nil && !o.outdated {
		return nil
	}
	o.flying, o.outdated = true, false
	d, session := m.desk, of(m.session)
	request := desk.MergeRequest{Into: o.first, From: []model.ID{o.second}}
	return m.work.Reading(func(ctx context.Context) tea.Msg {
		plan, err := d.PlanMerge(ctx, request)
		return mergePlanMsg{of: session, overlay: o, plan: plan, err: err}
	})
}

func (msg mergePlanMsg) take(m *app) tea.Cmd {
	o := msg.overlay
	o.flying = false
	if !m.showing(o) {
		return nil
	}
	chosen := map[string]duplicate.Take{}
	if o.choice != nil {
		chosen = o.choice.choice
	}
	err := msg.err
	if err == nil {
		o.choice, err = newMergeChoice(msg.plan, chosen)
	}
	if err != nil {
		m.drop(o)
		return m.failed(m.words.T("failed.merge"), err)
	}
	return nil
}

func (o *mergeOverlay) do(m *app, id keys.ID) tea.Cmd {
	o.note = ""
	if o.lines.move(id) {
		return nil
	}
	switch id {
	case keys.SameClose:
		m.drop(o)
	case keys.SameUndo:
		return m.undo()
	case keys.MergeSkip:
		o.leave(m, nil)
	case keys.SameMerge:
		return o.merge(m)
	case keys.SameNot:
		return m.tellApart(o.pair(), func(m *app) { o.leave(m, o.apart) }, o.refused)
	case keys.MergeSwap:
		o.swap(m)
	case keys.MergeFirst:
		o.take(m, duplicate.Take{From: o.choice.first().Header().ID})
	case keys.MergeSecond:
		o.take(m, duplicate.Take{From: o.choice.second().Header().ID})
	case keys.MergeBoth:
		o.take(m, duplicate.Take{Both: true})
	case keys.MergeWrite:
		o.write(m)
	}
	return nil
}

// row gives the row under the cursor; there is none when nothing is filled in.
func (o *mergeOverlay) row() (mergeRow, bool) {
	if o.lines.at >= len(o.choice.rows) {
		return mergeRow{}, false
	}
	return o.choice.rows[o.lines.at], true
}

// take chooses for the row under the cursor, and goes on to the next.
func (o *mergeOverlay) take(m *app, take duplicate.Take) {
	row, ok := o.row()
	if !ok {
		return
	}
	if err := o.choice.take(row.field.Name, take); err != nil {
		o.note = m.words.T("merge.one_value", words.Data{"Field": m.words.T("field." + row.field.Name)})
		return
	}
	o.lines.at = max(o.choice.named(row.field.Name), 0)
	o.lines.n = len(o.choice.rows)
	o.lines.move(keys.SameDown)
}

// write opens a form for the field under the cursor.
func (o *mergeOverlay) write(m *app) {
	row, ok := o.row()
	if !ok {
		return
	}
	name := row.field.Name
	if !slices.ContainsFunc(editable(o.choice.after.Kind()), func(f model.Field) bool { return f.Name == name }) {
		o.note = m.words.T("merge.not_written", words.Data{"Field": m.words.T("field." + name)})
		return
	}
	title := m.words.T("field." + name)
	m.typedForm(title, o.choice.after, nil, []model.Field{row.field}, func(f *formOverlay, set model.Set) tea.Cmd {
		m.drop(f)
		if raw, changed := set[name]; changed {
			if err := o.choice.write(name, raw); err != nil {
				o.note = m.why(err)
			}
		}
		return nil
	}).alike = nil
}

func (o *mergeOverlay) swap(m *app) {
	if err := o.choice.swap(); err != nil {
		o.note = m.why(err)
		return
	}
	o.first, o.second = o.second, o.first
	o.outdated = true // what moves is now what hangs on the other one
}

// merge asks the desk to do what is shown.
func (o *mergeOverlay) merge(m *app) tea.Cmd {
	o.saving = true
	who, into := m.recordTitle(o.choice.second()), m.recordTitle(o.choice.first())
	return m.commitMerge(o.choice.request(), who, into, func(m *app) { o.leave(m, o.merged) }, o.refused)
}

// commitMerge puts a merge into the queue; who is merged leaves the lists.
func (m *app) commitMerge(request desk.MergeRequest, who, into string, after func(*app), failed func(*app, error) bool) tea.Cmd {
	data := words.Data{"Who": who, "Into": into}
	return m.commit(commit{
		label: m.words.T("did.merge", data), success: m.words.T("done.merge", data),
		ids: request.From, leaves: true, failed: failed, after: after,
		do: func(ctx context.Context, d desk.Desk, action model.ID) (desk.Done, error) {
			request.Action = action
			return d.Merge(ctx, request)
		},
	})
}

// refused keeps the merge open and says why it was not done.
func (o *mergeOverlay) refused(m *app, err error) bool {
	o.saving = false
	if !m.showing(o) {
		return false
	}
	o.note, o.outdated = m.why(err), true
	return true
}

// merged and apart say which pairs of the review are settled.
func (o *mergeOverlay) merged(p desk.DuplicatePair) bool {
	return p.First.ID == o.second || p.Second.ID == o.second
}

func (o *mergeOverlay) apart(p desk.DuplicatePair) bool {
	return pairOf(p, o.first, o.second)
}

// leave closes the merge; in a review the next pair comes by itself.
func (o *mergeOverlay) leave(m *app, settled func(desk.DuplicatePair) bool) {
	if !m.showing(o) {
		return
	}
	m.drop(o)
	if o.review != nil && m.showing(o.review) {
		o.review.next(m, settled)
	}
}

func (o *mergeOverlay) pair() [2]model.ID { return [2]model.ID{o.first, o.second} }

// recordTitle names a record that was read.
func (m *app) recordTitle(r model.Record) string {
	return m.title(model.Excerpt{Kind: r.Kind(), Title: model.Title(r)})
}

// tellApart says that two records are not the same, so that they are not offered
// as duplicates again, here and at every other desk.
func (m *app) tellApart(ids [2]model.ID, after func(*app), failed func(*app, error) bool) tea.Cmd {
	return m.commit(commit{
		label: m.words.T("did.apart"), success: m.words.T("done.apart"), ids: ids[:], failed: failed, after: after,
		build: func(ctx context.Context, d desk.Desk) ([]desk.Edit, error) {
			r, err := d.Get(ctx, ids[0])
			if err != nil {
				return nil, fmt.Errorf("reading %s: %w", ids[0].Short(), err)
			}
			return []desk.Edit{{Kind: r.Kind(), ID: ids[0], Set: duplicate.TellApart(r, ids[1])}}, nil
		},
	})
}

// noted gives the line that says why something cannot be.
func (o *mergeOverlay) noted(m *app, w int) string {
	return m.theme.Urgent.Apply(m.screen.Direction.Start("! "+cells.Safe(o.note), w))
}
