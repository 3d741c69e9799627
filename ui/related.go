package ui

import (
	"context"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/ui/keys"
	"tradedesk/ui/picker"
)

// relatedTo gives the records of a kind that a detail has to do with: those that
// the record points to, those that belong to it, and whom its quotes and samples
// are from.
func relatedTo(k *known, kind model.Kind) []model.Excerpt {
	self := k.Record.Header().ID
	var out []model.Excerpt
	seen := map[model.ID]bool{self: true}
	add := func(e model.Excerpt) {
		if e.Kind == kind && !seen[e.ID] {
			seen[e.ID] = true
			out = append(out, e)
		}
	}
	records := append([]model.Record{k.Record}, k.Quotes...)
	for _, r := range append(records, k.Samples...) {
		for _, id := range model.Refs(r) {
			add(k.Named[id])
		}
	}
	for _, r := range append(append([]model.Record{}, k.Offers...), k.Deals...) {
		add(model.ExcerptOf(r, model.ScoreContext{}))
	}
	for _, rows := range [][]model.Excerpt{k.RFQs, k.Contacts} {
		for _, e := range rows {
			add(e)
		}
	}
	return out
}

// countRelated counts, once for a detail, where the keys that go on lead to.
func countRelated(k *known) map[model.Kind]int {
	counts := map[model.Kind]int{}
	for _, kind := range []model.Kind{model.KindLead, model.KindContact, model.KindSupplier, model.KindRFQ} {
		counts[kind] = len(relatedTo(k, kind))
	}
	return counts
}

func (m *app) runRelated(id keys.ID) (tea.Cmd, bool) {
	switch id {
	case keys.GoLead:
		return m.goRelated(model.KindLead), true
	case keys.GoPeople:
		return m.goRelated(model.KindContact), true
	case keys.GoTheirRFQs:
		return m.goRelated(model.KindRFQ), true
	case keys.GoOffering:
		return m.goRelated(model.KindSupplier), true
	case keys.OpenRFQ:
		return m.openRFQ(), true
	case keys.Reply:
		return m.reply(), true
	case keys.Write:
		return m.writeFrom(), true
	case keys.Lines:
		e, _ := m.page().current()
		return m.editLines(e.ID, 0), true
	case keys.AddQuote:
		return m.addQuote(), true
	case keys.Match:
		return m.matchSuppliers(), true
	case keys.Compare:
		return m.compareQuotes(), true
	case keys.AddSample:
		return m.addSample(), true
	case keys.Invite:
		return m.invite(), true
	case keys.AddPerson:
		return m.addPerson(), true
	case keys.Attach:
		return m.attach(), true
	case keys.Done:
		return m.withCurrent(func(m *app, r model.Record) tea.Cmd { return m.taskDone(r) }), true
	}
	return nil, false
}

// goRelated goes to the record of a kind that the one under the cursor has to do
// with, or asks which of several.
func (m *app) goRelated(kind model.Kind) tea.Cmd {
	return m.withDetail(func(m *app, k *known) tea.Cmd { return m.chooseRelated(kind, k) })
}

// withDetail goes on with the record under the cursor and what belongs to it.
func (m *app) withDetail(then func(*app, *known) tea.Cmd) tea.Cmd {
	e, ok := m.page().current()
	if !ok {
		return nil
	}
	return m.detailOf(e.ID, then)
}

type relatedMsg struct {
	of
	detail desk.Detail
	err    error
	then   func(*app, *known) tea.Cmd
}

// detailOf goes on with a record and what belongs to it: as the page has it, if it
// is fresh, else as the desk does.
func (m *app) detailOf(id model.ID, then func(*app, *known) tea.Cmd) tea.Cmd {
	if k := m.page().details[id]; k != nil && k.Record != nil && !k.stale {
		return then(m, k)
	}
	d, session := m.desk, of(m.session)
	return m.work.Reading(func(ctx context.Context) tea.Msg {
		detail, err := d.Detail(ctx, id)
		return relatedMsg{of: session, detail: detail, err: err, then: then}
	})
}

func (msg relatedMsg) take(m *app) tea.Cmd {
	if msg.err != nil {
		return m.failed(m.words.T("failed.detail"), msg.err)
	}
	return msg.then(m, &known{Detail: msg.detail})
}

// nameOf gives what a record is called, as far as a detail of this page knows it, or what
// was read last to be written about.
func (m *app) nameOf(id model.ID) string {
	if e, ok := m.named[id]; ok {
		return m.title(e)
	}
	for _, k := range m.page().details {
		if e, ok := k.Named[id]; ok {
			return m.title(e)
		}
	}
	return ""
}

// nameOf gives what a record is called, as far as the detail, or one of this page, knows it.
func (k *known) nameOf(m *app) func(model.ID) string {
	return func(id model.ID) string {
		if e, ok := k.Named[id]; ok {
			return m.title(e)
		}
		return m.nameOf(id)
	}
}

func (m *app) chooseRelated(kind model.Kind, k *known) tea.Cmd {
	rows := relatedTo(k, kind)
	switch len(rows) {
	case 0:
		return m.say(m.words.T("why.related." + string(kind)))
	case 1:
		m.open(rows[0])
		return nil
	}
	choices := make([]picker.Choice, len(rows))
	for i, e := range rows {
		stage := ""
		if e.Stage != "" {
			stage = m.stage(e.Kind, e.Stage)
		}
		choices[i] = picker.Choice{Label: m.title(e), Hint: joined(" · ", e.Detail, stage)}
		if i < 9 {
			choices[i].Key = fmt.Sprint(i + 1)
		}
	}
	m.menu(m.words.T("kinds."+string(kind)), choices, func(i int) tea.Cmd {
		m.open(rows[i])
		return nil
	})
	return nil
}

// withCurrent goes on with the whole record under the cursor.
func (m *app) withCurrent(then func(*app, model.Record) tea.Cmd) tea.Cmd {
	e, ok := m.page().current()
	if !ok {
		return nil
	}
	return m.withRecord(e.ID, then)
}
