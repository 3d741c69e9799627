package ui

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/value"
	"tradedesk/ui/keys"
	"tradedesk/ui/words"
)

// runPart does what can be done with the part of the detail that the cursor is on.
func (m *app) runPart(id keys.ID) (tea.Cmd, bool) {
	at, on := m.target()
	if !on {
		return nil, false
	}
	switch id {
	case keys.PartOpen:
		return m.openPart(at), true
	case keys.PartEdit:
		if at.what == keys.PartLine {
			return m.editLines(at.row.ID, at.index), true
		}
		return m.withSeen(at.row.ID, (*app).editRecord), true
	case keys.PartDelete:
		return m.deletePart(at), true
	case keys.PartMove:
		return m.moveMenu([]model.Excerpt{at.row}), true
	case keys.PartDone:
		return m.withRecord(at.row.ID, func(m *app, r model.Record) tea.Cmd { return m.taskDone(r) }), true
	case keys.PartSave:
		return m.saveFile(at), true
	case keys.PartCopy:
		return m.withRecord(at.row.ID, func(m *app, r model.Record) tea.Cmd { return m.copyText(r) }), true
	case keys.PartMail:
		return m.withRecord(at.row.ID, func(m *app, r model.Record) tea.Cmd { return m.mailMenu(r) }), true
	}
	return nil, false
}

func (m *app) openPart(at target) tea.Cmd {
	switch at.what {
	case keys.PartFile:
		return m.openFile(at)
	case keys.PartLine:
		return m.editLines(at.row.ID, at.index)
	case keys.PartOlder:
		p := m.page()
		if p.flying.IsZero() {
			e, _ := p.current()
			p.flying = e.ID
			return m.readMore(p, e.ID)
		}
		return nil
	}
	m.open(at.row)
	return nil
}

// deletePart deletes what belongs to the record alone, takes a file or a line off,
// or a supplier from those that are invited.
func (m *app) deletePart(at target) tea.Cmd {
	e, ok := m.page().current()
	switch {
	case !ok:
		return nil
	case at.what == keys.PartFile:
		return m.detach(at)
	case at.what == keys.PartLine:
		return m.deleteLine(at)
	case at.row.Kind == model.KindSupplier:
		return m.withRecord(e.ID, func(m *app, r model.Record) tea.Cmd { return m.uninvite(r, at.row) })
	}
	data := words.Data{"Who": m.title(at.row)}
	return m.commit(commit{
		label: m.words.T("did.delete", data), success: m.words.T("done.delete", data),
		ids: []model.ID{at.row.ID, e.ID}, edits: change([]model.Excerpt{at.row}, model.Set{model.FieldDeleted: raw(true)}),
	})
}

func (m *app) uninvite(r model.Record, supplier model.Excerpt) tea.Cmd {
	rfq, ok := r.(*model.RFQ)
	if !ok || !contains(rfq.Invited, supplier.ID) {
		return m.say(m.words.T("rfq.not_invited", words.Data{"Who": m.title(supplier)}))
	}
	request := desk.InviteRequest{RFQ: rfq.ID, Suppliers: []model.ID{supplier.ID}, Now: m.now.In(m.o.Location), IDs: m.ids}
	data := words.Data{"Who": m.title(supplier)}
	return m.commit(commit{
		label: m.words.T("did.uninvite", data), success: m.words.T("done.uninvite", data), ids: []model.ID{rfq.ID},
		build: func(ctx context.Context, d desk.Desk) ([]desk.Edit, error) {
			plan, err := desk.PlanWithdraw(ctx, d, request)
			return plan.Edits, err
		},
	})
}

// taskDone ticks a task off, or takes that back.
func (m *app) taskDone(r model.Record) tea.Cmd {
	task, ok := r.(*model.Task)
	if !ok {
		return m.say(m.words.T("why.task_only"))
	}
	word, done := "tick", raw(value.At(m.now))
	if !task.DoneAt.IsZero() {
		word, done = "untick", raw(nil)
	}
	data := words.Data{"Who": m.title(m.rowOf(task))}
	ids := []model.ID{task.ID}
	if !task.About.IsZero() {
		ids = append(ids, task.About)
	}
	return m.commit(commit{
		label: m.words.T("did."+word, data), success: m.words.T("done."+word, data), ids: ids,
		edits: []desk.Edit{{Kind: model.KindTask, ID: task.ID, Set: model.Set{"done_at": done}, Seen: task.UpdatedAt}},
	})
}
