package ui

import (
	"context"
	"maps"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/quotetext"
	"tradedesk/model/value"
	"tradedesk/ui/cells"
	"tradedesk/ui/keys"
	"tradedesk/ui/theme"
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

// pointedMessage gives the message of an RFQ's thread that the cursor in the detail is on,
// and the file of it when the cursor is on one; nil for none.
func (m *app) pointedMessage(k *known) (*model.Message, *model.Attachment) {
	at, on := m.target()
	if !on || at.what != keys.PartRecord && at.what != keys.PartFile || at.row.Kind != model.KindMessage {
		return nil, nil
	}
	for _, r := range k.Thread {
		msg, ok := r.(*model.Message)
		switch {
		case !ok || msg.ID != at.row.ID:
		case at.what == keys.PartFile && at.index < len(msg.Attachments):
			return msg, &msg.Attachments[at.index]
		default:
			return msg, nil
		}
	}
	return nil, nil
}

// readQuote reads a message as a quote: the file of it that is meant, else its attachment
// when it has one that can be read, else its text.
func (m *app) readQuote(msg *model.Message, file *model.Attachment, k *known, rfq *model.RFQ, base *model.Quote) tea.Cmd {
	d, session, home := m.desk, of(m.session), m.o.Home
	return m.work.Reading(func(ctx context.Context) tea.Msg {
		out := quoteReadMsg{of: session, message: msg, known: k, rfq: rfq, base: base}
		if files := desk.AnswerFiles(msg); file == nil && len(files) > 0 {
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
	k := *msg.known
	if who := msg.reading.Supplier; who != nil {
		k.Named = maps.Clone(k.Named) // what the page draws stays as it was read
		if k.Named == nil {
			k.Named = map[model.ID]model.Excerpt{}
		}
		k.Named[who.ID], msg.base.Supplier = m.rowOf(who), who.ID
	}
	if msg.err != nil {
		m.quoteForm(title, msg.base, &k, msg.rfq)
		return m.say(m.words.T("read.nothing", words.Data{"Why": m.why(msg.err)}))
	}
	typed := model.Clone(msg.reading.Quote).(*model.Quote)
	if typed.Unit == "" {
		typed.Unit = msg.base.Unit
	}
	msg.base.Supersedes, msg.base.Supplier = typed.Supersedes, typed.Supplier
	typed.Files = msg.base.Files
	m.filledQuoteForm(title, msg.base, typed, &k, msg.rfq).live = &quoteWords{msg.reading}
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
	var out []string
	put := func(style theme.Style, text string) {
		for _, line := range d.Wrap(text, w, 2) {
			out = append(out, d.Start(style.Apply(line), w))
		}
	}
	for _, left := range q.reading.Left {
		put(m.theme.Urgent, "! "+m.why(&left))
	}
	for _, doubt := range q.reading.Doubts {
		put(m.theme.Urgent, "! "+m.why(doubt))
	}
	for _, f := range q.reading.Found {
		put(m.theme.Dim, m.words.T("read.found", words.Data{"Value": m.foundValue(f), "Words": cells.Safe(f.Words)}))
	}
	if len(out) > mostWords {
		out = out[:mostWords]
	}
	return out
}

// foundValue gives a value that was recognised as the screens write it.
func (m *app) foundValue(f quotetext.Found) string {
	if q, err := value.ParseQuantity(f.Value); err == nil && (f.Field == "from" || f.Field == "moq") {
		return m.quantity(q.Amount, q.Unit)
	}
	return cells.Safe(f.Value)
}
