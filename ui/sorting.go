package ui

import (
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/ui/picker"
)

// sorting is the order of a page: by a field, or as the page usually is.
type sorting struct {
	Field string `json:"field"`
	Desc  bool   `json:"desc"`
}

// fits reports whether a page can be sorted so.
func (s sorting) fits(p *page) bool {
	return s.Field == "" || slices.Contains(desk.SortFields(p.kind), s.Field)
}

// apply puts the order into a query. As usual is: the inbox by score, others
// newest first.
func (s sorting) apply(q *desk.Query) {
	q.Sort, q.Desc = s.Field, s.Desc
	if s.Field == "" {
		q.Desc = q.View == desk.ViewAll
	}
}

// arrow shows the way of an order.
func (s sorting) arrow() string {
	if s.Desc {
		return "▼"
	}
	return "▲"
}

// natural gives the order in which a field is mostly wanted: figures and times
// the greatest first, texts from A on.
func natural(k model.Kind, field string) sorting {
	f, ok := model.SchemaOf(k).Field(field)
	desc := !ok // the score
	switch f.Type {
	case model.TypeDecimal, model.TypeInt, model.TypeInstant, model.TypeDate:
		desc = f.Name != "due_at" && f.Name != "deadline" && f.Name != "snoozed_until"
	}
	return sorting{Field: field, Desc: desc}
}

// sortFields gives the fields of the sort menu: those of the page's columns
// first.
func (p *page) sortFields() []string {
	can := desk.SortFields(p.kind)
	var fields []string
	for _, c := range p.columns() {
		if c.sort != "" && slices.Contains(can, c.sort) {
			fields = append(fields, c.sort)
		}
	}
	for _, f := range can {
		if !slices.Contains(fields, f) {
			fields = append(fields, f)
		}
	}
	return fields
}

// sortMenu offers the orders of the page; the one in force, taken again, is turned.
func (m *app) sortMenu() tea.Cmd {
	p := m.page()
	fields := append([]string{""}, p.sortFields()...)
	choices := make([]picker.Choice, len(fields))
	at := 0
	for i, f := range fields {
		choices[i] = picker.Choice{Label: m.sortName(p, f)}
		if i < 10 {
			choices[i].Key = fmt.Sprint(i)
		}
		if f == p.sort.Field {
			at = i
			if choices[i].Hint = m.words.T("sort.current"); f != "" {
				choices[i].Hint = p.sort.arrow() + " " + m.words.T("sort.turn")
			}
		}
	}
	m.menu(m.words.T("ask.sort"), choices, func(i int) tea.Cmd { return m.sortBy(p, fields[i]) })
	m.top().(*menuOverlay).menu.Select(at)
	return nil
}

func (m *app) sortName(p *page, field string) string {
	if field != "" {
		return m.words.T("field." + field)
	}
	switch {
	case p.inbox():
		return m.words.T("sort.inbox")
	case p.agenda():
		return m.words.T("sort.soonest")
	}
	return m.words.T("sort.newest")
}

// sortBy sorts a page by a field, turns the order when it is that already, and
// remembers it.
func (m *app) sortBy(p *page, field string) tea.Cmd {
	next := sorting{}
	if field != "" {
		next = natural(p.kind, field)
	}
	if field != "" && p.sort.Field == field {
		next.Desc = !p.sort.Desc
	}
	p.sort = next
	p.reset(m.now)
	m.kept.Sorts[p.name] = next
	return m.keep(settingSorts)
}
