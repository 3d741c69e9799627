package ui

import (
	"context"
	"fmt"
	"maps"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/letter"
	"tradedesk/model/value"
	"tradedesk/ui/cells"
	"tradedesk/ui/keys"
	"tradedesk/ui/words"
)

// roomLetter is how many lines the text of a message has more than one of another form.
const roomLetter = 12

// replyFields are the fields of a message's form.
var replyFields = []string{"direction", "to", "cc", "bcc", "subject", "body"}

// reply opens the form of a message in the thread of the record under the cursor:
// an answer to the message that the cursor in the detail is on, if it is on one.
func (m *app) reply() tea.Cmd {
	at, on := m.target()
	if on && at.what == keys.PartRecord && at.row.Kind == model.KindSupplier {
		return m.withRecord(at.row.ID, func(m *app, r model.Record) tea.Cmd { return m.replyTo(at, on, r) })
	}
	return m.replyTo(at, on, nil)
}

// replyTo is reply with the record that the message goes to, when that is known.
func (m *app) replyTo(at target, on bool, whom model.Record) tea.Cmd {
	return m.withDetail(func(m *app, k *known) tea.Cmd {
		if o, ok := k.Record.(*model.Offer); ok {
			return m.offerLetter(k, o, string(model.PurposeOffer), languageOf(o))
		}
		thread, ok := threadOf(k.Record)
		if !ok {
			return m.say(m.words.T("why.no_thread"))
		}
		message := &model.Message{Thread: thread, Direction: model.DirectionOut, From: m.desk.Me(), At: value.At(m.now), To: addressee(k)}
		if to := answered(k, at, on); to != nil {
			message.InReplyTo, message.Subject = to.MessageID, model.AnswerSubject(to.Subject)
			if to.Direction == model.DirectionIn && to.From != "" {
				message.To = to.From
			}
		}
		if whom != nil {
			message.To = addressee(&known{Detail: desk.Detail{Record: whom}})
		}
		if message.Subject == "" {
			facts := letter.Facts{}
			if whom != nil {
				rfq, _ := k.Record.(*model.RFQ)
				lead, _ := k.Lead.(*model.Lead)
				facts.Secret = letter.BuyerOf(rfq, lead)
			}
			message.Subject = cells.Safe(facts.Title(k.Record))
		}
		if rfq, ok := k.Record.(*model.RFQ); ok {
			message.Subject = rfq.InSubject(message.Subject)
		}
		m.replyForm(message, k)
		return nil
	})
}

// replyForm opens the form of a message; what its body is to begin with counts as typed.
func (m *app) replyForm(message *model.Message, k *known) { m.letterForm(message, k, nil) }

// letterForm is replyForm of a message that files go with, which are kept when it is; nil
// for none.
func (m *app) letterForm(message *model.Message, k *known, files func(context.Context, desk.Desk) ([]model.Attachment, error)) *formOverlay {
	typed := model.Clone(message).(*model.Message)
	message.Body = ""
	data := words.Data{"Who": m.title(m.rowOf(k.Record))}
	f := m.typedForm(m.words.T("form.reply", data), message, typed, fieldsNamed(model.KindMessage, replyFields...), func(f *formOverlay, set model.Set) tea.Cmd {
		if _, written := set["body"]; !written {
			m.drop(f)
			return m.say(m.words.T("toast.nothing_typed"))
		}
		all := model.Fields(message)
		maps.Copy(all, set)
		success, id := "done.message", m.ids.New()
		goesOut := string(all["direction"]) == `"`+string(model.DirectionOut)+`"`
		if goesOut {
			success = "done.message_out"
			all["state"] = raw(model.MailDraft)
		}
		f.saving = true
		return m.commit(commit{
			label: m.words.T("did.message", data), success: m.words.T(success, data), ids: []model.ID{k.Record.Header().ID, message.Thread},
			build: func(ctx context.Context, d desk.Desk) ([]desk.Edit, error) {
				if files != nil {
					kept, err := files(ctx, d)
					if err != nil {
						return nil, err
					}
					all["attachments"] = model.Fields(&model.Message{Attachments: kept})["attachments"]
				}
				return []desk.Edit{{Kind: model.KindMessage, ID: id, Create: true, Set: all}}, nil
			},
			failed: f.refused, after: func(m *app) {
				m.drop(f)
				if goesOut && m.o.Sends {
					m.sendMenu(id)
				}
			},
		})
	})
	f.lines += roomLetter
	f.focus("body")
	return f
}

// threadOf gives the record in whose thread messages about r stand.
func threadOf(r model.Record) (model.ID, bool) {
	var id model.ID
	switch r := r.(type) {
	case *model.Lead, *model.RFQ, *model.Supplier, *model.Contact:
		id = r.Header().ID
	case *model.Message:
		id = r.Thread
	case *model.Quote:
		id = r.RFQ
	case *model.Offer:
		id = r.RFQ
	case *model.Deal:
		id = r.RFQ
	case *model.Sample:
		id = r.RFQ
	case *model.Task:
		id = r.About
	}
	return id, !id.IsZero()
}

// answered gives the message that is answered: the one with the cursor, else the
// last that came in.
func answered(k *known, at target, on bool) *model.Message {
	if msg, ok := k.Record.(*model.Message); ok {
		return msg
	}
	var last *model.Message
	for _, r := range k.Thread {
		msg, ok := r.(*model.Message)
		switch {
		case !ok:
		case on && at.what == keys.PartRecord && at.row.ID == msg.ID:
			return msg
		case msg.Direction == model.DirectionIn:
			last = msg
		}
	}
	return last
}

// addressee gives who a message about a record goes to.
func addressee(k *known) string {
	switch r := k.Record.(type) {
	case *model.Lead:
		return person(r.Contact, r.Email)
	case *model.Supplier:
		return person(r.Contact, r.Email)
	case *model.Contact:
		return person(r.Name, r.Email)
	case *model.RFQ:
		if lead, ok := k.Lead.(*model.Lead); ok {
			return person(lead.Contact, lead.Email)
		}
	}
	return ""
}

func person(name string, email value.Email) string {
	if name == "" || email == "" {
		return name + email.String()
	}
	return fmt.Sprintf("%s <%s>", name, email)
}

// copyText puts the text of a message on the clipboard, by the terminal (OSC 52):
// what is written here is sent from elsewhere.
func (m *app) copyText(r model.Record) tea.Cmd {
	msg, ok := r.(*model.Message)
	if !ok {
		return m.say(m.words.T("why.part.message"))
	}
	return tea.Batch(tea.SetClipboard(msg.Body), m.say(m.words.T("toast.copied")))
}
