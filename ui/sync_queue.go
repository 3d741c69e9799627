package ui

import (
	"slices"
	"strings"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/ui/cells"
	"tradedesk/ui/keys"
	"tradedesk/ui/words"
)

// queueListed is how much of what waits the page of the server lists at most; all of it is in
// a list of its own, so that conflicts, exchanges and devices stay in sight.
const queueListed = 12

// listed is how many of the changes that wait have a line of the page: the oldest, as many as
// leave room for the rest. One more is listed rather than counted.
func (s *syncScene) listed(m *app) int {
	room := min(max(m.screen.Size.H/4, 4), queueListed)
	if s.queue.Total <= room+1 {
		return len(s.queue.Changes)
	}
	return min(room, len(s.queue.Changes))
}

// unlisted says how many changes wait beside those that have a line.
func (s *syncScene) unlisted(m *app) string {
	return m.words.N("sync.unlisted", s.queue.Total-s.listed(m), words.Data{"Key": keys.Label(m.words, m.keyOf(keys.SyncOpen))})
}

// Where there is room, a change that waits has columns for when it was made and by whom, too.
const (
	queueWide  = 110
	queueTitle = 32
	queueWhen  = 26
	queueWho   = 14
	queueSince = 8
)

// queueTitled is how wide records are named: of what a wide screen has more, a third.
func queueTitled(w int) int { return queueTitle + max(w-queueWide, 0)/3 }

// queueCells are the columns of a change that waits: its record, since how long, and what it
// does.
func (m *app) queueCells(q desk.Queued, w int) []syncCell {
	title := cells.Safe(q.Title)
	if title == "" {
		title = q.Record.Short()
	}
	row := []syncCell{{joined(" ", m.words.T("kind."+kindWord(q.Kind)), title), queueTitled(w), false}, {m.span(m.now.Sub(q.At.Time())), queueSince, true}}
	if w >= queueWide {
		row = append(row, syncCell{m.dateTime(q.At.Time()), queueWhen, false}, syncCell{cells.Safe(q.By), queueWho, false})
	}
	return append(row, syncCell{m.deed(q), 0, false})
}

// fieldWords names fields of a kind, as far as people see them.
func (m *app) fieldWords(k model.Kind, names []string) string {
	var fields []string
	for _, f := range fieldsNamed(k, names...) {
		if id := "field." + f.Name; m.words.Has(id) {
			fields = append(fields, m.words.T(id))
		}
	}
	return strings.Join(fields, m.words.T("text.and"))
}

// deed says what a change does to its record: of an edit, which fields it sets.
func (m *app) deed(q desk.Queued) string {
	if q.Does == desk.DeedEdit {
		takes := ""
		if slices.Contains(q.Fields, model.FieldMergedFrom) {
			takes = m.words.T("queue.does.take_in")
		}
		if said := joined(m.words.T("text.and"), takes, m.fieldWords(q.Kind, q.Fields)); said != "" {
			return said
		}
	}
	if id := "queue.does." + string(q.Does); m.words.Has(id) {
		return m.words.T(id)
	}
	return m.words.T("queue.does.edit")
}

// queueRest is what a line of that width does not say of a change, "" when it says all.
func (m *app) queueRest(q desk.Queued, w int) string {
	if w >= queueWide && cells.Width(m.deed(q)) < w-queueTitled(w)-queueSince-queueWhen-queueWho-4 {
		return ""
	}
	return m.waits(q)
}

// waits says all of a change but its record.
func (m *app) waits(q desk.Queued) string {
	return joined(" · ", cells.Safe(q.By), m.dateTime(q.At.Time()), m.deed(q))
}

// nextTry says when a desk whose calls fail calls again by itself. It is the time and not how
// long until then: that would have to be drawn each second, at a desk on which nothing happens.
func (m *app) nextTry(st desk.Status) string {
	if st.NextTry.IsZero() {
		return ""
	}
	at := st.NextTry.Time().In(m.o.Location)
	said := at.Format("15:04:05")
	if at.YearDay() != m.now.YearDay() || at.Year() != m.now.Year() {
		said = m.dateTime(at)
	}
	return m.words.T("sync.next", words.Data{"At": said, "Key": keys.Label(m.words, m.keyOf(keys.SyncNow))})
}
