package ui

import (
	"context"
	"path/filepath"
	"slices"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/offer"
	"tradedesk/model/value"
	"tradedesk/ui/cells"
	"tradedesk/ui/picker"
	"tradedesk/ui/words"
)

// offerDocument asks as what and in which language an offer is written for its buyer.
func (m *app) offerDocument(o *model.Offer) tea.Cmd {
	data := words.Data{"What": cells.Safe(o.Called())}
	formats := desk.DocumentFormats()
	choices := make([]picker.Choice, len(formats))
	for i, format := range formats {
		choices[i] = picker.Choice{Key: format[:1], Label: m.words.T("document." + format)}
	}
	m.menu(m.words.T("document.format", data), choices, func(i int) tea.Cmd {
		langs := languagesFrom(o.Language)
		choices := make([]picker.Choice, len(langs))
		for i, lang := range langs {
			choices[i] = picker.Choice{Key: string(lang[:1]), Label: m.words.T("document.language." + string(lang))}
			if lang == o.Language {
				choices[i].Hint = m.words.T("document.theirs")
			}
		}
		m.menu(m.words.T("document.in", data), choices, func(j int) tea.Cmd {
			return m.makeDocument(o, formats[i], langs[j])
		})
		return nil
	})
	return nil
}

// languagesFrom gives the languages of documents, the one that is wanted first.
func languagesFrom(first value.Language) []value.Language {
	langs := offer.Languages()
	if first == "" {
		first = "en"
	}
	if i := slices.Index(langs, first); i > 0 {
		langs = slices.Insert(slices.Delete(slices.Clone(langs), i, i+1), 0, first)
	}
	return langs
}

type documentMsg struct {
	of
	offer *model.Offer
	doc   desk.Document
	err   error
}

// makeDocument makes a document before it asks where it goes: what is wrong with the
// offer or the letterhead is said first.
func (m *app) makeDocument(o *model.Offer, format string, lang value.Language) tea.Cmd {
	d, session := m.desk, of(m.session)
	return m.work.Reading(func(ctx context.Context) tea.Msg {
		doc, err := desk.OfferDocument(ctx, d, o, format, lang)
		return documentMsg{of: session, offer: o, doc: doc, err: err}
	})
}

func (msg documentMsg) take(m *app) tea.Cmd {
	if msg.err != nil {
		return m.noDocument(m.words.T("failed.document"), msg.err)
	}
	doc := msg.doc
	return m.askExport(exporting{
		format: desk.FormatOfName(doc.Name, desk.DocumentFormats()),
		write: func(_ context.Context, _ desk.Desk, path string, replace bool) error {
			return desk.SaveDocument(doc, path, replace)
		},
		lost: joined(" · ", m.priceFlags(msg.offer), m.documentLosses(doc)),
	}, filepath.Join(m.o.Dir, doc.Name))
}

// shownMissing bounds the characters that are named as missing in a document.
const shownMissing = 20

// documentLosses says what of an offer its document could not show, "" when all is there.
func (m *app) documentLosses(doc desk.Document) string {
	var lost []string
	if n := len(doc.Missing); n > 0 {
		lost = append(lost, m.words.N("document.missing", n, words.Data{"Which": cells.Safe(string(doc.Missing[:min(n, shownMissing)]))}))
	}
	if doc.NoLogo != nil {
		lost = append(lost, m.words.T("document.no_logo", words.Data{"Why": m.why(doc.NoLogo)}))
	}
	return joined(" · ", lost...)
}
