package ui

import (
	"cmp"
	"slices"

	"tradedesk/model"
	"tradedesk/model/value"
	"tradedesk/ui/cells"
	"tradedesk/ui/keys"
)

// How many lines of a message a thread shows; the message itself has them all. Of letters
// that ask for a quote there is one for each supplier, which say the same.
const (
	shownBody   = 16
	shownAsking = 1
)

// moment is one part of a thread, at its time.
type moment struct {
	at   value.Instant
	id   model.ID
	draw func()
}

// drawThread draws in time order what happened: messages and notes, the tasks
// that are done, and of an RFQ its quotes and samples.
func (m *app) drawThread(s *sheet, k *known) {
	moments := m.moments(s, k)
	if len(moments) == 0 {
		return
	}
	s.section(m.words.N("related.thread", len(moments)))
	if k.Older != "" {
		s.part(target{what: keys.PartOlder}, func() { s.text(m.theme.Dim, "↑ "+m.words.T("thread.older"), 0) })
	}
	for _, at := range moments {
		at.draw()
	}
}

// moments puts what belongs to a thread in order. While older messages are not
// read, what is older than those that are waits with them.
func (m *app) moments(s *sheet, k *known) []moment {
	var all []moment
	add := func(at value.Instant, r model.Record, draw func()) {
		all = append(all, moment{at, r.Header().ID, func() { s.part(toRecord(m.rowOf(r)), draw) }})
	}
	for _, r := range k.Thread {
		if msg, ok := r.(*model.Message); ok {
			all = append(all, moment{messageAt(msg), msg.ID, func() { m.drawPost(s, msg) }})
		}
	}
	for _, r := range k.Tasks {
		if task, ok := r.(*model.Task); ok && !task.DoneAt.IsZero() {
			add(task.DoneAt, task, func() { m.drawMoment(s, task.DoneAt, taskSign(task), m.words.T("kind.task"), m.title(m.rowOf(task))) })
		}
	}
	if k.Record.Kind() == model.KindRFQ {
		versions := versionsOf(k.Quotes)
		for _, r := range k.Quotes {
			if q, ok := r.(*model.Quote); ok {
				add(q.CreatedAt, q, func() { m.drawOffer(s, q, versions[q.ID], k) })
			}
		}
		for _, r := range k.Samples {
			if sample, ok := r.(*model.Sample); ok {
				add(sampleAt(sample), sample, func() { m.drawSent(s, sample, k) })
			}
		}
	}
	slices.SortStableFunc(all, func(a, b moment) int {
		return cmp.Or(cmp.Compare(a.at, b.at), slices.Compare(a.id[:], b.id[:]))
	})
	if k.Older != "" && len(k.Thread) > 0 {
		if first, ok := k.Thread[0].(*model.Message); ok {
			all = slices.DeleteFunc(all, func(at moment) bool { return at.at < messageAt(first) })
		}
	}
	return all
}

func messageAt(msg *model.Message) value.Instant {
	if msg.At.IsZero() {
		return msg.CreatedAt
	}
	return msg.At
}

func sampleAt(sample *model.Sample) value.Instant {
	if sample.RequestedAt.IsZero() {
		return sample.CreatedAt
	}
	return sample.RequestedAt
}

// drawMoment draws the line that a part of a thread begins with: when, a sign and
// a word for what it is, and what.
func (m *app) drawMoment(s *sheet, at value.Instant, sign, word, what string) {
	when := ""
	if !at.IsZero() {
		when = m.ago(at)
	}
	s.put(m.screen.Direction.Line(m.theme.Dim.Apply(joined(" ", when, sign, word)), " ", what))
}

// drawPost draws one message; its direction is a sign and a word.
func (m *app) drawPost(s *sheet, msg *model.Message) {
	s.part(toRecord(m.rowOf(msg)), func() {
		sign := map[model.Direction]string{model.DirectionIn: "«", model.DirectionOut: "»", model.DirectionNote: "✎"}[msg.Direction]
		who, word := cells.Safe(msg.From), ""
		if msg.Direction != "" {
			word = m.words.T("direction." + string(msg.Direction))
		}
		if msg.Direction == model.DirectionOut && msg.To != "" {
			who = cells.Safe(msg.To)
		}
		m.drawMoment(s, messageAt(msg), sign, word, joined(" · ", who, m.theme.Strong.Apply(cells.Safe(msg.Subject))))
		if state := m.mailState(msg); state != "" {
			s.text(m.mailStyle(msg), state, 2)
		}
		most := shownBody
		if msg.Asking != "" {
			most = shownAsking
		}
		s.textAtMost(most, m.theme.Text, cells.SafeLines(msg.Body), 2)
	})
	m.drawAttached(s, msg, 2)
}

// drawOffer draws a quote in the thread of its RFQ.
func (m *app) drawOffer(s *sheet, q *model.Quote, version int, k *known) {
	who := m.titleIn(k, q.Supplier, model.KindSupplier)
	if who == "" {
		who = cells.Safe(q.Reference)
	}
	what := joined(" ", m.words.T("kind.quote"), m.version(version))
	m.drawMoment(s, q.CreatedAt, "◆", what, joined(" · ", m.theme.Strong.Apply(who), m.theme.Dim.Apply(m.stage(model.KindQuote, q.Stage))))
	s.text(m.theme.Text, m.quoteTerms(q), 2)
}

// drawSent draws a sample in the thread of its RFQ.
func (m *app) drawSent(s *sheet, sample *model.Sample, k *known) {
	who := m.titleIn(k, sample.Supplier, model.KindSupplier)
	m.drawMoment(s, sampleAt(sample), "◇", m.words.T("kind.sample"),
		joined(" · ", m.theme.Strong.Apply(who), m.theme.Dim.Apply(m.stage(model.KindSample, sample.Stage))))
	s.text(m.theme.Text, joined(" · ", m.title(m.rowOf(sample)), cells.Safe(m.quantity(sample.Quantity, sample.Unit)),
		joined(" ", cells.Safe(sample.Carrier), cells.Safe(sample.TrackingNo))), 2)
}

func openTasks(records []model.Record) []*model.Task {
	var open []*model.Task
	for _, r := range records {
		if task, ok := r.(*model.Task); ok && task.DoneAt.IsZero() {
			open = append(open, task)
		}
	}
	slices.SortStableFunc(open, func(a, b *model.Task) int {
		if a.DueAt.IsZero() != b.DueAt.IsZero() {
			return cmp.Compare(b.DueAt, a.DueAt)
		}
		return cmp.Compare(a.DueAt, b.DueAt)
	})
	return open
}
