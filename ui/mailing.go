package ui

import (
	"cmp"
	"context"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/letter"
	"tradedesk/model/value"
	"tradedesk/ui/cells"
	"tradedesk/ui/keys"
	"tradedesk/ui/picker"
	"tradedesk/ui/theme"
	"tradedesk/ui/words"
)

// mailSigns are how far a message is, at a glance.
var mailSigns = map[model.MailState]string{
	model.MailDraft: "□", model.MailQueued: "◷", model.MailSent: "✓", model.MailFailed: "✗", model.MailUnsure: "?",
}

// mailState says how far a message is that goes out, with a sign; "" for one that came
// from elsewhere.
func (m *app) mailState(msg *model.Message) string {
	sign := mailSigns[msg.State]
	switch {
	case msg.Direction != model.DirectionOut:
		return ""
	case sign == "" && msg.MessageID == "":
		return m.words.T("message.unsent")
	case sign == "":
		return ""
	}
	return joined(" ", sign, m.labelled(m.words.T("mail."+string(msg.State)), m.told(msg.WhyFailed())))
}

func (m *app) mailStyle(msg *model.Message) theme.Style {
	switch msg.State {
	case model.MailFailed, model.MailUnsure:
		return m.theme.Warn
	case model.MailDraft, model.MailQueued, model.MailSent:
	}
	return m.theme.Dim
}

// lights says at the end of the header what waits in the outbox, and how the desk stands
// with its server.
func (m *app) lights(wordy bool) string {
	return joined("  ", m.outboxLight(), m.syncLight(wordy))
}

// outboxLight counts what is not sent; nothing when all is.
func (m *app) outboxLight() string {
	box := m.counts.status.Outbox
	if box.Waiting() == 0 {
		return ""
	}
	text, style := "✉ "+m.words.Number(box.Waiting()), m.theme.Dim
	if box.Failed+box.Unsure > 0 {
		text, style = text+" !", m.theme.Warn
	}
	return style.Apply(text)
}

// runMessage does what is done with a message that is a page's own.
func (m *app) runMessage(id keys.ID) (tea.Cmd, bool) {
	switch id {
	case keys.MessageMail:
		return m.withCurrent((*app).mailMenu), true
	case keys.MessageCopy:
		return m.withCurrent((*app).copyText), true
	}
	return nil, false
}

// mailMenu offers what can be done with a message that was written here.
func (m *app) mailMenu(r model.Record) tea.Cmd {
	msg, ok := r.(*model.Message)
	if !ok || msg.Direction != model.DirectionOut {
		return m.say(m.words.T("why.part.mail"))
	}
	why := func(ok bool, word string) string {
		if ok {
			return ""
		}
		return m.words.T(word)
	}
	sends := why(m.o.Sends, "why.mail_not_set")
	if msg.State == model.MailSent || msg.State == "" && !msg.Unsent() {
		sends = m.words.T("why.mail_sent")
	}
	unsure := msg.State == model.MailUnsure
	waits := msg.State == model.MailQueued || msg.State == model.MailFailed || unsure
	m.menu(m.words.T("mail.menu", words.Data{"Who": cells.Safe(msg.To)}), []picker.Choice{
		{Key: "s", Label: m.words.T("mail.send"), Hint: why(!unsure, "mail.send_again"), Why: sends},
		{Key: "c", Label: m.words.T("mail.cancel"), Why: why(waits, "why.mail_not_queued")},
		{Key: "w", Label: m.words.T("mail.went"), Why: why(msg.State != model.MailSent, "why.mail_sent")},
		{Key: "o", Label: m.words.T("mail.mailto")},
		{Key: "y", Label: m.words.T("action.part.copy")},
	}, func(i int) tea.Cmd {
		switch i {
		case 0:
			// The menu said what it means: who chooses it knows.
			return m.sendLetter(desk.LetterOrder{ID: msg.ID, Do: desk.SendLetter, Knows: unsure})
		case 1:
			return m.orderLetter(desk.LetterOrder{ID: msg.ID, Do: desk.CancelLetter}, "mail.did_cancel")
		case 2:
			return m.orderLetter(desk.LetterOrder{ID: msg.ID, Do: desk.LetterWent}, "mail.did_went")
		case 3:
			return m.copyMailto(msg)
		}
		return m.copyText(msg)
	})
	return nil
}

// sendMenu asks whether what was just written is sent.
func (m *app) sendMenu(id model.ID) {
	m.menu(m.words.T("mail.now"), []picker.Choice{
		{Key: "s", Label: m.words.T("mail.send")}, {Key: "k", Label: m.words.T("mail.keep")},
	}, func(i int) tea.Cmd {
		if i > 0 {
			return m.say(m.words.T("message.unsent"))
		}
		return m.sendLetter(desk.LetterOrder{ID: id, Do: desk.SendLetter})
	})
}

