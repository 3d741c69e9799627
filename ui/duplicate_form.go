package ui

import (
	"context"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/duplicate"
	"tradedesk/ui/picker"
	"tradedesk/ui/words"
)

// mostAlike bounds the records that a form offers as the same.
const mostAlike = 9

// offerAlike offers what can be done with a record that may be the same as what is
// typed.
func (o *formOverlay) offerAlike(m *app) tea.Cmd {
	if o.alike == nil || len(o.alike.found) == 0 {
		return nil
	}
	found := o.alike.found[:min(len(o.alike.found), mostAlike)]
	if len(found) == 1 {
		m.alikeMenu(o, found[0])
		return nil
	}
	m.menu(m.words.T("alike.which"), m.alikeChoices(o.alike.kind, found), func(i int) tea.Cmd {
		m.alikeMenu(o, found[i])
		return nil
	})
	return nil
}

func (m *app) alikeChoices(of model.Kind, found []desk.Duplicate) []picker.Choice {
	choices := make([]picker.Choice, len(found))
	for i, d := range found {
		choices[i] = picker.Choice{Key: fmt.Sprint(i + 1), Label: m.duplicateLine(d, of)}
	}
	return choices
}

// alikeMenu asks what to do with one of them. What is typed is never thrown away here:
// looking leaves the form open, adding takes it along, and who goes there finds a draft.
func (m *app) alikeMenu(o *formOverlay, d desk.Duplicate) {
	var choices []picker.Choice
	var does []func() tea.Cmd
	offer := func(name, why string, do func() tea.Cmd) {
		choices = append(choices, picker.Choice{Key: fmt.Sprint(len(choices) + 1), Label: m.words.T("alike." + name), Hint: m.words.T("alike." + name + "_hint"), Why: why})
		does = append(does, do)
	}
	offer("look", "", func() tea.Cmd { return m.look(d.Excerpt) })
	id := o.form.SoFar().Header().ID
	switch {
	case d.Kind != o.alike.kind: // of two kinds nothing is made one
	case id.IsZero():
		offer("add", "", func() tea.Cmd { return m.addTyped(o, d.Excerpt) })
	default:
		why := ""
		if o.form.Dirty() {
			why = m.words.T("alike.save_first")
		}
		offer("merge", why, func() tea.Cmd {
			m.drop(o)
			return m.compare(id, d.ID)
		})
	}
	offer("go", "", func() tea.Cmd {
		aside := m.putAside(o)
		m.open(d.Excerpt)
		return aside
	})
	m.menu(m.words.T("alike.what", words.Data{"Who": m.title(d.Excerpt)}), choices, func(i int) tea.Cmd { return does[i]() })
}

// lookedMsg is a record to be read over what is open.
type lookedMsg struct {
	of
	e      model.Excerpt
	detail desk.Detail
	err    error
}

// look shows a record over what is open, to go back to it.
func (m *app) look(e model.Excerpt) tea.Cmd {
	d, session := m.desk, of(m.session)
	return m.work.Reading(func(ctx context.Context) tea.Msg {
		detail, err := d.Detail(ctx, e.ID)
		return lookedMsg{of: session, e: e, detail: detail, err: err}
	})
}

func (msg lookedMsg) take(m *app) tea.Cmd {
	if msg.err != nil {
		return m.failed(m.words.T("failed.detail"), msg.err)
	}
	m.push(&sheetOverlay{title: m.title(msg.e), lines: func(m *app, w int) []string {
		s := &sheet{m: m, w: w}
		m.drawRecord(s, msg.e, &known{Detail: msg.detail})
		return s.lines
	}})
	return nil
}

// addTyped opens the record that is there already with what was typed added to
// it; what it has stays, and nothing is saved before the person says so.
func (m *app) addTyped(o *formOverlay, e model.Excerpt) tea.Cmd {
	typed := model.Clone(o.form.SoFar())
	return m.withSeen(e.ID, func(m *app, r model.Record, base *uint64) tea.Cmd {
		typed.Header().UpdatedAt = 0 // what is there is not older than what is typed
		merged, err := duplicate.Merge(r, []model.Record{typed}, nil)
		if err != nil {
			return m.failed(m.words.T("alike.adding", words.Data{"Who": m.title(e)}), err)
		}
		m.drop(o)
		m.typedForm(m.words.T("alike.adding", words.Data{"Who": m.title(e)}), r, merged, editable(r.Kind()), func(f *formOverlay, set model.Set) tea.Cmd {
			return m.saved(f, e, set)
		}).base = base
		return nil
	})
}
