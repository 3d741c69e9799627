package ui

import (
	"tradedesk/model"
	"tradedesk/ui/cells"
	"tradedesk/ui/words"
)

// taskShown are the fields that drawTask draws in a place of their own.
var taskShown = map[string]bool{"title": true, "due_at": true, "done_at": true, "notes": true}

func (m *app) drawTask(s *sheet, r *model.Task, k *known) {
	e := m.rowOf(r)
	s.split(m.theme.Strong.Apply(joined(" ", taskSign(r), m.title(e))), m.theme.Dim.Apply(m.words.T("kind.task")))
	if text, late := m.due(r); late {
		s.text(m.theme.Urgent, text, 0)
	} else {
		s.text(m.theme.Text, text, 0)
	}
	s.blank()
	m.drawFields(s, r, taskShown)
	s.pair(m.words.T("field.notes"), cells.SafeLines(r.Notes))
	m.drawPointed(s, k)
}

func taskSign(r *model.Task) string {
	if r.DoneAt.IsZero() {
		return "☐"
	}
	return "☑"
}

// due says when a task is to be done, or when it was.
func (m *app) due(r *model.Task) (text string, late bool) {
	switch {
	case !r.DoneAt.IsZero():
		return m.words.T("task.done", words.Data{"When": m.ago(r.DoneAt)}), false
	case r.DueAt.IsZero():
		return "", false
	case r.DueAt.Time().Before(m.now):
		return "! " + m.words.T("detail.due", words.Data{"Date": m.dateTime(r.DueAt.Time())}), true
	}
	return m.words.T("detail.due", words.Data{"Date": m.dateTime(r.DueAt.Time())}), false
}

// drawToDo draws the tasks that are not done, soonest first.
func (m *app) drawToDo(s *sheet, k *known) {
	open := openTasks(k.Tasks)
	if len(open) == 0 {
		return
	}
	s.section(m.counted("related.tasks", len(open), k, model.KindTask))
	for _, task := range open {
		s.part(toRecord(m.rowOf(task)), func() {
			text, late := m.due(task)
			style := m.theme.Dim
			if late {
				style = m.theme.Urgent
			}
			s.split(joined(" ", taskSign(task), m.title(m.rowOf(task))), style.Apply(joined(" · ", cells.Safe(task.Owner), text)))
		})
	}
}
