package ui

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/value"
	"tradedesk/ui/cells"
	"tradedesk/ui/picker"
	"tradedesk/ui/words"
)

// offerLetter writes the letter with which an offer goes to its buyer: the text is of a
// template, and the offer itself goes with it as PDF, both in one language.
func (m *app) offerLetter(k *known, o *model.Offer, template string, lang value.Language) tea.Cmd {
	if o.RFQ.IsZero() {
		return m.say(m.words.T("why.offer_alone"))
	}
	d, session := m.desk, of(m.session)
	l := desk.Letter{
		Thread: o.RFQ, To: o.Lead, Offer: o.ID, Template: template, Language: lang, At: value.At(m.now), Today: today(m),
	}
	if o.Email != "" {
		l.Address = person(o.Contact, o.Email)
	}
	return m.work.Reading(func(ctx context.Context) tea.Msg {
		msg := offerLetterMsg{composedMsg: composedMsg{of: session, k: k}}
		if msg.doc, msg.err = desk.OfferDocument(ctx, d, o, "pdf", l.Language); msg.err == nil {
			msg.message, msg.err = desk.Compose(ctx, d, l, nil)
		}
		return msg
	})
}

// languageOf gives the language in which an offer is written to its buyer.
func languageOf(o *model.Offer) value.Language {
	if o.Language == "" {
		return "en"
	}
	return o.Language
}

type offerLetterMsg struct {
	composedMsg
	doc desk.Document
}

func (msg offerLetterMsg) take(m *app) tea.Cmd {
	if msg.err != nil {
		return m.noDocument(m.words.T("failed.compose"), msg.err)
	}
	f := m.letterForm(msg.message, msg.k, keptDocument(msg.doc))
	f.live = &enclosed{msg.doc}
	return nil
}

// noDocument says why an offer has no document. What is missing of the letterhead can be
// filled in at once.
func (m *app) noDocument(what string, err error) tea.Cmd {
	if !errors.Is(err, desk.ErrNoFirm) && !errors.Is(err, desk.ErrNoFirmName) {
		return m.failed(what, err)
	}
	m.menu(m.words.T("document.no_firm"), []picker.Choice{
		{Key: "y", Label: m.words.T("document.fill_in")}, {Key: "n", Label: m.words.T("document.not_now")},
	}, func(i int) tea.Cmd {
		if i > 0 {
			return nil
		}
		return m.openFirm()
	})
	return nil
}

// keptDocument keeps a document on the desk when the letter that it goes with is saved.
func keptDocument(doc desk.Document) func(context.Context, desk.Desk) ([]model.Attachment, error) {
	return func(ctx context.Context, d desk.Desk) ([]model.Attachment, error) {
		file, err := d.PutFile(ctx, doc.Name, bytes.NewReader(doc.Content))
		if err != nil {
			return nil, fmt.Errorf("keeping %s: %w", doc.Name, err)
		}
		return []model.Attachment{file}, nil
	}
}

// enclosed says under a letter what goes with it.
type enclosed struct{ doc desk.Document }

func (e *enclosed) typed(*app, model.Record) tea.Cmd { return nil }

func (e *enclosed) lines(m *app, w int) []string {
	d := m.screen.Direction
	name := joined("  ", "⎘ "+cells.Safe(e.doc.Name), m.size(int64(len(e.doc.Content))))
	out := []string{d.Start(m.theme.Text.Apply(cells.Cut(m.words.T("letter.enclosed", words.Data{"File": name}), w)), w)}
	if lost := m.documentLosses(e.doc); lost != "" {
		out = append(out, d.Start(m.theme.Urgent.Apply(cells.Cut("! "+lost, w)), w))
	}
	return out
}
