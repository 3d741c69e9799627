package ui

import (
	"context"
	"errors"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
)

// refNames is what the records are called that a form points to. A name that nobody knows
// is asked for; the id stands in its place meanwhile.
type refNames struct {
	known  map[model.ID]string
	wanted []model.ID
	flying bool
}

// named gives names as far as others know them, and remembers what to ask for.
func (r *refChoices) named(others func(model.ID) string) func(model.ID) string {
	return func(id model.ID) string {
		if name := others(id); name != "" {
			r.names.known[id] = name
		}
		name, known := r.names.known[id]
		if !known {
			r.names.known[id] = ""
			r.names.wanted = append(r.names.wanted, id)
		}
		return name
	}
}

// told forgets what was found: another record may be what is typed now.
func (r *refChoices) told() { clear(r.found) }

type refNamesMsg struct {
	of
	form    *formOverlay
	records []model.Record
	err     error
}

// readNames asks for the names that nobody knows. A record that is not here keeps its id.
func (r *refChoices) readNames(m *app, o *formOverlay) tea.Cmd {
	n := &r.names
	if n.flying || len(n.wanted) == 0 {
		return nil
	}
	ids := n.wanted
	n.wanted, n.flying = nil, true
	d, msg := m.desk, refNamesMsg{of: of(m.session), form: o}
	return m.work.Reading(func(ctx context.Context) tea.Msg {
		for _, id := range ids {
			record, err := d.Get(ctx, id)
			switch {
			case err == nil:
				msg.records = append(msg.records, record)
			case !errors.Is(err, desk.ErrNotFound):
				msg.err = err
			}
		}
		return msg
	})
}

func (msg refNamesMsg) take(m *app) tea.Cmd {
	r := msg.form.refs
	r.names.flying = false
	for _, record := range msg.records {
		id, name := record.Header().ID, m.title(m.rowOf(record))
		r.names.known[id] = name
		msg.form.form.Rename(id, name)
	}
	if msg.err != nil {
		return m.failed(m.words.T("failed.detail"), msg.err)
	}
	return nil
}
