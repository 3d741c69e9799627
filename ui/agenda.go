package ui

import (
	"fmt"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/value"
	"tradedesk/ui/cells"
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
