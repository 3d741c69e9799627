package ui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"tradedesk/model"
	"tradedesk/ui/keys"
	"tradedesk/ui/picker"
	"tradedesk/ui/words"
)

// leave ends the screens. What is typed and not saved is asked about first; a
// second key that leaves keeps it and goes.
func (m *app) leave() tea.Cmd {
	what := m.unsavedWork()
	if _, asked := m.top().(*leaveMenu); asked || len(what) == 0 {
		return tea.Quit
	}
	title := m.words.N("leave.title", len(what), words.Data{"Title": what[len(what)-1].draft(m).Title})
	o := &leaveMenu{menuOverlay{menu: picker.NewMenu(title, []picker.Choice{
		{Key: "1", Label: m.words.T("leave.keep"), Hint: m.words.T("leave.keep_hint")},
		{Key: "2", Label: m.words.T("leave.stay")},
		{Key: "3", Label: m.words.T("leave.throw")},
	}, m.theme)}}
	o.then = func(i int) tea.Cmd {
		switch i {
		case 0:
			return tea.Quit
		case 2:
			m.forget(what)
			return tea.Quit
		}
		return nil
	}
	m.push(o)
	return nil
}

// leaveMenu is the question that leaving asks.
type leaveMenu struct{ menuOverlay }

func (o *leaveMenu) place() keys.Place { return keys.PlaceOf("place.menu") }

func (o *leaveMenu) update(m *app, msg tea.Msg) tea.Cmd {
	switch result := o.menu.Update(msg); {
	case result.Done:
		m.drop(o)
		return o.then(result.Index)
	case result.Cancelled:
		m.drop(o)
	}
	return nil
}

// unsavedWork gives the places where something typed is not saved.
func (m *app) unsavedWork() []drafter {
	return slices.DeleteFunc(m.drafters(), func(what drafter) bool { return !what.typed() || what.busy() })
}

// forget throws what is typed away, in the desk too.
func (m *app) forget(what []drafter) {
	for _, w := range what {
		d := w.drafting()
		m.dropDraft(d)
		d.kept, d.id = textHash(w.text()), model.ID{}
	}
}
