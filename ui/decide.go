package ui

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/value"
	"tradedesk/ui/picker"
	"tradedesk/ui/words"
)

// raw gives a Go value as the JSON of a field; only values whose JSON cannot
// fail are given to it.
func raw(v any) json.RawMessage {
	data, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("writing a field: %v", err))
	}
	return data
}

// change makes an edit with the same set for each record.
func change(records []model.Excerpt, set model.Set) []desk.Edit {
	edits := make([]desk.Edit, len(records))
	for i, e := range records {
		edits[i] = desk.Edit{Kind: e.Kind, ID: e.ID, Set: set}
	}
	return edits
}

// filterMenu shows one stage only, or all.
func (m *app) filterMenu() tea.Cmd {
	p := m.page()
	stages := append([]model.Stage{""}, model.Stages(p.kind)...)
	choices := make([]picker.Choice, len(stages))
	for i, stage := range stages {
		choices[i] = picker.Choice{Key: fmt.Sprint(i), Label: m.words.T("filter.all"), Hint: m.words.Number(m.counts.Kinds[p.kind])}
		if stage != "" {
			choices[i].Label = m.stage(p.kind, stage)
			choices[i].Hint = m.words.Number(m.counts.Stages[p.kind][stage])
		}
	}
	m.menu(m.words.T("ask.filter"), choices, func(i int) tea.Cmd {
		p.stage = stages[i]
		p.reset(m.now)
		return nil
	})
	return nil
}

// snoozeMenu offers the usual times, and a typed one.
func (m *app) snoozeMenu() tea.Cmd {
	times := snoozeTimes(m.now)
	choices := make([]picker.Choice, 0, len(times)+1)
	for i, t := range times {
		choices = append(choices, picker.Choice{Key: fmt.Sprint(i + 1), Label: m.words.T(t.word), Hint: m.dateTime(t.at)})
	}
	choices = append(choices, picker.Choice{Key: "0", Label: m.words.T("snooze.typed")})
	title := m.words.T("ask.snooze", words.Data{"Who": m.who(m.page().chosen())})
	m.menu(title, choices, func(i int) tea.Cmd {
		if i < len(times) {
			return m.snooze(times[i].at)
		}
		check := func(text string) error { _, err := m.laterThanNow(text); return err }
		m.prompt(picker.PromptOptions{Title: title, Placeholder: m.words.T("snooze.example"), Check: check}, func(text string) tea.Cmd {
			at, err := m.laterThanNow(text)
			if err != nil {
				return m.failed(title, err)
			}
			return m.snooze(at)
		})
		return nil
	})
	return nil
}

type snoozeTime struct {
	word string
	at   time.Time
}

// morning is the hour at which what is put off to a day comes back.
const morning = 9

func snoozeTimes(now time.Time) []snoozeTime {
	day := func(n int) time.Time {
		return time.Date(now.Year(), now.Month(), now.Day()+n, morning, 0, 0, 0, now.Location())
	}
	toMonday := (int(time.Monday)-int(now.Weekday())+6)%7 + 1
	return []snoozeTime{
		{"snooze.today", now.Add(3 * time.Hour).Truncate(time.Minute)},
		{"snooze.tomorrow", day(1)},
		{"snooze.days", day(3)},
		{"snooze.week", day(toMonday)},
	}
}

func (m *app) laterThanNow(text string) (time.Time, error) {
	at, err := value.ParseInstant(text, m.now)
	if err != nil {
		return time.Time{}, err
	}
	if !at.Time().After(m.now) {
		return time.Time{}, fmt.Errorf("%s", m.words.T("ask.later"))
	}
	return at.Time(), nil
}

func (m *app) snooze(until time.Time) tea.Cmd {
	records := m.page().chosen()
	if len(records) == 0 {
		return nil
	}
	m.decided(func() tea.Cmd { return m.snooze(until) })
	data := words.Data{"Who": m.who(records), "Until": m.dateTime(until)}
	set := model.Set{"snoozed_until": raw(value.At(until))}
	return m.commit(commit{
		label: m.words.T("did.snooze", data), success: m.words.T("done.snooze", data),
		ids: idsOf(records), leaves: m.page().inbox(),
		edits: change(records, set), set: set,
	})
}

func (m *app) assign() tea.Cmd {
	records := m.page().chosen()
	title := m.words.T("ask.assign", words.Data{"Who": m.who(records)})
	m.prompt(picker.PromptOptions{Title: title, Value: m.desk.Me()}, m.assignTo)
	return nil
}

func (m *app) assignTo(owner string) tea.Cmd {
	records := m.page().chosen()
	if len(records) == 0 {
		return nil
	}
	m.decided(func() tea.Cmd { return m.assignTo(owner) })
	data := words.Data{"Who": m.who(records), "Owner": owner}
	set, word := model.Set{"owner": raw(owner)}, "assign"
	if owner == "" {
		set, word = model.Set{"owner": raw(nil)}, "unassign"
	}
	return m.commit(commit{
		label: m.words.T("did."+word, data), success: m.words.T("done."+word, data),
		ids: idsOf(records), edits: change(records, set), set: set,
	})
}

func (m *app) note() tea.Cmd {
	records := m.page().chosen()
	thread, _ := model.SchemaOf(model.KindMessage).Field("thread")
	if !slices.Contains(thread.Refs, m.page().kind) {
		return m.cannot(m.words.T("why.no_thread"))
	}
	if m.everything() {
		return m.cannot(m.words.T("toast.everything_not"))
	}
	title := m.words.T("ask.note", words.Data{"Who": m.who(records)})
	m.prompt(picker.PromptOptions{Title: title, Check: m.notEmpty}, func(text string) tea.Cmd {
		var edits []desk.Edit
		for _, e := range records {
			note := &model.Message{Thread: e.ID, Direction: model.DirectionNote, From: m.desk.Me(), At: value.At(m.now), Body: text}
			edits = append(edits, desk.Edit{Kind: model.KindMessage, ID: m.ids.New(), Create: true, Set: model.Fields(note)})
		}
		data := words.Data{"Who": m.who(records)}
		return m.commit(commit{label: m.words.T("did.note", data), success: m.words.T("done.note", data), ids: idsOf(records), edits: edits})
	})
	if o, ok := m.top().(*promptOverlay); ok {
		o.where = draftNote
	}
	return nil
}

func (m *app) remove() tea.Cmd {
	records := m.page().chosen()
	data := words.Data{"Who": m.who(records)}
	set := model.Set{model.FieldDeleted: raw(true)}
	return m.commit(commit{
		label: m.words.T("did.delete", data), success: m.words.T("done.delete", data),
		ids: idsOf(records), leaves: true, edits: change(records, set), set: set,
	})
}
