package ui

import (
	"maps"
	"slices"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/ui/words"
)

// nextStep says what is to be done next: on leads in their own fields, on other
// records as a task about them.
func (m *app) nextStep() tea.Cmd {
	records := m.page().chosen()
	if len(records) == 0 {
		return nil
	}
	title := m.words.T("form.next_step", words.Data{"Who": m.who(records)})
	switch {
	case m.page().kind != model.KindLead && m.everything():
		return m.cannot(m.words.T("toast.everything_not"))
	case m.page().kind != model.KindLead:
		return m.newTask(records, title)
	case len(records) > 1 || m.everything():
		// How far the log was followed is the same for all of them.
		return m.withSeen(records[0].ID, func(m *app, _ model.Record, base *uint64) tea.Cmd {
			m.stepForm(title, records, &model.Lead{}, base)
			return nil
		})
	}
	return m.withSeen(records[0].ID, func(m *app, r model.Record, base *uint64) tea.Cmd {
		m.stepForm(title, records, r, base)
		return nil
	})
}

func (m *app) stepForm(title string, records []model.Excerpt, r model.Record, base *uint64) {
	m.newForm(title, r, fieldsNamed(model.KindLead, "next_action", "due_at"), func(f *formOverlay, set model.Set) tea.Cmd {
		if len(set) == 0 {
			m.drop(f)
			return m.say(m.words.T("toast.nothing_changed"))
		}
		f.saving = true
		edits := f.based(change(records, set))
		if f.follows() {
			edits = f.edits(records[0], set)
		}
		data := words.Data{"Who": m.who(records)}
		return m.commit(commit{
			label: m.words.T("did.next", data), success: m.words.T("done.next", data),
			ids: idsOf(records), edits: edits, set: set, base: f.base, failed: f.refused,
			after: func(m *app) { m.drop(f) }, cancelled: func() { f.saving = false },
		})
	}).base = base
}

// newTask opens the form of a task about records. A quote, a sample or a message has
// none of its own: the task is about what it belongs to.
func (m *app) newTask(records []model.Excerpt, title string) tea.Cmd {
	field, _ := model.SchemaOf(model.KindTask).Field("about")
	own := func(e model.Excerpt) bool { return slices.Contains(field.Refs, e.Kind) }
	switch {
	case !slices.ContainsFunc(records, func(e model.Excerpt) bool { return !own(e) }):
		m.taskForm(title, records, idsOf(records))
		return nil
	case len(records) > 1:
		return m.cannot(m.words.T("why.no_task"))
	}
	return m.withRecord(records[0].ID, func(m *app, r model.Record) tea.Cmd {
		about, ok := threadOf(r)
		if !ok {
			return m.cannot(m.words.T("why.no_task"))
		}
		m.taskForm(title, records, []model.ID{about})
		return nil
	})
}

func (m *app) taskForm(title string, records []model.Excerpt, about []model.ID) {
	m.newForm(title, &model.Task{Owner: m.desk.Me()}, fieldsNamed(model.KindTask, "title", "due_at", "owner", "notes"), func(f *formOverlay, set model.Set) tea.Cmd {
		if len(set) == 0 {
			m.drop(f)
			return m.say(m.words.T("toast.nothing_typed"))
		}
		f.saving = true
		var edits []desk.Edit
		for _, id := range about {
			all := model.Fields(&model.Task{Owner: m.desk.Me(), About: id})
			maps.Copy(all, set)
			edits = append(edits, desk.Edit{Kind: model.KindTask, ID: m.ids.New(), Create: true, Set: all})
		}
		data := words.Data{"Who": m.who(records)}
		return m.commit(commit{
			label: m.words.T("did.next", data), success: m.words.T("done.next", data),
			ids: about, edits: edits, failed: f.refused, after: func(m *app) { m.drop(f) },
			cancelled: func() { f.saving = false },
		})
	})
}
