package ui

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/ui/cells"
	"tradedesk/ui/keys"
	"tradedesk/ui/words"
)

// quoteReadMsg is what a message says as a quote, or why it says none.
type quoteReadMsg struct {
	of
	message *model.Message
	reading desk.QuoteReading
	err     error
	known   *known
	rfq     *model.RFQ
	base    *model.Quote // the form's quote before anything is typed
}

// pointedMessage gives the message of an RFQ's thread that the cursor in the detail is on.
func (m *app) pointedMessage(k *known) *model.Message {
	at, on := m.target()
	if !on || at.what != keys.PartRecord || at.row.Kind != model.KindMessage {
		return nil
	}
	for _, r := range k.Thread {
		if msg, ok := r.(*model.Message); ok && msg.ID == at.row.ID {
			return msg
		}
	}
	return nil
}

// readQuote reads a message as a quote: its attachment when it has one that can be read,
// else its text.
func (m *app) readQuote(msg *model.Message, k *known, rfq *model.RFQ, base *model.Quote) tea.Cmd {
	d, session, home := m.desk, of(m.session), m.o.Home
	return m.work.reading(func(ctx context.Context) tea.Msg {
		out := quoteReadMsg{of: session, message: msg, known: k, rfq: rfq, base: base}
		var file *model.Attachment
		if files := desk.AnswerFiles(msg); len(files) > 0 {
			file = &files[0]
		}
		src, err := desk.MessageAnswer(ctx, d, msg, file)
		if err == nil {
			src.RFQ, src.Home, src.Open = rfq.ID, home, true
			out.reading, err = desk.ReadQuote(ctx, d, src)
		}
		if err == nil && file != nil {
			out.base.Files = []model.Attachment{*file}
		}
		out.err = err
		return out
	})
}

// take opens the form with what was recognised as if it was typed; nothing is kept before
// the form is. When nothing was recognised it is the empty form, and says why.
func (msg quoteReadMsg) take(m *app) tea.Cmd {
	title := m.words.T("form.quote", words.Data{"Who": m.title(m.rowOf(msg.rfq))})
	if msg.err != nil {
		m.quoteForm(title, msg.base, msg.known, msg.rfq)
		return m.say(m.words.T("read.nothing", words.Data{"Why": cells.Safe(msg.err.Error())}))
	}
	typed := model.Clone(msg.reading.Quote).(*model.Quote)
	if typed.Unit == "" {
		typed.Unit = msg.base.Unit
	}
	msg.base.Supersedes, msg.base.Supplier = typed.Supersedes, typed.Supplier
	typed.Files = msg.base.Files
	m.filledQuoteForm(title, msg.base, typed, msg.known, msg.rfq).live = &quoteWords{msg.reading}
	if msg.reading.Same != nil {
		return m.say(m.words.T("read.same"))
	}
	return nil
}

// mostWords bounds the lines that say where values come from.
const mostWords = 8

// quoteWords lists under the form from which words its values come.
type quoteWords struct{ reading desk.QuoteReading }

func (q *quoteWords) typed(*app, model.Record) tea.Cmd { return nil }

func (q *quoteWords) lines(m *app, w int) []string {
	d := m.screen.Direction
	put := func(text string) string { return d.Start(m.theme.Dim.Apply(cells.Cut(text, w)), w) }
	warn := func(text string) string { return d.Start(m.theme.Urgent.Apply(cells.Cut("! "+text, w)), w) }
	var out []string
	for _, left := range q.reading.Left {
		out = append(out, warn(cells.Safe(left.String())))
	}
	for _, doubt := range q.reading.Doubts {
		out = append(out, warn(cells.Safe(doubt)))
	}
	for _, f := range q.reading.Found {
		out = append(out, put(m.words.T("read.found", words.Data{"Value": cells.Safe(f.Value), "Words": cells.Safe(f.Words)})))
	}
	if len(out) > mostWords {
		out = out[:mostWords]
	}
	return out
}
