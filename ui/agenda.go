package ui

import (
	"context"
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/value"
	"tradedesk/ui/cells"
	"tradedesk/ui/keys"
	"tradedesk/ui/picker"
	"tradedesk/ui/words"
)

// agenda reports whether the page shows what is due, of any kind.
func (p *page) agenda() bool { return p.view == desk.ViewDue || p.view == desk.ViewPromised }

// due says when a row of the agenda is due, and what.
func (p *page) due(e model.Excerpt) (value.Instant, model.DueReason) {
	if p.view == desk.ViewPromised {
		return model.ReplyDue(e), model.DueReply
	}
	return model.Due(e)
}

func (p *page) dueReason(e model.Excerpt) model.DueReason {
	if !p.agenda() {
		return ""
	}
	_, why := p.due(e)
	return why
}

// agendaRows draws the rows in sight under the headings of their days. A heading
// is no row: the cursor never stands on one. The first line is always the heading
// of the first row that is drawn.
func (m *app) agendaRows(p *page, columns []placed, w, h int) []string {
	rows := p.list.Visible()
	headings := make([]string, len(rows))
	cursor := 0
	for i, row := range rows {
		headings[i] = m.dayOf(p, row.Excerpt)
		if row.Cursor {
			cursor = i
		}
	}
	var lines []string
	for i := firstUnder(headings, cursor, h); i < len(rows) && len(lines) < h; i++ {
		if len(lines) == 0 || headings[i] != headings[i-1] {
			lines = append(lines, m.theme.Strong.Apply(m.screen.Direction.Inset(1, headings[i], w)))
		}
		lines = append(lines, m.row(rows[i], columns, w))
	}
	return lines
}

// firstUnder gives the first row to draw so that the cursor's row is among h
// lines, though headings take some of them.
func firstUnder(headings []string, cursor, h int) int {
	lines := 1 // the heading of the first row
	for i := cursor; i >= 0; i-- {
		if lines++; i < cursor && headings[i] != headings[i+1] {
			lines++
		}
		if lines > h {
			return min(i+1, cursor)
		}
	}
	return 0
}

// dayOf names the part of the agenda that a row is in.
func (m *app) dayOf(p *page, e model.Excerpt) string {
	at, _ := p.due(e)
	day := at.Time().In(m.o.Location)
	weekday := m.words.T(fmt.Sprintf("weekday.%d", int(day.Weekday()))) + " " + m.date(day)
	switch model.AgendaDayOf(day, m.now) {
	case model.Overdue:
		return m.words.T("agenda.overdue")
	case model.DueToday:
		return m.words.T("agenda.today", words.Data{"Day": weekday})
	case model.DueTomorrow:
		return m.words.T("agenda.tomorrow", words.Data{"Day": weekday})
	case model.DueThisWeek:
		return weekday
	}
	return m.words.T("agenda.later")
}

// agendaColumns: when, what is to be done, about whom.
func (p *page) agendaColumns() []column {
	return []column{p.colWhen(), p.colDueWhat(), colTitle(), colNext(), colOwner()}
}

const whenCells = 8

// whenCells holds a day with a mark, and that something is due all day.
func (m *app) whenCells() int {
	return max(whenCells, m.markedDayCells(), cells.Width(m.words.T("agenda.all_day")))
}

// colWhen is the time of day within a week, else the date; what is past is marked.
func (p *page) colWhen() column {
	return column{min: whenCells, max: whenCells, end: true, said: (*app).whenCells, text: func(m *app, e *model.Excerpt) (string, int, look) {
		at, why := p.due(*e)
		text, how := m.shortDate(at.Time()), lookText
		if day := model.AgendaDayOf(at.Time(), m.now); day != model.Overdue && day != model.DueLater {
			text = at.Time().In(m.o.Location).Format("15:04")
			if why.AllDay() {
				text = m.words.T("agenda.all_day")
			}
		}
		if m.isPast(at, why) {
			how = lookUrgent
			if marked := "! " + text; cells.Width(marked) <= m.whenCells() {
				text = marked
			}
		}
		return measured(text, how)
	}}
}

// isPast reports whether something should have been done by now; what is due on a
// day has the whole of it.
func (m *app) isPast(at value.Instant, why model.DueReason) bool {
	if why.AllDay() {
		return model.AgendaDayOf(at.Time(), m.now) == model.Overdue
	}
	return at.Time().Before(m.now)
}

func (p *page) colDueWhat() column {
	return column{min: 10, max: 12, weight: 1, text: func(m *app, e *model.Excerpt) (string, int, look) {
		_, why := p.due(*e)
		return measured(m.words.T("due."+string(why)), lookDim)
	}}
}

// colNext is the next step that was planned, else what the record is about.
func colNext() column {
	return column{min: 14, max: 60, weight: 4, drop: 3, text: func(_ *app, e *model.Excerpt) (string, int, look) {
		text := cells.Safe(e.Next)
		if text == "" {
			return asKept(cells.Safe(e.Detail), e.Detail, e.DetailCells, lookDim)
		}
		return measured(text, lookText)
	}}
}

// agendaSummary is what the agenda shows, in one line.
func (m *app) agendaSummary(p *page) string {
	if p.view == desk.ViewPromised {
		text := m.words.N("agenda.replies", m.counts.Promised)
		if m.counts.Late > 0 {
			text += " · " + m.words.N("agenda.late", m.counts.Late)
		}
		return text
	}
	text := m.words.T("summary.counting")
	if n := m.shownCount(p); n >= 0 {
		text = m.words.N("agenda.entries", n)
	}
	if m.counts.Due > 0 {
		text += " · " + m.words.N("agenda.now", m.counts.Due)
	}
	if m.counts.Promised > 0 {
		text += " · " + m.words.N("agenda.replies", m.counts.Promised)
	}
	return text
}

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

// maxReminders bounds what one reminder reads.
const maxReminders = 50

type remindMsg struct {
	of
	rows []desk.Row
	to   time.Time
	err  error
}

// remind asks what came due since it was asked last.
func (m *app) remind() tea.Cmd {
	from, to := m.reminded, m.now
	m.reminded = to
	m.counts.stale = true
	d, session := m.desk, of(m.session)
	return m.work.Reading(func(ctx context.Context) tea.Msg {
		page, err := d.List(ctx, desk.Query{View: desk.ViewDue, Since: value.At(from) + 1, Limit: maxReminders})
		return remindMsg{of: session, rows: page.Rows, to: to, err: err}
	})
}

// take says what is due now. What cannot be read is seen on the agenda anyway.
func (msg remindMsg) take(m *app) tea.Cmd {
	var due []model.Excerpt
	for _, row := range msg.rows {
		if at, why := model.Due(row.Excerpt); !at.Time().After(msg.to) && !why.AllDay() {
			due = append(due, row.Excerpt)
		}
	}
	switch {
	case msg.err != nil || len(due) == 0:
		return nil
	case len(due) == 1:
		_, why := model.Due(due[0])
		return m.say(m.words.T("agenda.reminder", words.Data{"What": m.words.T("due." + string(why)), "Who": m.title(due[0])}))
	}
	return m.say(m.words.N("agenda.reminders", len(due)))
}
