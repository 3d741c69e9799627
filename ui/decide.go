package ui

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/value"
	"tradedesk/ui/list"
	"tradedesk/ui/picker"
	"tradedesk/ui/words"
)

const maxPicked = list.MaxPicked

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
	data := words.Data{"Who": m.who(records), "Until": m.dateTime(until)}
	return m.commit(commit{
		label: m.words.T("did.snooze", data), success: m.words.T("done.snooze", data),
		ids: idsOf(records), leaves: m.page().inbox(),
		edits: change(records, model.Set{"snoozed_until": raw(value.At(until))}),
	})
}

func (m *app) assign() tea.Cmd {
	records := m.page().chosen()
	title := m.words.T("ask.assign", words.Data{"Who": m.who(records)})
	m.prompt(picker.PromptOptions{Title: title, Value: m.desk.Me()}, func(owner string) tea.Cmd {
		data := words.Data{"Who": m.who(records), "Owner": owner}
		set, word := model.Set{"owner": raw(owner)}, "assign"
		if owner == "" {
			set, word = model.Set{"owner": raw(nil)}, "unassign"
		}
		return m.commit(commit{
			label: m.words.T("did."+word, data), success: m.words.T("done."+word, data),
			ids: idsOf(records), edits: change(records, set),
		})
	})
	return nil
}

// tag adds tags to those that each record has at that moment, or takes off those
// with a minus before them.
func (m *app) tag() tea.Cmd {
	field, ok := model.SchemaOf(m.page().kind).Field("tags")
	if !ok {
		return m.say(m.words.T("why.no_tags"))
	}
	records := m.page().chosen()
	title := m.words.T("ask.tag", words.Data{"Who": m.who(records)})
	options := picker.PromptOptions{Title: title, Placeholder: m.words.T("ask.tag_example"), Check: m.notEmpty}
	m.prompt(options, func(text string) tea.Cmd {
		data := words.Data{"Who": m.who(records), "Tags": text}
		return m.commit(commit{
			label: m.words.T("did.tag", data), success: m.words.T("done.tag", data), ids: idsOf(records),
			build: func(ctx context.Context, d desk.Desk) ([]desk.Edit, error) {
				var edits []desk.Edit
				for _, e := range records {
					r, err := d.Get(ctx, e.ID)
					if err != nil {
						return nil, fmt.Errorf("reading the tags of %s: %w", e.ID, err)
					}
					had, _ := field.Value(r).([]string)
					edits = append(edits, desk.Edit{Kind: e.Kind, ID: e.ID, Set: model.Set{"tags": raw(retag(had, text))}})
				}
				return edits, nil
			},
		})
	})
	return nil
}

// retag applies words such as "fair, bio -old" to a list of tags.
func retag(had []string, text string) []string {
	tags := slices.Clone(had)
	for _, tag := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ';' || r == ' ' || r == '،' }) {
		off := strings.HasPrefix(tag, "-")
		tag = strings.TrimLeft(tag, "-+#")
		at := slices.Index(tags, tag)
		switch {
		case tag == "":
		case off && at >= 0:
			tags = slices.Delete(tags, at, at+1)
		case !off && at < 0:
			tags = append(tags, tag)
		}
	}
	if tags == nil {
		tags = []string{}
	}
	return tags
}

func (m *app) note() tea.Cmd {
	records := m.page().chosen()
	thread, _ := model.SchemaOf(model.KindMessage).Field("thread")
	if !slices.Contains(thread.Refs, m.page().kind) {
		return m.say(m.words.T("why.no_thread"))
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
	return nil
}

func (m *app) remove() tea.Cmd {
	records := m.page().chosen()
	data := words.Data{"Who": m.who(records)}
	return m.commit(commit{
		label: m.words.T("did.delete", data), success: m.words.T("done.delete", data),
		ids: idsOf(records), leaves: true, edits: change(records, model.Set{model.FieldDeleted: raw(true)}),
	})
}

type pickedMsg struct {
	of
	page *page
	rows []desk.Row
	more bool
	err  error
}

// pickAll reads what the list shows, as far as a bulk action can go, and picks it.
func (m *app) pickAll() tea.Cmd {
	p, d, session := m.page(), m.desk, of(m.session)
	q := p.query()
	return m.work.reading(func(ctx context.Context) tea.Msg {
		msg := pickedMsg{of: session, page: p}
		for {
			q.Limit = 500
			page, err := d.List(ctx, q)
			if err != nil {
				msg.err = err
				return msg
			}
			msg.rows = append(msg.rows, page.Rows...)
			msg.more = page.After
			if !page.After || len(page.Rows) == 0 || len(msg.rows) >= maxPicked {
				return msg
			}
			q.From = page.Rows[len(page.Rows)-1].Cursor
		}
	})
}

func (msg pickedMsg) take(m *app) tea.Cmd {
	if msg.err != nil {
		return m.failed(m.words.T("failed.list"), msg.err)
	}
	msg.page.list.PickRows(msg.rows)
	if msg.more {
		return m.say(m.words.N("toast.picked_most", msg.page.list.Picked()))
	}
	return m.say(m.words.N("toast.picked", msg.page.list.Picked()))
}
