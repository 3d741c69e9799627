package ui

import (
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/value"
	"tradedesk/ui/keys"
	"tradedesk/ui/picker"
	"tradedesk/ui/words"
)

// runAgenda does what is done to the entries of the agenda.
func (m *app) runAgenda(id keys.ID) (tea.Cmd, bool) {
	if !m.page().agenda() {
		return nil, false
	}
	switch id {
	case keys.AgendaDone:
		return m.dueDone(), true
	case keys.AgendaDay:
		return m.putOff(func(at time.Time) time.Time { return model.DayAfter(at, m.now) }), true
	case keys.AgendaLater:
		return m.putOffMenu(), true
	case keys.AgendaOpen:
		return m.openDue(), true
	case keys.AgendaShow:
		p := m.page()
		if p.view = desk.ViewPromised; p.list.Query().View == desk.ViewPromised {
			p.view = desk.ViewDue
		}
		p.reset(m.now)
		return nil, true
	}
	return nil, false
}

// dueDone does what is due of the chosen rows: a task is done, a step is taken,
// what was put off is back, a reply was given.
func (m *app) dueDone() tea.Cmd {
	p := m.page()
	var edits []desk.Edit
	var records []model.Excerpt
	for _, e := range p.chosen() {
		_, why := p.due(e)
		if set := doneSet(why, value.At(m.now)); set != nil {
			edits = append(edits, desk.Edit{Kind: e.Kind, ID: e.ID, Set: set})
			records = append(records, e)
		}
	}
	return m.commitDue("done", words.Data{}, records, edits)
}

// doneSet gives what a record is after what was due is done; nil for what passes
// by itself.
func doneSet(why model.DueReason, now value.Instant) model.Set {
	switch why {
	case model.DueTask:
		return model.Set{"done_at": raw(now)}
	case model.DueNextStep:
		return model.Set{"next_action": raw(nil), "due_at": raw(nil)}
	case model.DueBack:
		return model.Set{"snoozed_until": raw(nil)}
	case model.DueReply:
		return model.Set{"replied_at": raw(now)}
	case model.DueDeadline, model.DueValidity, model.DueOffer, model.DueCertificate:
	}
	return nil
}

// putOff moves what is due of the chosen rows to another time.
func (m *app) putOff(to func(at time.Time) time.Time) tea.Cmd {
	p := m.page()
	var edits []desk.Edit
	var records []model.Excerpt
	var last time.Time
	for _, e := range p.chosen() {
		at, why := p.due(e)
		field := map[model.DueReason]string{model.DueTask: "due_at", model.DueNextStep: "due_at", model.DueBack: "snoozed_until"}[why]
		if field == "" {
			continue
		}
		last = to(at.Time())
		edits = append(edits, desk.Edit{Kind: e.Kind, ID: e.ID, Set: model.Set{field: raw(value.At(last))}})
		records = append(records, e)
	}
	return m.commitDue("put_off", words.Data{"Until": m.dateTime(last)}, records, edits)
}

func (m *app) commitDue(word string, data words.Data, records []model.Excerpt, edits []desk.Edit) tea.Cmd {
	if len(edits) == 0 {
		return m.say(m.words.T("why.passes"))
	}
	data["Who"] = m.who(records)
	return m.commit(commit{
		label: m.words.T("did."+word, data), success: m.words.T("done."+word, data),
		ids: idsOf(records), edits: edits, leaves: word == "done",
	})
}

func (m *app) putOffMenu() tea.Cmd {
	times := snoozeTimes(m.now)
	choices := make([]picker.Choice, 0, len(times)+1)
	for i, t := range times {
		choices = append(choices, picker.Choice{Key: fmt.Sprint(i + 1), Label: m.words.T(t.word), Hint: m.dateTime(t.at)})
	}
	choices = append(choices, picker.Choice{Key: "0", Label: m.words.T("snooze.typed")})
	title := m.words.T("ask.snooze", words.Data{"Who": m.who(m.page().chosen())})
	until := func(at time.Time) tea.Cmd {
		return m.putOff(func(time.Time) time.Time { return at })
	}
	m.menu(title, choices, func(i int) tea.Cmd {
		if i < len(times) {
			return until(times[i].at)
		}
		check := func(text string) error { _, err := m.laterThanNow(text); return err }
		m.prompt(picker.PromptOptions{Title: title, Placeholder: m.words.T("snooze.example"), Check: check}, func(text string) tea.Cmd {
			at, err := m.laterThanNow(text)
			if err != nil {
				return m.failed(title, err)
			}
			return until(at)
		})
		return nil
	})
	return nil
}

// openDue goes to the record that something is due about: of a task and a quote
// the one they belong to.
func (m *app) openDue() tea.Cmd {
	e, ok := m.page().current()
	if !ok {
		return nil
	}
	if e.Kind != model.KindTask && e.Kind != model.KindQuote {
		m.open(e)
		return nil
	}
	return m.withRecord(e.ID, func(m *app, r model.Record) tea.Cmd {
		about := e.ID
		switch r := r.(type) {
		case *model.Task:
			about = r.About
		case *model.Quote:
			about = r.RFQ
		}
		if about.IsZero() || about == e.ID {
			m.open(e)
			return nil
		}
		return m.withRecord(about, func(m *app, r model.Record) tea.Cmd {
			m.open(model.ExcerptOf(r, model.ScoreContext{Now: m.now}))
			return nil
		})
	})
}