type orderedMsg struct {
	of
	order   desk.LetterOrder
	success string
	err     error
}

// orderLetter has the outbox do something with a message.
func (m *app) orderLetter(o desk.LetterOrder, success string) tea.Cmd {
	d, session := m.desk, of(m.session)
	return m.work.Writing(func(ctx context.Context) (tea.Msg, error) {
		err := d.SettleLetter(ctx, o)
		return orderedMsg{of: session, order: o, success: success, err: err}, err
	})
}

func (msg orderedMsg) take(m *app) tea.Cmd {
	m.stale()
	m.light.stale = true
	if msg.err != nil {
		return m.failed(m.words.T("failed.letter"), msg.err)
	}
	m.ordered = ordered{msg.order.Do, []model.ID{msg.order.ID}}
	return m.succeed(joined(" · ", m.words.T(msg.success), m.ordered.hint(m)))
}

type templatesMsg struct {
	of
	k         *known
	to        model.Record
	templates []*model.Template
	err       error
}

// writeFrom writes a message from a template: which one is asked, and what it comes to is
// in the form, to be read and changed before it is kept.
func (m *app) writeFrom() tea.Cmd {
	at, on := m.target()
	return m.withDetail(func(m *app, k *known) tea.Cmd {
		if _, ok := threadOf(k.Record); !ok {
			return m.say(m.words.T("why.no_thread"))
		}
		to := model.ID{}
		if on && (at.row.Kind == model.KindSupplier || at.row.Kind == model.KindContact) {
			to = at.row.ID
		}
		d, session := m.desk, of(m.session)
		return m.work.Reading(func(ctx context.Context) tea.Msg {
			msg := templatesMsg{of: session, k: k, to: k.Record}
			if lead, ok := k.Lead.(*model.Lead); ok && k.Record.Kind() == model.KindRFQ {
				msg.to = lead
			}
			msg.templates, msg.err = desk.Templates(ctx, d)
			if msg.err == nil && !to.IsZero() {
				msg.to, msg.err = d.Get(ctx, to)
			}
			return msg
		})
	})
}

func (msg templatesMsg) take(m *app) tea.Cmd {
	if msg.err != nil {
		return m.failed(m.words.T("failed.templates"), msg.err)
	}
	lang := letter.LanguageFor(msg.to)
	o, aboutOffer := msg.k.Record.(*model.Offer)
	if aboutOffer {
		lang = languageOf(o)
	}
	all := preferred(msg.templates, lang)
	choices := make([]picker.Choice, len(all))
	for i, t := range all {
		choices[i] = picker.Choice{Label: m.templateName(t), Hint: cells.Safe(fmt.Sprintf("%s · %s", t.Language, t.Subject))}
		if i < 9 {
			choices[i].Key = fmt.Sprint(i + 1)
		}
	}
	title := m.words.T("mail.which", words.Data{"Who": m.title(m.rowOf(msg.to))})
	m.menu(title, choices, func(i int) tea.Cmd {
		if aboutOffer {
			return m.offerLetter(msg.k, o, all[i].Name, cmp.Or(all[i].Language, lang))
		}
		return m.compose(msg.k, msg.to, all[i], lang)
	})
	return nil
}

// templateName names a template: one that every desk has by what it is for.
func (m *app) templateName(t *model.Template) string {
	if t.Name == string(t.Purpose) {
		return cmp.Or(m.meaning(model.KindTemplate, model.TypePurpose, t.Name), cells.Safe(t.Name))
	}
	return cells.Safe(t.Name)
}

// preferred puts the templates of a language first.
func preferred(all []*model.Template, lang value.Language) []*model.Template {
	var first, rest []*model.Template
	for _, t := range all {
		if t.Language == lang || t.Language == "" {
			first = append(first, t)
		} else {
			rest = append(rest, t)
		}
	}
	return append(first, rest...)
}

type composedMsg struct {
	of
	k       *known
	message *model.Message
	err     error
}

func (m *app) compose(k *known, to model.Record, t *model.Template, lang value.Language) tea.Cmd {
	d, session := m.desk, of(m.session)
	thread, _ := threadOf(k.Record)
	if t.Language != "" {
		lang = t.Language
	}
	l := desk.Letter{Thread: thread, Template: t.Name, Language: lang, At: value.At(m.now), Today: value.Date(m.now.Format("2006-01-02"))}
	if to.Header().ID != thread {
		l.To = to.Header().ID
	}
	return m.work.Reading(func(ctx context.Context) tea.Msg {
		message, err := desk.Compose(ctx, d, l, nil)
		return composedMsg{of: session, k: k, message: message, err: err}
	})
}

func (msg composedMsg) take(m *app) tea.Cmd {
	if msg.err != nil {
		return m.failed(m.words.T("failed.compose"), msg.err)
	}
	m.replyForm(msg.message, msg.k)
	return nil
}
