package ui

import (
	"tradedesk/model"
	"tradedesk/ui/cells"
)

// contactShown are the fields that drawContact draws in a place of their own.
var contactShown = map[string]bool{
	"name": true, "company": true, "title": true, "email": true, "phone": true, "country": true, "city": true,
	"tags": true, "notes": true,
}

func (m *app) drawContact(s *sheet, r *model.Contact, k *known) {
	t := m.theme
	where := joined(" · ", cells.Safe(r.Country.Name(m.words.Language())), cells.Safe(r.City))
	s.split(t.Strong.Apply(m.title(m.rowOf(r))), t.Dim.Apply(cells.Cut(where, s.w/2)))
	s.text(t.Text, joined(" · ", cells.Safe(r.Title), cells.Safe(r.Company)), 0)
	m.drawReach(s, r.Phone, r.Email)
	s.blank()
	m.drawFields(s, r, contactShown)
	s.pair(m.words.T("field.tags"), m.tags(r.Tags))
	s.pair(m.words.T("field.notes"), cells.SafeLines(r.Notes))
	m.drawPointed(s, k)
	m.drawDuplicates(s, k)
	m.drawToDo(s, k)
	m.drawThread(s, k)
	m.drawFiles(s, r)
}
