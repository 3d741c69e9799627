package ui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/ui/keys"
	"tradedesk/ui/picker"
	"tradedesk/ui/words"
)

// openRFQ makes an RFQ from the lead under the cursor, or from the message of its thread
// that the cursor in the detail is on.
func (m *app) openRFQ() tea.Cmd {
	at, on := m.target()
	return m.withCurrent(func(m *app, r model.Record) tea.Cmd {
		lead, ok := r.(*model.Lead)
		switch {
		case !ok:
			return nil
		case !on || at.what != keys.PartRecord || at.row.Kind != model.KindMessage:
			return m.qualifyFor(lead, model.RFQFromLead(lead))
		}
		return m.withRecord(at.row.ID, func(m *app, r model.Record) tea.Cmd {
			message, ok := r.(*model.Message)
			if !ok {
				return nil
			}
			return m.qualifyFor(lead, model.RFQFromMessage(lead, message))
		})
	})
}

// qualifyFor makes an RFQ of a lead. A lead that must be qualified first is asked about
// once; one action does both.
func (m *app) qualifyFor(lead *model.Lead, rfq *model.RFQ) tea.Cmd {
	path, ok := model.StagesToRFQ(lead.Stage)
	switch {
	case !ok:
		return m.say(m.words.T("why.reopen_first"))
	case len(path) < 2:
		return m.makeRFQ(lead, rfq, path)
	}
	data := words.Data{"Who": m.title(m.rowOf(lead)), "Stage": m.stage(model.KindLead, lead.Stage)}
	m.menu(m.words.T("ask.open_rfq", data), []picker.Choice{
		{Key: "1", Label: m.words.T("open_rfq.qualify")}, {Key: "2", Label: m.words.T("open_rfq.not_yet")},
	}, func(i int) tea.Cmd {
		if i > 0 {
			return nil
		}
		return m.makeRFQ(lead, rfq, path)
	})
	return nil
}

func (m *app) makeRFQ(lead *model.Lead, rfq *model.RFQ, path []model.Stage) tea.Cmd {
	rfq.ID = m.ids.New()
	if rfq.Owner == "" {
		rfq.Owner = m.desk.Me()
	}
	edits := []desk.Edit{{Kind: model.KindRFQ, ID: rfq.ID, Create: true, Set: model.Fields(rfq)}}
	edits = append(edits, stageEdits(model.KindLead, lead.ID, path)...)
	data := words.Data{"Who": m.title(m.rowOf(lead))}
	return m.commit(commit{
		label: m.words.T("did.open_rfq", data), success: m.words.T("done.open_rfq", data), ids: []model.ID{lead.ID, rfq.ID},
		edits: edits, leaves: m.page().inbox() && slices.Contains(path, model.LeadQualified),
		after: func(m *app) { m.open(m.rowOf(rfq)) },
	})
}
