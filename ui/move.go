package ui

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/ui/cells"
	"tradedesk/ui/picker"
	"tradedesk/ui/words"
)

// move takes records of one kind to a stage. Of several, those that cannot go
// there are left as they are, and the toast counts them.
func (m *app) move(all []model.Excerpt, to model.Stage, reason string) tea.Cmd {
	if kindOf(all) == model.KindOffer {
		return m.becomes(all, to, reason)
	}
	p := m.page()
	if kindOf(all) == p.kind {
		m.decided(func() tea.Cmd { return m.move(m.page().chosen(), to, reason) })
	}
	var records []model.Excerpt
	for _, e := range all {
		if m.everything() || e.Stage != to && model.Move(e.Kind, e.Stage, to) == nil {
			records = append(records, e)
		}
	}
	if len(records) == 0 {
		return m.cannot(m.words.T("toast.none_can", words.Data{"Stage": m.stage(kindOf(all), to)}))
	}
	set := model.Set{"stage": raw(to)}
	if reason != "" {
		set["reason"] = raw(reason)
	}
	data := words.Data{"Who": m.who(records), "Stage": m.stage(records[0].Kind, to), "Reason": reason}
	c := commit{
		label: m.words.T("did.move", data), success: m.words.T("done.move", data),
		ids: idsOf(records), edits: change(records, set), set: set,
		leaves: p.kind == records[0].Kind && (p.inbox() || p.stage != "" || p.filter.stages()),
	}
	if left := len(all) - len(records); left > 0 {
		c.success += " · " + m.words.N("toast.left_as_they_were", left)
	}
	return m.commit(c)
}

func kindOf(records []model.Excerpt) model.Kind {
	if len(records) == 0 {
		return ""
	}
	return records[0].Kind
}

// stageEdits takes a record through stages one after the other.
func stageEdits(kind model.Kind, id model.ID, path []model.Stage) []desk.Edit {
	var edits []desk.Edit
	for _, stage := range path {
		edits = append(edits, desk.Edit{Kind: kind, ID: id, Set: model.Set{"stage": raw(stage)}})
	}
	return edits
}

// reasonsFor gives the word ids of the usual reasons for a stage of a kind.
func reasonsFor(kind model.Kind, to model.Stage) []string {
	switch {
	case kind == model.KindLead && to == model.LeadJunk:
		return []string{"junk.spam", "junk.product", "junk.small", "junk.fake", "junk.rival", "junk.twice"}
	case kind == model.KindLead && to == model.LeadLost:
		return []string{"lost.price", "lost.silent", "lost.rival", "lost.terms", "lost.supply", "lost.stopped"}
	case kind == model.KindRFQ && to == model.RFQCancelled:
		return []string{"cancelled.buyer", "cancelled.elsewhere", "cancelled.supply", "cancelled.mistake"}
	case kind == model.KindOffer && to == model.OfferRefused:
		return []string{"lost.price", "lost.silent", "lost.rival", "lost.terms", "lost.stopped"}
	case kind == model.KindQuote && to == model.QuoteRejected:
		return []string{"rejected.price", "rejected.lead_time", "rejected.terms", "rejected.quality", "rejected.rival"}
	case kind == model.KindSample && to == model.SampleRejected:
		return []string{"rejected.quality", "rejected.specification", "rejected.packing", "rejected.damaged"}
	}
	return nil
}

// reasonMenu asks why, then moves.
func (m *app) reasonMenu(records []model.Excerpt, to model.Stage) tea.Cmd {
	var choices []picker.Choice
	ids := reasonsFor(kindOf(records), to)
	for i, id := range ids {
		choices = append(choices, picker.Choice{Key: fmt.Sprint(i + 1), Label: m.words.T(id)})
	}
	title := m.words.T("ask.reason", words.Data{"Who": m.who(records), "Stage": m.stage(kindOf(records), to)})
	if len(ids) == 0 {
		return m.reasonPrompt(records, title, to)
	}
	choices = append(choices, picker.Choice{Key: "0", Label: m.words.T("reason.typed")})
	m.menu(title, choices, func(i int) tea.Cmd {
		if i == len(ids) {
			return m.reasonPrompt(records, title, to)
		}
		return m.move(records, to, cells.Plain(m.words.T(ids[i])))
	})
	return nil
}

func (m *app) reasonPrompt(records []model.Excerpt, title string, to model.Stage) tea.Cmd {
	m.prompt(picker.PromptOptions{Title: title, Check: m.notEmpty}, func(reason string) tea.Cmd {
		return m.move(records, to, reason)
	})
	return nil
}

func (m *app) notEmpty(text string) error {
	if strings.TrimSpace(text) == "" {
		return fmt.Errorf("%s", m.words.T("ask.something"))
	}
	return nil
}

// moveMenu offers the stages that any of the records can go to.
func (m *app) moveMenu(records []model.Excerpt) tea.Cmd {
	kind := kindOf(records)
	var stages []model.Stage
	for _, stage := range model.Stages(kind) {
		if kind == model.KindQuote && stage == model.QuoteAccepted {
			continue // an award accepts it, with what goes with that
		}
		if slices.ContainsFunc(records, func(e model.Excerpt) bool {
			return e.Stage != stage && model.Move(kind, e.Stage, stage) == nil
		}) {
			stages = append(stages, stage)
		}
	}
	if len(stages) == 0 {
		return m.cannot(m.words.T("why.final"))
	}
	choices := make([]picker.Choice, len(stages))
	for i, stage := range stages {
		choices[i] = picker.Choice{Key: fmt.Sprint(i + 1), Label: m.stage(kind, stage)}
	}
	m.menu(m.words.T("ask.stage", words.Data{"Who": m.who(records)}), choices, func(i int) tea.Cmd {
		needs := slices.ContainsFunc(records, func(e model.Excerpt) bool {
			return model.MoveNeedsReason(kind, e.Stage, stages[i])
		})
		if needs {
			return m.reasonMenu(records, stages[i])
		}
		return m.move(records, stages[i], "")
	})
	return nil
}
