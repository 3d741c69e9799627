package ui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/ui/picker"
	"tradedesk/ui/words"
)

// openRFQ makes an RFQ from the lead under the cursor. A lead that must be
// qualified first is asked about once; one action does both.
func (m *app) openRFQ() tea.Cmd {
	return m.withCurrent(func(m *app, r model.Record) tea.Cmd {
		lead, ok := r.(*model.Lead)
		if !ok {
			return nil
		}
		path, ok := model.StagesToRFQ(lead.Stage)
		switch {
		case !ok:
			return m.say(m.words.T("why.reopen_first"))
		case len(path) < 2:
			return m.makeRFQ(lead, path)
		}
		data := words.Data{"Who": m.title(m.rowOf(lead)), "Stage": m.stage(model.KindLead, lead.Stage)}
		m.menu(m.words.T("ask.open_rfq", data), []picker.Choice{
			{Key: "1", Label: m.words.T("open_rfq.qualify")}, {Key: "2", Label: m.words.T("open_rfq.not_yet")},
		}, func(i int) tea.Cmd {
			if i > 0 {
				return nil
			}
			return m.makeRFQ(lead, path)
		})
		return nil
	})
}

func (m *app) makeRFQ(lead *model.Lead, path []model.Stage) tea.Cmd {
	rfq := model.RFQFromLead(lead)
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
