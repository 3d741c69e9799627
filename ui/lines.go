package ui

import (
	"encoding/json"
	"slices"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/value"
	"tradedesk/ui/cells"
	"tradedesk/ui/form"
	"tradedesk/ui/keys"
	"tradedesk/ui/layout"
	"tradedesk/ui/words"
)

// tableOverlay edits one list of a record that is a table.
type tableOverlay struct {
	table  *form.Table
	save   func(o *tableOverlay, elements json.RawMessage) tea.Cmd
	saving bool
	seen   value.Instant
	base   *uint64 // how far the log was followed then
	note   string
	title  string
	record model.ID
	field  model.Field
	news   tableNews
	keep   drafting
}

func (o *tableOverlay) place() keys.Place        { return keys.PlaceOf("place.table") }
func (o *tableOverlay) owns(keys.ID) bool        { return false }
func (o *tableOverlay) do(*app, keys.ID) tea.Cmd { return nil }
func (o *tableOverlay) typed() bool              { return o.table.Dirty() }

func (o *tableOverlay) update(m *app, msg tea.Msg) tea.Cmd {
	if o.saving {
		return nil
	}
	switch result := o.table.Update(msg); {
	case result.Done:
		return m.making(o, func() tea.Cmd { return o.save(o, result.Elements) })
	case result.Cancelled:
		return m.putAside(o)
	}
	return nil
}

func (o *tableOverlay) draw(m *app) ([]string, layout.Box) {
	return m.boxed("", 100, 18, func(w, h int) []string {
		o.table.SetSize(w, h-1)
		note := cells.Spaces(w)
		if o.note != "" {
			note = m.theme.Urgent.Apply(cells.Fit("! "+cells.Safe(o.note), w))
		} else if o.news.said != "" {
			note = m.theme.New.Apply(cells.Fit(o.news.said, w))
		}
		return append(o.table.Lines(), note)
	})
}

// editLines opens the lines of an RFQ as a table, the cursor on one of them.
func (m *app) editLines(id model.ID, at int) tea.Cmd {
	return m.linesTable(id, at, func(*tableOverlay) {})
}

func (m *app) linesTable(id model.ID, at int, then func(*tableOverlay)) tea.Cmd {
	return m.withSeen(id, func(m *app, r model.Record, base *uint64) tea.Cmd {
		rfq, ok := r.(*model.RFQ)
		field, _ := model.SchemaOf(model.KindRFQ).Field("lines")
		if !ok {
			return m.say(m.words.T("why.rfq_only"))
		}
		o := &tableOverlay{seen: rfq.UpdatedAt, base: base, record: rfq.ID, field: field, news: tableNews{value: model.FieldValue(rfq, field.Name)}, title: m.words.T("form.lines", words.Data{"Who": m.title(m.rowOf(rfq))})}
		o.table = form.NewTable(form.TableOptions{
			Title: o.title,
			Kind:  model.KindRFQ, Field: field, Value: model.FieldValue(rfq, field.Name), Row: at,
			Parse: model.ParseContext{Now: m.now, Home: m.o.Home, Typed: true},
			Label: func(part string) string { return m.words.T("field." + part) },
			Words: func(id string) string { return m.words.T(id) }, Lang: m.words.Language(), Wrong: m.wrongValue,
			Choose: m.completions(rfq), Theme: m.theme, Direction: m.screen.Direction,
		})
		o.save = func(o *tableOverlay, elements json.RawMessage) tea.Cmd {
			return m.saveLines(o, rfq, elements)
		}
		m.push(o)
		then(o)
		return nil
	})
}

func (m *app) saveLines(o *tableOverlay, rfq *model.RFQ, elements json.RawMessage) tea.Cmd {
	if !o.table.Dirty() {
		m.drop(o)
		return m.say(m.words.T("toast.nothing_changed"))
	}
	if elements == nil {
		elements = raw(nil)
	}
	o.saving = true
	data := words.Data{"Who": m.title(m.rowOf(rfq))}
	return m.commit(commit{
		label: m.words.T("did.lines", data), success: m.words.T("done.lines", data), ids: []model.ID{rfq.ID},
		edits: []desk.Edit{{Kind: model.KindRFQ, ID: rfq.ID, Set: model.Set{"lines": elements}, Seen: o.seen, Base: o.base}},
		failed: func(m *app, err error) bool {
			o.saving = false
			if !m.showing(o) {
				return false
			}
			o.note = m.refusal(err, &o.seen)
			return true
		},
		after: func(m *app) { m.drop(o) },
	})
}

// deleteLine takes one line out of an RFQ.
func (m *app) deleteLine(at target) tea.Cmd {
	return m.withRecord(at.row.ID, func(m *app, r model.Record) tea.Cmd {
		rfq, ok := r.(*model.RFQ)
		if !ok || at.index >= len(rfq.Lines) {
			return m.say(m.words.T("error.not_found"))
		}
		lines := slices.Delete(slices.Clone(rfq.Lines), at.index, at.index+1)
		set := model.Set{"lines": raw(nil)}
		if len(lines) > 0 {
			set["lines"] = raw(lines)
		}
		data := words.Data{"Who": m.title(m.rowOf(rfq)), "N": at.index + 1}
		return m.commit(commit{
			label: m.words.T("did.delete_line", data), success: m.words.T("done.delete_line", data), ids: []model.ID{rfq.ID},
			edits: []desk.Edit{{Kind: model.KindRFQ, ID: rfq.ID, Set: set, Seen: rfq.UpdatedAt}},
		})
	})
}
