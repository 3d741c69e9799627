package ui

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/capture"
	"tradedesk/model/value"
	"tradedesk/ui/picker"
	"tradedesk/ui/words"
)

// How many events are offered, and how many names of the desk help to understand
// a line.
const (
	maxEvents = 200
	maxHelp   = 2000
)

// openDays is how long an event without an end is taken to last.
const openDays = 7

type fairMsg struct {
	of
	fair    *fair
	events  []*model.Event
	context capture.Context
	err     error
}

// reads asks for the events and the names that the desk knows, once; then for the
// list and its count.
func (f *fair) reads(m *app) tea.Cmd {
	var cmds []tea.Cmd
	if !f.asked {
		f.asked = true
		cmds = append(cmds, f.learn(m))
	}
	if !f.browsing {
		f.page.list.Home()
	}
	if fetch, ok := f.page.list.Next(); ok {
		cmds = append(cmds, m.readRows(f.page, fetch))
	}
	if f.recount && f.event != nil {
		f.recount = false
		cmds = append(cmds, f.countCaptured(m))
	}
	return tea.Batch(cmds...)
}

func (f *fair) learn(m *app) tea.Cmd {
	d, session := m.desk, of(m.session)
	return m.work.Reading(func(ctx context.Context) tea.Msg {
		msg := fairMsg{of: session, fair: f}
		msg.err = d.Records(ctx, desk.Query{Kind: model.KindEvent, Desc: true, Limit: maxEvents}, func(r model.Record) error {
			if e, ok := r.(*model.Event); ok {
				msg.events = append(msg.events, e)
			}
			return nil
		})
		if msg.err == nil {
			msg.context, msg.err = desk.CaptureContext(ctx, d, m.o.Home, maxHelp)
		}
		return msg
	})
}

func (msg fairMsg) take(m *app) tea.Cmd {
	f := msg.fair
	if msg.err != nil {
		return m.failed(m.words.T("failed.fair"), msg.err)
	}
	f.events, f.context, f.known = msg.events, msg.context, true
	f.choose(m)
	// The list of events comes by itself only where nothing was begun.
	if f.event == nil && m.scene() == scene(f) && m.top() == nil && f.line.Empty() {
		f.chooseEvent(m)
	}
	return f.typedNow(m)
}

// choose takes the event that was asked for, else the one of today.
func (f *fair) choose(m *app) {
	if !f.known || f.event != nil {
		return
	}
	if i := slices.IndexFunc(f.events, func(e *model.Event) bool { return e.ID == f.wanted }); i >= 0 {
		f.sitAt(m, f.events[i])
		return
	}
	today := value.Date(m.now.Format(time.DateOnly))
	now := slices.DeleteFunc(slices.Clone(f.events), func(e *model.Event) bool { return !lasts(e, today) })
	if len(now) > 0 {
		f.sitAt(m, slices.MaxFunc(now, func(a, b *model.Event) int { return cmp.Compare(a.Starts, b.Starts) }))
	}
}

// lasts reports whether a day is one of an event's.
func lasts(e *model.Event, day value.Date) bool {
	if e.Starts == "" || e.Starts > day {
		return false
	}
	end := e.Ends
	if end == "" {
		end = value.Date(e.Starts.Time(nil).AddDate(0, 0, openDays).Format(time.DateOnly))
	}
	return day <= end
}

func (f *fair) sitAt(m *app, e *model.Event) {
	f.event = e
	f.reset(m)
}

// chooseEvent asks which event it is.
func (f *fair) chooseEvent(m *app) tea.Cmd {
	const most = 9
	shown := f.events[:min(len(f.events), most)]
	choices := []picker.Choice{{Key: "0", Label: m.words.T("fair.new_event")}}
	for i, e := range shown {
		choices = append(choices, picker.Choice{Key: fmt.Sprint(i + 1), Label: m.title(model.ExcerptOf(e, model.ScoreContext{})), Hint: e.Starts.String()})
	}
	m.menu(m.words.T("fair.which"), choices, func(i int) tea.Cmd {
		if i > 0 {
			f.sitAt(m, shown[i-1])
			return nil
		}
		return f.newEvent(m)
	})
	return nil
}

// newEvent makes an event that begins today, by its name.
func (f *fair) newEvent(m *app) tea.Cmd {
	m.prompt(picker.PromptOptions{Title: m.words.T("fair.event_name"), Placeholder: m.words.T("fair.event_example"), Check: m.notEmpty}, func(name string) tea.Cmd {
		e := &model.Event{Head: model.Head{ID: m.ids.New()}, Name: strings.TrimSpace(name), Starts: value.Date(m.now.Format(time.DateOnly))}
		if tag := capture.EventTag(e.Name); tag != "" {
			e.Tags = []string{tag}
		}
		data := words.Data{"Who": e.Name}
		return m.commit(commit{
			label: m.words.T("did.add", data), success: m.words.T("done.add", data),
			edits: []desk.Edit{{Kind: model.KindEvent, ID: e.ID, Create: true, Set: model.Fields(e)}},
			after: func(m *app) {
				f.events = append([]*model.Event{e}, f.events...)
				f.sitAt(m, e)
			},
		})
	})
	return nil
}

type capturedMsg struct {
	of
	fair  *fair
	event model.ID
	n     int
	err   error
}

// countCaptured counts the buyers and the suppliers of the event.
func (f *fair) countCaptured(m *app) tea.Cmd {
	d, session, event := m.desk, of(m.session), f.event.ID
	other := *f
	var queries []desk.Query
	for _, other.kind = range []model.Kind{model.KindLead, model.KindSupplier} {
		q := other.query()
		q.Limit = 1
		queries = append(queries, q)
	}
	return m.work.Reading(func(ctx context.Context) tea.Msg {
		msg := capturedMsg{of: session, fair: f, event: event}
		for _, q := range queries {
			page, err := d.List(ctx, q)
			if err != nil {
				msg.err = err
				return msg
			}
			msg.n += max(page.Total, len(page.Rows))
		}
		return msg
	})
}

func (msg capturedMsg) take(m *app) tea.Cmd {
	if msg.err != nil {
		return m.failed(m.words.T("failed.counts"), msg.err)
	}
	if msg.fair.event != nil && msg.fair.event.ID == msg.event {
		msg.fair.captured = msg.n
	}
	return nil
}
