package ui

import (
	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/ui/cells"
	"tradedesk/ui/keys"
	"tradedesk/ui/layout"
	"tradedesk/ui/theme"
	"tradedesk/ui/words"
)

// outboxFoot is room for what is to be said of the message with the cursor.
const outboxFoot = 7

func (o *outboxOverlay) draw(m *app) ([]string, layout.Box) {
	return m.boxed(m.words.T("outbox.title"), m.screen.Size.W, m.screen.Size.H-6, func(w, h int) []string {
		switch {
		case !o.read:
			return []string{m.theme.Dim.Apply(m.screen.Direction.Start(m.words.T("outbox.reading"), w))}
		case len(o.letters) == 0:
			return (&sheet{m: m, w: w}).wrapped(m.words.T("outbox.none"))
		}
		foot := min(outboxFoot, max(h-4, 1))
		return append(cells.Block(o.list(m, w, max(h-2-foot, 1)), w, h-foot), cells.Block(o.why(m, w), w, foot)...)
	})
}

// list draws how many there are, and the messages that have room.
func (o *outboxOverlay) list(m *app, w, room int) []string {
	s, d := &sheet{m: m, w: w - 2}, m.screen.Direction
	head, rows := s.grid(o.columns(m, w), len(o.letters))
	lines := []string{d.Start(m.theme.Strong.Apply(cells.Cut(o.said(m), w)), w), d.Start(d.Line("  ", m.theme.Dim.Apply(head)), w)}
	from, to := o.lines.window(len(rows), room)
	for i := from; i < to; i++ {
		switch {
		case i == o.lines.at:
			lines = append(lines, m.theme.Selected.Apply(d.Start(d.Line(m.theme.Mark, " ", rows[i]), w)))
		default:
			lines = append(lines, d.Start(d.Line("  ", m.letterStyle(o.letters[i].State).Apply(rows[i])), w))
		}
	}
	return lines
}

func (m *app) letterStyle(s desk.LetterState) theme.Style {
	switch s {
	case desk.LetterFailed, desk.LetterUnsure:
		return m.theme.Warn
	case desk.LetterDraft:
		return m.theme.Dim
	case desk.LetterQueued, desk.LetterSending, desk.LetterSent:
	}
	return m.theme.Text
}

// said counts the messages by their state.
func (o *outboxOverlay) said(m *app) string {
	var parts []string
	if len(o.marked) > 0 {
		parts = append(parts, m.words.N("outbox.marked", len(o.marked)))
	}
	for _, state := range []desk.LetterState{desk.LetterSending, desk.LetterQueued, desk.LetterFailed, desk.LetterUnsure, desk.LetterDraft} {
		n := 0
		for _, l := range o.letters {
			if l.State == state {
				n++
			}
		}
		if n > 0 {
			parts = append(parts, m.letterState(state)+" "+m.words.Number(n))
		}
	}
	return joined(" · ", parts...)
}

// letterState says a state with the sign that it has in a thread.
func (m *app) letterState(s desk.LetterState) string {
	if s == desk.LetterSending {
		return "◷ " + m.words.T("outbox.sending")
	}
	return mailSigns[model.MailState(s)] + " " + m.words.T("mail."+string(s))
}

func (o *outboxOverlay) columns(m *app, w int) []gridColumn {
	var mark, state gridColumn
	to, subject := gridColumn{head: m.words.T("outbox.to")}, gridColumn{head: m.words.T("outbox.subject"), grows: true}
	state.head = m.words.T("outbox.state")
	age := gridColumn{head: m.words.T("outbox.age"), end: true, drop: 1}
	for _, l := range o.letters {
		sign := "☐"
		if o.marked[l.ID] {
			sign = "☑"
		}
		mark.texts = append(mark.texts, sign)
		state.texts = append(state.texts, m.letterState(l.State))
		to.texts = append(to.texts, cells.Cut(cells.Safe(l.To), max(w*3/10, 16)))
		subject.texts = append(subject.texts, cells.Safe(l.Subject))
		age.texts = append(age.texts, m.age(l.Queued))
	}
	return []gridColumn{mark, state, to, subject, age}
}

// why says all of the message with the cursor: whom it goes to, why it was not taken, and
// what becomes of it.
func (o *outboxOverlay) why(m *app, w int) []string {
	l, ok := o.under()
	if !ok {
		return nil
	}
	s := &sheet{m: m, w: w}
	s.section(m.letterState(l.State))
	s.text(m.theme.Text, joined(" · ", cells.Safe(l.To), cells.Safe(l.Subject)), 2)
	if l.Failure != "" {
		s.text(m.letterStyle(l.State), m.rowWhy(l.Told, l.Failure), 2)
	}
	tried := ""
	if l.Tries > 0 {
		tried = m.words.N("outbox.tried", l.Tries)
	}
	s.text(m.theme.Dim, joined(" · ", tried, o.becomes(m, l)), 2)
	return s.lines
}

// becomes says what happens to a message next, and which key does otherwise.
func (o *outboxOverlay) becomes(m *app, l desk.Outgoing) string {
	data := words.Data{"Key": keys.Label(m.words, m.keyOf(keys.OutboxSend)), "Drop": keys.Label(m.words, m.keyOf(keys.OutboxDrop)), "Time": ""}
	switch l.State {
	case desk.LetterQueued:
		if l.NextTry.IsZero() {
			return ""
		}
		data["Time"] = l.NextTry.Time().In(m.o.Location).Format("15:04:05")
		return m.words.T("outbox.next", data)
	case desk.LetterFailed:
		return m.words.T("outbox.rests", data)
	case desk.LetterUnsure:
		data["Key"] = keys.Label(m.words, m.keyOf(keys.OutboxMore))
		return m.words.T("outbox.looks", data)
	case desk.LetterDraft:
		return m.words.T("outbox.held", data)
	case desk.LetterSending, desk.LetterSent:
	}
	return ""
}
