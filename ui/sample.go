package ui

import (
	"maps"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/value"
	"tradedesk/ui/words"
)

var sampleFields = []string{
	"supplier", "product", "quantity", "unit", "price", "currency", "freight_by", "lead_days", "carrier", "tracking_no", "requested_at", "notes",
}

// addSample opens the form of a sample that a supplier of the RFQ is asked for.
func (m *app) addSample() tea.Cmd {
	return m.withDetail(func(m *app, k *known) tea.Cmd {
		rfq, ok := k.Record.(*model.RFQ)
		if !ok {
			return m.say(m.words.T("why.rfq_only"))
		}
		sample := &model.Sample{RFQ: rfq.ID, Stage: model.InitialStage(model.KindSample), RequestedAt: value.At(m.now)}
		if len(rfq.Lines) > 0 {
			sample.Product = rfq.Lines[0].Product
		}
		suppliers := relatedTo(k, model.KindSupplier)
		if len(suppliers) == 1 {
			sample.Supplier = suppliers[0].ID
		}
		title := m.words.T("form.sample", words.Data{"Who": m.title(m.rowOf(rfq))})
		f := m.newForm(title, sample, fieldsNamed(model.KindSample, sampleFields...), func(f *formOverlay, set model.Set) tea.Cmd {
			return m.addPart(f, sample, set, rfq)
		})
		f.refs.first = suppliers
		return nil
	})
}

// addPerson opens the form of a contact at the lead or supplier under the cursor.
func (m *app) addPerson() tea.Cmd {
	return m.withCurrent(func(m *app, r model.Record) tea.Cmd {
		person := &model.Contact{}
		switch r := r.(type) {
		case *model.Lead:
			person.Lead, person.Company, person.Country, person.City, person.Event = r.ID, r.Company, r.Country, r.City, r.Event
		case *model.Supplier:
			person.Supplier, person.Company, person.Country, person.City = r.ID, r.Name, r.Country, r.City
		default:
			return m.say(m.words.T("why.company_only"))
		}
		title := m.words.T("form.person", words.Data{"Who": m.title(m.rowOf(r))})
		fields := fieldsNamed(model.KindContact, "name", "title", "email", "phone", "languages", "company", "country", "city", "notes", "tags")
		m.newForm(title, person, fields, func(f *formOverlay, set model.Set) tea.Cmd {
			if len(set) == 0 {
				m.drop(f)
				return m.say(m.words.T("toast.nothing_typed"))
			}
			return m.addPart(f, person, set, r)
		})
		return nil
	})
}

// addPart commits a record that was made for another one, which stays in sight.
func (m *app) addPart(f *formOverlay, record model.Record, set model.Set, owner model.Record) tea.Cmd {
	all := model.Fields(record)
	maps.Copy(all, set)
	edit := desk.Edit{Kind: record.Kind(), ID: m.ids.New(), Create: true, Set: all}
	name := m.words.T("kind." + string(record.Kind()))
	if r, err := model.Apply(nil, model.Change{Record: edit.ID, Kind: edit.Kind, Set: all}); err == nil {
		name = m.title(m.rowOf(r))
	}
	data := words.Data{"Who": name}
	f.saving = true
	return m.commit(commit{
		label: m.words.T("did.add", data), success: m.words.T("done.add", data), ids: []model.ID{owner.Header().ID},
		edits: []desk.Edit{edit}, failed: f.refused, after: func(m *app) { m.drop(f) },
	})
}
